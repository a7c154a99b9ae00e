package io.venturi.cli.output;

import io.venturi.engine.api.LossSearchListener;
import io.venturi.engine.metric.LossSearchReport;
import io.venturi.engine.metric.LossSearchResult;
import io.venturi.engine.metric.LossSearchResult.Limit;
import io.venturi.engine.metric.LossSearchResult.Trials;
import io.venturi.engine.plan.Durations;
import io.venturi.engine.plan.LossSearchPlan;
import io.venturi.engine.plan.RttPlan;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;

/** A search for loss-free throughput for people: a line per trial while it runs, then a table and a verdict. */
public final class LossSearchText implements LossSearchListener {
    private static final String ROW = "%6s %12s %10s %10s %10s %7s %10s  %s";
    private static final double MEGABIT = 1e6;

    private final PrintWriter out;
    private final boolean quiet;

    public LossSearchText(PrintWriter out, boolean quiet) {
        this.out = out;
        this.quiet = quiet;
    }

    @Override
    public void onTrial(int frameBytes, Trials trial, Verdict verdict) {
        if (!quiet) {
            out.println(String.format(Locale.ROOT, "%6d bytes  %10.1f frames/s: %s", frameBytes,
                    trial.askedPerSecond(), switch (verdict) {
                        case PASSED -> "passed, " + trial.lost() + " of " + trial.sent() + " lost";
                        case LOST -> "lost " + lost(trial);
                        case LIMITED_HERE -> "this host sent " + trial.sent() + ": " + here(trial);
                    }));
            out.flush();
        }
    }

    /** Print the whole report. */
    public static void print(LossSearchPlan plan, LossSearchReport report, PrintWriter out) {
        out.println();
        out.println("Throughput with at most " + Figures.percent(100 * plan.lossRatio())
                + " lost, both ways at once, to " + Figures.address(report.server()));
        out.println(Durations.format(plan.trialNs()) + " a trial, " + plan.repeat() + " at each result, resolution "
                + Figures.percent(100 * plan.resolution())
                + (report.mtu() > 0 ? "; MTU here " + report.mtu() : "") + "; loss below: with 95 % confidence");
        out.println();
        out.println(String.format(ROW, "frame", "frames/s", "L3 Mbit/s", "L2 Mbit/s", "L1 Mbit/s", "trials",
                "loss below", "limit"));
        report.results().forEach(result -> out.println(row(result)));
        out.println();
        report.results().forEach(result -> out.println("  " + result.frameBytes() + " bytes: " + sentence(result)));
        out.println("  repeat  " + repeat(plan));
    }

    private static String row(LossSearchResult result) {
        boolean known = result.framesPerSecond() > 0;
        return String.format(ROW, result.frameBytes(), known ? number(result.framesPerSecond(), 1) : "--",
                known ? number(result.l3BitsPerSecond() / MEGABIT, 3) : "--",
                known ? number(result.l2BitsPerSecond() / MEGABIT, 3) : "--",
                known ? number(result.l1BitsPerSecond() / MEGABIT, 3) : "--", result.trials(),
                known ? String.format(Locale.ROOT, "%.1e", result.passed().lossRatioBelow()) : "--",
                limit(result.limit())).stripTrailing();
    }

    private static String number(double value, int decimals) {
        return String.format(Locale.ROOT, "%." + decimals + "f", value);
    }

    private static String limit(Limit limit) {
        return switch (limit) {
            case LOSS -> "loss";
            case HERE -> "this host";
            case NONE_PASSED -> "none passed";
            case TOO_SMALL -> "too small";
            case STOPPED -> "stopped";
        };
    }

    /** What a result means. */
    static String sentence(LossSearchResult result) {
        return switch (result.limit()) {
            case LOSS -> rate(result) + "; at " + number(result.failed().askedPerSecond(), 1) + " frames/s "
                    + lost(result.failed()) + " were lost.";
            case HERE -> "at least " + rate(result) + ", limited by this host"
                    + (result.failed().count() == 0 ? "" : ": " + here(result.failed()))
                    + ". The path may carry more.";
            case NONE_PASSED -> "no rate passed; at " + number(result.failed().askedPerSecond(), 1) + " frames/s "
                    + (result.failed().sent() == 0 ? "this host sent nothing: " + here(result.failed()) + "."
                    : lost(result.failed()) + " were lost. Is the path's MTU that large?");
            case TOO_SMALL -> "impossible: the headers alone are longer.";
            case STOPPED -> "stopped before there was a result.";
        };
    }

    private static String rate(LossSearchResult result) {
        return number(result.framesPerSecond(), 1) + " frames/s (" + Figures.rate(result.l2BitsPerSecond())
                + " at L2) passed " + Figures.count(result.passed().count(), "trial") + " with "
                + result.passed().lost() + " of " + result.passed().sent() + " lost";
    }

    private static String lost(Trials trial) {
        long unknown = trial.lost() - trial.lostForward() - trial.lostReverse();
        return trial.lost() + " of " + trial.sent() + " (" + trial.lostForward() + " on the way there, "
                + trial.lostReverse() + " back" + (unknown > 0 ? ", " + unknown + " unknown" : "") + ")";
    }

    private static String here(Trials trial) {
        return trial.missedSlots() + " send times missed, " + trial.refused() + " refused by its kernel, "
                + trial.unobserved() + " not taken in";
    }

    /** The command line that repeats it; every parameter is named. */
    static String repeat(LossSearchPlan plan) {
        StringBuilder words = new StringBuilder("venturi capacity ").append(plan.target().host())
                .append(" --search loss");
        if (!plan.frameBytes().isEmpty()) {
            List<String> sizes = plan.frameBytes().stream().map(String::valueOf).toList();
            words.append(" --frame-sizes ").append(String.join(",", sizes));
        }
        words.append(" --loss-ratio ").append(plan.lossRatio()).append(" --trial ")
                .append(Durations.format(plan.trialNs())).append(" --repeat ").append(plan.repeat())
                .append(" --resolution ").append(plan.resolution()).append(" --start-rate ")
                .append(String.format(Locale.ROOT, "%.0fbps", plan.startBitsPerSecond()));
        words.append(switch (plan.target().family()) {
            case ANY -> "";
            case IPV4 -> " -4";
            case IPV6 -> " -6";
        });
        words.append(plan.trafficClass() == 0 ? "" : " --tos " + plan.trafficClass())
                .append(plan.target().local().isEmpty() ? "" : " --local " + plan.target().local())
                .append(plan.target().device().isEmpty() ? "" : " --interface " + plan.target().device())
                .append(plan.key().length == 0 ? "" : " --key-file FILE");
        RttPlan.Precision precision = plan.precision();
        return words.append(" --wakeup ").append(precision.wakeup().name().toLowerCase(Locale.ROOT))
                .append(precision.cpu() < 0 ? "" : " --cpu " + precision.cpu())
                .append(precision.fifoPriority() <= 0 ? "" : " --fifo " + precision.fifoPriority())
                .append(precision.lockMemory() ? " --mlock" : "").toString();
    }
}
