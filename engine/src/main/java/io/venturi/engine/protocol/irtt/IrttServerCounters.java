package io.venturi.engine.protocol.irtt;

import io.venturi.engine.protocol.irtt.wire.DropReason;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * What an {@link IrttServer} did so far.
 *
 * <p>Thread: one lane writes, anyone reads. Wait-free, no allocation.
 */
public final class IrttServerCounters {

    /** What is counted; all start at zero, and all but {@link #LIVE} never decrease. */
    public enum Id {
        /** Sessions there are now. */
        LIVE,
        /** Sessions opened. */
        OPENED,
        /** Opens that wanted no session. */
        PROBED,
        /** Sessions closed by their clients. */
        CLOSED,
        /** Sessions forgotten because they were idle or never used. */
        EXPIRED,
        /** Sessions ended because they ran too long. */
        EXCEEDED_DURATION,
        /** Echo requests answered. */
        ECHO_REPLIES,
        /** UDP payload bytes of those answers. */
        ECHO_REPLY_BYTES
    }

    private final AtomicLongArray values = new AtomicLongArray(Id.values().length);
    private final AtomicLongArray drops = new AtomicLongArray(DropReason.values().length);

    /** Any thread: the value as of some recent moment. */
    public long get(Id id) {
        return values.getAcquire(id.ordinal());
    }

    /** Any thread: datagrams dropped for this reason, as of some recent moment. */
    public long drops(DropReason reason) {
        return drops.getAcquire(reason.ordinal());
    }

    /** Lane thread only. */
    void add(Id id, long amount) {
        add(values, id.ordinal(), amount);
    }

    /** Lane thread only. */
    void dropped(DropReason reason) {
        add(drops, reason.ordinal(), 1);
    }

    private static void add(AtomicLongArray counters, int index, long amount) {
        counters.setRelease(index, counters.getPlain(index) + amount);
    }
}
