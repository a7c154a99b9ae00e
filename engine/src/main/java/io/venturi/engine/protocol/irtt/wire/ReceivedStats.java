package io.venturi.engine.protocol.irtt.wire;

/** What a server tells about the requests it received; the ordinal is the value on the wire. */
public enum ReceivedStats {
    NONE,
    /** How many, duplicates included: 4 bytes. */
    COUNT,
    /** Which of the latest 64: 8 bytes. */
    WINDOW,
    BOTH;

    /** True if replies carry the received count. */
    public boolean hasCount() {
        return this == COUNT || this == BOTH;
    }

    /** True if replies carry the received window. */
    public boolean hasWindow() {
        return this == WINDOW || this == BOTH;
    }
}
