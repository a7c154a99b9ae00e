package io.venturi.engine.protocol.udpst.wire;

/** What makes a datagram no PDU of its kind. */
public enum Fault {
    /** Nothing. */
    NONE,
    /** Its length is none that this PDU can have. */
    SIZE,
    /** A field has a value that it cannot have. */
    FORMAT,
    /** It carries a checksum, and the wrong one. */
    CHECKSUM
}
