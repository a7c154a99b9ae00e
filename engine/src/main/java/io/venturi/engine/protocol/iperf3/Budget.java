package io.venturi.engine.protocol.iperf3;

import io.venturi.engine.annotation.HotPath;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Bytes or blocks that all senders of a test together may still send. Nothing is taken off before {@link #open},
 * because what is sent in the time omitted does not count.
 *
 * <p>Thread-safe and wait-free.
 */
final class Budget {
    private final boolean limited;
    private final AtomicLong left;
    private volatile boolean open;

    /** @param amount in all, 0 for no limit */
    Budget(long amount) {
        limited = amount > 0;
        left = new AtomicLong(amount);
    }

    /** From now on it counts. */
    void open() {
        open = true;
    }

    boolean isLimited() {
        return limited;
    }

    /** True if there is a limit and nothing is left. */
    boolean isSpent() {
        return limited && open && left.get() <= 0;
    }

    /** Take up to {@code most}; 0 if nothing is left. */
    @HotPath
    long take(long most) {
        return open ? charge(most) : most;
    }

    /** As {@link #take}, open or not: for those who know by themselves what counts. */
    @HotPath
    long charge(long most) {
        if (!limited) {
            return most;
        }
        long before = left.getAndAdd(-most);
        if (before >= most) {
            return most;
        }
        left.getAndAdd(most - Math.max(0, before));
        return Math.max(0, before);
    }

    /** Give back what was not used after all. */
    @HotPath
    void giveBack(long amount) {
        if (open) {
            refund(amount);
        }
    }

    /** Give back of what was {@link #charge}d. */
    @HotPath
    void refund(long amount) {
        if (limited) {
            left.getAndAdd(amount);
        }
    }
}
