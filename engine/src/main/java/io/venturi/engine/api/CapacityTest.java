package io.venturi.engine.api;

import io.venturi.engine.agent.ThreadTuning;
import io.venturi.engine.error.PeerException;
import io.venturi.engine.error.VenturiException;
import io.venturi.engine.metric.CapacityLive;
import io.venturi.engine.metric.CapacityReport;
import io.venturi.engine.metric.HostConditions.Tuning;
import io.venturi.engine.metric.LiveRtt;
import io.venturi.engine.plan.CapacityPlan;
import io.venturi.engine.stats.LoadedLatencies;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A capacity test in one direction, from plan to report.
 *
 * <p>Thread: {@link #prepare} and {@link #run} by one thread, which waits there and calls the listener; {@link #stop}
 * and {@link #live} by any.
 */
public final class CapacityTest implements AutoCloseable {
    private final CapacityPlan plan;
    private final CapacityListener listener;
    private final List<InetSocketAddress> servers;
    private final List<Tuning> tunings = new ArrayList<>();
    /** Guarded by this. */
    private boolean stopped;
    private LatencyProbe probe;
    private volatile boolean idle;
    private volatile CapacityRunner current;

    private CapacityTest(CapacityPlan plan, CapacityListener listener, List<InetSocketAddress> servers) {
        this.plan = plan;
        this.listener = listener;
        this.servers = servers;
    }

    /**
     * Resolve the servers and warm up; nothing is sent to them yet.
     *
     * @throws PeerException    if a name does not resolve
     * @throws VenturiException if the test cannot be run as planned
     */
    public static CapacityTest prepare(CapacityPlan plan, CapacityListener listener) {
        List<InetSocketAddress> servers = plan.targets().stream().map(target ->
                Addresses.peer(target, plan.path().family(), plan.path().defaultPort()).getFirst()).toList();
        CapacityTest test = new CapacityTest(plan, listener, servers);
        if (plan.precision().lockMemory()) {
            test.tunings.add(ThreadTuning.lockMemory());
        }
        CapacityWarmUp.run(plan.precision());
        return test;
    }

    /**
     * Set up, measure, end. Whatever the end, there is a report, which says how it ended and what was measured.
     *
     * @throws VenturiException if this host gives no socket for it
     */
    public CapacityReport run() {
        Optional<LatencyProbe> latency = LatencyProbe.open(LatencyProbe.Beside.of(plan), servers.getFirst(), listener);
        try {
            latency.ifPresent(this::idle);
            CapacityReport report = load();
            return latency.flatMap(probe -> probe.finish(LoadedLatencies.Load.of(report), listener)).map(report::with)
                    .orElse(report);
        } finally {
            latency.ifPresent(LatencyProbe::close);
        }
    }

    private CapacityReport load() {
        CapacityRunner runner = CapacityRunner.start(plan, servers, tunings);
        try {
            enter(runner);
            return runner.measure(listener);
        } finally {
            runner.close();
        }
    }

    private void idle(LatencyProbe latency) {
        synchronized (this) {
            probe = latency;
            if (stopped) {
                return;
            }
        }
        idle = true;
        listener.onIdle(new InetSocketAddress(servers.getFirst().getAddress(), plan.latency().port()),
                plan.latency().idleNs());
        latency.idle();
        idle = false;
    }

    /** End it; {@link #run} then returns what was measured. */
    public synchronized void stop() {
        stopped = true;
        if (probe != null) {
            probe.stop();
        }
        if (current != null) {
            current.stop();
        }
    }

    private synchronized void enter(CapacityRunner runner) {
        current = runner;
        if (stopped) {
            runner.stop();
        }
    }

    /** How the test stood at the last feedback. Any thread. */
    public CapacityLive live() {
        CapacityRunner runner = current;
        return idle ? CapacityLive.IDLE : runner == null ? CapacityLive.NONE : runner.live();
    }

    /** How the probes beside the load stood about 100 ms ago; empty if there are none. Any thread. */
    public synchronized Optional<LiveRtt> latency() {
        return Optional.ofNullable(probe).map(LatencyProbe::live);
    }

    @Override
    public void close() {
        CapacityRunner runner = current;
        if (runner != null) {
            runner.close();
        }
    }
}
