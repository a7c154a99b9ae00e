package io.venturi.engine.protocol.irtt.wire;

/**
 * Why a datagram got no answer, {@link #NONE} if there is nothing wrong with it. A server never tells its peer: every
 * drop is silent on the wire.
 */
public enum DropReason {
    /** Nothing is wrong. */
    NONE("", ""),
    /** Shorter than the fields its kind must have. */
    FIELDS_LENGTH_TOO_LARGE("FieldsLengthTooLarge", "fields length exceeds buffer length"),
    /** Longer than the receive buffer, so its end is missing. */
    TRUNCATED("Truncated", "datagram exceeds the receive buffer"),
    /** The first three bytes are not those of IRTT. */
    BAD_MAGIC("BadMagic", "bad magic"),
    /** One of the four reserved flag bits is set. */
    INVALID_FLAG_BITS_SET("InvalidFlagBitsSet", "invalid flag bits set"),
    /** The access list does not let its address in. */
    ACCESS_LIST("AccessList", "address is not let in by the access list"),
    /** We have a key and the datagram has no tag. */
    NO_HMAC("NoHMAC", "no HMAC present"),
    /** The tag does not fit the datagram and our key. */
    BAD_HMAC("BadHMAC", "invalid HMAC"),
    /** The datagram has a tag and we have no key. */
    UNEXPECTED_HMAC("UnexpectedHMAC", "unexpected HMAC present"),
    /** A server was sent a reply. */
    UNEXPECTED_REPLY_FLAG("UnexpectedReplyFlag", "unexpected reply flag set"),
    /** A parameter ends before its value does. */
    SHORT_PARAM_BUFFER("ShortParamBuffer", "parameter runs past the end of the datagram"),
    /** A parameter value has more than 64 bits, or more than 32 characters. */
    PARAM_OVERFLOW("ParamOverflow", "parameter value is too large"),
    /** A duration or interval that is not positive. */
    INVALID_PARAM_VALUE("InvalidParamValue", "invalid parameter value"),
    /** Received statistics outside 0..3. */
    INVALID_RECEIVED_STATS_INT("InvalidReceivedStatsInt", "invalid received statistics"),
    /** Time stamps outside 0..4. */
    INVALID_STAMP_AT_INT("InvalidStampAtInt", "invalid time stamp setting"),
    /** Clock outside 1..3. */
    INVALID_CLOCK_INT("InvalidClockInt", "invalid clock setting"),
    /** No live session has this token. */
    INVALID_CONN_TOKEN("InvalidConnToken", "invalid conn token"),
    /** The session was opened from another address, port or zone. */
    ADDRESS_MISMATCH("AddressMismatch", "address mismatch"),
    /** Longer than the server's maximum length. */
    LARGE_REQUEST("LargeRequest", "request too large"),
    /** The session sends faster than the server's minimum interval allows. */
    SHORT_INTERVAL("ShortInterval", "drop due to short packet interval"),
    /** All sessions of this listener are in use. */
    TOO_MANY_SESSIONS("TooManySessions", "session table is full"),
    /** All sessions that one IPv4 address or IPv6 /64 may have are in use. */
    TOO_MANY_SESSIONS_OF_ADDRESS("TooManySessionsOfAddress", "too many sessions from this address"),
    /** More opens arrive than this listener accepts per second. */
    OPEN_RATE("OpenRate", "drop due to open rate limit");

    private final String code;
    private final String text;

    DropReason(String code, String text) {
        this.code = code;
        this.text = text;
    }

    /** Name for log lines, the one IRTT users know where there is one; empty for {@link #NONE}. */
    public String code() {
        return code;
    }

    /** What was wrong, for people; empty for {@link #NONE}. */
    public String text() {
        return text;
    }
}
