package io.venturi.engine.protocol.udpst.wire;

/** How the sending rate is searched for (RFC 9097, TR-471 annexes A and B). The ordinal is the number on the wire. */
public enum SearchAlgorithm {
    /** Linear: fast steps, then slow ones. */
    B,
    /** Multiply and retry: doubles, and after false alarms doubles again. */
    C
}
