package io.venturi.cli.monitor;

import io.venturi.cli.monitor.MonitorPlan.LoadKind;
import io.venturi.cli.monitor.MonitorPlan.LoadPlan;
import io.venturi.engine.api.CapacityListener;
import io.venturi.engine.api.CapacityTest;
import io.venturi.engine.api.ThroughputListener;
import io.venturi.engine.api.ThroughputTest;
import io.venturi.engine.error.VenturiException;
import io.venturi.engine.metric.CapacityDirection;
import io.venturi.engine.metric.CapacityInterval;
import io.venturi.engine.metric.CapacityLayer;
import io.venturi.engine.metric.CapacityReport;
import io.venturi.engine.metric.CapacityTally;
import io.venturi.engine.metric.ThroughputDirection;
import io.venturi.engine.metric.ThroughputProtocol;
import io.venturi.engine.metric.ThroughputReport;
import io.venturi.engine.plan.CapacityPlan;
import io.venturi.engine.plan.LatencyPlan;
import io.venturi.engine.plan.RttPlan;
import io.venturi.engine.plan.ThroughputPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Runs the load tests of one target: down, then up. One test at a time; {@link #stop} by any thread. */
final class LoadRunner {
    private static final RttPlan.Precision PRECISION =
            new RttPlan.Precision(RttPlan.Wakeup.HYBRID, true, -1, 0, false, 0);
    private static final String DOWN = "down";
    private static final String UP = "up";

    private final LoadPlan plan;
    private final RttPlan.Family family;
    /** Guarded by this. */
    private Runnable stopping;
    private boolean stopped;

    LoadRunner(LoadPlan plan, RttPlan.Family family) {
        this.plan = plan;
        this.family = family;
    }

    /** Never throws for what the network or the target does. */
    List<LoadResult> run(MonitorTarget target) {
        List<LoadResult> results = new ArrayList<>();
        for (String direction : List.of(DOWN, UP)) {
            if (!isStopped()) {
                long startMs = System.currentTimeMillis();
                try {
                    results.add(plan.kind() == LoadKind.CAPACITY ? capacity(target, direction, startMs)
                            : throughput(target, direction, startMs));
                } catch (VenturiException e) {
                    results.add(failed(target, direction, startMs, e.getMessage()));
                }
            }
        }
        return results;
    }

    private LoadResult capacity(MonitorTarget target, String direction, long startMs) {
        CapacityPlan.Timing timing = new CapacityPlan.Timing(plan.durationNs(),
                CapacityPlan.Timing.DEFAULT.subIntervalNs(), CapacityPlan.Timing.DEFAULT.trialIntervalNs(), 0);
        CapacityPlan.Path any = CapacityPlan.Path.DEFAULT;
        CapacityPlan test = new CapacityPlan(List.of(target.loadTarget()),
                direction.equals(UP) ? CapacityDirection.UP : CapacityDirection.DOWN, CapacityPlan.Connections.ONE,
                timing, CapacityPlan.Search.DEFAULT, CapacityPlan.Datagrams.DEFAULT, CapacityPlan.Marks.NONE,
                new CapacityPlan.Access(target.key(), 0, 0),
                new CapacityPlan.Path(family, "", "", any.defaultPort(), any.socketBufferBytes()),
                CapacityPlan.Watch.NONE, PRECISION, LatencyPlan.OFF);
        try (CapacityTest running = CapacityTest.prepare(test, CapacityListener.NONE)) {
            enter(running::stop);
            CapacityReport report = running.run();
            Optional<CapacityInterval> maximum = report.maximum();
            if (!report.status().completed() || maximum.isEmpty()) {
                return failed(target, direction, startMs, "The load test ended early: " + report.status().message()
                        + ".");
            }
            CapacityTally tally = report.tally(0, report.intervals().size());
            double loss = (double) tally.lost() / Math.max(1, tally.lost() + tally.datagrams());
            return new LoadResult(target.name(), startMs, plan.kind(), direction,
                    maximum.get().bitsPerSecond(CapacityLayer.IP), loss, "");
        } finally {
            leave();
        }
    }

    private LoadResult throughput(MonitorTarget target, String direction, long startMs) {
        ThroughputPlan.Target peer = new ThroughputPlan.Target(target.loadTarget(), family, ThroughputPlan.DEFAULT_PORT,
                "", "", 0);
        ThroughputPlan test = new ThroughputPlan(peer,
                new ThroughputPlan.Flow(ThroughputProtocol.TCP,
                        direction.equals(UP) ? ThroughputDirection.UP : ThroughputDirection.DOWN, 1),
                new ThroughputPlan.Limits(0, (int) (plan.durationNs() / 1_000_000_000), 0, 0), ThroughputPlan.Load.TCP,
                ThroughputPlan.Socket.DEFAULT, ThroughputPlan.Reporting.DEFAULT, ThroughputPlan.Access.NONE,
                ThroughputPlan.Timeouts.DEFAULT, PRECISION);
        try (ThroughputTest running = ThroughputTest.prepare(test, ThroughputListener.NONE)) {
            enter(running::stop);
            ThroughputReport report = running.run();
            if (!report.failure().isNone()) {
                return failed(target, direction, startMs, "The load test failed: " + report.failure().text());
            }
            double bits = report.streams().stream().flatMap(stream -> stream.received().stream())
                    .mapToDouble(end -> end.bitsPerSecond()).sum();
            return new LoadResult(target.name(), startMs, plan.kind(), direction, bits, -1, "");
        } finally {
            leave();
        }
    }

    private LoadResult failed(MonitorTarget target, String direction, long startMs, String why) {
        return new LoadResult(target.name(), startMs, plan.kind(), direction, 0, -1, why);
    }

    /** End the test that runs, and begin none. */
    synchronized void stop() {
        stopped = true;
        if (stopping != null) {
            stopping.run();
        }
    }

    private synchronized boolean isStopped() {
        return stopped;
    }

    private synchronized void enter(Runnable stop) {
        stopping = stop;
        if (stopped) {
            stop.run();
        }
    }

    private synchronized void leave() {
        stopping = null;
    }
}
