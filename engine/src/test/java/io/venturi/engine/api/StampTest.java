package io.venturi.engine.api;

import static io.venturi.engine.api.LoopbackPlans.MS;
import static io.venturi.engine.api.LoopbackPlans.QUIET;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.venturi.engine.error.ConfigException;
import io.venturi.engine.error.HostException;
import io.venturi.engine.error.NativeException;
import io.venturi.engine.metric.ClockChoice;
import io.venturi.engine.metric.EndState;
import io.venturi.engine.metric.Metric;
import io.venturi.engine.metric.ReflectorReport;
import io.venturi.engine.metric.RoundTrip;
import io.venturi.engine.metric.RttReport;
import io.venturi.engine.metric.StampSetup;
import io.venturi.engine.metric.StampSource;
import io.venturi.engine.metric.Stamping;
import io.venturi.engine.plan.RttPlan;
import io.venturi.engine.plan.RttPlan.Protocol;
import io.venturi.engine.plan.ServePlan;
import io.venturi.engine.plan.StampExtensions;
import io.venturi.engine.plan.WaitRule;
import io.venturi.engine.protocol.stamp.StampReflectorOptions;
import io.venturi.engine.testing.Loopback;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** STAMP from plan to report over the real loopback interface, without any privilege. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class StampTest {
    private static final StampExtensions BASE = StampExtensions.NONE;
    private static final StampExtensions RECEIVED =
            new StampExtensions(false, false, StampExtensions.NO_DSCP, false, 0, 0, false, true);
    private static final String PATIENT = "1000000x1h";

    private static ServePlan serving(boolean stateful, String key, String... binds) {
        return new ServePlan(List.of(), RttPlan.Family.ANY, ServePlan.Irtt.DEFAULT,
                new ServePlan.Stamp(List.of(binds), stateful, bytes(key), 0), 0, QUIET);
    }

    private static Server start(ServePlan plan) {
        return Server.start(plan, (_, _, _) -> { });
    }

    private static byte[] bytes(String key) {
        return key.getBytes(StandardCharsets.UTF_8);
    }

    private static RttPlan plan(InetSocketAddress peer, int count, int length, StampExtensions asked, String key,
                                String wait) {
        String ip = peer.getAddress().getHostAddress();
        String host = (ip.contains(":") ? "[" + ip + "]" : ip) + ":" + peer.getPort();
        return new RttPlan(new RttPlan.Target(Protocol.STAMP, host, RttPlan.Family.ANY, "", ""),
                new RttPlan.Probes(count * MS, MS, length, "none", false), RttPlan.Replies.ALL, RttPlan.Marks.NONE,
                RttPlan.OPEN_TIMEOUTS, WaitRule.parse(wait), true, bytes(key), QUIET, 0, ClockChoice.AUTO,
                new RttPlan.Stamp(RttPlan.Stamp.RANDOM_SSID, asked));
    }

    private static RttReport run(RttPlan plan) {
        try (RttTest test = RttTest.prepare(plan, RttListener.NONE)) {
            return test.run();
        }
    }

    private static Metric.Loss loss(RttReport report) {
        return report.metric(Metric.Loss.class).orElseThrow();
    }

    private static boolean hasIpv6() {
        try (DatagramSocket probe = new DatagramSocket(new InetSocketAddress("::1", 0))) {
            return probe.isBound();
        } catch (IOException _) {
            return false;
        }
    }

    @ParameterizedTest
    @CsvSource({"127.0.0.1:0, true, '', 0, 44", "127.0.0.1:0, false, '', 0, 44", "127.0.0.1:0, true, secret, 0, 112",
        "127.0.0.1:0, false, secret, 300, 300", "[::1]:0, true, '', 1400, 1400", "[::1]:0, false, '', 45, 48",
        "[::1]:0, true, secret, 0, 112"})
    void shouldMeasureWithoutLoss(String bind, boolean stateful, String key, int length, int packetBytes) {
        assumeTrue(!bind.startsWith("[") || hasIpv6(), "no IPv6 loopback");

        try (Server server = start(serving(stateful, key, bind));
                RttReport report = run(plan(server.addresses().getFirst(), 50, length, BASE, key, PATIENT))) {
            assertEquals(EndState.COMPLETED, report.run().end());
            assertEquals(50, loss(report).sent() + report.instrument().missedSlots());
            assertEquals(0, loss(report).lost());
            assertEquals(loss(report).sent(), loss(report).received());
            assertEquals(loss(report).sent(), server.totals().replies());
            assertEquals(packetBytes * loss(report).sent(), server.totals().replyBytes());
            assertEquals(stateful ? 1 : 0, server.totals().sessions());
            assertEquals(0, server.totals().dropped());
            assertEquals("stamp", report.run().agreed().protocol());
            assertEquals(packetBytes, report.run().agreed().lengthBytes());
            assertEquals(length, report.run().requested().lengthBytes());
        }
    }

    @Test
    void shouldStampAtBothEndsAndSendWithTheGreatestHopLimit() {
        try (Server server = start(serving(true, "", "127.0.0.1:0"));
                RttReport report = run(plan(server.addresses().getFirst(), 50, 0, BASE, "", PATIENT))) {
            RoundTrip row = report.roundTrips().cursor().moveTo(0);

            assertTrue(row.answered());
            assertEquals(255, row.hopLimit());
            assertTrue(row.peerReceivedWallNs() != 0 && row.peerSentWallNs() >= row.peerReceivedWallNs());
            assertTrue(report.metric(Metric.PeerResidence.class).isPresent());
        }
    }

    @Test
    void shouldAskWhichProbesArrivedIfThePlanDoes() {
        try (Server server = start(serving(true, "", "127.0.0.1:0"));
                RttReport report = run(plan(server.addresses().getFirst(), 20, 0, RECEIVED, "", PATIENT))) {
            assertEquals(44 + 4 + 24, report.run().agreed().lengthBytes());
            assertTrue(report.run().agreed().peerWindow());
            assertEquals(loss(report).sent(), report.metric(Metric.PeerReceived.class).orElseThrow().count());
        }
    }

    @ParameterizedTest
    @CsvSource({"127.0.0.1:0, ''", "127.0.0.1:0, secret", "[::1]:0, ''"})
    void shouldReportAllThatTheReflectorWasAsked(String bind, String key) {
        assumeTrue(!bind.startsWith("[") || hasIpv6(), "no IPv6 loopback");
        StampExtensions all = new StampExtensions(true, true, 10, true, 1, 2, true, true);
        try (Server server = start(serving(true, key, bind));
                RttReport report = run(plan(server.addresses().getFirst(), 50, 0, all, key, PATIENT))) {
            ReflectorReport told = report.run().reflector().orElseThrow();
            assertTrue(told.ssid() > 0 && told.stateful(), told.toString());
            assertEquals(report.run().local(), told.location().orElseThrow().source());
            assertEquals(report.run().remote(), told.location().orElseThrow().destination());
            assertEquals(ReflectorReport.Method.SOFTWARE, told.timeSource().orElseThrow().departure());
            assertEquals(new ReflectorReport.Marks(0, 0, 0), told.marks().orElseThrow());
            long sent = loss(report).sent();
            assertEquals(new ReflectorReport.Counters(sent, sent, sent), told.counters().orElseThrow());
            assertEquals(sent, told.accessReports());
            assertTrue(told.departures() > 0, told.toString());
            assertEquals(List.of(), told.unknown());
            assertEquals(List.of(), told.findings(report.run()));
            assertEquals(List.of(10 << 2), List.copyOf(report.metric(Metric.ReplyHeaders.class).orElseThrow()
                    .trafficClasses().keySet()));
        }
    }

    @Test
    void shouldSayThatAStatelessReflectorCannotCount() {
        StampExtensions all = new StampExtensions(true, true, 0, true, 1, 2, true, true);
        try (Server server = start(serving(false, "", "127.0.0.1:0"));
                RttReport report = run(plan(server.addresses().getFirst(), 20, 0, all, "", PATIENT))) {
            ReflectorReport told = report.run().reflector().orElseThrow();
            assertEquals(List.of("Direct Measurement", "experimental"), told.unknown());
            assertTrue(told.counters().isEmpty() && told.departures() == 0 && !told.stateful(), told.toString());
        }
    }

    @ParameterizedTest
    @CsvSource({"''", "secret"})
    void shouldTellWhenRepliesReallyLeftAndWhoseStampsTheyCarry(String key) {
        try (Server server = start(serving(true, key, "127.0.0.1:0"));
                RttReport report = run(plan(server.addresses().getFirst(), 50, 0, StampExtensions.OF_STATISTICS, key,
                        PATIENT))) {
            assertEquals(0, loss(report).lost());
            Metric.HostResidence sending = report.hostResidence(Metric.HostResidence.Host.PEER,
                    Metric.HostResidence.Part.SEND, StampSource.KERNEL).orElseThrow();
            assertTrue(sending.ns().n() > 0, sending.toString());
            assertTrue(sending.ns().min() > 0, sending.toString());
            Stamping stamping = report.instrument().stamping();
            assertEquals(Stamping.PeerSource.USER, stamping.peerSent());
            assertTrue(stamping.peerReceived() != Stamping.PeerSource.NONE);
        }
    }

    /** The header is no part of the packet that the protocol sees: 44 bytes more, each way. */
    @ParameterizedTest
    @CsvSource({"127.0.0.1:0, ''", "[::1]:0, ''", "127.0.0.1:0, secret"})
    void shouldMeasureWithProbesThatLookLikePtpEvents(String bind, String key) {
        assumeTrue(!bind.startsWith("[") || hasIpv6(), "no IPv6 loopback");
        try (Server server = start(serving(true, key, bind))) {
            RttPlan plain = plan(server.addresses().getFirst(), 50, 0, RECEIVED, key, PATIENT);
            RttPlan.Target target = plain.target();
            RttPlan plan = new RttPlan(new RttPlan.Target(Protocol.STAMP, target.host(), target.family(),
                    ":" + Loopback.closedPort("127.0.0.1").getPort(), ""), plain.probes(), plain.replies(),
                    new RttPlan.Marks(0, 0, RttPlan.DontFragment.DEFAULT, true), plain.openTimeoutsNs(),
                    plain.waitRule(), true, bytes(key), QUIET, 0, ClockChoice.AUTO, plain.stamp());
            try (RttReport report = run(plan); RttReport other = run(plain)) {
                assertTrue(loss(report).sent() > 0);
                assertEquals(0, loss(report).lost());
                assertEquals(other.run().agreed().lengthBytes(), report.run().agreed().lengthBytes());
                assertEquals((long) report.run().agreed().lengthBytes() * (loss(report).sent() + loss(other).sent()),
                        server.totals().replyBytes());
            }
        }
    }

    @Test
    void shouldRefuseToWaitForACardThatLoopbackDoesNotHave() {
        RttPlan plain = plan(new InetSocketAddress("127.0.0.1", 862), 5, 0, BASE, "", "100ms");
        RttPlan plan = new RttPlan(plain.target(), plain.probes(), plain.replies(), plain.marks(),
                plain.openTimeoutsNs(), plain.waitRule(), true, new byte[0], new RttPlan.Precision(
                        RttPlan.Wakeup.SLEEP, StampSetup.Choice.HARDWARE, -1, 0, false, 0), 0);

        HostException refusal = assertThrows(HostException.class, () -> run(plan).close());
        assertTrue(refusal.getMessage().contains("has no clock to stamp packets with"), refusal.getMessage());
    }

    @ParameterizedTest
    @CsvSource({"one, another", "one, ''", "'', one"})
    void shouldTellThatNothingCameBackIfTheKeyIsWrong(String serverKey, String clientKey) {
        try (Server server = start(serving(true, serverKey, "127.0.0.1:0"));
                RttReport report = run(plan(server.addresses().getFirst(), 5, 0, BASE, clientKey, "100ms"))) {
            assertTrue(loss(report).sent() > 0);
            assertEquals(0, loss(report).received());
            assertEquals(loss(report).sent(), loss(report).lost());
            assertEquals(EndState.COMPLETED, report.run().end());
        }
    }

    @Test
    void shouldTellThatNobodyListens() throws IOException {
        InetSocketAddress deserted;
        try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            deserted = (InetSocketAddress) socket.getLocalSocketAddress();
        }

        try (RttReport report = run(plan(deserted, 5, 0, BASE, "", "100ms"))) {
            assertEquals(0, loss(report).received());
            assertEquals(EndState.RECEIVE_FAILED, report.run().end());
            assertTrue(report.run().endDetail().startsWith("connection refused"), report.run().endDetail());
        }
    }

    @Test
    void shouldWarmUpAndServeBothProtocolsOnOneLane() {
        RttPlan.Precision warm = new RttPlan.Precision(RttPlan.Wakeup.HYBRID, true, -1, 0, false, 1_000);
        ServePlan both = new ServePlan(List.of("127.0.0.1:0"), RttPlan.Family.ANY, ServePlan.Irtt.DEFAULT,
                new ServePlan.Stamp(List.of("127.0.0.1:0"), true, new byte[0], 0), 0, warm);
        try (Server server = start(both)) {
            InetSocketAddress irtt = server.addresses(Protocol.IRTT).getFirst();
            InetSocketAddress stamp = server.addresses(Protocol.STAMP).getFirst();
            try (RttReport one = run(LoopbackPlans.plan("127.0.0.1:" + irtt.getPort(), 200 * MS, 20 * MS, 0, QUIET));
                    RttReport two = run(plan(stamp, 10, 0, BASE, "", PATIENT))) {
                assertEquals(List.of(irtt, stamp), server.addresses());
                assertEquals(2, server.totals().sessions());
                assertEquals(loss(one).received() + loss(two).received(), server.totals().replies());
            }
        }
    }

    @Test
    void shouldLogSessionsAndDrops() throws Exception {
        ConcurrentLinkedQueue<String> events = new ConcurrentLinkedQueue<>();
        try (Server server = Server.start(serving(true, "", "127.0.0.1:0"), (_, code, detail) ->
                events.add(code + " " + detail.replaceAll("=.*", "")));
                DatagramSocket stranger = new DatagramSocket()) {
            InetSocketAddress address = server.addresses().getFirst();
            stranger.send(new DatagramPacket(new byte[] {1, 2, 3}, 3, address));
            run(plan(address, 3, 0, BASE, "", PATIENT)).close();

            assertEquals(1, server.totals().dropped());
            assertEquals(List.of("Drop [STAMP TOO_SHORT] datagram is too short for a request",
                    "StampSession new STAMP session, SSID"), List.copyOf(events));
        }
    }

    @Test
    void shouldLeaveNothingOpenWhenTheReflectorsPortIsTaken() throws Exception {
        try (DatagramSocket taken = new DatagramSocket(0, InetAddress.getByName("127.0.0.1"))) {
            long sockets = OpenResources.sockets();
            ServePlan plan = new ServePlan(List.of("127.0.0.1:0"), RttPlan.Family.ANY, ServePlan.Irtt.DEFAULT,
                    new ServePlan.Stamp(List.of("127.0.0.1:" + taken.getLocalPort()), true, new byte[0], 0), 0, QUIET);

            assertThrows(NativeException.class, () -> start(plan));

            assertEquals(sockets, OpenResources.sockets());
            assertEquals(List.of(), OpenResources.threads());
        }
    }

    @Test
    void shouldRefuseWhatStampDoesNotHave() {
        InetSocketAddress peer = new InetSocketAddress("127.0.0.1", 9);
        RttPlan plan = plan(peer, 5, 0, BASE, "", PATIENT);
        try (RttTest test = RttTest.prepare(plan, RttListener.NONE)) {
            assertThrows(ConfigException.class, test::negotiate);
        }
        assertThrows(ConfigException.class, () -> run(new RttPlan(plan.target(),
                new RttPlan.Probes(MS, MS, 0, "pattern:00", false), plan.replies(), plan.marks(), plan.openTimeoutsNs(),
                plan.waitRule(), true, plan.key(), QUIET, 0)));
        assertThrows(ConfigException.class, () -> start(serving(true, "")));
    }

    @Test
    void shouldHaveOneSetOfDefaults() {
        ServePlan plan = new ServePlan(List.of(":0"), RttPlan.Family.ANY, ServePlan.Irtt.DEFAULT,
                ServePlan.Stamp.OFF, 0, RttPlan.Precision.DEFAULT);
        StampReflectorOptions ours = StampServing.options(plan, null);
        StampReflectorOptions defaults = StampReflectorOptions.builder().build();

        assertEquals(defaults, ours);
        assertFalse(defaults.key().isPresent());
    }
}
