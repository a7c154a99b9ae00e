package io.venturi.engine.protocol.stamp;

import io.venturi.engine.stream.ServingCounters;

/**
 * What a {@link StampReflector} did so far.
 *
 * <p>Thread: one lane writes, anyone reads. Wait-free, no allocation.
 */
public final class StampReflectorCounters extends ServingCounters<StampReflectorCounters.Id, StampDrop> {

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

    StampReflectorCounters() {
        super(Id.class, StampDrop.class);
    }
}
