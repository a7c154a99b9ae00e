package io.venturi.engine.host;

import io.venturi.engine.clock.Clock;
import io.venturi.engine.clock.Reading;
import io.venturi.engine.clock.SystemClock;
import io.venturi.engine.host.Measurement.Spread;

/** What it costs to read the wall clock and the monotonic one, as is done for each packet. */
final class ClockReadings {
    private static final int PAIRS = 64;
    private static final int GROUPS = 4_000;
    private static final int UNCOUNTED = 3_000;
    private static volatile long sink;

    private ClockReadings() {
    }

    /** ns per reading, means of groups. */
    static Spread read() {
        Clock realtime = SystemClock.realtime();
        long[] costNs = new long[GROUPS];
        long endNs = System.nanoTime() + 1_000_000_000L; // where a reading is a slow system call
        int counted = 0;
        for (int i = 0; i < UNCOUNTED + GROUPS && System.nanoTime() < endNs; i++) {
            long ns = group(realtime);
            counted = Math.max(1, i - UNCOUNTED + 1);
            costNs[counted - 1] = ns;
        }
        return Spread.of(java.util.Arrays.copyOf(costNs, Math.max(1, counted)));
    }

    private static long group(Clock realtime) {
        long sum = 0;
        long beforeNs = System.nanoTime();
        for (int i = 0; i < PAIRS; i++) {
            sum += realtime.nanoTime() + System.nanoTime();
        }
        long ns = System.nanoTime() - beforeNs;
        sink = sum;
        return ns / (2 * PAIRS);
    }
}
