package io.venturi.engine.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.venturi.engine.metric.CapacityDirection;
import io.venturi.engine.metric.CapacityEvent;
import io.venturi.engine.metric.CapacityLayer;
import io.venturi.engine.metric.CapacityReport;
import io.venturi.engine.metric.CapacityStatus;
import io.venturi.engine.plan.CapacityPlan;
import io.venturi.engine.plan.CapacityPlan.Search;
import io.venturi.engine.plan.RttPlan;
import io.venturi.engine.plan.ServePlan;
import io.venturi.engine.testing.Await;
import io.venturi.engine.testing.PrivateNetwork;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Capacity tests with real sockets and threads. */
class CapacityTestTest {
    private static final long SECOND = 1_000_000_000;
    private static final RttPlan.Precision PLAIN = LoopbackPlans.QUIET;
    private static final CapacityPlan.Timing SHORT = new CapacityPlan.Timing(5 * SECOND, SECOND / 2, SECOND / 20, 0);

    private static CapacityServer server(byte[] key) {
        return CapacityServer.start(new ServePlan.Udpst(List.of("127.0.0.1:0"), CapacityPlan.Datagrams.DEFAULT,
                new ServePlan.UdpstAccess(key, Map.of()), ServePlan.UdpstLimits.DEFAULT, 1_024_000, "", false, false),
                RttPlan.Family.ANY, PLAIN, CapacityListener.NONE);
    }

    private static CapacityPlan plan(CapacityServer server, CapacityDirection direction, int row, byte[] key,
                                     int connections) {
        Search usual = Search.DEFAULT;
        Search search = row < 0 ? usual : new Search(usual.algorithm(), CapacityPlan.Start.FIXED, row, 0,
                usual.lowerThresholdNs(), usual.upperThresholdNs(), false, 10, true, 3, 10);
        return new CapacityPlan(List.of("127.0.0.1:" + server.addresses().getFirst().getPort()), direction,
                new CapacityPlan.Connections(connections, connections), SHORT, search,
                CapacityPlan.Datagrams.DEFAULT, CapacityPlan.Marks.NONE, new CapacityPlan.Access(key, 0, 0),
                CapacityPlan.Path.DEFAULT, CapacityPlan.Watch.NONE, PLAIN);
    }

    private static CapacityReport run(CapacityPlan plan) {
        try (CapacityTest test = CapacityTest.prepare(plan, CapacityListener.NONE)) {
            return test.run();
        }
    }

    /**
     * No more than the queue lets through ever arrives. How much of it is found depends on this host: where it was held
     * up for more than a twentieth of the test, as its own report says, only the upper end is asked for.
     */
    @ParameterizedTest
    @EnumSource(CapacityDirection.class)
    void shouldFindTheRateOfAShaper(CapacityDirection direction) throws Exception {
        PrivateNetwork.with(List.of("ip link set lo mtu 1500 up",
                "tc qdisc add dev lo root tbf rate 20mbit burst 20k latency 50ms"), () -> {
            try (CapacityServer server = server(new byte[0])) {
                CapacityReport report = run(plan(server, direction, -1, new byte[0], 1));

                double mbps = report.maximum().orElseThrow()
                        .bitsPerSecond(CapacityLayer.ETHERNET_WITHOUT_FCS) / 1e6;
                assertTrue(mbps <= 20.4, "measured " + mbps + " of 20 Mbit/s, " + report.evidence());
                assertTrue(report.status().completed(), "" + report.status());
                assumeTrue(report.evidence().here().stalledNs() < SHORT.testNs() / 20,
                        () -> "this host held the test up: " + report.evidence());
                assertTrue(mbps >= 18, "measured " + mbps + " of 20 Mbit/s, " + report.evidence());
            }
        });
    }

    @Test
    void shouldTestWithTheRightKeyAndNotWithAnother() {
        byte[] key = "a key".getBytes(StandardCharsets.UTF_8);
        try (CapacityServer server = server(key)) {
            CapacityReport wrong = run(plan(server, CapacityDirection.UP, 5, new byte[] {'x'}, 1));
            CapacityReport none = run(plan(server, CapacityDirection.UP, 5, new byte[0], 1));
            CapacityReport right = run(plan(server, CapacityDirection.UP, 5, key, 2));

            assertEquals(CapacityStatus.AUTHENTICATION_FAILED, wrong.status());
            assertEquals(CapacityStatus.AUTHENTICATION_REQUIRED, none.status());
            assertTrue(right.status().completed(), "" + right.status());
            assertEquals(10, right.intervals().size());
            assertEquals(2, right.intervals().getFirst().parts().size());
            assertEquals(2, server.totals().setups().accepted());
            assertEquals(1, server.totals().setups().authenticationFailed());
            Await.until("the server has freed its connections",
                    () -> server.totals().allocated().connections() == 0);
        }
    }

    @Test
    void shouldReportWhatItHasWhenStopped() {
        try (CapacityServer server = server(new byte[0])) {
            List<CapacityEvent> told = new ArrayList<>();
            CapacityTest[] running = {null};
            running[0] = CapacityTest.prepare(plan(server, CapacityDirection.DOWN, 5, new byte[0], 1), event -> {
                told.add(event);
                if (event instanceof CapacityEvent.Interval) {
                    running[0].stop();
                }
            });

            CapacityReport report = running[0].run();

            assertEquals(CapacityStatus.INTERRUPTED, report.status());
            assertTrue(report.intervals().size() >= 1 && report.intervals().size() < 10, "" + report.intervals());
            assertTrue(told.stream().anyMatch(CapacityEvent.Activated.class::isInstance));
            Await.until("the server was told", () -> server.totals().allocated().connections() == 0);
        }
    }

    @Test
    void shouldServeBesideOtherProtocols() {
        ServePlan.Udpst udpst = new ServePlan.Udpst(List.of("127.0.0.1:0"), CapacityPlan.Datagrams.DEFAULT,
                ServePlan.UdpstAccess.OPEN, ServePlan.UdpstLimits.DEFAULT, 0, "", false, false);
        try (Server server = Server.start(new ServePlan(List.of("127.0.0.1:0"), RttPlan.Family.IPV4,
                ServePlan.Irtt.DEFAULT, ServePlan.Stamp.OFF, udpst, 0, PLAIN), (_, _, _) -> { })) {
            assertEquals(1, server.addresses().size());
            assertEquals(1, server.capacityAddresses().size());
        }
    }
}
