package io.venturi.cli.output;

import io.venturi.engine.metric.ClockReport;
import io.venturi.engine.metric.ClockReport.Entry;
import io.venturi.engine.metric.ClockReport.Keeper;
import io.venturi.engine.metric.ClockReport.Kernel;
import io.venturi.engine.metric.ClockReport.Measured;
import io.venturi.engine.metric.SyncState;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The clocks of a host for people: a table, who keeps them, and a verdict. 80 columns. */
public final class ClockText {
    private static final String ROW = "  %-13s%9s%9s%9s%18s%19s%n";
    private static final int LAST_COLUMN = 79;

    private final ClockReport report;
    private final PrintWriter out;

    private ClockText(ClockReport report, PrintWriter out) {
        this.report = report;
        this.out = out;
    }

    /** Print the whole report. */
    public static void print(ClockReport report, PrintWriter out) {
        ClockText text = new ClockText(report, out);
        text.table();
        text.keepers();
        text.out.println();
        text.wrap("Verdict: " + text.verdict(), "", "");
    }

    private void table() {
        out.println();
        out.printf(ROW, "", "step", "read p50", "p99", "less REALTIME", "drift to RAW");
        for (Entry entry : report.clocks()) {
            entry.reading().ifPresentOrElse(measured -> row(entry.name(), measured),
                    () -> line(entry.name(), "cannot be read: " + entry.why()));
        }
        out.println();
        for (Entry entry : report.clocks()) {
            if (entry.name().startsWith("ptp")) {
                line(entry.name(), entry.detail());
            }
        }
        String source = report.clockSource().isEmpty() ? "unknown" : report.clockSource();
        line("clock source", source + (report.userSpace() ? ", read without a system call"
                : "; if it needs a system call, each reading of a clock costs ten times as much"));
    }

    private void row(String name, Measured measured) {
        String offset = name.equals("REALTIME") ? "" : offset(measured);
        String drift = name.equals("MONOTONIC_RAW") ? "" : drift(measured.driftPpm(), measured.driftBoundPpm());
        out.printf(ROW, name, Figures.duration(measured.resolutionNs()), Figures.duration(measured.readMedianNs()),
                Figures.duration(measured.readP99Ns()), offset, drift);
    }

    /** Without digits finer than the error. */
    private static String drift(double ppm, double boundPpm) {
        int decimals = (int) Math.clamp(-Math.floor(Math.log10(Math.max(1e-3, boundPpm))), 0, 3);
        double step = Math.pow(10, -decimals);
        return String.format(Locale.ROOT, "%+." + decimals + "f +-%." + decimals + "f ppm",
                Math.rint(ppm / step) * step + 0.0, Math.ceil(boundPpm / step) * step);
    }

    /** Clocks that count from elsewhere are not away from REALTIME by anything that matters to the ns. */
    private static String offset(Measured measured) {
        double s = measured.offsetNs() / 1e9;
        return Math.abs(s) < 1 ? Figures.within(measured.offsetNs(), measured.offsetBoundNs())
                : Math.abs(s) < 1e6 ? String.format(Locale.ROOT, "%+.9f s", s)
                : String.format(Locale.ROOT, "%+.0f s", s);
    }

    private void keepers() {
        Kernel kernel = report.kernel();
        line("kernel", (kernel.synchronised() ? "synchronised, error up to " + Figures.duration(kernel.maxErrorNs())
                : "not synchronised") + String.format(Locale.ROOT, ", frequency %+.3f ppm", kernel.frequencyPpm())
                + (kernel.status().isEmpty() ? "" : ", status " + String.join(" ", kernel.status())));
        for (Keeper keeper : report.keepers()) {
            line(keeper.name(), keeper.detail());
        }
        List<String> silent = new ArrayList<>(report.programs());
        report.keepers().stream().filter(Keeper::answered).forEach(keeper -> silent.remove(keeper.name()));
        if (!silent.isEmpty()) {
            line("running", String.join(", ", silent));
        }
        line("TAI", kernel.taiOffsetS() == 0 ? "TAI - UTC is not set here, so TAI shows UTC: against a host that has"
                + " set it, stamps in TAI are 37 s apart" : "TAI - UTC is " + kernel.taiOffsetS() + " s");
        if (kernel.leapPending() != 0) {
            line("leap second", kernel.leapPending() > 0 ? "one is inserted at the end of this UTC day"
                    : "one is left out at the end of this UTC day");
        }
    }

    private String verdict() {
        SyncState state = report.wallClock();
        if (state.isBounded()) {
            return "this host's wall clock may be wrong by " + Figures.bound(state.errorBoundNs()) + ": "
                    + state.detail() + ".";
        }
        return state.synchronised() ? "this host's wall clock is kept, but how wrong it may be is not known: "
                + state.detail() + "."
                : "nothing is known of how wrong this host's wall clock is: " + state.detail()
                + ". One-way delays can still be estimated from round trips.";
    }

    private void line(String label, String text) {
        wrap(text, "  %-14s".formatted(label), " ".repeat(16));
    }

    /** Words, broken before the last column; a word too long for a line stands alone. */
    private void wrap(String text, String first, String next) {
        StringBuilder line = new StringBuilder(first);
        boolean empty = true;
        for (String word : text.split(" ")) {
            if (!empty && line.length() + word.length() > LAST_COLUMN) {
                out.println(line.toString().stripTrailing());
                line = new StringBuilder(next);
            }
            line.append(word).append(' ');
            empty = false;
        }
        out.println(line.toString().stripTrailing());
    }
}
