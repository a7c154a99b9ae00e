package io.venturi.engine.protocol.irtt.wire;

/** Which clocks a server's time stamps are read from; the ordinal is the value on the wire. */
public enum StampClock {
    /** No clock parameter was sent: there is nothing to stamp with. Never written to the wire. */
    UNSET,
    /** UTC since 1970, ns. */
    WALL,
    /** Since an origin of the server's own, ns. */
    MONOTONIC,
    BOTH;

    /** True if stamps are taken from the wall clock. */
    public boolean hasWall() {
        return this == WALL || this == BOTH;
    }

    /** True if stamps are taken from the monotonic clock. */
    public boolean hasMonotonic() {
        return this == MONOTONIC || this == BOTH;
    }
}
