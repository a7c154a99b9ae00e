package io.venturi.engine.protocol.iperf3;

import io.venturi.engine.annotation.HotPath;

/**
 * When the blocks of a stream are due: block n, or the burst it belongs to, at the time at which all before it have
 * been sent at the target rate since the beginning. So the rate holds in the long run, and lateness does not add up.
 * What is late is caught up at about twice the rate and not all at once, because a burst would be lost in the buffers
 * on the way.
 *
 * <p>Thread: the sender; {@link #begin} before it starts.
 */
final class Pace {
    /** Sent at once when there is much to catch up: what the rate has in twice this time. */
    private static final long CATCH_UP_NS = 250_000;

    private final double nsPerBurst;
    private final int burst;
    private long startNs;
    private long easyNs = Long.MIN_VALUE;

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

    /** How long to wait before more is sent, ns: 0 unless more than a burst is due and much was sent just now. */
    @HotPath
    long holdNs(long nowNs, long dueBlocks) {
        long aheadNs = easyNs - nowNs;
        return dueBlocks > burst && easyNs != Long.MIN_VALUE && aheadNs > CATCH_UP_NS ? aheadNs : 0;
    }

    /** Blocks were sent at this time. */
    @HotPath
    void sent(long nowNs, long blocks) {
        easyNs = Math.max(easyNs, nowNs) + (long) (blocks * nsPerBurst / burst / 2);
    }
}
