package io.venturi.engine.host;

import io.venturi.engine.host.Measurement.Spread;
import java.util.Arrays;

/**
 * For how long a thread that never waits is kept from its CPU: by interrupts, other threads, the hypervisor,
 * throttling, safepoints.
 */
final class SpinGaps {
    /** From here on the time between two readings of the clock is an absence. */
    private static final long ABSENCE_NS = 1_000;
    private static final int MOST = 100_000;

    private SpinGaps() {
    }

    /** Spin for {@code durationNs}. */
    static Spread spin(long warmUpNs, long durationNs) {
        record(new long[MOST], warmUpNs); // compiled now
        long[] gaps = new long[MOST];
        int count = record(gaps, durationNs);
        return spread(Arrays.copyOf(gaps, count), durationNs);
    }

    private static int record(long[] gaps, long durationNs) {
        int count = 0;
        long previousNs = System.nanoTime();
        long endNs = previousNs + durationNs;
        while (previousNs < endNs) {
            long nowNs = System.nanoTime();
            if (nowNs - previousNs >= ABSENCE_NS && count < gaps.length) {
                gaps[count++] = nowNs - previousNs;
            }
            previousNs = nowNs;
        }
        return count;
    }

    /** Shares of time: a probe that is due at a random moment meets an absence with that probability. */
    static Spread spread(long[] gaps, long durationNs) {
        Arrays.sort(gaps);
        return new Spread(exceededIn(gaps, durationNs / 2), exceededIn(gaps, durationNs / 100),
                gaps.length == 0 ? 0 : gaps[gaps.length - 1]);
    }

    /** The shortest length such that all longer gaps take at most {@code shareNs} together. */
    private static long exceededIn(long[] sorted, long shareNs) {
        long sumNs = 0;
        for (int i = sorted.length - 1; i >= 0; i--) {
            sumNs += sorted[i];
            if (sumNs > shareNs) {
                return sorted[i];
            }
        }
        return 0;
    }
}
