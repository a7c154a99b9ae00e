package io.venturi.engine.stats;

import io.venturi.engine.metric.ClockChoice;
import io.venturi.engine.metric.ClockKnowledge;
import io.venturi.engine.metric.ClockRelation;
import io.venturi.engine.metric.ClockRelation.Piece;
import io.venturi.engine.metric.Direction;
import io.venturi.engine.metric.RoundTrip;
import io.venturi.engine.metric.StampSource;
import io.venturi.engine.metric.Summary;
import io.venturi.engine.metric.SyncState;
import io.venturi.engine.metric.Uncertainty;
import io.venturi.engine.metric.Uncertainty.Term;
import io.venturi.engine.record.RoundTripRow;
import io.venturi.engine.record.RoundTripTable;
import java.util.List;

import static io.venturi.engine.metric.Direction.FORWARD;
import static io.venturi.engine.metric.Direction.REVERSE;
import static io.venturi.engine.metric.RoundTrip.ABSENT;
import static io.venturi.engine.metric.StampSource.HARDWARE;
import static io.venturi.engine.metric.StampSource.KERNEL;
import static io.venturi.engine.metric.StampSource.USER;

/**
 * Decides how the two wall clocks of a finished test relate, and what its one-way delays are then.
 *
 * <p>An estimate needs all rows. Thread: the one that makes the summary.
 */
final class OneWayDelays {
    /** A stamp of a kernel is this far from the wire at most, on a host that is not overloaded, ns. */
    private static final double KERNEL_STAMP_NS = 1_000;
    /** A stamp taken around a system call, likewise: the call, or the wake-up of the thread. */
    private static final double USER_STAMP_NS = 30_000;
    /** A stamp of a card, by its clock, likewise. */
    private static final double CARD_STAMP_NS = 100;
    private static final long LEAST_BLOCK_NS = 10_000_000;
    private static final long MOST_BLOCK_NS = 1_000_000_000;
    private static final int BLOCKS = 16;

    private final RoundTripTable table;
    private final RoundTripStatistics statistics;
    private final ClockRelation relation;

    OneWayDelays(RoundTripStatistics statistics, ClockKnowledge known) {
        this.statistics = statistics;
        this.table = statistics.table;
        this.relation = known.sameHost() ? ClockRelation.SAME_HOST : switch (known.choice().method()) {
            case NONE -> ClockRelation.NONE;
            case SYNCHRONISED -> synchronised(known);
            case ESTIMATE -> estimate("");
            case AUTO -> best(known);
        };
    }

    ClockRelation relation() {
        return relation;
    }

    private ClockRelation best(ClockKnowledge known) {
        if (!known.own().isRelatedTo(known.peer())) {
            return estimate("");
        }
        if (!known.own().grandmaster().isEmpty() && !known.peer().grandmaster().isEmpty()
                && !known.own().grandmaster().equals(known.peer().grandmaster())) {
            return estimate("the hosts follow different PTP grandmasters");
        }
        ClockRelation.Synchronised stated = stated(known);
        if (stated.contradicted()) {
            ClockRelation other = estimate("both hosts say their clocks are synchronised, but delays below minus the"
                    + " stated error were measured");
            return other.isKnown() ? other : stated;
        }
        return estimate("") instanceof ClockRelation.Estimated estimated && estimated.boundNs() < stated.errorBoundNs()
                ? estimated : stated;
    }

    private ClockRelation synchronised(ClockKnowledge known) {
        if (known.choice().statedErrorNs() != ClockChoice.NOT_STATED) {
            long errorNs = known.choice().statedErrorNs();
            SyncState stated = new SyncState(SyncState.Source.STATED, true, errorNs, "as stated", "");
            return new ClockRelation.Synchronised(stated, stated, errorNs, contradicts(errorNs));
        }
        return known.own().isRelatedTo(known.peer()) ? stated(known) : new ClockRelation.None(
                "the hosts do not both say how exact their clocks are (here: " + worth(known.own()) + "; there: "
                        + worth(known.peer()) + "); `--clocks synchronised:ERROR` says it for them");
    }

    /** What a statement is worth, for people. */
    private static String worth(SyncState state) {
        return (state.errorBoundNs() == SyncState.UNBOUNDED ? "no bound" : state.synchronised() ? "synchronised"
                : "not synchronised") + ", " + state.detail()
                + (state.grandmaster().isEmpty() ? "" : ", PTP grandmaster " + state.grandmaster());
    }

    private ClockRelation.Synchronised stated(ClockKnowledge known) {
        SyncState own = known.own();
        SyncState peer = known.peer();
        long errorNs = own.errorBoundNs() > Long.MAX_VALUE - peer.errorBoundNs() ? Long.MAX_VALUE
                : own.errorBoundNs() + peer.errorBoundNs();
        return new ClockRelation.Synchronised(own, peer, errorNs, contradicts(errorNs));
    }

