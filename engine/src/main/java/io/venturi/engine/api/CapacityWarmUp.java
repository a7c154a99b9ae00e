package io.venturi.engine.api;

import io.venturi.engine.error.VenturiException;
import io.venturi.engine.metric.CapacityDirection;
import io.venturi.engine.plan.CapacityPlan;
import io.venturi.engine.plan.CapacityPlan.Search;
import io.venturi.engine.plan.RttPlan;
import io.venturi.engine.plan.ServePlan;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Runs both ends over loopback for a moment, so that the first test of a JVM does not find its code interpreted. */
final class CapacityWarmUp {
    private static final long EACH_WAY_NS = TimeUnit.MILLISECONDS.toNanos(300);
    /** 200 Mbit/s: many datagrams, and little for any host. */
    private static final int ROW = 200;
    private static boolean done;

    private CapacityWarmUp() {
    }

    /** Once in this JVM, and only if wanted; what goes wrong in it, the test itself will find. */
    static synchronized void run(RttPlan.Precision precision) {
        if (done || precision.warmUp() == 0) {
            return;
        }
        done = true;
        ServePlan.Udpst plan = new ServePlan.Udpst(List.of("127.0.0.1:0"), CapacityPlan.Datagrams.DEFAULT,
                ServePlan.UdpstAccess.OPEN, ServePlan.UdpstLimits.DEFAULT,
                CapacityPlan.Path.DEFAULT.socketBufferBytes(), "", false, false);
        try (CapacityServer server = CapacityServer.start(plan, RttPlan.Family.ANY, precision, CapacityListener.NONE)) {
            for (CapacityDirection direction : CapacityDirection.values()) {
                test(server, direction, precision);
            }
        } catch (VenturiException _) {
            return; // such as a host without loopback
        }
    }

    private static void test(CapacityServer server, CapacityDirection direction, RttPlan.Precision precision) {
        Search usual = Search.DEFAULT;
        Search fixed = new Search(usual.algorithm(), CapacityPlan.Start.FIXED, ROW, 0, usual.lowerThresholdNs(),
                usual.upperThresholdNs(), false, usual.sequenceErrors(), true, usual.slowThreshold(),
                usual.fastStepRows());
        CapacityPlan plan = new CapacityPlan(List.of("127.0.0.1"), direction, CapacityPlan.Connections.ONE,
                CapacityPlan.Timing.DEFAULT, fixed, CapacityPlan.Datagrams.DEFAULT, CapacityPlan.Marks.NONE,
                CapacityPlan.Access.NONE, CapacityPlan.Path.DEFAULT, CapacityPlan.Watch.NONE, precision);
        CapacityRunner runner = CapacityRunner.start(plan, server.addresses(), List.of());
        try {
            long endNs = System.nanoTime() + EACH_WAY_NS;
            for (long leftNs = EACH_WAY_NS; leftNs > 0; leftNs = endNs - System.nanoTime()) {
                LockSupport.parkNanos(leftNs);
            }
            runner.stop();
            runner.measure(CapacityListener.NONE);
        } finally {
            runner.close();
        }
    }
}
