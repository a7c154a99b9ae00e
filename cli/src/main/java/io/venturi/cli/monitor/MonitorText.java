package io.venturi.cli.monitor;

import io.venturi.cli.output.Figures;
import io.venturi.engine.plan.Durations;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** What a monitor tells, for people: a line for each interval of a target, and a table with a verdict at the end. */
final class MonitorText implements Consumer<MonitorEvent> {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT).withZone(ZoneId.systemDefault());
    private static final int WIDEST_NAME = 16;

    private final PrintWriter out;
    private final boolean quiet;
    private final int width;

    /** @param quiet no intervals, only what is worth attention */
    MonitorText(PrintWriter out, boolean quiet, List<MonitorTarget> targets) {
        this.out = out;
        this.quiet = quiet;
        width = Math.min(WIDEST_NAME,
                targets.stream().mapToInt(target -> target.name().length()).max().orElse(WIDEST_NAME));
    }

    @Override
    public void accept(MonitorEvent event) {
        switch (event) {
            case MonitorEvent.Interval interval -> {
                if (!quiet) {
                    line(event, interval(interval));
                }
            }
            case MonitorEvent.Alert alert -> line(event, (alert.firing() ? "ALERT " : "over: ") + alert.rule().text()
                    + (alert.value().isEmpty() ? "" : " (" + alert.value() + ")"));
            case MonitorEvent.LevelChange change -> line(event, "new level since "
                    + TIME.format(Instant.ofEpochMilli(change.change().atMs())) + ": " + change(change.change()));
            case MonitorEvent.Load load -> line(event, load(load.result()));
            case MonitorEvent.Notice notice -> out.println(
                    TIME.format(Instant.ofEpochMilli(event.atMs())) + " " + notice.text());
            case MonitorEvent.Summary summary -> summary(summary);
        }
        out.flush();
    }

    private void line(MonitorEvent event, String text) {
        out.println(TIME.format(Instant.ofEpochMilli(event.atMs())) + " "
                + String.format(Locale.ROOT, "%-" + width + "s", event.target()) + "  " + text);
    }

    private static String interval(MonitorEvent.Interval interval) {
        Window window = interval.window();
        if (!window.failure().isEmpty()) {
            return "no reply: " + window.failure();
        }
        String lost = "lost " + window.counts().lost() + "/" + window.counts().sent();
        String unobserved = window.counts().unobserved() == 0 ? ""
                : "  unobserved " + window.counts().unobserved();
        if (window.silent()) {
            return "no reply to " + Figures.count(window.counts().sent(), "probe") + unobserved;
        }
        String hour = interval.rolling().isEmpty() || window.loaded() ? ""
                : "  1h p99 " + Figures.duration(interval.rolling().getLast().percentile(99));
        return "p50 " + Figures.duration(window.percentile(50)) + "  p99 " + Figures.duration(window.percentile(99))
                + hour + "  " + lost + unobserved + (window.loaded() ? "  under load" : "");
    }

    static String load(LoadResult load) {
        if (!load.measured()) {
            return "load " + load.direction() + ": " + load.failure();
        }
        return "load " + load.direction() + " " + Figures.rate(load.bitsPerSecond())
                + (load.lossRatio() < 0 ? "" : ", loss " + Figures.percent(100 * load.lossRatio()));
    }

    /** What a rule looked at. */
    static String value(AlertRule rule, double value) {
        return switch (rule.subject()) {
            case SILENT -> "";
            case LOSS -> Figures.percent(100 * value);
            case P50, P90, P95, P99, MAX -> Figures.duration(value);
            case RATE -> Figures.rate(value);
            case CHANGE -> "";
        };
    }

    static String change(ChangeDetector.Change change) {
        return "median " + Figures.duration(change.beforeNs()) + " before, " + Figures.duration(change.afterNs())
                + " after";
    }

    private void summary(MonitorEvent.Summary summary) {
        out.printf("%nMonitored %s for %s%n", Figures.count(summary.targets().size(), "target"),
                Durations.format((summary.atMs() - summary.startMs()) / 1000 * 1_000_000_000L));
        out.printf("%n  %-" + width + "s  %7s %8s %8s %8s %8s %6s %6s%n", "target", "probes", "lost", "p50", "p99",
                "max", "silent", "alerts");
        for (MonitorEvent.TargetSummary target : summary.targets()) {
            Window whole = target.whole();
            boolean none = whole.silent();
            out.printf("  %-" + width + "s  %7d %8s %8s %8s %8s %6s %6d%n", whole.target(), whole.counts().sent(),
                    whole.counts().sent() == 0 ? "-" : Figures.percent(100 * whole.counts().lossRatio()),
                    none ? "-" : Figures.duration(whole.percentile(50)),
                    none ? "-" : Figures.duration(whole.percentile(99)),
                    none ? "-" : Figures.duration(whole.percentile(100)), target.silent() + "/" + target.intervals(),
                    target.alerts());
        }
        out.printf("%nVerdict: %s%n", verdict(summary));
    }

    private static String verdict(MonitorEvent.Summary summary) {
        List<String> dead = names(summary, target -> target.whole().silent());
        List<String> lossy = names(summary, target -> target.whole().counts().lost() > 0 && !target.whole().silent());
        List<String> moved = names(summary, target -> target.changes() > 0);
        List<String> alerting = names(summary, target -> target.alerts() > 0);
        StringBuilder text = new StringBuilder();
        text.append(dead.isEmpty() ? "every target answered" : "no reply ever from " + String.join(", ", dead));
        if (dead.size() < summary.targets().size()) {
            text.append(lossy.isEmpty() ? "; no loss" : "; loss to " + String.join(", ", lossy));
        }
        if (!moved.isEmpty()) {
            text.append("; new level of delay to ").append(String.join(", ", moved));
        }
        text.append(alerting.isEmpty() ? "; no alert." : "; alerts for " + String.join(", ", alerting) + ".");
        return text.toString();
    }

    private static List<String> names(MonitorEvent.Summary summary,
                                      Predicate<MonitorEvent.TargetSummary> which) {
        return summary.targets().stream().filter(which).map(target -> target.whole().target()).toList();
    }
}
