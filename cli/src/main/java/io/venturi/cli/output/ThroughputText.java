package io.venturi.cli.output;

import io.venturi.engine.metric.EndState;
import io.venturi.engine.metric.HostConditions;
import io.venturi.engine.metric.ProtocolFigure;
import io.venturi.engine.metric.ThroughputCpu;
import io.venturi.engine.metric.ThroughputDatagrams;
import io.venturi.engine.metric.ThroughputEnd;
import io.venturi.engine.metric.ThroughputEvidence;
import io.venturi.engine.metric.ThroughputInterval;
import io.venturi.engine.metric.ThroughputInterval.Part;
import io.venturi.engine.metric.ThroughputProtocol;
import io.venturi.engine.metric.ThroughputReport;
import io.venturi.engine.metric.ThroughputStreamReport;
import io.venturi.engine.metric.ThroughputTcp;
import io.venturi.engine.plan.Durations;
import io.venturi.engine.plan.ThroughputPlan;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/** The report of a throughput test for people: table, totals, what the ends did, a verdict. 80 columns. */
public final class ThroughputText {
    private static final String TCP_ROW = "%9s %10s %6s %9s %9s %10s %6s %6s %6s";
    private static final String UDP_ROW = "%9s %10s %10s %8s %8s %8s %10s";
    private static final String OTHER_CELL = " %12s";
    private static final int WIDTH = 79;
    /** More rows than that are for files. */
    private static final int MOST_ROWS = 60;
    private static final double MEGABIT = 1e6;
    private static final double PERCENT = 100;

    private final ThroughputPlan plan;
    private final ThroughputReport report;
    private final PrintWriter out;

    private ThroughputText(ThroughputPlan plan, ThroughputReport report, PrintWriter out) {
        this.plan = plan;
        this.report = report;
        this.out = out;
    }

    /** Print the whole report. */
    public static void print(ThroughputPlan plan, ThroughputReport report, PrintWriter out) {
        print(plan, report, false, out);
    }

    /** @param own the server was one of this process */
    public static void print(ThroughputPlan plan, ThroughputReport report, boolean own, PrintWriter out) {
        ThroughputText text = new ThroughputText(plan, report, out);
        List<ThroughputWay> ways = ThroughputWay.of(plan, report);
        text.head();
        if (report.intervals().isEmpty()) {
            out.println("  No interval was completed: there is nothing to show.");
        }
        ways.forEach(text::table);
        ways.forEach(text::totals);
        report.latency().ifPresent(latency -> LatencyText.lines(latency, text::line));
        text.host();
        text.line("repeat", ThroughputRepeat.of(plan, own));
        text.serverOutput();
        out.println();
        StringBuilder verdict = new StringBuilder("Verdict:");
        ways.forEach(way -> verdict.append(' ')
                .append(ThroughputVerdict.of(plan, report, way).sentence(plan, way)));
        report.latency().ifPresent(latency -> verdict.append(' ').append(LatencyText.sentence(latency)));
        text.wrap("", "", verdict + text.ending());
    }

    /** True if something arrived each way that was asked for. */
    public static boolean hasCarried(ThroughputPlan plan, ThroughputReport report) {
        return ThroughputWay.of(plan, report).stream().allMatch(way -> way.bytes() > 0);
    }

    /** What is sent, for people. */
    static String what(ThroughputPlan plan) {
        long rate = plan.load().bitsPerSecond();
        int streams = plan.flow().streams();
        return protocol(plan) + ", " + Figures.count(streams, "stream")
                + (rate == 0 ? ", as fast as it goes" : ", " + Figures.rate((double) rate * streams) + " in all"
                        + (streams == 1 ? "" : ", " + Figures.rate(rate) + " a stream"));
    }

    /** What carries the data, for people. */
    static String protocol(ThroughputPlan plan) {
        return plan.flow().protocol() == ThroughputProtocol.OTHER ? plan.extension().protocol()
                : plan.flow().protocol().toString();
    }

    /** How long, for people. */
    static String howLong(ThroughputPlan plan) {
        ThroughputPlan.Limits limits = plan.limits();
        return (limits.bytes() > 0 ? ", " + limits.bytes() + " bytes"
                : limits.blocks() > 0 ? ", " + Figures.count(limits.blocks(), "block")
                : ", " + Durations.format(limits.duration().toNanos()))
                + (limits.omitSeconds() > 0 ? " behind " + limits.omitSeconds() + "s that do not count" : "");
    }

    private boolean isUdp() {
        return plan.flow().protocol() == ThroughputProtocol.UDP;
    }

