package io.venturi.engine.record;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * What a lane counted, kept apart from the ring so that an overrun of the ring shows as a difference instead of
 * passing for loss.
 *
 * <p>Thread: one lane writes, anyone reads. Wait-free, no allocation.
 */
public final class Counters {

    /** What is counted; all start at zero and never decrease. */
    public enum Id {
        /** Probes the kernel took. */
        SENT,
        /** UDP payload bytes of those probes. */
        SENT_BYTES,
        /** Probes the kernel refused; they never were on the path. */
        REFUSED,
        /** Probes that this host's queue dropped because they could not leave in time; they never were on the path. */
        MISSED_LAUNCH,
        /** Those of them that had been counted as sent. */
        WITHDRAWN,
        /** UDP payload bytes of those. */
        WITHDRAWN_BYTES,
        /** Slots of the schedule given up because this host was late. */
        SKIPPED,
        /** Valid replies, duplicates included. */
        RECEIVED,
        /** Datagrams that were no valid reply of this test. */
        IGNORED,
        /** Observations that found the ring full and are missing from the statistics. */
        RING_OVERRUN,
        /** Datagrams the kernel dropped because the socket's receive buffer was full (SO_RXQ_OVFL, SO_MEMINFO). */
        SOCKET_OVERFLOW,
        /** Times the network or a host reported an error for this flow (ICMP). */
        ICMP_ERRORS,
        /** Times the lane did not come back to its duty for longer than the stall limit. */
        STALLS,
        /** Sum of those stalls in ns. */
        STALLED_NS
    }

    private final AtomicLongArray values = new AtomicLongArray(Id.values().length);

    /** Lane thread only: add to a counter. */
    public void add(Id id, long amount) {
        int index = id.ordinal();
        values.setRelease(index, values.getPlain(index) + amount);
    }

    /** Lane thread only: add one. */
    public void increment(Id id) {
        add(id, 1);
    }

    /** Any thread: the value as of some recent moment. */
    public long get(Id id) {
        return values.getAcquire(id.ordinal());
    }
}
