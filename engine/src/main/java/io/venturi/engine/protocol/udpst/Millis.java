package io.venturi.engine.protocol.udpst;

/** Whole units as they go on the wire. */
final class Millis {
    static final long NS = 1_000_000;
    static final long US_NS = 1_000;

    private Millis() {
    }

    /** ns in ms, rounded half up, of negative values too. */
    static long of(long ns) {
        return Math.floorDiv(ns + NS / 2, NS);
    }

    /** ns in us, rounded half up. */
    static long micros(long ns) {
        return Math.floorDiv(ns + US_NS / 2, US_NS);
    }
}
