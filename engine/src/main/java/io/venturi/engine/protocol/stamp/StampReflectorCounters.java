package io.venturi.engine.protocol.stamp;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * What a {@link StampReflector} did so far.
 *
 * <p>Thread: one lane writes, anyone reads. Wait-free, no allocation.
 */
public final class StampReflectorCounters {

    /** What is counted; all start at zero, and all but {@link #LIVE} never decrease. */
    public enum Id {
        /** Sessions there are now. */
        LIVE,
        /** Sessions begun. */
        BEGUN,
        /** Sessions forgotten because they were idle. */
        EXPIRED,
        /** Requests answered. */
        REPLIES,
        /** UDP payload bytes of those answers. */
        REPLY_BYTES,
        /** Replies that were longer than their requests. */
        GROWN,
        /** Requests whose TLVs had no tag, or not the right one. */
        TLV_INTEGRITY,
        /** Requests with a TLV that was malformed. */
        TLV_MALFORMED
    }

    private final AtomicLongArray values = new AtomicLongArray(Id.values().length);
    private final AtomicLongArray drops = new AtomicLongArray(StampDrop.values().length);

    /** Any thread: the value as of some recent moment. */
    public long get(Id id) {
        return values.getAcquire(id.ordinal());
    }

    /** Any thread: datagrams dropped for this reason, as of some recent moment. */
    public long drops(StampDrop reason) {
        return drops.getAcquire(reason.ordinal());
    }

    /** Lane thread only. */
    void add(Id id, long amount) {
        add(values, id.ordinal(), amount);
    }

    /** Lane thread only. */
    void dropped(StampDrop reason) {
        add(drops, reason.ordinal(), 1);
    }

    private static void add(AtomicLongArray counters, int index, long amount) {
        counters.setRelease(index, counters.getPlain(index) + amount);
    }
}
