package io.venturi.engine.api;

import io.venturi.engine.agent.ThreadTuning;
import io.venturi.engine.metric.HostConditions;
import io.venturi.engine.metric.HostConditions.Tuning;
import io.venturi.engine.metric.LiveRtt;
import io.venturi.engine.metric.ThroughputHost;
import io.venturi.engine.metric.ThroughputLive;
import io.venturi.engine.metric.ThroughputReport;
import io.venturi.engine.plan.ThroughputPlan;
import io.venturi.engine.protocol.iperf3.Carrier;
import io.venturi.engine.protocol.iperf3.Iperf3;
import io.venturi.engine.protocol.iperf3.Iperf3Client;
import io.venturi.engine.spi.Protocols;
import io.venturi.engine.stats.LoadedLatencies;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A throughput test with a server of iperf3, from plan to report.
 *
 * <p>Thread: {@link #prepare} and {@link #run} by one thread, which waits there and calls the listener; {@link #stop}
 * and {@link #live} by any.
 */
public final class ThroughputTest implements AutoCloseable {
    /** What servers are told of this client; none of them does anything with it. */
    private static final String VERSION = "venturi";

    private final ThroughputPlan plan;
    private final ThroughputListener listener;
    private final Optional<Carrier> carrier;
    private final InetSocketAddress server;
    private final InetSocketAddress local;
    private final List<Tuning> tunings = new ArrayList<>();
    /** Guarded by this. */
    private boolean stopped;
    private LatencyProbe probe;
    private volatile Iperf3Client current;

    private ThroughputTest(ThroughputPlan plan, ThroughputListener listener, Optional<Carrier> carrier,
                           InetSocketAddress server, InetSocketAddress local) {
        this.plan = plan;
        this.listener = listener;
        this.carrier = carrier;
        this.server = server;
        this.local = local;
    }

    /**
     * Resolve the server and warm up if the plan wants it; nothing is sent to the server yet.
     *
     * @throws io.venturi.engine.error.PeerException    if its name does not resolve
     * @throws io.venturi.engine.error.VenturiException if the test cannot be run as planned
     */
    public static ThroughputTest prepare(ThroughputPlan plan, ThroughputListener listener) {
        ThroughputPlan.Extension extension = plan.extension();
        Optional<Carrier> carrier = extension.protocol().isEmpty() ? Optional.empty()
                : Optional.of(Carrier.of(Protocols.load(extension.plugins()), extension.protocol(),
                extension.options()));
        ThroughputPlan.Target target = plan.target();
        InetSocketAddress server = Addresses.peer(target.peer(), target.family(), target.defaultPort()).getFirst();
        ThroughputTest test = new ThroughputTest(plan, listener, carrier, server,
                Addresses.local(target.local(), server.getAddress()));
        if (plan.precision().lockMemory()) {
            test.tunings.add(ThreadTuning.lockMemory());
        }
        ThroughputWarmUp.run(plan);
        return test;
    }

    /**
     * Connect, measure, swap results. Whatever the end, there is a report, which says how it ended and what was
     * measured.
     *
     * @throws io.venturi.engine.error.VenturiException if this host cannot do it, or the server cannot be reached
     */
    public ThroughputReport run() {
        Optional<LatencyProbe> latency = LatencyProbe.open(LatencyProbe.Beside.of(plan), server, listener);
        try {
            latency.ifPresent(this::idle);
            ThroughputReport report = load();
            return latency.flatMap(it -> it.finish(LoadedLatencies.Load.of(report), listener)).map(report::with)
                    .orElse(report);
        } finally {
            latency.ifPresent(LatencyProbe::close);
        }
    }

    private void idle(LatencyProbe latency) {
        synchronized (this) {
            probe = latency;
            if (stopped) {
                return;
            }
        }
        listener.onIdle(new InetSocketAddress(server.getAddress(), plan.latency().port()), plan.latency().idleNs());
        latency.idle();
    }

    private ThroughputReport load() {
        GarbageCollections before = GarbageCollections.now();
        StreamThreads threads = new StreamThreads(plan.precision());
        Iperf3Client client = Iperf3.connect(plan, carrier, local, server, VERSION, threads, listener::onEvent);
        enter(client);
        ThroughputReport report = client.run();
        GarbageCollections after = GarbageCollections.now();
        List<Tuning> all = new ArrayList<>(tunings);
        all.addAll(threads.tunings());
        HostConditions host = new HostConditions(after.count() - before.count(), after.ns() - before.ns(), all);
        return report.with(host, new ThroughputHost(threads.busiestShare(), report.here().refused(),
                report.here().receiveOverflow()));
    }

    private synchronized void enter(Iperf3Client client) {
        current = client;
        if (stopped) {
            client.stop();
        }
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

    /** How the test stands. */
    public ThroughputLive live() {
        Iperf3Client client = current;
        return client == null ? ThroughputLive.NONE : client.live();
    }

    /** How the probes beside the load stood about 100 ms ago; empty if there are none. Any thread. */
    public synchronized Optional<LiveRtt> latency() {
        return Optional.ofNullable(probe).map(LatencyProbe::live);
    }

    @Override
    public void close() {
        stop();
    }
}
