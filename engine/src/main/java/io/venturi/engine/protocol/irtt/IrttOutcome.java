package io.venturi.engine.protocol.irtt;

import io.venturi.engine.metric.EndState;
import io.venturi.engine.metric.PeerTotals;
import io.venturi.engine.protocol.irtt.wire.IrttCloseAck;

/**
 * How a test of an {@link IrttClient} ended.
 *
 * @param end        the kind of end
 * @param detail     why, for people; empty if completed
 * @param endNs      when the wait for replies was over, CLOCK_MONOTONIC ns
 * @param waitedNs   how long replies were waited for after the last probe, ns
 * @param peerTotals what the server said it had received in all, null if it did not say
 */
public record IrttOutcome(EndState end, String detail, long endNs, long waitedNs, PeerTotals peerTotals) {

    /** What the answer to a close says, or null if it cannot be true when {@code nextSeq} probes were sent. */
    static PeerTotals totals(IrttCloseAck answer, long nextSeq) {
        long distinct = Integer.toUnsignedLong(answer.distinct());
        long highest = distinct == 0 ? -1 : IrttClient.extended(answer.highestSeq(), nextSeq);
        long total = Integer.toUnsignedLong(answer.count());
        return highest < nextSeq && distinct <= highest + 1 && distinct <= total
                ? new PeerTotals(highest, distinct, answer.window(), total)
                : null;
    }
}
