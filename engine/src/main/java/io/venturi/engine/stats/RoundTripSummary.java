package io.venturi.engine.stats;

import io.venturi.engine.metric.ClockKnowledge;
import io.venturi.engine.metric.ClockRelation;
import io.venturi.engine.metric.Departures;
import io.venturi.engine.metric.Direction;
import io.venturi.engine.metric.HostConditions;
import io.venturi.engine.metric.Instrument;
import io.venturi.engine.metric.Metric;
import io.venturi.engine.metric.PeerTotals;
import io.venturi.engine.metric.RttRun;
import io.venturi.engine.metric.StampSource;
import io.venturi.engine.metric.Summary;
import io.venturi.engine.metric.Uncertainty;
import io.venturi.engine.record.Counters;
import io.venturi.engine.record.Counters.Id;
import io.venturi.engine.record.RoundTripRow;
import io.venturi.engine.record.RoundTripTable;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import static io.venturi.engine.metric.ClockRelation.SAME_HOST;
import static io.venturi.engine.metric.Direction.FORWARD;
import static io.venturi.engine.metric.Direction.REVERSE;
import static io.venturi.engine.metric.Direction.ROUND_TRIP;
import static io.venturi.engine.metric.Metric.DelayVariation.Form.IPDV;
import static io.venturi.engine.metric.Metric.DelayVariation.Form.PDV;
import static io.venturi.engine.metric.Metric.HostResidence.Host.HERE;
import static io.venturi.engine.metric.Metric.HostResidence.Host.PEER;
import static io.venturi.engine.metric.Metric.HostResidence.Part.BOTH;
import static io.venturi.engine.metric.Metric.HostResidence.Part.RECEIVE;
import static io.venturi.engine.metric.Metric.HostResidence.Part.SEND;
import static io.venturi.engine.metric.StampSource.HARDWARE;
import static io.venturi.engine.metric.StampSource.KERNEL;
import static io.venturi.engine.metric.StampSource.USER;

/**
 * Makes the metrics of a finished test: with exact quantiles if all rows were kept, else with those of histograms.
 *
 * <p>Thread: one, once no more records come. Takes one column of memory off the heap for the time of its work.
 */
public final class RoundTripSummary {
    private final RoundTripStatistics statistics;
    private final Counters counters;
    private final RttRun run;
    private final long sent;
    private final long withdrawn;
    private final PeerTotals totals;
    private final ClockKnowledge clocks;
    private OneWayDelays oneWay;

    /**
     * @param totals what the peer had received, ignored if that cannot be; null if it did not tell
     * @param clocks what is known of the two hosts' clocks
     */
    public RoundTripSummary(RoundTripStatistics statistics, Counters counters, RttRun run, PeerTotals totals,
                            ClockKnowledge clocks) {
        this.clocks = clocks;
        this.statistics = statistics;
        this.counters = counters;
        this.run = run;
        this.withdrawn = counters.get(Id.WITHDRAWN);
        this.sent = Math.max(counters.get(Id.SENT) - withdrawn, statistics.sent());
        this.totals = isCredible(totals, statistics.received) ? totals : null;
    }

    /** Numbers of withdrawn probes are used up, but nobody can have received these. */
    private boolean isCredible(PeerTotals told, long received) {
        return told != null && told.agreesWith(sent + withdrawn, received) && told.distinct() <= sent;
    }

    /** Settle what is left and compute. Once only. */
    public Result result(Map<Integer, Long> refusedByErrno, HostConditions host) {
        RoundTripTable table = statistics.table;
        settleRest(table);
        oneWay = new OneWayDelays(statistics, clocks);
        if (!table.keepsAll()) {
            return result(null, refusedByErrno, host);
        }
        try (LongColumn column = new LongColumn(table.size())) {
            return result(column, refusedByErrno, host);
        }
    }

    /** All metrics in the order in which they are best shown, what our own side did, and how the clocks relate. */
    public record Result(List<Metric> metrics, Instrument instrument, ClockRelation clockRelation) {}

    private void settleRest(RoundTripTable table) {
        if (totals != null) {
            statistics.onTotals(totals);
        }
        RoundTripRow row = table.cursor();
        for (long seq = table.first(); seq < table.end(); seq++) {
            statistics.settle(row.moveTo(seq));
        }
    }

    private Result result(LongColumn column, Map<Integer, Long> refusedByErrno, HostConditions host) {
        return new Result(metrics(column), instrument(column, refusedByErrno, host), oneWay.relation());
    }

    private List<Metric> metrics(LongColumn column) {
        List<Metric> metrics = new ArrayList<>();
        metrics.add(statistics.losses.loss(sent, statistics.received, blind(), run.waitNs(), totals));
        List<PathStatistics> paths = List.of(statistics.userRoundTrip, statistics.kernelRoundTrip,
                statistics.hardwareRoundTrip,
                statistics.userForward, statistics.kernelForward, statistics.hardwareForward,
                statistics.userReverse, statistics.kernelReverse, statistics.hardwareReverse);
        List<Metric> variations = new ArrayList<>();
        for (PathStatistics path : paths) {
            addPath(path, column, metrics, variations);
        }
        metrics.addAll(variations);
        addJitter(metrics, ROUND_TRIP, statistics.roundTripJitter);
        addJitter(metrics, FORWARD, statistics.forwardJitter);
        addJitter(metrics, REVERSE, statistics.reverseJitter);
        addCounts(metrics);
        Summary residence = summary(statistics.peerResidence, column);
        if (!residence.isEmpty()) {
            metrics.add(new Metric.PeerResidence(residence));
        }
        addResidence(metrics, HERE, SEND, KERNEL, statistics.sendResidence, column);
        addResidence(metrics, HERE, RECEIVE, KERNEL, statistics.receiveResidence, column);
        addResidence(metrics, HERE, BOTH, KERNEL, statistics.kernelResidence, column);
        addResidence(metrics, HERE, SEND, HARDWARE, statistics.hardwareSendResidence, column);
        addResidence(metrics, HERE, RECEIVE, HARDWARE, statistics.hardwareReceiveResidence, column);
        addResidence(metrics, HERE, BOTH, HARDWARE, statistics.hardwareResidence, column);
        addResidence(metrics, PEER, SEND, KERNEL, statistics.peerSendResidence, column);
        return metrics;
    }

