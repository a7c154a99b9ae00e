package io.venturi.engine.api;

import io.venturi.engine.error.ConfigException;
import io.venturi.engine.metric.ThroughputLive;
import io.venturi.engine.metric.ThroughputReport;
import io.venturi.engine.plan.ThroughputPlan;

/**
 * A throughput test with a server of iperf3, from plan to report.
 *
 * <p>Thread: {@link #prepare} and {@link #run} by one thread, which waits there and calls the listener; {@link #stop}
 * and {@link #live} by any.
 */
public final class ThroughputTest implements AutoCloseable {

    private ThroughputTest() {
    }

    /**
     * Resolve the server; nothing is sent to it yet.
     *
     * @throws io.venturi.engine.error.PeerException    if its name does not resolve
     * @throws io.venturi.engine.error.VenturiException if the test cannot be run as planned
     */
    public static ThroughputTest prepare(ThroughputPlan plan, ThroughputListener listener) {
        throw new ConfigException("This version of the engine plans throughput tests and runs none.");
    }

    /**
     * Connect, measure, swap results. Whatever the end, there is a report, which says how it ended and what was measured.
     *
     * @throws io.venturi.engine.error.VenturiException if this host cannot do it, or the server cannot be reached
     */
    public ThroughputReport run() {
        throw new IllegalStateException("not prepared");
    }

    /** End it; {@link #run} then returns what was measured. */
    public void stop() {
    }

    /** How the test stands. */
    public ThroughputLive live() {
        return ThroughputLive.NONE;
    }

    @Override
    public void close() {
    }
}
