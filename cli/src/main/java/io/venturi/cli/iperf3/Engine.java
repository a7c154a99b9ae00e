package io.venturi.cli.iperf3;

import io.venturi.engine.api.ThroughputListener;
import io.venturi.engine.metric.ThroughputReport;
import io.venturi.engine.plan.ThroughputPlan;
import java.util.function.LongFunction;

/** What this personality needs of the engine: the real one, or a scripted one. */
interface Engine {
    Test prepare(ThroughputPlan plan, ThroughputListener listener);

    Service serve(Options.Server server, LongFunction<ThroughputListener> listeners);

    /** A test that is ready to run. */
    interface Test extends AutoCloseable {
        ThroughputReport run();

        void stop();

        @Override
        void close();
    }

    /** A server that runs. */
    interface Service extends AutoCloseable {
        /** Wait at most so many ns until it has served all it should; true if it has. */
        boolean awaitLastTest(long ns) throws InterruptedException;

        long idleNs();

        @Override
        void close();
    }
}