    private boolean isOther() {
        return plan.flow().protocol() == ThroughputProtocol.OTHER;
    }

    private void head() {
        String way = switch (plan.flow().direction()) {
            case UP -> "to ";
            case DOWN -> "from ";
            case BOTH -> "to and from ";
        };
        out.println();
        wrap("", "", "Throughput " + way + report.start().map(start -> Figures.address(start.remote()))
                .orElse(plan.target().peer()) + ": " + what(plan) + howLong(plan));
        report.start().filter(start -> !start.settings().title().isEmpty())
                .ifPresent(start -> line("title", start.settings().title()));
        report.start().map(start -> start.settings().extension().options()).filter(options -> !options.isEmpty())
                .ifPresent(options -> line("options", options.entrySet().stream()
                        .map(option -> option.getKey() + "=" + option.getValue()).collect(Collectors.joining(" "))));
        out.println();
    }

    private void table(ThroughputWay way) {
        List<ThroughputInterval> intervals = report.intervals();
        if (intervals.isEmpty() || intervals.size() > MOST_ROWS) {
            if (!intervals.isEmpty()) {
                line("intervals", intervals.size() + " " + way.name()
                        + ", too many to show; --csv and --json have them");
            }
            return;
        }
        if (report.streams().size() > way.streams().size()) {
            out.println("  " + (way.up() ? "Up, what this host sent:" : "Down:"));
        } else if (way.up()) {
            out.println("  What this host sent; the receiver counted the totals below.");
        }
        if (isOther()) {
            otherHead(way);
        } else if (isUdp()) {
            out.println(row(UDP_ROW, "end", "Mbit/s", "datagrams", "lost", "reord.", "dup.", "jitter"));
            out.println(row(UDP_ROW, "s", "payload", "", "", "", "", "ms"));
        } else {
            out.println(row(TCP_ROW, "end", "Mbit/s", "sent", "RTT", "RTT var.", "cwnd", "busy", "window", "buffer"));
            out.println(row(TCP_ROW, "s", "payload", "again", "ms", "ms", "KB", "%", "%", "%"));
        }
        intervals.forEach(interval -> row(way, interval));
        out.println();
    }

    private void otherHead(ThroughputWay way) {
        StringBuilder names = new StringBuilder(row("%9s %10s", "end", "Mbit/s"));
        StringBuilder units = new StringBuilder(row("%9s %10s", "s", "payload"));
        for (ProtocolFigure figure : ProtocolFigures.live(parts(way, report.intervals().getFirst()))) {
            names.append(row(OTHER_CELL, ProtocolFigures.words(figure)));
            units.append(OTHER_CELL.formatted(figure.kind() == ProtocolFigure.Kind.GAUGE ? figure.unit() : ""));
        }
        out.println(names);
        out.println(units.toString().stripTrailing());
    }

    private static List<Part> parts(ThroughputWay way, ThroughputInterval interval) {
        return interval.parts().stream().filter(part -> part.stream().sender() == way.up()).toList();
    }

    private static String otherRow(List<Part> parts, String end, String rate) {
        StringBuilder row = new StringBuilder(row("%9s %10s", end, rate));
        ProtocolFigures.live(parts).forEach(figure ->
                row.append(OTHER_CELL.formatted(ProtocolFigures.value(parts, figure))));
        return row.toString();
    }

    private static String row(String form, Object... cells) {
        return form.formatted(cells).stripTrailing();
    }

    private void row(ThroughputWay way, ThroughputInterval interval) {
        List<Part> parts = parts(way, interval);
        String end = String.format(Locale.ROOT, "%.2f", interval.endNs() / 1e9);
        String rate = megabits(interval.bitsPerSecond(parts.stream().mapToLong(Part::bytes).sum()));
        out.println((isOther() ? otherRow(parts, end, rate) : isUdp() ? udpRow(way, parts, end, rate)
                : tcpRow(interval, parts, end, rate)) + (interval.omitted() ? " *" : ""));
    }

    private static String udpRow(ThroughputWay way, List<Part> parts, String end, String rate) {
        List<ThroughputDatagrams> told = parts.stream().flatMap(part -> part.datagrams().stream()).toList();
        if (way.up()) {
            return row(UDP_ROW, end, rate, sum(told, ThroughputDatagrams::packets), "", "", "", "");
        }
        long copies = sum(told, ThroughputDatagrams::duplicates);
        return row(UDP_ROW, end, rate, sum(told, ThroughputDatagrams::received), sum(told, ThroughputDatagrams::lost),
                Math.max(0, sum(told, ThroughputDatagrams::outOfOrder) - copies), copies, String.format(Locale.ROOT,
                        "%.3f", told.stream().mapToDouble(ThroughputDatagrams::jitterNs).average().orElse(0) / 1e6));
    }

