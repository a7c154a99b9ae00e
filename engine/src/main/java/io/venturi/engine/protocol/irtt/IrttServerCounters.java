package io.venturi.engine.protocol.irtt;

import io.venturi.engine.protocol.irtt.wire.DropReason;
import io.venturi.engine.stream.ServingCounters;

/**
 * What an {@link IrttServer} did so far.
 *
 * <p>Thread: one lane writes, anyone reads. Wait-free, no allocation.
 */
public final class IrttServerCounters extends ServingCounters<IrttServerCounters.Id, DropReason> {

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

    IrttServerCounters() {
        super(Id.class, DropReason.class);
    }
}
