package io.venturi.engine.protocol.iperf3;

import io.venturi.engine.annotation.HotPath;

/**
 * When the blocks of a stream are due: block n, or the burst it belongs to, at the time at which all before it have been
 * sent at the target rate since the beginning. So the rate holds in the long run, and lateness does not add up.
 *
 * <p>Thread: the sender; {@link #begin} before it starts.
 */
final class Pace {
    private final double nsPerBurst;
    private final int burst;
    private long startNs;

    /**
     * @param bitsPerSecond 0 for no limit
     * @param burstBlocks   sent back to back, 0 for one
     */
    Pace(long bitsPerSecond, int burstBlocks, int blockBytes) {
        burst = Math.max(1, burstBlocks);
        nsPerBurst = bitsPerSecond == 0 ? 0 : burst * blockBytes * 8e9 / bitsPerSecond;
    }

    void begin(long nowNs) {
        startNs = nowNs;
    }

    boolean isLimited() {
        return nsPerBurst > 0;
    }

    /** When block {@code n}, from 0, is due. */
    @HotPath
    long dueNs(long n) {
        return startNs + (long) (n / burst * nsPerBurst);
    }

    /** How many blocks are due by now, the first ones included. */
    @HotPath
    long due(long nowNs) {
        return nowNs < startNs ? 0 : ((long) ((nowNs - startNs) / nsPerBurst) + 1) * burst;
    }
}
