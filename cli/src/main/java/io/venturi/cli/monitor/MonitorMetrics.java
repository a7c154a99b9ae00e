package io.venturi.cli.monitor;

import io.venturi.cli.metrics.MetricFamily;
import io.venturi.cli.metrics.MetricFamily.Builder;
import io.venturi.cli.metrics.MetricFamily.Kind;
import io.venturi.cli.metrics.ServerMetrics;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.HistogramIterationValue;

/**
 * What a monitor tells monitoring systems. Label values come from the configuration alone, so their number has a bound.
 * Thread-safe: one thread feeds it, others ask.
 */
final class MonitorMetrics {
    /** Upper bounds of the buckets of round trips, s; the last one is infinite. */
    static final double[] BOUNDS = {1e-5, 2e-5, 5e-5, 1e-4, 2e-4, 5e-4, 1e-3, 2e-3, 5e-3, 0.01, 0.02, 0.05, 0.1, 0.2,
        0.5, 1, 2, Double.POSITIVE_INFINITY};

    private static final String PREFIX = "venturi_monitor_";
    private static final String TARGET = "target";
    private static final String DIRECTION = "direction";
    private static final int[] PERCENTILES = {50, 95, 99};

    private final String version;
    /** Guarded by this, as all below. */
    private final Map<String, OfTarget> targets = new LinkedHashMap<>();
    private long historyBytes;
    private long historyFailures;
    private long webhookFailures;

    /** Guarded by the metrics. */
    private static final class OfTarget {
        private final long[] buckets = new long[BOUNDS.length];
        private final Map<String, Boolean> alerts = new LinkedHashMap<>();
        private final Map<String, Double> rates = new LinkedHashMap<>();
        private double sumSeconds;
        private Window.Counts counts = Window.Counts.NONE;
        private List<Rolling.Statistics> rolling = List.of();
        private long intervals;
        private long silent;
        private boolean up;
        private long lastMs;
        private long changes;
        private long loads;
        private long failedLoads;
    }

    MonitorMetrics(String version, MonitorPlan plan) {
        this.version = version;
        for (MonitorTarget target : plan.targets()) {
            OfTarget of = new OfTarget();
            plan.alerts().forEach(rule -> of.alerts.put(rule.text(), false));
            targets.put(target.name(), of);
        }
    }

    /** Take in an event. */
    synchronized void take(MonitorEvent event) {
        switch (event) {
            case MonitorEvent.Interval interval -> take(targets.get(event.target()), interval);
            case MonitorEvent.Alert alert -> targets.get(event.target()).alerts.put(alert.rule().text(),
                    alert.firing());
            case MonitorEvent.LevelChange _ -> targets.get(event.target()).changes++;
            case MonitorEvent.Load load -> take(targets.get(event.target()), load.result());
            case MonitorEvent.Notice _, MonitorEvent.Summary _ -> { }
        }
    }

    /** Of this process rather than of a target. */
    synchronized void own(long bytes, long failedWrites, long failedWebhooks) {
        historyBytes = bytes;
        historyFailures = failedWrites;
        webhookFailures = failedWebhooks;
    }

    private static void take(OfTarget of, MonitorEvent.Interval interval) {
        Window window = interval.window();
        of.counts = of.counts.plus(window.counts());
        of.rolling = interval.rolling();
        of.intervals++;
        of.silent += window.silent() ? 1 : 0;
        of.up = !window.silent();
        of.lastMs = window.endMs();
        for (HistogramIterationValue value : window.delays().recordedValues()) {
            double seconds = value.getValueIteratedTo() / 1e9;
            of.sumSeconds += seconds * value.getCountAddedInThisIterationStep();
            int at = Arrays.binarySearch(BOUNDS, seconds);
            of.buckets[at >= 0 ? at : -at - 1] += value.getCountAddedInThisIterationStep();
        }
    }

    private static void take(OfTarget of, LoadResult load) {
        of.loads++;
        if (load.measured()) {
            of.rates.put(load.direction(), load.bitsPerSecond());
        } else {
            of.failedLoads++;
        }
    }

    /** As it stands. */
    synchronized List<MetricFamily> families() {
        List<MetricFamily> families = new ArrayList<>();
        families.add(ServerMetrics.build(version));
        addProbes(families);
        addDelays(families);
        addWatch(families);
        families.add(MetricFamily.gauge(PREFIX + "history_bytes", "Size of the history on disk.", historyBytes));
        families.add(MetricFamily.counter(PREFIX + "history_write_failures", "Writes to the history that failed.",
                historyFailures));
        families.add(MetricFamily.counter(PREFIX + "webhook_failures", "Messages that the webhook never took.",
                webhookFailures));
        return families;
    }