    /** A packet cannot arrive before it was sent, so delays below minus the error prove the error wrong. */
    private boolean contradicts(long errorNs) {
        for (PathStatistics path : List.of(statistics.hardwareForward, statistics.hardwareReverse,
                statistics.kernelForward, statistics.kernelReverse, statistics.userForward, statistics.userReverse)) {
            Summary delay = path.delay.summary();
            if (!delay.isEmpty() && delay.min() < -errorNs - stampsNs(path.stampedBy)) {
                return true;
            }
        }
        return false;
    }

    private ClockRelation estimate(String rejected) {
        if (!table.keepsAll()) {
            return new ClockRelation.None("an estimate of how the two hosts' clocks relate needs all probes, and a"
                    + " continuous test keeps the last ones only");
        }
        ClockEstimator estimator = new ClockEstimator(Math.clamp(
                (statistics.lastSentNs - statistics.firstSentNs) / BLOCKS, LEAST_BLOCK_NS, MOST_BLOCK_NS));
        RoundTripRow row = table.cursor();
        for (long seq = table.first(); seq < table.end(); seq++) {
            add(row.moveTo(seq), estimator);
        }
        List<Piece> pieces = estimator.finish();
        if (pieces.isEmpty()) {
            return new ClockRelation.None(estimator.points() == 0
                    ? "nothing is known of how the two hosts' clocks relate, and the peer does not tell its wall clock"
                    : "too few round trips, or clocks too unsteady, to estimate how the two hosts' clocks relate");
        }
        Piece middle = pieces.get(pieces.size() / 2);
        return new ClockRelation.Estimated(estimator.points(), estimator.dropped(), estimator.steps(),
                estimator.statisticalNs(), middle.offsetNs(), pieces, rejected);
    }

    private static void add(RoundTrip row, ClockEstimator estimator) {
        long forwardNs = best(row, FORWARD);
        long reverseNs = best(row, REVERSE);
        if (forwardNs != ABSENT && reverseNs != ABSENT) {
            estimator.add(row.sentWallNs(), row.sentWallNs() + forwardNs, row.receivedWallNs() - reverseNs,
                    row.receivedWallNs());
        }
    }

    /** By the stamps nearest to the wire. */
    private static long best(RoundTrip row, Direction direction) {
        long cardNs = row.delayNs(direction, HARDWARE);
        if (cardNs != ABSENT) {
            return cardNs;
        }
        long kernelNs = row.delayNs(direction, KERNEL);
        return kernelNs != ABSENT ? kernelNs : row.delayNs(direction, USER);
    }

    /** True if the values of the path are not what its records say, but to be corrected. */
    boolean corrects(PathStatistics path) {
        return path.direction != Direction.ROUND_TRIP && relation instanceof ClockRelation.Estimated;
    }

    /** The delays of a path, which {@link #corrects} says are to be corrected. */
    Series corrected(PathStatistics path) {
        ClockRelation.Estimated estimated = (ClockRelation.Estimated) relation;
        Series series = new Series(row -> corrected(path.delay.valueOf(row), row, path.direction, estimated),
                Sample.withoutHistogram());
        RoundTripRow row = table.cursor();
        for (long seq = table.first(); seq < table.end(); seq++) {
            series.take(row.moveTo(seq));
        }
        return series;
    }

    /** The raw difference without the offset, and in units of our clock. */
    private static long corrected(long rawNs, RoundTrip row, Direction direction, ClockRelation.Estimated estimated) {
        if (rawNs == ABSENT) {
            return ABSENT;
        }
        long atNs = direction == FORWARD ? row.sentWallNs() : row.receivedWallNs();
        Piece piece = estimated.pieceAt(atNs);
        if (piece == null) {
            return ABSENT;
        }
        long offsetNs = piece.offsetNs(atNs);
        long delayNs = direction == FORWARD ? rawNs - offsetNs : rawNs + offsetNs;
        return Math.round(delayNs / (1 + piece.skew()));
    }

    /** How far off the delays of one direction may be. */
    Uncertainty uncertainty(StampSource stampedBy) {
        return switch (relation) {
            case ClockRelation.SameHost _, ClockRelation.None _ -> Uncertainty.NONE;
            case ClockRelation.Synchronised synchronised -> Uncertainty.of(0, List.of(
                    new Term("clocks", synchronised.errorBoundNs()), new Term("stamps", stampsNs(stampedBy))));
            case ClockRelation.Estimated estimated -> {
                double bendNs = estimated.pieces().stream().mapToDouble(Piece::bendNs).max().orElseThrow();
                yield Uncertainty.of(estimated.statisticalNs(), List.of(
                        new Term("corridor", Math.max(0, estimated.boundNs() - bendNs)), new Term("rate", bendNs)));
            }
        };
    }

    /** Both ends' stamps together; with those of the card what its clock may be off this host's. */
    private double stampsNs(StampSource ownStamps) {
        return KERNEL_STAMP_NS + switch (ownStamps) {
            case USER -> USER_STAMP_NS;
            case KERNEL -> KERNEL_STAMP_NS;
            case HARDWARE -> CARD_STAMP_NS + statistics.cardBoundNs;
        };
    }
}
