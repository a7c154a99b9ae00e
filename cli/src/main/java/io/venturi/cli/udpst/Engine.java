package io.venturi.cli.udpst;

import io.venturi.engine.api.CapacityListener;
import io.venturi.engine.metric.CapacityReport;
import io.venturi.engine.metric.CapacityServerTotals;
import io.venturi.engine.plan.CapacityPlan;
import io.venturi.engine.plan.RttPlan;
import io.venturi.engine.plan.ServePlan;
import java.net.InetSocketAddress;
import java.util.List;

/** What this personality needs of the engine: the real one, or a scripted one. */
interface Engine {
    Test prepare(CapacityPlan plan, CapacityListener listener);

    /** In the events, connection 1 is the control socket; tests follow from 2. */
    Responder serve(ServePlan.Udpst plan, RttPlan.Family family, RttPlan.Precision precision,
                    CapacityListener listener);

    /** A test that is ready to run. */
    interface Test extends AutoCloseable {
        CapacityReport run();

        void stop();

        @Override
        void close();
    }

    /** A server that runs. */
    interface Responder extends AutoCloseable {
        List<InetSocketAddress> addresses();

        CapacityServerTotals totals();

        @Override
        void close();
    }
}