    private void addProbes(List<MetricFamily> families) {
        Builder sent = new Builder(PREFIX + "probes_sent", "Probes that the kernel took.", Kind.COUNTER);
        Builder received = new Builder(PREFIX + "replies_received", "Probes that were answered.", Kind.COUNTER);
        Builder lost = new Builder(PREFIX + "probes_lost",
                "Probes without a reply, by the way on which they were lost.", Kind.COUNTER);
        Builder unobserved = new Builder(PREFIX + "probes_unobserved",
                "Probes whose replies this host may have missed; not lost.", Kind.COUNTER);
        targets.forEach((name, of) -> {
            Window.Counts counts = of.counts;
            sent.add(counts.sent(), TARGET, name);
            received.add(counts.received(), TARGET, name);
            lost.add(counts.lostForward(), TARGET, name, DIRECTION, "forward");
            lost.add(counts.lostReverse(), TARGET, name, DIRECTION, "reverse");
            lost.add(counts.lost() - counts.lostForward() - counts.lostReverse(), TARGET, name, DIRECTION, "unknown");
            unobserved.add(counts.unobserved(), TARGET, name);
        });
        families.addAll(List.of(sent.build(), received.build(), lost.build(), unobserved.build()));
    }

    private void addDelays(List<MetricFamily> families) {
        Builder histogram = new Builder(PREFIX + "rtt_seconds", "Round trips, those under load too.", Kind.HISTOGRAM);
        Builder percentiles = new Builder(PREFIX + "rtt_percentile_seconds",
                "Percentiles of the round trips of the last minute, five minutes and hour, without those under load.",
                Kind.GAUGE);
        Builder ratio = new Builder(PREFIX + "loss_ratio", "Share of probes lost in that time, 0 to 1.", Kind.GAUGE);
        targets.forEach((name, of) -> {
            histogram.add(BOUNDS, of.buckets, of.sumSeconds, TARGET, name);
            for (Rolling.Statistics rolling : of.rolling) {
                String span = rolling.span().label();
                for (int percent : PERCENTILES) {
                    if (rolling.delays().getTotalCount() > 0) {
                        percentiles.add(rolling.percentile(percent) / 1e9, TARGET, name, "window", span, "percentile",
                                Integer.toString(percent));
                    }
                }
                if (rolling.counts().sent() > 0) {
                    ratio.add(rolling.counts().lossRatio(), TARGET, name, "window", span);
                }
            }
        });
        families.addAll(List.of(histogram.build(), percentiles.build(), ratio.build()));
    }

    private void addWatch(List<MetricFamily> families) {
        Builder up = new Builder(PREFIX + "target_up", "1 if the target answered in its last interval.", Kind.GAUGE);
        Builder last = new Builder(PREFIX + "last_interval_timestamp_seconds", "End of the last interval, since 1970.",
                Kind.GAUGE);
        Builder intervals = new Builder(PREFIX + "intervals", "Intervals measured.", Kind.COUNTER);
        Builder silent = new Builder(PREFIX + "silent_intervals", "Intervals without a reply.", Kind.COUNTER);
        Builder firing = new Builder(PREFIX + "alert_firing", "1 while the alert fires.", Kind.GAUGE);
        Builder changes = new Builder(PREFIX + "level_changes", "Times the median moved to another level.",
                Kind.COUNTER);
        Builder rates = new Builder(PREFIX + "load_bits_per_second", "Result of the last load test.", Kind.GAUGE);
        Builder loads = new Builder(PREFIX + "load_tests", "Load tests, by what came of them.", Kind.COUNTER);
        targets.forEach((name, of) -> {
            if (of.intervals > 0) {
                up.add(of.up ? 1 : 0, TARGET, name);
                last.add(of.lastMs / 1e3, TARGET, name);
            }
            intervals.add(of.intervals, TARGET, name);
            silent.add(of.silent, TARGET, name);
            of.alerts.forEach((rule, fires) -> firing.add(fires ? 1 : 0, TARGET, name, "rule", rule));
            changes.add(of.changes, TARGET, name);
            of.rates.forEach((direction, rate) -> rates.add(rate, TARGET, name, DIRECTION, direction));
            loads.add(of.loads - of.failedLoads, TARGET, name, "result", "measured");
            loads.add(of.failedLoads, TARGET, name, "result", "failed");
        });
        families.addAll(List.of(up.build(), last.build(), intervals.build(), silent.build(), firing.build(),
                changes.build(), rates.build(), loads.build()));
    }
}
