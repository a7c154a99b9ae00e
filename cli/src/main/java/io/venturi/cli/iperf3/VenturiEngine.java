package io.venturi.cli.iperf3;

import io.venturi.engine.api.ThroughputListener;
import io.venturi.engine.api.ThroughputServer;
import io.venturi.engine.api.ThroughputTest;
import io.venturi.engine.metric.ThroughputReport;
import io.venturi.engine.plan.ThroughputPlan;
import java.util.function.LongFunction;

/** The engine of this product. */
final class VenturiEngine implements Engine {

    @Override
    public Test prepare(ThroughputPlan plan, ThroughputListener listener) {
        ThroughputTest test = ThroughputTest.prepare(plan, listener);
        return new Test() {
            @Override
            public ThroughputReport run() {
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
    public Service serve(Options.Server server, LongFunction<ThroughputListener> listeners) {
        ThroughputServer serving = ThroughputServer.start(server.plan(), server.family(), server.precision(),
                listeners);
        return new Service() {
            @Override
            public boolean awaitLastTest(long ns) throws InterruptedException {
                return serving.awaitLastTest(ns);
            }

            @Override
            public long idleNs() {
                return serving.idleNs();
            }

            @Override
            public void close() {
                serving.close();
            }
        };
    }
}
