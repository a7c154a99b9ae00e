package io.venturi.engine.stats;

import io.venturi.engine.metric.PeerTotals;
import io.venturi.engine.record.RoundTripRow;
import io.venturi.engine.record.RoundTripTable;

/**
 * Marks unanswered probes by what the peer says it has received: bit k of a reply's window is set if the peer had
 * received the probe k before it. A set bit is final; a probe not received so far may still have been on its way.
 *
 * <p>Thread: the writer of the table. Allocates nothing per reply.
 */
final class ReceivedWindows {
    private final RoundTripTable table;
    private final RoundTripRow row;
    /** Bit k: the probe {@code highest - k} is answered. Spares looking at most rows. */
    private long answered;
    private long highest = -1;

    ReceivedWindows(RoundTripTable table) {
        this.table = table;
        this.row = table.cursor();
    }

    /** The first reply to {@code seq} carries this window; one whose bit 0 is clear says nothing. */
    void add(long seq, long window) {
        long open = ~answeredBefore(seq) & -2; // the probe itself, bit 0, is answered
        if ((window & 1) == 0) {
            return;
        }
        for (; open != 0; open &= open - 1) {
            int distance = Long.numberOfTrailingZeros(open);
            if (!table.holds(seq - distance)) {
                return;
            }
            mark(seq - distance, (window >>> distance & 1) != 0);
        }
    }

    /** Bit k: {@code seq - k} is known to be answered. Also takes over that {@code seq} is. */
    private long answeredBefore(long seq) {
        long distance = seq - highest;
        if (distance > 0) {
            answered = (distance > 63 ? 0 : answered << distance) | 1;
            highest = seq;
            return answered;
        }
        if (distance < -63) {
            return 0;
        }
        answered |= 1L << -distance;
        return answered >>> -distance;
    }

    /** What the peer had received in the end: decides about all probes after its highest and 63 before it. */
    void addTotals(PeerTotals totals) {
        for (long seq = Math.max(table.first(), totals.highestSeq() - 63); seq < table.end(); seq++) {
            long distance = totals.highestSeq() - seq;
            mark(seq, distance >= 0 && (totals.window() >>> distance & 1) != 0);
        }
    }

    private void mark(long seq, boolean peerHasIt) {
        row.moveTo(seq);
        if (!row.answered()) {
            row.markPeerHasIt(peerHasIt);
        }
    }
}
