package io.venturi.engine.host;

import io.venturi.engine.clock.Clock;
import io.venturi.engine.clock.Reading;
import io.venturi.engine.clock.SystemClock;
import io.venturi.engine.host.Measurement.Spread;
import java.util.Arrays;

/** What it costs to read the wall clock and the monotonic one, as is done for each packet. */
final class ClockReadings {
    private static final int PAIRS = 64;
    private static final int GROUPS = 4_000;
    private static final long WARM_UP_NS = 100_000_000;
    private static final long MOST_NS = 800_000_000;
    private static volatile long sink;

    private ClockReadings() {
    }

    /** ns per reading, means of groups; less than a second. */
    static Spread read() {
        Clock realtime = SystemClock.realtime();
        long warmNs = System.nanoTime() + WARM_UP_NS;
        while (System.nanoTime() < warmNs) {
            group(realtime);
        }
        long[] costNs = new long[GROUPS];
        int count = 0;
        long endNs = System.nanoTime() + MOST_NS; // where a reading is a slow system call
        while (count < GROUPS && (count == 0 || System.nanoTime() < endNs)) {
            costNs[count++] = group(realtime);
        }
        return Spread.of(Arrays.copyOf(costNs, count));
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
