package io.venturi.engine.protocol.iperf3;

import java.util.concurrent.TimeUnit;

/** Tells when a test carries more than it may, on the average over a window. Thread: that of the conversation. */
final class RateWatch {
    private static final int STEPS = 10;

    private final double mostBytes;
    private final long stepNs;
    private final long[] atStep = new long[STEPS];
    private long steps;

    /**
     * @param bitsPerSecond 0 for no limit
     * @param windowNs      over which the average is taken, at least 10 ms
     */
    RateWatch(long bitsPerSecond, long windowNs) {
        mostBytes = bitsPerSecond == 0 ? Double.POSITIVE_INFINITY : bitsPerSecond / 8e9 * windowNs;
        stepNs = Math.max(TimeUnit.MILLISECONDS.toNanos(1), windowNs / STEPS);
    }

    /** @param bytes carried since the beginning */
    boolean isAbove(long elapsedNs, long bytes) {
        boolean above = false;
        for (; (steps + 1) * stepNs <= elapsedNs; steps++) {
            int slot = (int) (steps % STEPS); // holds what had been carried a window ago
            above |= steps >= STEPS && bytes - atStep[slot] > mostBytes;
            atStep[slot] = bytes;
        }
        return above;
    }
}
