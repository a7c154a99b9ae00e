package io.venturi.cli.output;

import io.venturi.engine.metric.CapacityConnection;
import io.venturi.engine.metric.CapacityDirection;
import io.venturi.engine.metric.CapacityEvidence;
import io.venturi.engine.metric.CapacityHost;
import io.venturi.engine.metric.CapacityInterval;
import io.venturi.engine.metric.CapacityLayer;
import io.venturi.engine.metric.CapacityReport;
import io.venturi.engine.metric.CapacityStatus;
import io.venturi.engine.metric.CapacityTally;
import io.venturi.engine.metric.CapacityTally.Variation;
import io.venturi.engine.metric.HostConditions;
import io.venturi.engine.plan.CapacityPlan;
import io.venturi.engine.plan.Durations;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The report of a capacity test for people: table, maximum, what it means, this host's part, a verdict. 80 columns. */
public final class CapacityText {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm:ss").withZone(ZoneId.systemDefault());
    private static final String ROW = "%9s %9s %8s %6s %6s %9s %9s %9s %4s";
    private static final int WIDTH = 79;
    private static final double MS = 1e6;
    private static final double MEGABIT = 1e6;

    private final CapacityPlan plan;
    private final CapacityReport report;
    private final PrintWriter out;

    private CapacityText(CapacityPlan plan, CapacityReport report, PrintWriter out) {
        this.plan = plan;
        this.report = report;
        this.out = out;
    }

    /** Print the whole report. */
    public static void print(CapacityPlan plan, CapacityReport report, PrintWriter out) {
        print(plan, report, false, out);
    }

    /** @param own the server was one of this process */
    public static void print(CapacityPlan plan, CapacityReport report, boolean own, PrintWriter out) {
        CapacityText text = new CapacityText(plan, report, out);
        text.head();
        text.table();
        report.maximum().ifPresent(text::maximum);
        report.latency().ifPresent(latency -> LatencyText.lines(latency, text::line));
        text.host();
        text.incidents();
        text.line("repeat", CapacityRepeat.of(plan, own));
        out.println();
        text.wrap("Verdict: " + CapacityVerdict.of(plan, report).sentence(report) + text.ending()
                + report.latency().map(latency -> " " + LatencyText.sentence(latency)).orElse(""));
    }

    /** What to do about a test that did not begin; a sentence. */
    public static String remedy(CapacityStatus status) {
        return switch (status) {
            case SERVER_SILENT, TOO_FEW_CONNECTIONS -> "Run `venturi serve --udpst` or udpst there, and let UDP port "
                    + CapacityPlan.DEFAULT_PORT + " and the ports it opens for tests through.";
            case BAD_JUMBO -> "Allow them at both ends or at neither: --no-jumbo here goes with"
                    + " --no-udpst-jumbo there.";
            case BAD_MTU -> "Both ends need the same --mtu.";
            case AUTHENTICATION_REQUIRED -> "Give --key-file.";
            case AUTHENTICATION_NOT_CONFIGURED -> "Leave the key out.";
            case AUTHENTICATION_FAILED, ACTIVATION_AUTHENTICATION -> "Compare the keys and --key-id of both ends, and"
                    + " look at --allow and --deny there.";
            case AUTHENTICATION_TIME, ACTIVATION_TIME -> "Set the clocks of both hosts.";
            case NO_BANDWIDTH_GIVEN -> "Give --max-rate.";
            case BANDWIDTH_EXCEEDED -> "Ask for less with --max-rate, or try again later.";
            case BAD_VERSION -> "It is too old; update it.";
            case SERVER_FULL -> "Try again later, or with fewer --connections.";
            default -> "Its own log may tell more.";
        };
    }

    private void head() {
        String servers = report.connections().stream().map(CapacityConnection::server).distinct()
                .map(Figures::address).collect(Collectors.joining(", "));
        out.println();
        wrap("Capacity " + direction() + " " + servers + ": "
                + Figures.count(report.connections().size(), "connection") + ", " + how() + ", "
                + Durations.format(plan.timing().testNs()));
        out.println();
    }

    private String direction() {
        return report.direction() == CapacityDirection.DOWN ? "from" : "to";
    }

    private String how() {
        return switch (plan.search().start()) {
            case AUTOMATIC -> "search of RFC 9097, algorithm " + plan.search().algorithm();
            case ROW -> "search of RFC 9097 from row " + plan.search().row() + ", algorithm "
                    + plan.search().algorithm();
            case FIXED -> "fixed rate, row " + plan.search().row();
        };
    }

    private void table() {
        if (report.intervals().isEmpty()) {
            out.println("  No sub-interval was completed: there is nothing to show.");
            return;
        }
        out.println("  Delays are those above the least of the test.");
        out.println(ROW.formatted("end", "Mbit/s", "lost", "reord.", "dup.", "one way,", "ms", "rtt, ms", "row"));
        out.println(ROW.formatted("s", "of IP", "", "", "", "mean", "max", "max", "").stripTrailing());
        report.intervals().forEach(this::row);
        out.println();
    }

