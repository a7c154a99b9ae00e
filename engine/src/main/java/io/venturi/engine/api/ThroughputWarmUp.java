package io.venturi.engine.api;

import io.venturi.engine.error.VenturiException;
import io.venturi.engine.metric.ThroughputDirection;
import io.venturi.engine.plan.RttPlan;
import io.venturi.engine.plan.ServePlan;
import io.venturi.engine.plan.ThroughputPlan;
import java.time.Duration;
import java.util.List;

/** Runs streams over loopback, both ways, so that the code of a test is compiled before it counts. */
final class ThroughputWarmUp {
    private static final Duration LENGTH = Duration.ofMillis(200);
    private static boolean done;

    private ThroughputWarmUp() {
    }

    /** Once in this JVM, and only if wanted; what goes wrong in it, the test itself will find. */
    static synchronized void run(ThroughputPlan plan) {
        if (done || plan.precision().warmUp() == 0) {
            return;
        }
        done = true;
        RttPlan.Precision precision = new RttPlan.Precision(RttPlan.Wakeup.HYBRID, false, -1, 0, false, 0);
        boolean segmentation = plan.load().segmentation();
        ThroughputPlan.Load load = new ThroughputPlan.Load(0, 0, 0, 0, 1000, false, false, false, false, segmentation);
        try (ThroughputServer server = ThroughputServer.start(ServePlan.Throughput.at(List.of("127.0.0.1:0")),
                RttPlan.Family.ANY, precision, _ -> ThroughputListener.NONE)) {
            ThroughputPlan small = new ThroughputPlan(
                    new ThroughputPlan.Target("127.0.0.1:" + server.addresses().getFirst().getPort()),
                    new ThroughputPlan.Flow(plan.flow().protocol(), ThroughputDirection.BOTH, 1),
                    new ThroughputPlan.Limits(0, LENGTH, 0, 0), load, ThroughputPlan.Socket.DEFAULT,
                    ThroughputPlan.Reporting.DEFAULT, ThroughputPlan.Access.NONE, ThroughputPlan.Timeouts.DEFAULT,
                    precision);
            try (ThroughputTest test = ThroughputTest.prepare(small, ThroughputListener.NONE)) {
                test.run();
            }
        } catch (VenturiException _) {
            return; // such as a host without loopback
        }
    }
}
