package io.venturi.cli.udpst;

import io.venturi.engine.api.CapacityListener;
import io.venturi.engine.api.CapacityServer;
import io.venturi.engine.api.CapacityTest;
import io.venturi.engine.metric.CapacityReport;
import io.venturi.engine.metric.CapacityServerTotals;
import io.venturi.engine.plan.CapacityPlan;
import io.venturi.engine.plan.RttPlan;
import io.venturi.engine.plan.ServePlan;
import java.net.InetSocketAddress;
import java.util.List;

/** The engine of this product. */
final class VenturiEngine implements Engine {

    @Override
    public Test prepare(CapacityPlan plan, CapacityListener listener) {
        CapacityTest test = CapacityTest.prepare(plan, listener);
        return new Test() {
            @Override
            public CapacityReport run() {
                return test.run();
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
    public Responder serve(ServePlan.Udpst plan, RttPlan.Family family, RttPlan.Precision precision,
                           CapacityListener listener) {
        CapacityServer server = CapacityServer.start(plan, family, precision, listener);
        return new Responder() {
            @Override
            public List<InetSocketAddress> addresses() {
                return server.addresses();
            }

            @Override
            public CapacityServerTotals totals() {
                return server.totals();
            }

            @Override
            public void close() {
                server.close();
            }
        };
    }
}
