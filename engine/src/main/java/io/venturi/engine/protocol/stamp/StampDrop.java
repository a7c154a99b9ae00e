package io.venturi.engine.protocol.stamp;

/** Why a reflector did not answer a datagram. */
public enum StampDrop {
    /** It did. */
    NONE,
    /** Longer than the receive buffer. */
    TRUNCATED,
    /** Shorter than the shortest request. */
    TOO_SHORT,
    /** The access list does not let its address in. */
    ACCESS_LIST,
    /** The HMAC of the base packet is not right. */
    BAD_HMAC,
    /** The multiplier of the error estimate is zero: corrupt (RFC 4656 4.1.2). */
    BAD_ERROR_ESTIMATE,
    /** It is a reply, perhaps of another reflector. */
    REPLY,
    /** Sessions have to be listed and this one is not. */
    UNLISTED,
    /** Its address sends more than an unlisted one may. */
    PACKET_RATE,
    /** The reply would be longer than the request, and its address has had enough of those. */
    GROWTH_RATE,
    /** No room for another session. */
    TOO_MANY_SESSIONS,
    /** Its address has as many sessions as one may have. */
    TOO_MANY_SESSIONS_OF_ADDRESS
}
