package io.venturi.engine.protocol.udpst;

import io.venturi.engine.clock.Clock;

/** The time that control PDUs are signed with. */
final class UnixTime {
    private static final long SECOND_NS = 1_000_000_000L;
    private static final long WINDOW_S = 5;

    private UnixTime() {
    }

    static long now(Clock realtime) {
        return realtime.nanoTime() / SECOND_NS;
    }

    /** Within 5 s of now, the fifth included. */
    static boolean isRecent(long unixTime, Clock realtime) {
        return Math.abs(unixTime - now(realtime)) <= WINDOW_S;
    }
}
