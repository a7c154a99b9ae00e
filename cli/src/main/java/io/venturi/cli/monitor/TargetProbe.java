package io.venturi.cli.monitor;

import io.venturi.engine.api.RttListener;
import io.venturi.engine.api.RttTest;
import io.venturi.engine.error.VenturiException;
import io.venturi.engine.metric.Direction;
import io.venturi.engine.metric.EndState;
import io.venturi.engine.metric.Metric;
import io.venturi.engine.metric.RoundTrip;
import io.venturi.engine.metric.RoundTrips;
import io.venturi.engine.metric.RttReport;
import io.venturi.engine.metric.RttSettings.PeerStamps;
import io.venturi.engine.metric.StampSource;
import io.venturi.engine.plan.RttPlan;
import io.venturi.engine.plan.RttPlan.Protocol;
import io.venturi.engine.plan.WaitRule;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.HdrHistogram.Histogram;

/**
 * Measures a target for one interval, as a test of its own.
 *
 * <p>Thread-safe: an interval may begin while replies of the one before are still waited for.
 */
final class TargetProbe {
    private static final int WARM_UP = 5_000;
    private static final long STRAGGLERS_NS = 2_000_000_000;
    private static final List<Long> OPEN_TIMEOUTS = List.of(500_000_000L, 1_000_000_000L, 2_000_000_000L);
    /** Once in this process: after that the code is compiled. */
    private static final AtomicBoolean WARM = new AtomicBoolean();

    private final MonitorTarget target;
    private final MonitorPlan plan;
    /** Guarded by itself. */
    private final Set<RttTest> running = new HashSet<>();
    private volatile boolean stopped;

    TargetProbe(MonitorTarget target, MonitorPlan plan) {
        this.target = target;
        this.plan = plan;
    }

    MonitorTarget target() {
        return target;
    }

    /** Intervals that have begun and not ended. */
    int running() {
        synchronized (running) {
            return running.size();
        }
    }

    /** Send for one interval and wait for the last replies; never throws for what the network or the target does. */
    Window measure(long startMs) {
        long spanMs = plan.intervalNs() / 1_000_000;
        try (RttTest test = RttTest.prepare(rttPlan(), RttListener.NONE)) {
            enter(test);
            try (RttReport report = test.run()) {
                return window(report, report.run().startWallNs() / 1_000_000, spanMs);
            } finally {
                synchronized (running) {
                    running.remove(test);
                }
            }
        } catch (VenturiException e) {
            long triedMs = Math.clamp(System.currentTimeMillis() - startMs, 1, spanMs);
            return Window.failed(target.name(), startMs, triedMs, false, e.getMessage());
        }
    }

    /** End what runs; the intervals become shorter. */
    void stop() {
        synchronized (running) {
            stopped = true;
            running.forEach(RttTest::stop);
        }
    }

    private void enter(RttTest test) {
        synchronized (running) {
            running.add(test);
            if (stopped) {
                test.stop();
            }
        }
    }

    private RttPlan rttPlan() {
        boolean irtt = target.protocol() == Protocol.IRTT;
        RttPlan.Replies replies = irtt ? RttPlan.Replies.ALL
                : new RttPlan.Replies(PeerStamps.BOTH, RttPlan.PeerClock.WALL, false, false, "");
        RttPlan.Precision precision = new RttPlan.Precision(RttPlan.Wakeup.SLEEP, true, -1, 0, false,
                WARM.compareAndSet(false, true) ? WARM_UP : 0);
        int rows = (int) Math.min(1 << 20, plan.intervalNs() / plan.probeIntervalNs() + 2);
        return new RttPlan(new RttPlan.Target(target.protocol(), target.host(), plan.family(), "", ""),
                new RttPlan.Probes(plan.intervalNs(), plan.probeIntervalNs(), 0, "none", false), replies,
                RttPlan.Marks.NONE, OPEN_TIMEOUTS, new WaitRule(WaitRule.Kind.TIMES_MAX, 3, STRAGGLERS_NS), true,
                target.key(), precision, rows);
    }

    private Window window(RttReport report, long startMs, long spanMs) {
        Metric.Loss loss = report.metric(Metric.Loss.class).orElse(null);
        StampSource stampedBy = report.delay(Direction.ROUND_TRIP, StampSource.KERNEL).isPresent() ? StampSource.KERNEL
                : StampSource.USER;
        Window.Counts counts = loss == null ? Window.Counts.NONE : new Window.Counts(loss.sent(), loss.received(),
                loss.lost(), loss.byDirection().forward(), loss.byDirection().reverse(), loss.unobserved(),
                report.metric(Metric.Duplication.class).map(Metric.Duplication::duplicates).orElse(0L),
                report.metric(Metric.Reordering.class).map(Metric.Reordering::reordered).orElse(0L));
        boolean cut = report.run().end() == EndState.INTERRUPTED;
        long measuredMs = cut ? Math.min(spanMs, Math.max(1, report.run().durationNs() / 1_000_000)) : spanMs;
        String failure = counts.sent() == 0 && !stopped ? report.run().endDetail() : "";
        return new Window(target.name(), startMs, measuredMs, false, failure, counts,
                delays(report.roundTrips(), stampedBy), stampedBy);
    }

    private static Histogram delays(RoundTrips rows, StampSource stampedBy) {
        Histogram delays = Window.histogram();
        RoundTrips.Cursor row = rows.cursor();
        for (long seq = rows.first(); seq < rows.first() + rows.size(); seq++) {
            row.moveTo(seq);
            long ns = row.delayNs(Direction.ROUND_TRIP, stampedBy);
            boolean ours = stampedBy == StampSource.USER && row.stalled(); // tells of this host
            if (ns != RoundTrip.ABSENT && !ours) {
                delays.recordValue(Math.max(1, ns));
            }
        }
        return delays;
    }
}
