package io.venturi.cli.udpst;

import io.venturi.cli.udpst.Options.Display;
import io.venturi.engine.metric.CapacityDirection;
import io.venturi.engine.metric.CapacityInterval;
import io.venturi.engine.metric.CapacityLayer;
import io.venturi.engine.metric.CapacityReport;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;

/** The results of a test as text. */
final class ClientText {
    private final Options options;
    private final Display display;
    private final CapacityReport report;
    private final boolean watchesCe;
    private final String rateOf;
    private final PrintStream out;

    private ClientText(Options options, CapacityReport report, PrintStream out) {
        this.options = options;
        this.display = options.display();
        this.report = report;
        this.watchesCe = report.agreed().map(agreed -> agreed.ceThreshold() > 0).orElse(false);
        this.rateOf = options.client().plan().watch().rateOf();
        this.out = out;
    }

    /** The lines after the last sub-interval; none if there was no sub-interval. */
    static void printSummary(Options options, CapacityReport report, PrintStream out) {
        if (!report.intervals().isEmpty()) {
            new ClientText(options, report, out).summary();
        }
        out.flush();
    }

    private void summary() {
        List<List<CapacityInterval>> modes = modes(options, report);
        boolean bimodal = options.client().plan().timing().firstModeIntervals() > 0;
        for (List<CapacityInterval> mode : modes) {
            Figures figures = Figures.summary(mode);
            line((bimodal ? "Sum[" + range(mode) + "]" : "Summary") + " " + delivery(figures, display, watchesCe)
                    + ", Mbps(L3/IP): " + rate(figures, rateOf));
        }
        Figures all = Figures.summary(report.intervals());
        line("Minimum One-Way Delay(ms): " + all.minOneWayMs() + " [w/clock diff], Round-Trip Time(ms): "
                + all.minRoundTripMs() + ", Active Connections: " + all.activeConnections());
        for (List<CapacityInterval> mode : modes) {
            Figures greatest = Figures.of(greatest(options, mode));
            line((bimodal ? "Max[" + range(mode) + "]" : "Maximum") + String.format(Locale.ROOT,
                    " Mbps(L3/IP): %s, Mbps(L2/Eth): %.2f, Mbps(L1/Eth): %.2f, Mbps(L1/Eth+VLAN): %.2f",
                    rate(greatest, rateOf), greatest.ethernetMbps(), greatest.ethernetFcsMbps(), greatest.vlanMbps()));
        }
    }

    private void line(String text) {
        out.println((display.verbose() ? "[0]" : "") + direction(report.direction()) + " " + text);
    }

    private static String range(List<CapacityInterval> mode) {
        return mode.getFirst().index() + "-" + mode.getLast().index();
    }

    /** The intervals by mode: all in one, or those of the first and the rest, if there are any. */
    static List<List<CapacityInterval>> modes(Options options, CapacityReport report) {
        int first = options.client().plan().timing().firstModeIntervals();
        List<CapacityInterval> all = report.intervals();
        return first == 0 || all.size() <= first ? List.of(all)
                : List.of(all.subList(0, first), all.subList(first, all.size()));
    }

    /** The first of those with the greatest rate, or with the greatest of the interface if that decides. */
    static CapacityInterval greatest(Options options, List<CapacityInterval> mode) {
        return CapacityReport.greatest(mode, options.client().interfaceDecides()
                ? CapacityInterval::interfaceBitsPerSecond
                : interval -> interval.bitsPerSecond(CapacityLayer.IP), interval -> true)
                .orElseThrow();
    }

    static String direction(CapacityDirection direction) {
        return direction == CapacityDirection.UP ? "Upstream" : "Downstream";
    }

    /** A line of a sub-interval, without its prefix. */
    static String interval(int index, long endNs, Figures figures, Display display, boolean watchesCe, String rateOf) {
        return String.format(Locale.ROOT, "Sub-Interval[%d](sec): " + (index < 10 ? "%5.1f" : "%4.1f") + ", %s, "
                + "Mbps(L3/IP): %s", index, Figures.ms(endNs) / 1e3, delivery(figures, display, watchesCe),
                rate(figures, rateOf));
    }

    private static String delivery(Figures figures, Display display, boolean watchesCe) {
        var tally = figures.tally();
        String share = display.lossRatio() ? String.format(Locale.ROOT, "LossRatio: %.2E", tally.lossRatio())
                : String.format(Locale.ROOT, "Delivered(%%): %6.2f", tally.deliveredPercent());
        return share + ", Loss/OoO/Dup" + (watchesCe ? "/CE" : "") + ": " + tally.lost() + "/" + tally.reordered() + "/"
                + tally.duplicates() + (watchesCe ? "/" + tally.ceMarked() : "") + ", OWDVar(ms): " + figures.oneWay()
                + ", RTTVar(ms): " + figures.roundTrip();
    }

    private static String rate(Figures figures, String rateOf) {
        return String.format(Locale.ROOT, "%.2f", figures.mbps())
                + (rateOf.isEmpty() ? "" : String.format(Locale.ROOT, " [%.2f]", figures.interfaceMbps()));
    }
}
