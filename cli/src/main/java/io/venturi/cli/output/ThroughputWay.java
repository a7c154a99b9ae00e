package io.venturi.cli.output;

import io.venturi.engine.metric.ThroughputDatagrams;
import io.venturi.engine.metric.ThroughputDirection;
import io.venturi.engine.metric.ThroughputEnd;
import io.venturi.engine.metric.ThroughputEvidence;
import io.venturi.engine.metric.ThroughputReport;
import io.venturi.engine.metric.ThroughputStreamReport;
import io.venturi.engine.plan.ThroughputPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;
import java.util.stream.LongStream;

/**
 * The streams of one way of a throughput test together.
 *
 * @param up      this end sends
 * @param streams in the order of creation
 */
record ThroughputWay(boolean up, List<ThroughputStreamReport> streams, int blockBytes) {
    private static final long UNKNOWN = -1;

    /** Those of a report: one, or two in a test of both at once. */
    static List<ThroughputWay> of(ThroughputPlan plan, ThroughputReport report) {
        List<ThroughputWay> ways = new ArrayList<>();
        ThroughputDirection direction = plan.flow().direction();
        int blockBytes = report.start().map(start -> start.settings().blockBytes()).orElse(0);
        for (boolean up : new boolean[] {false, true}) {
            if (direction == ThroughputDirection.BOTH || up == (direction == ThroughputDirection.UP)) {
                ways.add(new ThroughputWay(up, report.streams().stream()
                        .filter(stream -> stream.stream().sender() == up).toList(), blockBytes));
            }
        }
        return ways;
    }

    String name() {
        return up ? "up" : "down";
    }

    /** What the receiver counted, or if it does not tell, the sender. */
    static Optional<ThroughputEnd> delivered(ThroughputStreamReport stream) {
        return stream.received().or(stream::sent);
    }

    /** What this end counted. */
    private static Optional<ThroughputEnd> own(ThroughputStreamReport stream) {
        return stream.stream().sender() ? stream.sent() : stream.received();
    }

    /** True if all figures are of the receiver. */
    boolean isReceived() {
        return streams.stream().allMatch(stream -> stream.received().isPresent());
    }

    /** Payload that arrived, bits per second. */
    double bitsPerSecond() {
        return streams.stream().mapToDouble(stream ->
                delivered(stream).map(ThroughputEnd::bitsPerSecond).orElse(0.0)).sum();
    }

    /** Payload that was handed to the kernel, bits per second; 0 if not told. */
    double sentBitsPerSecond() {
        return streams.stream().mapToDouble(stream -> stream.sent().map(ThroughputEnd::bitsPerSecond).orElse(0.0))
                .sum();
    }

    long bytes() {
        return streams.stream().mapToLong(stream -> delivered(stream).map(ThroughputEnd::bytes).orElse(0L)).sum();
    }

    long sentBytes() {
        return streams.stream().mapToLong(stream -> stream.sent().map(ThroughputEnd::bytes).orElse(UNKNOWN)).sum();
    }

    /** Length of the test as the one who counted saw it, ns. */
    long durationNs() {
        return streams.stream().flatMap(stream -> delivered(stream).stream()).mapToLong(ThroughputEnd::durationNs).max()
                .orElse(0);
    }

    /** Segments sent again, -1 if not known. */
    long retransmits() {
        return known(streams.stream().mapToLong(stream ->
                stream.sent().map(ThroughputEnd::retransmits).orElse(UNKNOWN)));
    }

    private static long known(LongStream values) {
        long[] all = values.filter(value -> value >= 0).toArray();
        return all.length == 0 ? UNKNOWN : LongStream.of(all).sum();
    }

    /** Sum over the streams of what the sending kernel told, -1 if it did not. */
    long evidence(ToLongFunction<ThroughputEvidence> field) {
        return known(streams.stream().flatMap(stream -> stream.evidence().stream()).mapToLong(field));
    }

    /** Round-trip time of the path when it was empty, as far as the kernel saw it, us; -1 if not told. */
    long emptyRttUs() {
        return streams.stream().flatMap(stream -> stream.evidence().stream()).mapToLong(ThroughputEvidence::emptyRttUs)
                .filter(us -> us >= 0).min().orElse(UNKNOWN);
    }

