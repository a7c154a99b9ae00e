package io.venturi.engine.api;

import io.venturi.engine.error.ConfigException;
import io.venturi.engine.plan.RttPlan;
import io.venturi.engine.plan.ServePlan;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.function.LongFunction;

/**
 * A running server of throughput tests, as iperf3 clients expect it.
 *
 * <p>Thread-safe. Runs from {@link #start} until {@link #close}.
 */
public final class ThroughputServer implements AutoCloseable {

    private ThroughputServer() {
    }

    /**
     * Bind all addresses and start serving.
     *
     * @param listeners makes the listener of a test, given its number from 1
     * @throws io.venturi.engine.error.VenturiException if an address cannot be had; nothing is left open then
     */
    public static ThroughputServer start(ServePlan.Throughput plan, RttPlan.Family family, RttPlan.Precision precision,
                                         LongFunction<ThroughputListener> listeners) {
        throw new ConfigException("This version of the engine plans throughput tests and serves none.");
    }

    /** Where it listens, with the ports it really got. */
    public List<InetSocketAddress> addresses() {
        return List.of();
    }

    /** What this host did not grant, a sentence each. */
    public List<String> notices() {
        return List.of();
    }

    /** Tests that have ended. */
    public long tests() {
        return 0;
    }

    /** Time since there was a client, 0 while there is one, ns. */
    public long idleNs() {
        return 0;
    }

    /** Wait at most {@code ns} until as many tests have ended as the plan allows; true if they have. */
    public boolean awaitLastTest(long ns) throws InterruptedException {
        return false;
    }

    /** Tell clients and end; tests that run are ended. */
    @Override
    public void close() {
    }
}
