package io.venturi.engine.stats;

import io.venturi.engine.metric.Direction;
import io.venturi.engine.metric.RoundTrip;
import io.venturi.engine.metric.StampSource;
import io.venturi.engine.record.RoundTripRow;
import io.venturi.engine.record.RoundTripTable;

import static io.venturi.engine.metric.RoundTrip.ABSENT;

/**
 * Delay and IPDV of one direction by one kind of our stamps. A row is taken once, when the stamps it needs are there,
 * in whatever order they come; a pair of neighbours is taken with the later one of them.
 *
 * <p>Thread: the writer of the table. {@link #take} allocates nothing.
 */
final class PathStatistics {
    final Direction direction;
    final StampSource stampedBy;
    final Series delay;
    /** Absolute values. */
    final Series ipdv;
    private final int bit;
    private final RoundTripTable table;
    private final RoundTripRow next;

    PathStatistics(Direction direction, StampSource stampedBy, Sample delay, Sample ipdv, RoundTripTable table) {
        this.direction = direction;
        this.stampedBy = stampedBy;
        this.delay = new Series(row -> isMarred(row) ? ABSENT : row.delayNs(direction, stampedBy), delay);
        // the absolute value of ABSENT is ABSENT
        this.ipdv = new Series(row -> isMarred(row) || isMarred(row.previous())
                ? ABSENT : Math.abs(row.ipdvNs(direction, stampedBy)), ipdv);
        this.bit = 1 << direction.ordinal() + Direction.values().length * stampedBy.ordinal();
        this.table = table;
        this.next = table.cursor();
    }

    /** Take a row that is sent and answered, unless it was taken before or lacks a stamp. True if it was taken now. */
    boolean take(RoundTripRow row) {
        if (row.isCounted(bit) || !isReady(row)) {
            return false;
        }
        row.markCounted(bit);
        delay.take(row);
        RoundTripRow before = row.previous();
        if (before != null && before.isCounted(bit)) {
            ipdv.take(row);
        }
        if (table.holds(row.seq() + 1) && next.moveTo(row.seq() + 1).isCounted(bit)) {
            ipdv.take(next);
        }
        return true;
    }

    /** True if our own stall is in the stamp of the arrival. */
    private boolean isMarred(RoundTrip row) {
        return stampedBy == StampSource.USER && direction != Direction.FORWARD && row != null && row.stalled();
    }

    private boolean isReady(RoundTripRow row) {
        return (direction == Direction.REVERSE || hasSent(row)) && (direction == Direction.FORWARD || hasReceived(row));
    }

    private boolean hasSent(RoundTripRow row) {
        return switch (stampedBy) {
            case USER -> true;
            case KERNEL -> row.sentKernelNs() != 0;
            case HARDWARE -> row.sentNicNs() != 0;
        };
    }

    private boolean hasReceived(RoundTripRow row) {
        return switch (stampedBy) {
            case USER -> true;
            case KERNEL -> row.receivedKernelNs() != 0;
            case HARDWARE -> row.receivedNicNs() != 0;
        };
    }
}