    /** Least, mean of means and most of the round-trip times, us; -1 if not told. */
    long[] rttUs() {
        List<ThroughputEvidence> told = streams.stream().flatMap(stream -> stream.evidence().stream())
                .filter(it -> it.leastRttUs() >= 0).toList();
        return told.isEmpty() ? new long[] {UNKNOWN, UNKNOWN, UNKNOWN} : new long[] {
            told.stream().mapToLong(ThroughputEvidence::leastRttUs).min().orElseThrow(),
            Math.round(told.stream().mapToLong(ThroughputEvidence::meanRttUs).average().orElseThrow()),
            told.stream().mapToLong(ThroughputEvidence::mostRttUs).max().orElseThrow()};
    }

    /** Datagrams handed to the kernel, -1 if the sender does not tell. */
    long datagramsSent() {
        return known(streams.stream().mapToLong(stream -> stream.sent().map(end -> end.datagrams().packets())
                .orElse(UNKNOWN)));
    }

    /**
     * Datagrams that arrived, copies too; -1 if the receiver does not tell. A peer tells bytes, all of equal length.
     */
    long datagramsReceived() {
        return known(streams.stream().mapToLong(stream -> stream.received().map(this::arrived).orElse(UNKNOWN)));
    }

    /** The datagrams have numbers, so that losses are known; of UDP always, of other protocols if they say so. */
    boolean isNumbered() {
        return streams.stream().flatMap(stream -> stream.received().stream())
                .anyMatch(end -> end.datagrams() != ThroughputDatagrams.NONE);
    }

    private long arrived(ThroughputEnd end) {
        if (end.datagrams().received() < 0 && !end.details().isEmpty()) { // its blocks are not its datagrams
            return end.datagrams().packets() - end.datagrams().lost();
        }
        return end.datagrams().received() >= 0 ? end.datagrams().received() : blockBytes == 0 ? UNKNOWN
                : end.bytes() / blockBytes;
    }

    /** Copies of what had arrived, -1 if the receiver does not tell. */
    long duplicates() {
        return known(received(ThroughputDatagrams::duplicates));
    }

    /** Arrived behind one with a higher number, copies not among them; -1 if the receiver does not tell. */
    long reordered() {
        return known(streams.stream().flatMap(stream -> stream.received().stream()).map(ThroughputEnd::datagrams)
                .mapToLong(told -> told.duplicates() < 0 ? UNKNOWN
                : Math.max(0, told.outOfOrder() - told.duplicates())));
    }

    private LongStream received(ToLongFunction<ThroughputDatagrams> field) {
        return streams.stream().flatMap(stream -> stream.received().stream()).map(ThroughputEnd::datagrams)
                .mapToLong(field);
    }

    /**
     * Datagrams that should have arrived, -1 if not known: up, all that were sent, as the server stops behind them;
     * down, those up to the last that arrived, as the others may have been on their way when this end stopped.
     */
    long datagramsExpected() {
        return up ? datagramsSent() : known(received(ThroughputDatagrams::packets));
    }

    /**
     * Expected but not arrived, -1 if not known. As a peer does not tell copies, each may hide a loss up.
     */
    long lost() {
        long expected = datagramsExpected();
        long arrived = datagramsReceived();
        return expected < 0 || arrived < 0 ? UNKNOWN : Math.max(0, expected - (arrived - Math.max(0, duplicates())));
    }

    /** Those of the lost ones behind the last that arrived, -1 if not known. */
    long lostAtEnd() {
        long last = known(received(ThroughputDatagrams::packets));
        return !up ? UNKNOWN : datagramsSent() < 0 || last < 0 ? UNKNOWN : Math.clamp(datagramsSent() - last, 0,
                Math.max(0, lost()));
    }

    /** Share of the datagrams expected that did not arrive, 0..1. */
    double lossRatio() {
        return datagramsExpected() <= 0 ? 0 : Math.max(0, lost()) / (double) datagramsExpected();
    }

    /** Mean of the streams, ns; NaN if no receiver told. */
    double jitterNs() {
        return streams.stream().flatMap(stream -> stream.received().stream())
                .mapToDouble(end -> end.datagrams().jitterNs()).average().orElse(Double.NaN);
    }

    /** Time measured by this end, ns. */
    long ownNs() {
        return streams.stream().flatMap(stream -> own(stream).stream()).mapToLong(ThroughputEnd::durationNs).max()
                .orElse(0);
    }
}