    private static long sum(List<ThroughputDatagrams> told, ToLongFunction<ThroughputDatagrams> field) {
        return told.stream().mapToLong(field).sum();
    }

    private static String tcpRow(ThroughputInterval interval, List<Part> parts, String end, String rate) {
        List<ThroughputTcp> told = parts.stream().flatMap(part -> part.tcp().stream()).toList();
        if (told.isEmpty()) {
            return row(TCP_ROW, end, rate, "", "", "", "", "", "", "");
        }
        double us = told.size() * interval.durationNs() / 1e3;
        double busy = told.stream().mapToLong(tcp -> tcp.limits().busyUs()).sum();
        return row(TCP_ROW, end, rate, told.stream().mapToLong(ThroughputTcp::retransmits).sum(),
                ms(told, ThroughputTcp::rttUs), ms(told, ThroughputTcp::rttVariationUs),
                String.format(Locale.ROOT, "%.1f",
                        told.stream().mapToLong(ThroughputTcp::congestionWindowBytes).sum() / 1e3),
                share(busy, us),
                share(told.stream().mapToLong(tcp -> tcp.limits().receiveWindowLimitedUs()).sum(), busy),
                share(told.stream().mapToLong(tcp -> tcp.limits().sendBufferLimitedUs()).sum(), busy));
    }

    private static String ms(List<ThroughputTcp> told, ToLongFunction<ThroughputTcp> us) {
        return String.format(Locale.ROOT, "%.3f", told.stream().mapToLong(us).average().orElse(0) / 1e3);
    }

    private static String share(double part, double whole) {
        return part < 0 || !(whole > 0) ? "-" : String.format(Locale.ROOT, "%.0f",
                Math.min(PERCENT, PERCENT * part / whole));
    }

    private static String megabits(double bitsPerSecond) {
        double megabits = bitsPerSecond / MEGABIT;
        return String.format(Locale.ROOT, megabits < 10_000 ? "%.2f" : "%.1f", megabits);
    }

    private void totals(ThroughputWay way) {
        if (report.intervals().stream().anyMatch(ThroughputInterval::omitted)) {
            line("*", "does not count");
        }
        line("goodput", Figures.rate(way.bitsPerSecond()) + " of payload " + way.name() + ", " + way.bytes()
                + " bytes in " + Figures.duration(way.durationNs()) + (way.isReceived() ? ", counted by the receiver"
                        : ", counted by the sender: the receiver tells nothing"));
        if (isUdp() || way.isNumbered()) {
            datagrams(way);
        }
        if (isOther()) {
            details(way);
        } else if (!isUdp()) {
            segments(way);
        }
        if (way.streams().size() > 1) {
            way.streams().forEach(stream -> line("stream " + stream.stream().id(), ofStream(stream)));
        }
    }

    private void details(ThroughputWay way) {
        String sent = ProtocolFigures.all(way.streams(), ThroughputStreamReport::sent);
        String received = ProtocolFigures.all(way.streams(), ThroughputStreamReport::received);
        if (!sent.isEmpty()) {
            line("sender", sent);
        }
        if (!received.isEmpty()) {
            line("receiver", received);
        }
    }

    private String ofStream(ThroughputStreamReport stream) {
        ThroughputEnd end = ThroughputWay.delivered(stream)
                .orElse(new ThroughputEnd(0, 0, -1, ThroughputDatagrams.NONE));
        long again = stream.sent().map(ThroughputEnd::retransmits).orElse(-1L);
        return (stream.stream().sender() ? "up " : "down ") + Figures.rate(end.bitsPerSecond()) + ", " + end.bytes()
                + " bytes" + (again < 0 ? "" : ", sent again " + again);
    }

    private void datagrams(ThroughputWay way) {
        if (way.lost() >= 0) {
            line("loss", way.lost() + " of " + way.datagramsExpected() + " datagrams ("
                    + Figures.percent(PERCENT * way.lossRatio()) + "), " + way.datagramsReceived() + " arrived"
                    + (way.duplicates() < 0 ? "; the server does not tell copies, each of which hides a loss"
                            : ", " + way.duplicates() + " of them copies, " + way.reordered() + " reordered"));
        }
        if (way.lostAtEnd() > 0) {
            line("", way.lostAtEnd() + " of them behind the last that arrived");
        }
        if (!way.up() && report.here().receiveOverflow() > 0) {
            line("", report.here().receiveOverflow() + " of the lost ones reached this host and found its receive"
                    + " buffer full: they are no loss of the path");
        }
        if (way.up() && report.here().refused() > 0) {
            line("refused", report.here().refused() + " times by this host's kernel; sent later, so no loss");
        }
        if (!Double.isNaN(way.jitterNs())) {
            line("jitter", Figures.duration(way.jitterNs()) + " at the end (RFC 3550)");
        }
    }

