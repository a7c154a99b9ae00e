package io.venturi.cli.irtt;

import io.venturi.engine.api.RttListener;
import io.venturi.engine.api.RttTest;
import io.venturi.engine.api.Server;
import io.venturi.engine.api.ServerListener;
import io.venturi.engine.metric.RttReport;
import io.venturi.engine.metric.RttSettings;
import io.venturi.engine.plan.RttPlan;
import io.venturi.engine.plan.ServePlan;
import java.net.InetSocketAddress;
import java.util.List;

/** The engine of this product. */
final class VenturiEngine implements Engine {

    @Override
    public Test prepare(RttPlan plan, RttListener listener) {
        RttTest test = RttTest.prepare(plan, listener);
        return new Test() {
            @Override
            public RttReport run() {
                return test.run();
            }

            @Override
            public RttSettings negotiate() {
                return test.negotiate();
            }

            @Override
            public void stop() {
                test.stop();
            }

            @Override
            public void close() {
                test.close();
            }
        };
    }

    @Override
    public Responder serve(ServePlan plan, ServerListener listener) {
        Server server = Server.start(plan, listener);
        return new Responder() {
            @Override
            public List<InetSocketAddress> addresses() {
                return server.addresses();
            }

            @Override
            public void close() {
                server.close();
            }
        };
    }
}