    private void row(CapacityInterval interval) {
        CapacityTally tally = interval.tally();
        Variation oneWay = tally.oneWayVariation();
        out.println(ROW.formatted(String.format(Locale.ROOT, "%.2f", interval.endNs() / 1e9), megabits(interval),
                tally.lost(), tally.reordered(), tally.duplicates(), oneWay.present() ? ms(oneWay.meanNs()) : "-",
                oneWay.present() ? ms(oneWay.maxNs()) : "-",
                tally.roundTripVariation().present() ? ms(tally.roundTripVariation().maxNs()) : "-",
                interval.highestRow().isPresent() ? String.valueOf(interval.highestRow().getAsInt()) : "-")
                + (interval.stalled() ? " *" : ""));
    }

    private static String megabits(CapacityInterval interval) {
        double megabits = interval.bitsPerSecond(CapacityLayer.IP) / MEGABIT;
        return String.format(Locale.ROOT, megabits < 10_000 ? "%.2f" : "%.1f", megabits);
    }

    private static String ms(double ns) {
        return String.format(Locale.ROOT, "%.3f", ns / MS);
    }

    private void maximum(CapacityInterval maximum) {
        CapacityTally tally = maximum.tally();
        line("capacity", Figures.rate(maximum.bitsPerSecond(CapacityLayer.IP)) + " of IP packets, the most of "
                + Figures.count(report.intervals().size(), "sub-interval") + ": number " + maximum.index() + ", until "
                + TIME.format(Instant.ofEpochSecond(0, maximum.endWallNs())) + ", "
                + Figures.count(maximum.activeConnections(), "connection"));
        line("goodput", Figures.rate(maximum.bitsPerSecond(CapacityLayer.GOODPUT)) + " of UDP payload"
                + (tally.datagrams() == 0 ? "" : ", " + tally.bytes() / tally.datagrams() + " bytes a datagram"));
        line("Ethernet", Figures.rate(maximum.bitsPerSecond(CapacityLayer.ETHERNET_WITHOUT_FCS)) + " without FCS, "
                + Figures.rate(maximum.bitsPerSecond(CapacityLayer.ETHERNET)) + " with, "
                + Figures.rate(maximum.bitsPerSecond(CapacityLayer.WIRE)) + " of the wire with preamble and gap");
        line("then", "lost " + tally.lost() + " of " + tally.sent() + " ("
                + Figures.percent(100 * tally.lossRatio()) + "), reordered " + tally.reordered() + ", duplicate "
                + tally.duplicates()
                + (plan.marks().ceThreshold() > 0 ? ", marked CE " + Figures.percent(tally.cePercent()) : ""));
        line("", "one-way delay above the least " + range(tally.oneWayVariation()) + ", round trip "
                + range(tally.roundTripVariation()));
        if (maximum.interfaceBitsPerSecond() > 0) {
            line("interface", plan.watch().rateOf() + " carried " + Figures.rate(maximum.interfaceBitsPerSecond())
                    + " in all, " + Figures.rate(maximum.interfaceOtherBitsPerSecond()) + " the other way");
        }
        line("average", Figures.rate(report.meanBitsPerSecond(CapacityLayer.IP, 0, report.intervals().size()))
                + " of IP packets over all sub-intervals, the climb included");
        if (report.intervals().stream().anyMatch(CapacityInterval::stalled)) {
            line("*", "the receiver here was late in these; they are no maximum unless all are");
        }
    }

    private static String range(Variation variation) {
        return !variation.present() ? "unknown"
                : Figures.duration(variation.minNs()) + " to " + Figures.duration(variation.maxNs())
                        + (variation.n() == 0 ? "" : " (mean " + Figures.duration(variation.meanNs()) + ")");
    }

    private void host() {
        CapacityEvidence evidence = report.evidence();
        evidence.highestRow().ifPresent(row -> line("rate table", "row " + row + " was the highest ("
                + Figures.rate(evidence.highestRowBitsPerSecond()) + " a connection); the last is "
                + evidence.topRow() + " (" + Figures.rate(evidence.topRowBitsPerSecond()) + ")"));
        line("this host", says(evidence.here()));
        evidence.there().ifPresent(there -> line("server", says(there)));
        for (HostConditions.Tuning tuning : evidence.host().tunings()) {
            line(tuning.granted() ? "granted" : "refused",
                    tuning.name() + (tuning.reason().isEmpty() ? "" : ": " + tuning.reason()));
        }
    }

    private static String says(CapacityHost host) {
        String busy = Double.isNaN(host.laneBusyShare()) ? "" : String.format(Locale.ROOT,
                "busiest thread worked %.0f %% of the time; ", 100 * host.laneBusyShare());
        return busy + "refused by its kernel " + host.refused() + ", send times missed " + host.missedSlots()
                + ", dropped at its receive buffer " + host.receiveOverflow() + ", stalls " + host.stalls()
                + (host.stalls() == 0 ? "" : " (" + Figures.duration(host.stalledNs()) + ")");
    }

    private void incidents() {
        report.incidents().forEach(incident -> line("note", (incident.server() == null ? ""
                : Figures.address(incident.server()) + ": ") + incident.status().message()));
    }

    private String ending() {
        CapacityStatus status = report.status();
        return status == CapacityStatus.COMPLETE ? ""
                : status.completed() ? " Note: " + status.message() + "."
                : " The test ended early: " + status.message() + ".";
    }

    private void line(String label, String text) {
        wrap("  %-12s".formatted(label), " ".repeat(14), text);
    }

    private void wrap(String text) {
        wrap("", "", text);
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
