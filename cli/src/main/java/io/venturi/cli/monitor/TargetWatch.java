package io.venturi.cli.monitor;

import io.venturi.engine.metric.StampSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.HdrHistogram.Histogram;

/** What follows from the intervals of one target. One thread. */
final class TargetWatch {
    private static final long MINUTE_MS = 60_000;
    /** A minute with fewer replies has no median worth a comparison. */
    private static final int LEAST_REPLIES = 5;

    private final String target;
    private final MonitorPlan plan;
    private final Rolling rolling = new Rolling();
    private final ChangeDetector changes = new ChangeDetector();
    private final List<AlertState> alerts;
    private final Histogram whole = Window.histogram();
    /** Results of the last load test by direction. */
    private final Map<String, Double> rates = new HashMap<>();
    private Window.Counts counts = Window.Counts.NONE;
    private List<Rolling.Statistics> latest = List.of();
    private Histogram minute = Window.histogram();
    private long minuteMs = Long.MIN_VALUE;
    private boolean answered;
    private long intervals;
    private long silent;
    private long fired;
    private long moved;

    TargetWatch(String target, MonitorPlan plan) {
        this.target = target;
        this.plan = plan;
        alerts = plan.alerts().stream().map(rule -> new AlertState(rule, plan.once())).toList();
    }

    /** Take in an interval; gives what is worth being told besides. */
    List<MonitorEvent> take(Window window) {
        intervals++;
        silent += window.silent() ? 1 : 0;
        answered |= !window.silent();
        rolling.add(window);
        latest = Arrays.stream(Rolling.Span.values()).map(rolling::over).toList();
        if (!window.loaded()) {
            counts = counts.plus(window.counts());
            whole.add(window.delays());
        }
        List<MonitorEvent> events = new ArrayList<>();
        for (AlertState alert : alerts) {
            alert.take(window).ifPresent(firing -> events.add(alert(alert.rule(), window.endMs(), firing,
                    MonitorText.value(alert.rule(), alert.rule().value(window)))));
        }
        byMinute(window).ifPresent(change -> addChange(events, window.endMs(), change));
        return events;
    }

    /** The minute before has ended when an interval of another one comes; minutes under load have no level. */
    private Optional<ChangeDetector.Change> byMinute(Window window) {
        long begins = Math.floorDiv(window.startMs(), MINUTE_MS) * MINUTE_MS;
        Optional<ChangeDetector.Change> change = Optional.empty();
        if (begins != minuteMs) {
            if (minute.getTotalCount() >= LEAST_REPLIES) {
                change = changes.add(minuteMs, minute.getValueAtPercentile(50));
            }
            minute = Window.histogram();
            minuteMs = begins;
        }
        if (!window.loaded()) {
            minute.add(window.delays());
        }
        return change;
    }

    private void addChange(List<MonitorEvent> events, long atMs, ChangeDetector.Change change) {
        moved++;
        events.add(new MonitorEvent.LevelChange(target, atMs, change));
        for (AlertState alert : alerts) {
            if (alert.rule().subject() == AlertRule.Subject.CHANGE) {
                alert.happened(true).ifPresent(firing ->
                        events.add(alert(alert.rule(), atMs, firing, MonitorText.change(change))));
            }
        }
    }

    /** Take in a load test. */
    List<MonitorEvent> take(LoadResult load) {
        List<MonitorEvent> events = new ArrayList<>();
        if (load.measured()) {
            rates.put(load.direction(), load.bitsPerSecond());
        }
        for (AlertState alert : alerts) {
            if (alert.rule().subject() == AlertRule.Subject.RATE && load.measured()) {
                boolean low = rates.values().stream().anyMatch(rate -> rate < alert.rule().limit());
                alert.happened(low).ifPresent(firing ->
                        events.add(alert(alert.rule(), load.startMs(), firing, load.direction() + " "
                                + MonitorText.value(alert.rule(), load.bitsPerSecond()))));
            }
        }
        return events;
    }

    private MonitorEvent alert(AlertRule rule, long atMs, boolean firing, String value) {
        fired += firing ? 1 : 0;
        return new MonitorEvent.Alert(target, atMs, rule, firing, value);
    }

    List<Rolling.Statistics> rolling() {
        return latest;
    }

    boolean answered() {
        return answered;
    }

    boolean failed() {
        return alerts.stream().anyMatch(alert -> alert.everFired() && plan.failures().contains(alert.rule()));
    }

    MonitorEvent.TargetSummary summary(long startMs, long endMs) {
        Window all = new Window(target, startMs, Math.max(0, endMs - startMs), false, "", counts, whole,
                StampSource.KERNEL);
        return new MonitorEvent.TargetSummary(all, intervals, silent, fired, moved);
    }
}
