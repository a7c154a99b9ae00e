package io.venturi.engine.protocol.irtt;

import io.venturi.engine.metric.PeerTotals;
import io.venturi.engine.probe.ProbeClient;
import io.venturi.engine.protocol.irtt.wire.IrttCloseAck;

/** What a server says at the end that it has received. */
final class IrttTotals {

    private IrttTotals() {
    }

    /** What the answer to a close says, or null if it cannot be true when {@code nextSeq} probes were sent. */
    static PeerTotals of(IrttCloseAck answer, long nextSeq) {
        long distinct = Integer.toUnsignedLong(answer.distinct());
        long highest = distinct == 0 ? -1 : ProbeClient.extended(answer.highestSeq(), nextSeq);
        long total = Integer.toUnsignedLong(answer.count());
        return highest < nextSeq && distinct <= highest + 1 && distinct <= total
                ? new PeerTotals(highest, distinct, answer.window(), total)
                : null;
    }
}