    private void addResidence(List<Metric> metrics, Metric.HostResidence.Host host,
                              Metric.HostResidence.Part part, StampSource stampedBy, Series series,
                              LongColumn column) {
        Summary ns = summary(series, column);
        if (!ns.isEmpty()) {
            metrics.add(new Metric.HostResidence(host, part, stampedBy, ns));
        }
    }

    private void addPath(PathStatistics path, LongColumn column, List<Metric> delays, List<Metric> variations) {
        Series series = oneWay.corrects(path) ? oneWay.corrected(path) : path.delay;
        Summary delay = summary(series, column);
        if (!delay.isEmpty()) {
            boolean roundTrip = path.direction == ROUND_TRIP;
            delays.add(new Metric.Delay(path.direction, path.stampedBy, roundTrip ? SAME_HOST : oneWay.relation(),
                    delay, roundTrip ? Uncertainty.NONE : oneWay.uncertainty(path.stampedBy)));
            variations.add(new Metric.DelayVariation(PDV, path.direction, path.stampedBy, series.aboveMin(delay)));
        }
        Summary ipdv = summary(path.ipdv, column);
        if (!ipdv.isEmpty()) {
            variations.add(new Metric.DelayVariation(IPDV, path.direction, path.stampedBy, ipdv));
        }
    }

    private static void addJitter(List<Metric> metrics, Direction direction, JitterEstimator jitter) {
        if (jitter.differences() > 0) {
            metrics.add(new Metric.Rfc3550Jitter(direction, USER, jitter.jitterNs()));
        }
    }

    private void addCounts(List<Metric> metrics) {
        long received = statistics.received;
        metrics.add(new Metric.Reordering(received, statistics.order.reordered(), statistics.order.late()));
        metrics.add(new Metric.Duplication(received + statistics.duplicates, statistics.duplicates));
        metrics.add(new Metric.Rate(FORWARD, sent, counters.get(Id.SENT_BYTES) - counters.get(Id.WITHDRAWN_BYTES),
                statistics.lastSentNs - statistics.firstSentNs));
        metrics.add(new Metric.Rate(REVERSE, received, statistics.receivedBytes,
                statistics.lastReceivedNs - statistics.firstReceivedNs));
        if (statistics.peerReceived > 0) {
            metrics.add(new Metric.PeerReceived(statistics.peerReceived));
        }
        metrics.add(statistics.headers.headers());
    }

    /** Replies that may have come without being joined: not recorded, dropped by our socket, or older than our rows. */
    private long blind() {
        long recorded = statistics.received + statistics.duplicates + statistics.outdated;
        long unrecorded = Math.max(0, counters.get(Id.RECEIVED) - recorded);
        return unrecorded + counters.get(Id.SOCKET_OVERFLOW) + statistics.outdated;
    }

    private Instrument instrument(LongColumn column, Map<Integer, Long> refusedByErrno, HostConditions host) {
        ClockWatch watch = statistics.clockWatch;
        Summary late = summary(statistics.departureLateness, column);
        return new Instrument(
                late, summary(statistics.timerError, column),
                summary(statistics.sendCall, column),
                counters.get(Id.SKIPPED), refusedByErrno, counters.get(Id.STALLS), counters.get(Id.STALLED_NS),
                statistics.stalledReplies,
                counters.get(Id.RING_OVERRUN), counters.get(Id.SOCKET_OVERFLOW), statistics.outdated,
                statistics.stamps.transmitStampsMissing(), statistics.stamps.receiveStampsMissing(),
                statistics.stampsDiscarded, statistics.stamps.stamping(host.stamps(), run.agreed().peerStamps(),
                        counters.get(Id.RING_OVERRUN) > 0),
                counters.get(Id.IGNORED), counters.get(Id.ICMP_ERRORS),
                watch.steps(), watch.steps() == 0 ? -1 : watch.firstStepNs() - run.startNs(),
                departures(late, column, host), host);
    }

    /** By the stamps nearest to the wire that at least half of the probes have. */
    private Departures departures(Summary late, LongColumn column, HostConditions host) {
        long missed = counters.get(Id.MISSED_LAUNCH);
        Summary byCard = summary(statistics.hardwareDepartureError, column);
        Summary byKernel = summary(statistics.departureError, column);
        if (!byCard.isEmpty() && (byKernel.isEmpty() || 2 * byCard.n() >= sent)) {
            return new Departures(HARDWARE, byCard, missed);
        }
        // where the kernel lets probes go, this process cannot tell when they left
        return byKernel.isEmpty() && host.pacing().leadNs() == 0 ? new Departures(USER, late, missed)
                : new Departures(KERNEL, byKernel, missed);
    }

    private Summary summary(Series series, LongColumn column) {
        return column == null ? series.summary() : series.exactSummary(statistics.table, column);
    }
}