    private void segments(ThroughputWay way) {
        if (way.retransmits() >= 0) {
            line("sent again", Figures.count(way.retransmits(), "segment")
                    + (report.senderCongestion().isEmpty() ? "" : ", congestion control " + report.senderCongestion()));
        }
        long[] rttUs = way.rttUs();
        if (rttUs[0] >= 0) {
            line("RTT", Figures.duration(rttUs[0] * 1e3) + " to " + Figures.duration(rttUs[2] * 1e3) + ", mean "
                    + Figures.duration(rttUs[1] * 1e3) + ", smoothed, at the ends of intervals"
                    + (way.emptyRttUs() < 0 ? "" : "; least of a segment " + Figures.duration(way.emptyRttUs() * 1e3)));
            line("rates", "acknowledged at " + rate(way, ThroughputEvidence::deliveryBitsPerSecond) + ", paced at "
                    + rate(way, ThroughputEvidence::pacingBitsPerSecond) + " by the kernel; congestion window "
                    + ThroughputVerdict.bytes(way.evidence(ThroughputEvidence::mostCongestionWindowBytes))
                    + " at most, receive window "
                    + ThroughputVerdict.bytes(way.evidence(ThroughputEvidence::mostSendWindowBytes)));
        }
        double busy = way.evidence(ThroughputEvidence::busyUs);
        if (busy > 0) {
            line("waited", "with data " + share(busy * 1e3, (double) way.ownNs() * way.streams().size())
                    + " % of the time; of that for the receive window "
                    + share(way.evidence(ThroughputEvidence::receiveWindowLimitedUs), busy) + " %, for the send buffer "
                    + share(way.evidence(ThroughputEvidence::sendBufferLimitedUs), busy) + " %");
        }
    }

    private static String rate(ThroughputWay way, ToLongFunction<ThroughputEvidence> field) {
        long rate = way.evidence(field);
        return rate < 0 ? "no rate it tells" : Figures.rate(rate);
    }

    private void host() {
        double thread = report.here().busiestThread();
        line("this host", cpu(report.local()) + (Double.isNaN(thread) ? "" : String.format(Locale.ROOT,
                "; its busiest stream thread ran or waited for a CPU %.0f %% of the time", PERCENT * thread)));
        report.remote().ifPresent(cpu -> line("server", cpu(cpu)));
        List<String> notes = new ArrayList<>(report.notices());
        for (HostConditions.Tuning tuning : report.host().tunings()) {
            line(tuning.granted() ? "granted" : "refused",
                    tuning.name() + (tuning.reason().isEmpty() ? "" : ": " + tuning.reason()));
            notes.removeIf(note -> note.contains(tuning.name()));
        }
        notes.forEach(note -> line("note", note));
    }

    private static String cpu(ThroughputCpu cpu) {
        return String.format(Locale.ROOT, "its process used %.0f %% of a CPU (%.0f %% user, %.0f %% system)",
                cpu.total(), cpu.user(), cpu.system());
    }

    private void serverOutput() {
        String text = report.serverOutput().text().isEmpty() ? report.serverOutput().json()
                : report.serverOutput().text();
        if (!text.isEmpty()) {
            out.println();
            out.println("The server's own report:");
            text.lines().forEach(line -> out.println("  " + line));
        } else if (plan.reporting().serverOutput()) {
            line("note", "the server gave no report of its own");
        }
    }

    private String ending() {
        return report.end() == EndState.COMPLETED ? "" : report.end() == EndState.INTERRUPTED ? " It was stopped early."
                : " The test ended early: " + report.failure().text() + ".";
    }

    private void line(String label, String text) {
        wrap("  %-12s".formatted(label), " ".repeat(14), text);
    }

    private void wrap(String first, String indent, String text) {
        StringBuilder line = new StringBuilder(first);
        for (String word : List.of(text.split(" "))) {
            if (line.length() + word.length() > WIDTH && line.length() > indent.length()) {
                out.println(line.toString().stripTrailing());
                line.setLength(0);
                line.append(indent);
            }
            line.append(word).append(' ');
        }
        out.println(line.toString().stripTrailing());
    }
}
