package io.venturi.engine.stats;

import io.venturi.engine.metric.IntervalReport;
import io.venturi.engine.metric.RoundTrip;
import io.venturi.engine.metric.RoundTripListener;

/**
 * Cuts the test into intervals of the local clock. An event counts in the interval of its own time as long as that
 * interval is open.
 *
 * <p>Thread: one. Allocates once per interval.
 */
public final class IntervalMeter {
    private final long intervalNs;
    private final RoundTripListener listener;
    private final Sample roundTrip = Sample.withHistogram();
    private boolean started;
    private long originNs;
    private long startNs;
    private long index;
    private long sent;
    private long received;
    private long duplicates;
    private long pending;

    /** @param intervalNs length, above 0; {@link Long#MAX_VALUE} for a single interval */
    public IntervalMeter(long intervalNs, RoundTripListener listener) {
        if (intervalNs <= 0) {
            throw new IllegalArgumentException("interval " + intervalNs);
        }
        this.intervalNs = intervalNs;
        this.listener = listener;
    }

    /** The test started, CLOCK_MONOTONIC ns; only the first call counts. */
    public void start(long nowNs) {
        if (!started) {
            started = true;
            originNs = nowNs;
            startNs = nowNs;
        }
    }

    /** True once the start is known. */
    public boolean isStarted() {
        return started;
    }

    /** When the test started, CLOCK_MONOTONIC ns; meaningless before {@link #isStarted}. */
    public long originNs() {
        return originNs;
    }

    public void sent(long nowNs) {
        closeUpTo(nowNs);
        sent++;
        pending++;
    }

    /** A first reply arrived; {@code roundTripNs} may be {@link RoundTrip#ABSENT}. */
    public void received(long nowNs, long roundTripNs) {
        closeUpTo(nowNs);
        received++;
        pending = Math.max(0, pending - 1); // a reply whose probe was not recorded was never pending
        if (roundTripNs != RoundTrip.ABSENT) {
            roundTrip.add(roundTripNs);
        }
    }

    public void duplicate(long nowNs) {
        closeUpTo(nowNs);
        duplicates++;
    }

    /** Report all intervals that ended at {@code nowNs} or before. */
    public void closeUpTo(long nowNs) {
        while (started && nowNs - startNs >= intervalNs) {
            close(startNs + intervalNs);
        }
    }

    /** Report what is left when the test ends at {@code endNs}. */
    public void finish(long endNs) {
        closeUpTo(endNs);
        if (started && (endNs > startNs || sent + received + duplicates > 0)) {
            close(Math.max(endNs, startNs));
        }
    }

    private void close(long endNs) {
        listener.onInterval(new IntervalReport(index, startNs - originNs, endNs - originNs, sent, received, duplicates,
                pending, roundTrip.summary()));
        index++;
        startNs = endNs;
        sent = 0;
        received = 0;
        duplicates = 0;
        roundTrip.reset();
    }
}
