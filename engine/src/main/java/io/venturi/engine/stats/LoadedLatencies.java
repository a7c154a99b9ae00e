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
import io.venturi.engine.metric.ThroughputDirection;
import io.venturi.engine.metric.ThroughputInterval;
import io.venturi.engine.metric.ThroughputReport;
import io.venturi.engine.metric.ThroughputStart;
import io.venturi.engine.metric.ThroughputStreamReport;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Latency before and under load, from the probes that went beside a test. Time runs from the send call, because a queue
 * of this host comes before the stamp of its driver, to the arrival in this host's stack.
 */
public final class LoadedLatencies {
    private final Load load;
    private final RoundTrips rows;

    /**
     * What the load was, in wall time of this host.
     *
     * @param startWallNs    when it began
     * @param windows        when it had its full rate
     * @param saturated      the path showed congestion then
     * @param congestedNs    increase of the median round trip from which it was congested in any case
     */
    public record Load(ThroughputDirection direction, long startWallNs, List<Window> windows, boolean saturated,
                       long congestedNs) {
        /** Share of the maximum from which a sub-interval of a search counts as loaded: the climb does not. */
        private static final double LOADED = 0.9;
        /** The lower threshold of RFC 9097. */
        private static final long CONGESTED_NS = 30_000_000;
        private static final long LONGEST_START_NS = 1_000_000_000;

        public Load {
            windows = List.copyOf(windows);
        }

        /** Of a search for capacity. */
        public static Load of(CapacityReport report) {
            double least = LOADED * report.maximum().map(most -> most.bitsPerSecond(CapacityLayer.IP)).orElse(0.0);
            List<CapacityInterval> loaded = report.intervals().stream()
                    .filter(interval -> interval.bitsPerSecond(CapacityLayer.IP) >= least).toList();
            return new Load(report.direction() == CapacityDirection.UP ? ThroughputDirection.UP
                    : ThroughputDirection.DOWN, report.startWallNs(), loaded.stream().map(interval ->
                    new Window(interval.endWallNs() - interval.lengthNs(), interval.endWallNs())).toList(),
                    isSaturated(report, loaded), Long.MAX_VALUE);
        }

        /** A queue shows itself in one of the loaded sub-intervals, and not only this end's own. */
        private static boolean isSaturated(CapacityReport report, List<CapacityInterval> loaded) {
            return loaded.stream().anyMatch(interval -> {
                CapacityTally tally = interval.tally();
                long delayNs = Math.max(tally.oneWayVariation().maxNs(), tally.roundTripVariation().maxNs());
                return !interval.stalled() && (tally.lost() > interval.here().receiveOverflow()
                        || delayNs > report.requested().lowerThresholdNs() || tally.ceMarked() > 0);
            });
        }

        /** Of streams that go as fast as they can: all of the time counted but its first tenth, at most a second. */
        public static Load of(ThroughputReport report) {
            if (report.start().isEmpty() || report.intervals().stream().allMatch(ThroughputInterval::omitted)) {
                return new Load(ThroughputDirection.UP, 0, List.of(), false, CONGESTED_NS);
            }
            ThroughputStart start = report.start().get();
            long countedWallNs = start.wallNs() + TimeUnit.SECONDS.toNanos(start.settings().omitSeconds());
            long lengthNs = report.intervals().getLast().endNs();
            return new Load(start.settings().direction(), start.wallNs(), List.of(new Window(countedWallNs
                    + Math.min(LONGEST_START_NS, lengthNs / 10), countedWallNs + lengthNs)), isSaturated(report),
                    CONGESTED_NS);
        }

        private static boolean isSaturated(ThroughputReport report) {
            long lost = 0;
            for (ThroughputStreamReport stream : report.streams()) {
                boolean again = stream.sent().filter(end -> end.retransmits() > 0).isPresent();
                boolean queued = stream.evidence().filter(it -> it.emptyRttUs() >= 0
                        && (it.mostRttUs() - it.emptyRttUs()) * 1000 > CONGESTED_NS).isPresent();
                if (again || queued) {
                    return true;
                }
                lost += stream.received().map(end -> end.datagrams().lost()).orElse(0L);
            }
            return lost > report.here().receiveOverflow();
        }
    }

    /** A time, from and to. */
    public record Window(long fromWallNs, long toWallNs) {
        boolean holds(long wallNs) {
            return wallNs >= fromWallNs && wallNs < toWallNs;
        }
    }

    private LoadedLatencies(Load load, RoundTrips rows) {
        this.load = load;
        this.rows = rows;
    }

    /** Of probes that began before the load did and ended after it. */
    public static LoadedLatency of(Load load, LoadedLatency.Probes probes, RoundTrips rows) {
        LoadedLatencies all = new LoadedLatencies(load, rows);
        StampSource stamps = all.stamps();
        Column idle = all.new Column(Direction.ROUND_TRIP, stamps);
        Column busy = all.new Column(Direction.ROUND_TRIP, stamps);
        Direction direction = load.direction() == ThroughputDirection.DOWN ? Direction.REVERSE : Direction.FORWARD;
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
        Spread before = idle.spread(0);
        Spread under = busy.spread(0);
        boolean oneWay = busyWay.size > 0 && load.direction() != ThroughputDirection.BOTH;
        long leastNs = Math.min(idleWay.least(), busyWay.least());
        return new LoadedLatency(load.direction(), probes, stamps, before, under,
                oneWay ? Optional.of(busyWay.spread(leastNs)) : Optional.empty(),
                load.saturated() || under.p50Ns() - before.p50Ns() > load.congestedNs());
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
        return overNs < load.startWallNs();
    }

    private boolean isLoaded(RoundTrip row) {
        return load.windows().stream().anyMatch(window -> window.holds(row.sentWallNs()));
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
