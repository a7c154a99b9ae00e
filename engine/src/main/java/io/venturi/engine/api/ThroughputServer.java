package io.venturi.engine.api;

import io.venturi.engine.metric.ThroughputEvent;
import io.venturi.engine.metric.ThroughputOutput;
import io.venturi.engine.metric.ThroughputReport;
import io.venturi.engine.plan.AccessPlan.Served;
import io.venturi.engine.plan.RttPlan;
import io.venturi.engine.plan.ServePlan;
import io.venturi.engine.plan.ThroughputPlan;
import io.venturi.engine.protocol.iperf3.Iperf3Server;
import io.venturi.engine.protocol.iperf3.TestListener;
import io.venturi.engine.spi.Protocols;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.function.LongFunction;

/**
 * A running server of throughput tests, as iperf3 clients expect it.
 *
 * <p>Thread-safe. Runs from {@link #start} until {@link #close}.
 */
public final class ThroughputServer implements AutoCloseable {
    private final Iperf3Server server;
    private final StreamThreads threads;

    private ThroughputServer(Iperf3Server server, StreamThreads threads) {
        this.server = server;
        this.threads = threads;
    }

    /**
     * Bind all addresses and start serving.
     *
     * @param listeners makes the listener of a test, given its number from 1; each is called by one thread
     * @throws io.venturi.engine.error.VenturiException if an address cannot be had; nothing is left open then
     */
    public static ThroughputServer start(ServePlan.Throughput plan, RttPlan.Family family, RttPlan.Precision precision,
                                         LongFunction<ThroughputListener> listeners) {
        return start(plan, family, precision, Access.open(), listeners);
    }

    /** The same for those only whom {@code access} lets in. */
    public static ThroughputServer start(ServePlan.Throughput plan, RttPlan.Family family, RttPlan.Precision precision,
                                         Access access, LongFunction<ThroughputListener> listeners) {
        StreamThreads threads = new StreamThreads(precision);
        List<InetSocketAddress> binds = Addresses.binds(plan.binds(), family, ThroughputPlan.DEFAULT_PORT);
        return new ThroughputServer(new Iperf3Server(plan, Protocols.load(plan.plugins()), access.gate(Served.IPERF3),
                binds, threads, number -> new Told(listeners.apply(number))), threads);
    }

    /** Passes on what a test tells. */
    private record Told(ThroughputListener listener) implements TestListener {
        @Override
        public void onEvent(ThroughputEvent event) {
            listener.onEvent(event);
        }

        @Override
        public ThroughputOutput output(ThroughputReport soFar) {
            return listener.output(soFar);
        }
    }

    /** Where it listens, with the ports it really got. */
    public List<InetSocketAddress> addresses() {
        return server.addresses();
    }

    /** What this host granted to the streams so far, or refused, a sentence each. */
    public List<String> notices() {
        return threads.tunings().stream().filter(tuning -> !tuning.granted())
                .map(tuning -> tuning.name() + " refused: " + tuning.reason()).toList();
    }

    /** Tests that have ended. */
    public long tests() {
        return server.tests();
    }

    /** Connections, tests, streams and their threads that there are now; 0 when nobody is there. */
    public int busy() {
        return server.busy();
    }

    /** Time since there was a client, 0 while there is one, ns. */
    public long idleNs() {
        return server.idleNs();
    }

    /** Wait at most {@code ns} until as many tests have ended as the plan allows; true if they have. */
    public boolean awaitLastTest(long ns) throws InterruptedException {
        return server.awaitLastTest(ns);
    }

    /** Tell clients and end; tests that run are ended. */
    @Override
    public void close() {
        server.close();
    }
}
