package io.venturi.cli.irtt;

import io.venturi.engine.api.RttListener;
import io.venturi.engine.api.ServerListener;
import io.venturi.engine.metric.RttReport;
import io.venturi.engine.metric.RttSettings;
import io.venturi.engine.plan.RttPlan;
import io.venturi.engine.plan.ServePlan;
import java.net.InetSocketAddress;
import java.util.List;

/** What these commands need of the engine: the real one, or a scripted one. */
interface Engine {
    Test prepare(RttPlan plan, RttListener listener);

    Responder serve(ServePlan plan, ServerListener listener);

    /** A test that is ready to run. */
    interface Test extends AutoCloseable {
        RttReport run();

        RttSettings negotiate();

        void stop();

        @Override
        void close();
    }

    /** A server that runs. */
    interface Responder extends AutoCloseable {
        List<InetSocketAddress> addresses();

        @Override
        void close();
    }
}
