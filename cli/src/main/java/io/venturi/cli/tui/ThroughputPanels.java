package io.venturi.cli.tui;

import io.venturi.engine.metric.ThroughputDatagrams;
import io.venturi.engine.metric.ThroughputDirection;
import io.venturi.engine.metric.ThroughputInterval;
import io.venturi.engine.metric.ThroughputInterval.Part;
import io.venturi.engine.metric.ThroughputLive;
import io.venturi.engine.metric.ThroughputProtocol;
import io.venturi.engine.metric.ThroughputTcp;
import io.venturi.engine.plan.ThroughputPlan;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToLongFunction;

/**
 * The panels of a throughput test.
 *
 * @param intervals the last ones that are over
 * @param sums      of all that are over
 */
record ThroughputPanels(ThroughputPlan plan, List<ThroughputInterval> intervals, ThroughputSums sums) {
    private static final double MUCH_LOSS = 0.01;

    String what() {
        String way = plan.flow().direction() == ThroughputDirection.BOTH ? "up and down"
                : plan.flow().direction().name().toLowerCase(Locale.ROOT);
        int streams = plan.flow().streams();
        return plan.flow().protocol() + " " + way + ", " + streams + (streams == 1 ? " stream" : " streams");
    }

    private boolean downs() {
        return plan.flow().direction() != ThroughputDirection.UP;
    }

    private boolean ups() {
        return plan.flow().direction() != ThroughputDirection.DOWN;
    }

    private List<Part> last() {
        return intervals.isEmpty() ? List.of() : intervals.getLast().parts();
    }

    Panel rate(ThroughputLive now, double downNow, double upNow) {
        boolean begun = now.elapsedNs() > 0;
        return new Panel.Sheet("Payload", List.of(
                rate("down now", downs() ? downNow : Double.NaN),
                rate("down, mean", mean(now, downs(), now.receivedBytes())),
                bytes("received", begun && downs() ? now.receivedBytes() : -1),
                rate("up now", ups() ? upNow : Double.NaN), rate("up, mean", mean(now, ups(), now.sentBytes())),
                bytes("sent", begun && ups() ? now.sentBytes() : -1)));
    }

    private static double mean(ThroughputLive now, boolean known, long bytes) {
        return known && now.elapsedNs() > 0 ? 8e9 * bytes / now.elapsedNs() : Double.NaN;
    }

    private static Figure rate(String label, double bitsPerSecond) {
        return new Figure(label, Unit.RATE.format(bitsPerSecond));
    }

    private static Figure bytes(String label, long bytes) {
        return new Figure(label, bytes < 0 ? Figure.UNKNOWN : Unit.COUNT.format(bytes) + "B");
    }

    /** What the kernel says of TCP, or what UDP receivers counted, in the last interval; sums of all. */
    Panel quality() {
        return plan.flow().protocol() == ThroughputProtocol.UDP ? datagrams() : tcp();
    }

    private Panel tcp() {
        List<ThroughputTcp> tcp = last().stream().flatMap(part -> part.tcp().stream()).toList();
        return new Panel.Sheet("TCP, sending side", List.of(
                RttPanels.delay("round trip", mean(tcp, ThroughputTcp::rttUs) * 1e3),
                RttPanels.delay("its deviation", mean(tcp, ThroughputTcp::rttVariationUs) * 1e3),
                bytes("cwnd, all", sum(tcp, ThroughputTcp::congestionWindowBytes)),
                count("sent again", sums.retransmits()),
                count("reordering events", sum(tcp, ThroughputTcp::reorderings)),
                rate("delivery rate", unknown(sum(tcp, it -> it.rates().delivery())))));
    }

    private Panel datagrams() {
        List<ThroughputDatagrams> received = last().stream().filter(part -> !part.stream().sender())
                .flatMap(part -> part.datagrams().stream()).toList();
        double lost = sums.datagrams() <= 0 ? Double.NaN : (double) sums.lost() / sums.datagrams();
        return new Panel.Sheet("UDP, receiving side", List.of(
                new Figure("lost", Unit.PER_CENT.format(100 * lost), lost > MUCH_LOSS ? Tone.WARN : Tone.PLAIN),
                count("lost datagrams", sums.lost()), count("datagrams", sums.datagrams()),
                count("out of order", sums.outOfOrder()),
                RttPanels.delay("jitter RFC 1889", received.stream().mapToDouble(ThroughputDatagrams::jitterNs)
                        .average().orElse(Double.NaN))));
    }

    private static Figure count(String label, long count) {
        return new Figure(label, count < 0 ? Figure.UNKNOWN : Long.toString(count));
    }

    private static double unknown(long value) {
        return value < 0 ? Double.NaN : value;
    }

    private static double mean(List<ThroughputTcp> tcp, ToLongFunction<ThroughputTcp> what) {
        return tcp.stream().mapToLong(what).filter(value -> value >= 0).average().orElse(Double.NaN);
    }

    /** -1 if nobody knows. */
    private static long sum(List<ThroughputTcp> tcp, ToLongFunction<ThroughputTcp> what) {
        return tcp.stream().mapToLong(what).anyMatch(value -> value >= 0)
                ? tcp.stream().mapToLong(what).filter(value -> value >= 0).sum() : -1;
    }

    Panel streams() {
        Optional<ThroughputInterval> over = intervals.isEmpty() ? Optional.empty() : Optional.of(intervals.getLast());
        return new Panel.Grid("Streams, last interval", List.of("stream", "way", "payload", "RTT", "cwnd", "sent again",
                "lost", "jitter"),
                over.stream().flatMap(at -> at.parts().stream().map(part -> stream(at, part))).toList());
    }

    private static List<Figure> stream(ThroughputInterval at, Part part) {
        Optional<ThroughputTcp> tcp = part.tcp();
        Optional<ThroughputDatagrams> received = part.datagrams().filter(_ -> !part.stream().sender());
        return List.of(new Figure("", Integer.toString(part.stream().id())),
                new Figure("", part.stream().sender() ? "up" : "down"), rate("", at.bitsPerSecond(part.bytes())),
                RttPanels.delay("", 1e3 * unknown(tcp.map(ThroughputTcp::rttUs).orElse(-1L))),
                bytes("", tcp.map(ThroughputTcp::congestionWindowBytes).orElse(-1L)),
                count("", tcp.map(ThroughputTcp::retransmits).orElse(-1L)),
                count("", received.map(ThroughputDatagrams::lost).orElse(-1L)),
                RttPanels.delay("", received.map(ThroughputDatagrams::jitterNs).orElse(Double.NaN)));
    }

    Panel grid() {
        return new Panel.Grid("Intervals", List.of("until", "down", "up", "sent again", "lost"),
                intervals.stream().map(ThroughputPanels::row).toList());
    }

    private static List<Figure> row(ThroughputInterval at) {
        ThroughputSums sums = ThroughputSums.NONE.plus(at);
        return List.of(new Figure("", String.format(Locale.ROOT, "%.1f s%s", at.endNs() / 1e9,
                at.omitted() ? " (omitted)" : "")), rate("", rate(at, false)), rate("", rate(at, true)),
                count("", sums.retransmits()), count("", sums.lost()));
    }

    private static double rate(ThroughputInterval at, boolean up) {
        List<Part> parts = at.parts().stream().filter(part -> part.stream().sender() == up).toList();
        return parts.isEmpty() ? Double.NaN : at.bitsPerSecond(parts.stream().mapToLong(Part::bytes).sum());
    }

    Panel host(long collections) {
        return new Panel.Sheet("This host", List.of(Figure.trouble("GC runs", collections)));
    }
}
