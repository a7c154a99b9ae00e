package io.venturi.engine.host;

import io.venturi.engine.clock.Sleeper;
import io.venturi.engine.host.Measurement.Spread;
import io.venturi.engine.pacing.Pacer;
import io.venturi.engine.plan.RttPlan.Wakeup;
import java.util.Arrays;

/** How late a thread is that waits for given times. */
final class WakeUps {
    /** The first ones are interpreted, and find cold caches. */
    private static final int UNCOUNTED = 20;
    /** A busy host has fewer of them. */
    private static final long MOST_NS = 1_000_000_000;

    private WakeUps() {
    }

    /** Lateness of sleeps that end every {@code periodNs}. */
    static Spread sleeping(long periodNs, int count) {
        Sleeper sleeper = new Sleeper();
        return late(periodNs, count, dueNs -> {
            sleeper.until(dueNs);
            return System.nanoTime();
        });
    }

    /** Lateness of departures as the pacer of a lane has them: it sleeps, then spins. */
    static Spread pacing(long periodNs, int count) {
        Pacer pacer = new Pacer(Wakeup.HYBRID, 0, null, true);
        return late(periodNs, count, dueNs -> {
            pacer.deadline(dueNs);
            long nowNs = System.nanoTime();
            while (nowNs < dueNs) {
                pacer.idle(0);
                nowNs = pacer.finish(System.nanoTime());
            }
            return nowNs;
        });
    }

    private interface Waiting {
        /** Wait until {@code dueNs}; the time at which that ended. */
        long until(long dueNs);
    }

    private static Spread late(long periodNs, int count, Waiting waiting) {
        long[] lateNs = new long[UNCOUNTED + count];
        long dueNs = System.nanoTime();
        long endNs = dueNs + MOST_NS;
        int done = 0;
        while (done < lateNs.length && (done <= UNCOUNTED || dueNs < endNs)) {
            dueNs = Math.max(dueNs + periodNs, System.nanoTime()); // after a stall, no burst
            lateNs[done++] = waiting.until(dueNs) - dueNs;
        }
        return Spread.of(Arrays.copyOfRange(lateNs, UNCOUNTED, done));
    }
}
