package io.venturi.cli.monitor;

import io.venturi.engine.metric.StampSource;
import io.venturi.engine.plan.RttPlan;
import java.util.List;
import java.util.Optional;
import org.HdrHistogram.Histogram;

/** Plans and intervals for tests. */
final class Samples {
    static final long T0 = 1_800_000_000_000L;

    private Samples() {
    }

    static MonitorTarget target(String name) {
        return new MonitorTarget(name, "127.0.0.1", RttPlan.Protocol.IRTT, "", new byte[0]);
    }

    static MonitorPlan plan(List<MonitorTarget> targets, String... rules) {
        List<AlertRule> alerts = List.of(rules).stream().map(AlertRule::parse).toList();
        return new MonitorPlan(targets, RttPlan.Family.ANY, 10_000_000_000L, 200_000_000, alerts, List.of(),
                Optional.empty(), false);
    }

    /** Ten seconds with a probe lost for each of {@code lost}, and these delays. */
    static Window window(String target, long startMs, long lost, long... delaysNs) {
        Histogram delays = Window.histogram();
        for (long ns : delaysNs) {
            delays.recordValue(ns);
        }
        Window.Counts counts = new Window.Counts(lost + delaysNs.length, delaysNs.length, lost, lost, 0, 0, 0, 0);
        return new Window(target, startMs, 10_000, false, "", counts, delays, StampSource.KERNEL);
    }
}
