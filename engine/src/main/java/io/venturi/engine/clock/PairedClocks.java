package io.venturi.engine.clock;

import io.venturi.engine.annotation.HotPath;

/**
 * The monotonic and the wall clock of one instant, whatever keeps the thread away between the two readings. Each
 * reading of the wall clock between two of the monotonic one bounds how far it is ahead. That is a constant until the
 * clock is set, so the bounds of all readings hold together; where they contradict each other, the clock was set.
 *
 * <p>Thread: one. Allocates nothing.
 */
public final class PairedClocks {
    /** Readings this close need no others. */
    private static final long CLOSE_NS = 500;
    private static final int TRIES = 5;
    /** Of a clock that was just set, or is read for the first time: nothing else is known of it. */
    private static final int FIRST_TRIES = 50;
    private static final long WIDE_NS = 50_000;

    private final Clock monotonic;
    private final Clock realtime;
    private boolean known;
    private long leastAheadNs;
    private long mostAheadNs;
    // of the closest of the last readings
    private long readLeastNs;
    private long readMostNs;
    private long monotonicNs;
    private long wallNs;

    /**
     * @param monotonic CLOCK_MONOTONIC
     * @param realtime  CLOCK_REALTIME or CLOCK_TAI, a reader of this thread's own
     */
    public PairedClocks(Clock monotonic, Clock realtime) {
        this.monotonic = monotonic;
        this.realtime = realtime;
    }

    /** It is now {@link #monotonicNs()} and {@link #wallNs()}. */
    @HotPath
    public void read() {
        monotonicNs = monotonic.nanoTime();
        readClosest(monotonicNs, TRIES, CLOSE_NS);
        if (readMostNs - readLeastNs <= CLOSE_NS) {
            learn(readLeastNs, readMostNs);
        } else if (known && readLeastNs <= mostAheadNs && leastAheadNs <= readMostNs) {
            learn(Math.max(leastAheadNs, readLeastNs), Math.min(mostAheadNs, readMostNs));
        } else {
            readClosest(monotonic.nanoTime(), FIRST_TRIES, WIDE_NS);
            learn(readLeastNs, readMostNs);
        }
        wallNs = monotonicNs + (leastAheadNs + (mostAheadNs - leastAheadNs) / 2);
    }

    private void learn(long leastNs, long mostNs) {
        known = true;
        leastAheadNs = leastNs;
        mostAheadNs = mostNs;
    }

    /** Until two readings of the monotonic clock are no more than {@code closeNs} apart, or all tries are used up. */
    @HotPath
    private void readClosest(long firstNs, int tries, long closeNs) {
        long beforeNs = firstNs;
        long closest = Long.MAX_VALUE;
        for (int i = 0; i < tries && closest > closeNs; i++) {
            long ns = realtime.nanoTime();
            long afterNs = monotonic.nanoTime();
            if (afterNs - beforeNs < closest) {
                closest = afterNs - beforeNs;
                readLeastNs = ns - afterNs;
                readMostNs = ns - beforeNs;
            }
            beforeNs = afterNs;
        }
    }

    /** CLOCK_MONOTONIC when {@link #read()} was called, ns. */
    public long monotonicNs() {
        return monotonicNs;
    }

    /** The wall clock of that same instant, ns. */
    public long wallNs() {
        return wallNs;
    }
}
