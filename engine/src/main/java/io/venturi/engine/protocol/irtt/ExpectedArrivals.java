package io.venturi.engine.protocol.irtt;

import io.venturi.engine.annotation.HotPath;

/**
 * When the next requests of a few isochronous clients are due. A lane that knows is awake when they come, so that
 * answering costs no wake-up, on either side of a loopback or veth link. Only for a few clients and intervals that are
 * not so short that the lane hardly sleeps anyway: the price is some 200 us of polling per request.
 *
 * <p>Thread: the lane. Allocates nothing. Times are CLOCK_MONOTONIC ns.
 */
final class ExpectedArrivals {
    private static final int PLACES = 4;
    private static final long LEAST_INTERVAL_NS = 1_000_000;
    /** How long a request may be late before its client is no longer waited for this time. */
    private static final long PATIENCE_NS = 50_000;
    private static final int MOST_MISSES = 3;

    private final long[] tokens = new long[PLACES]; // 0: free
    private final long[] nextNs = new long[PLACES];
    private final long[] intervalNs = new long[PLACES];
    private final int[] misses = new int[PLACES];
    private long dueNs = Long.MAX_VALUE;

    /** When the lane may stop waiting for the next request, {@link Long#MAX_VALUE} if none is expected. */
    long dueNs() {
        return dueNs;
    }

    /** A request of this session arrived at {@code arrivedNs}; the next one is expected an interval later. */
    @HotPath
    void arrived(long token, long sessionIntervalNs, long arrivedNs) {
        if (sessionIntervalNs < LEAST_INTERVAL_NS) {
            return;
        }
        int place = place(token);
        if (place >= 0) {
            tokens[place] = token;
            intervalNs[place] = sessionIntervalNs;
            nextNs[place] = arrivedNs + sessionIntervalNs;
            misses[place] = 0;
            settle();
        }
    }

    /** The place of this session, else a free one, else -1. */
    private int place(long token) {
        int free = -1;
        for (int i = 0; i < PLACES; i++) {
            if (tokens[i] == token) {
                return i;
            }
            if (tokens[i] == 0) {
                free = i;
            }
        }
        return free;
    }

    /** Give up requests that have not come; a client that misses several in a row is forgotten. */
    @HotPath
    void giveUp(long nowNs) {
        for (int i = 0; i < PLACES; i++) {
            if (tokens[i] != 0 && nowNs >= nextNs[i] + PATIENCE_NS) {
                nextNs[i] += ((nowNs - nextNs[i]) / intervalNs[i] + 1) * intervalNs[i];
                if (++misses[i] >= MOST_MISSES) {
                    tokens[i] = 0;
                }
            }
        }
        settle();
    }

    /** This session is over. */
    void forget(long token) {
        for (int i = 0; i < PLACES; i++) {
            if (tokens[i] == token) {
                tokens[i] = 0;
            }
        }
        settle();
    }

    private void settle() {
        dueNs = Long.MAX_VALUE;
        for (int i = 0; i < PLACES; i++) {
            if (tokens[i] != 0) {
                dueNs = Math.min(dueNs, nextNs[i] + PATIENCE_NS);
            }
        }
    }
}
