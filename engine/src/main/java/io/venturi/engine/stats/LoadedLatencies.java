package io.venturi.engine.stats;

import io.venturi.engine.metric.CapacityDirection;
import io.venturi.engine.metric.CapacityInterval;
import io.venturi.engine.metric.CapacityLayer;
import io.venturi.engine.metric.CapacityReport;
import io.venturi.engine.metric.CapacityTally;
import io.venturi.engine.metric.Direction;
import io.venturi.engine.metric.LoadedLatency;
import io.venturi.engine.metric.LoadedLatency.Spread;
import io.venturi.engine.metric.RoundTrip;
import io.venturi.engine.metric.RoundTrips;
import io.venturi.engine.metric.StampSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Latency before and under load, from the probes that went beside a capacity test. Time runs from the send call, because
 * a queue of this host comes before the stamp of its driver, to the arrival in this host's stack.
 */
public final class LoadedLatencies {
    /** Share of the maximum from which a sub-interval counts as loaded: the climb does not. */
    private static final double LOADED = 0.9;

    private final CapacityReport report;
    private final RoundTrips rows;
    private final List<CapacityInterval> loaded;

    private LoadedLatencies(CapacityReport report, RoundTrips rows) {
        this.report = report;
        this.rows = rows;
        double least = LOADED * report.maximum().map(most -> most.bitsPerSecond(CapacityLayer.IP)).orElse(0.0);
        loaded = report.intervals().stream()
                .filter(interval -> interval.bitsPerSecond(CapacityLayer.IP) >= least).toList();
    }

    /** Of probes that began before the load did and ended after it. */
    public static LoadedLatency of(CapacityReport report, LoadedLatency.Probes probes, RoundTrips rows) {
        LoadedLatencies all = new LoadedLatencies(report, rows);
        StampSource stamps = all.stamps();
        Column idle = all.new Column(Direction.ROUND_TRIP, stamps);
        Column busy = all.new Column(Direction.ROUND_TRIP, stamps);
        Direction direction = report.direction() == CapacityDirection.UP ? Direction.FORWARD : Direction.REVERSE;
        Column idleWay = all.new Column(direction, stamps);
        Column busyWay = all.new Column(direction, stamps);
        RoundTrips.Cursor row = rows.cursor();
        for (long seq = rows.first(); seq < rows.first() + rows.size(); seq++) {
            row.moveTo(seq);
            if (row.sent() && all.isIdle(row)) {
                idle.add(row);
                idleWay.add(row);
            } else if (row.sent() && all.isLoaded(row)) {
                busy.add(row);
                busyWay.add(row);
            }
        }
        long leastNs = Math.min(idleWay.least(), busyWay.least());
        return new LoadedLatency(report.direction(), probes, stamps, idle.spread(0), busy.spread(0),
                busyWay.size == 0 ? Optional.empty() : Optional.of(busyWay.spread(leastNs)), all.isSaturated());
    }

    /** Who says when replies arrived: the kernel, if it does of all. */
    private StampSource stamps() {
        RoundTrips.Cursor row = rows.cursor();
        for (long seq = rows.first(); seq < rows.first() + rows.size(); seq++) {
            row.moveTo(seq);
            if (row.answered() && row.receivedKernelNs() == 0) {
                return StampSource.USER;
            }
        }
        return StampSource.KERNEL;
    }

    /** Sent, and answered if at all, before the load. */
    private boolean isIdle(RoundTrip row) {
        long overNs = row.answered() ? row.receivedWallNs() : row.sentWallNs();
        return overNs < report.startWallNs();
    }

    private boolean isLoaded(RoundTrip row) {
        return loaded.stream().anyMatch(interval -> row.sentWallNs() < interval.endWallNs()
                && row.sentWallNs() >= interval.endWallNs() - interval.lengthNs());
    }

    /** A queue shows itself in one of the loaded sub-intervals, and not only this end's own. */
    private boolean isSaturated() {
        return loaded.stream().anyMatch(interval -> {
            CapacityTally tally = interval.tally();
            long delayNs = Math.max(tally.oneWayVariation().maxNs(), tally.roundTripVariation().maxNs());
            return !interval.stalled() && (tally.lost() > interval.here().receiveOverflow()
                    || delayNs > report.requested().lowerThresholdNs() || tally.ceMarked() > 0);
        });
    }

    /** Values of the probes of one time. */
    private final class Column {
        private final Direction direction;
        private final StampSource stamps;
        private final long[] values = new long[(int) rows.size()];
        private int size;
        private long sent;
        private long lost;

        Column(Direction direction, StampSource stamps) {
            this.direction = direction;
            this.stamps = stamps;
        }

        void add(RoundTrip row) {
            sent++;
            if (!row.answered()) {
                lost++;
                return;
            }
            long ns = switch (direction) {
                case ROUND_TRIP -> roundTripNs(row);
                case FORWARD -> row.transitNs(direction, StampSource.USER, row.hasPeerMonotonic());
                case REVERSE -> row.transitNs(direction, stamps, row.hasPeerMonotonic());
            };
            boolean late = row.stalled() && stamps == StampSource.USER;
            if (ns != RoundTrip.ABSENT && !late && !row.clockMoved() && !row.afterClockStep()) {
                values[size++] = ns;
            }
        }

        private long roundTripNs(RoundTrip row) {
            long ns = row.delayNs(direction, StampSource.USER);
            return stamps == StampSource.USER ? ns : ns - (row.receivedWallNs() - row.receivedKernelNs());
        }

        long least() {
            return Arrays.stream(values, 0, size).min().orElse(Long.MAX_VALUE);
        }

        Spread spread(long aboveNs) {
            if (size == 0) {
                return new Spread(sent, lost, 0, 0, 0, 0, 0, 0);
            }
            long[] sorted = Arrays.stream(values, 0, size).map(ns -> ns - aboveNs).sorted().toArray();
            return new Spread(sent, lost, size, Arrays.stream(sorted).average().orElse(0), rank(sorted, 0.5),
                    rank(sorted, 0.95), rank(sorted, 0.99), sorted[size - 1]);
        }

        private static long rank(long[] sorted, double share) {
            return sorted[(int) Math.ceil(share * sorted.length) - 1];
        }
    }
}
