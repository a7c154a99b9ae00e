package io.venturi.engine.api;

import static io.venturi.engine.api.LoopbackPlans.MS;
import static io.venturi.engine.api.LoopbackPlans.QUIET;
import static io.venturi.engine.api.LoopbackPlans.endless;
import static io.venturi.engine.api.LoopbackPlans.probes;
import static io.venturi.engine.api.LoopbackPlans.server;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.venturi.engine.error.ConfigException;
import io.venturi.engine.error.PeerException;
import io.venturi.engine.metric.ClockRelation;
import io.venturi.engine.metric.EndState;
import io.venturi.engine.metric.HostConditions.Tuning;
import io.venturi.engine.metric.LiveRtt;
import io.venturi.engine.metric.Metric;
import io.venturi.engine.metric.RoundTrip;
import io.venturi.engine.metric.RttReport;
import io.venturi.engine.metric.RttSettings;
import io.venturi.engine.plan.RttPlan;
import io.venturi.engine.plan.ServePlan;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tests over the real loopback interface, without any privilege. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RttTestTest {
    private static final long BOUND_S = 60;

    private static String host(Server server) {
        InetSocketAddress address = server.addresses().getFirst();
        String ip = address.getAddress().getHostAddress();
        return (ip.contains(":") ? "[" + ip + "]" : ip) + ":" + address.getPort();
    }

    private static RttReport run(RttPlan plan) {
        try (RttTest test = RttTest.prepare(plan, RttListener.NONE)) {
            return test.run();
        }
    }

    /** A port of 127.0.0.1 on which nobody listens. */
    private static InetSocketAddress deserted() throws IOException {
        try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            return (InetSocketAddress) socket.getLocalSocketAddress();
        }
    }

    private static void measure(String bind) {
        try (Server server = Server.start(server(bind), (_, _, _) -> { });
                RttReport report = run(probes(host(server), 50))) {
            Metric.Loss loss = report.metric(Metric.Loss.class).orElseThrow();
            assertEquals(EndState.COMPLETED, report.run().end());
            assertEquals(50, loss.sent() + report.instrument().missedSlots());
            assertEquals(loss.sent(), report.roundTrips().size());
            assertEquals(loss.sent(), server.totals().replies());
            assertEquals(60 * loss.sent(), server.totals().replyBytes());
            assertEquals(1, server.totals().sessions());
            assertEquals(0, server.totals().live());
            assertEquals(0, server.totals().dropped());
            assertEquals(ClockRelation.SAME_HOST, report.run().clockRelation());
            assertEquals(server.addresses().getFirst(), report.run().remote());
            assertEquals(60, report.run().agreed().lengthBytes());
            assertTrue(report.roundTrips().cursor().moveTo(0).answered());
        }
    }

    @Test
    void shouldMeasureOverIpv4() {
        measure("127.0.0.1:0");
    }

    @Test
    void shouldMeasureOverIpv6() throws Exception {
        boolean ipv6 = true;
        try (DatagramSocket probe = new DatagramSocket(new InetSocketAddress("::1", 0))) {
            ipv6 = probe.isBound();
        } catch (IOException _) {
            ipv6 = false;
        }
        assumeTrue(ipv6, "no IPv6 loopback");

        measure("[::1]:0");
    }

    @Test
    void shouldWarmUpBeforeTheFirstProbe() {
        RttPlan.Precision warm = new RttPlan.Precision(RttPlan.Wakeup.HYBRID, true, -1, 0, false, 1_000);
        try (Server server = Server.start(server("127.0.0.1:0"), (_, _, _) -> { });
                RttReport report = run(LoopbackPlans.plan(host(server), 20 * MS, MS, 0, warm))) {
            assertEquals(1, server.totals().sessions()); // the warm-up has a server of its own
            assertEquals(EndState.COMPLETED, report.run().end());
        }
    }

    @Test
    void shouldNegotiateWithoutATest() {
        try (Server server = Server.start(server("127.0.0.1:0"), (_, _, _) -> { });
                RttTest test = RttTest.prepare(probes(host(server), 50), RttListener.NONE)) {
            RttSettings settings = test.negotiate();

            assertEquals(50 * MS, settings.durationNs());
            assertEquals(60, settings.lengthBytes());
            assertEquals(0, server.totals().sessions());
            assertEquals(0, server.totals().replies());
        }
    }

    @Test
    void shouldTellWhatTheServerWouldNotGrant() {
        ServePlan strict = new ServePlan(List.of("127.0.0.1:0"), RttPlan.Family.ANY, ServePlan.Irtt.DEFAULT, 0, QUIET);
        try (Server server = Server.start(strict, (_, _, _) -> { });
                RttTest test = RttTest.prepare(probes(host(server), 50), RttListener.NONE)) {
            PeerException refusal = assertThrows(PeerException.class, test::negotiate);
            assertTrue(refusal.getMessage().endsWith(": server increased interval from 1ms to 10ms."),
                    refusal.getMessage());
            assertThrows(PeerException.class, test::run);
        }
    }

    @Test
    void shouldFallBackToTheNextAddress() throws Exception {
        InetSocketAddress deserted = deserted();
        List<InetSocketAddress> tried = new ArrayList<>();
        RttListener listener = new RttListener() {
            @Override
            public void onConnecting(InetSocketAddress peer) {
                tried.add(peer);
            }
        };
        try (Server server = Server.start(server("127.0.0.1:0"), (_, _, _) -> { })) {
            InetSocketAddress address = server.addresses().getFirst();
            try (RttTest test = new RttTest(probes("a name", 5), listener, List.of(deserted, address));
                    RttReport report = test.run()) {
                assertEquals(address, report.run().remote());
                assertEquals(List.of(deserted, address), tried);
            }
        }
    }

    @Test
    void shouldFallBackToAnAddressOfTheFamilyOfOurs() throws Exception {
        RttPlan.Target fromIpv4 = new RttPlan.Target("a name", RttPlan.Family.ANY, "127.0.0.1", "");
        RttPlan plan = LoopbackPlans.with(fromIpv4, new RttPlan.Probes(5 * MS, MS, 0, "none", false), 0, QUIET);
        try (Server server = Server.start(server("127.0.0.1:0"), (_, _, _) -> { })) {
            InetSocketAddress address = server.addresses().getFirst();
            InetSocketAddress ipv6 = new InetSocketAddress("::1", address.getPort());
            try (RttTest test = new RttTest(plan, RttListener.NONE, List.of(ipv6, address));
                    RttReport report = test.run()) {
                assertEquals(address, report.run().remote());
            }
        }
    }

    @Test
    void shouldNotTryAnotherAddressWhenAServerHasRefused() throws Exception {
        AtomicInteger tries = new AtomicInteger();
        RttListener listener = new RttListener() {
            @Override
            public void onConnecting(InetSocketAddress peer) {
                tries.incrementAndGet();
            }
        };
        ServePlan strict = new ServePlan(List.of("127.0.0.1:0"), RttPlan.Family.ANY, ServePlan.Irtt.DEFAULT, 0, QUIET);
        try (Server server = Server.start(strict, (_, _, _) -> { });
                RttTest test = new RttTest(probes("a name", 5), listener,
                        List.of(server.addresses().getFirst(), server.addresses().getFirst()))) {
            assertThrows(PeerException.class, test::run);
            assertEquals(1, tries.get());
        }
    }

    @Test
    void shouldTellOfANameThatDoesNotResolve() {
        String name = "x".repeat(64) + ".invalid"; // longer than a label may be: no name server is asked

        PeerException refusal = assertThrows(PeerException.class,
                () -> RttTest.prepare(probes(name, 1), RttListener.NONE));
        assertTrue(refusal.getMessage().startsWith("Cannot resolve " + name), refusal.getMessage());
    }

    @Test
    void shouldFailAtOnceWhereNobodyListens() throws Exception {
        InetSocketAddress deserted = deserted();

        PeerException refusal = assertThrows(PeerException.class,
                () -> run(probes("127.0.0.1:" + deserted.getPort(), 1))); // its only time-out is a minute
        assertTrue(refusal.getMessage().contains("connection refused"), refusal.getMessage());
    }

    @Test
    void shouldTellOfAnUnknownFillAndLeaveNothingOpen() throws Exception {
        RttPlan plan = LoopbackPlans.with(new RttPlan.Target("127.0.0.1:9", RttPlan.Family.ANY, "", ""),
                new RttPlan.Probes(MS, MS, 100, "sand", false), 0, QUIET);
        try (RttTest test = RttTest.prepare(plan, RttListener.NONE)) {
            long sockets = OpenResources.sockets();

            assertThrows(ConfigException.class, test::run);

            assertEquals(sockets, OpenResources.sockets());
        }
    }

    @Test
    void shouldTellWhatTheHostRefused() {
        RttPlan.Precision noSuchCpu = new RttPlan.Precision(RttPlan.Wakeup.SLEEP, true, 1_023, 0, false, 0);
        assumeTrue(Runtime.getRuntime().availableProcessors() < 1_000);
        try (Server server = Server.start(server("127.0.0.1:0"), (_, _, _) -> { });
                RttReport report = run(LoopbackPlans.plan(host(server), 5 * MS, MS, 0, noSuchCpu))) {
            Tuning cpu = report.instrument().host().tunings().stream()
                    .filter(tuning -> tuning.name().equals("CPU 1023")).findFirst().orElseThrow();
            assertFalse(cpu.granted());
            assertFalse(cpu.reason().isEmpty());
        }
    }

    // ---- stopping from another thread

    /** A listener that lets a test act at the moments of interest. */
    private static final class Moments implements RttListener {
        private final CountDownLatch connecting = new CountDownLatch(1);
        private final CountDownLatch answered = new CountDownLatch(10);
        private final CountDownLatch waiting = new CountDownLatch(1);

        @Override
        public void onConnecting(InetSocketAddress peer) {
            connecting.countDown();
        }

        @Override
        public void onRoundTrip(RoundTrip roundTrip) {
            answered.countDown();
        }

        @Override
        public void onWaiting(long waitNs) {
            waiting.countDown();
        }
    }

    private static FutureTask<RttReport> inBackground(RttTest test) {
        FutureTask<RttReport> task = new FutureTask<>(test::run);
        Thread.ofPlatform().daemon().start(task);
        return task;
    }

    private static void await(CountDownLatch latch) throws InterruptedException {
        assertTrue(latch.await(BOUND_S, SECONDS));
    }

    @Test
    void shouldStopBeforeItBegins() throws Exception {
        try (ScriptedPeer peer = ScriptedPeer.silent();
                RttTest test = RttTest.prepare(probes(peer.host(), 5), RttListener.NONE)) {
            test.stop();

            PeerException end = assertThrows(PeerException.class, test::run);
            assertTrue(end.getMessage().contains("stopped before"), end.getMessage());
        }
    }

    @Test
    void shouldStopWhileOpening() throws Exception {
        Moments moments = new Moments();
        try (ScriptedPeer peer = ScriptedPeer.silent();
                RttTest test = RttTest.prepare(probes(peer.host(), 5), moments)) {
            FutureTask<RttReport> run = inBackground(test);
            await(moments.connecting);

            test.stop();

            ExecutionException end = assertThrows(ExecutionException.class, () -> run.get(BOUND_S, SECONDS));
            assertInstanceOf(PeerException.class, end.getCause());
            assertTrue(end.getCause().getMessage().contains("stopped before"), end.getCause().getMessage());
        }
    }

    @Test
    void shouldStopWhileSendingAndReportWhatWasMeasured() throws Exception {
        Moments moments = new Moments();
        try (Server server = Server.start(server("127.0.0.1:0"), (_, _, _) -> { });
                RttTest test = RttTest.prepare(endless(host(server)), moments)) {
            assertEquals(LiveRtt.NONE, test.live());
            FutureTask<RttReport> run = inBackground(test);
            await(moments.answered);

            test.stop();

            try (RttReport report = run.get(BOUND_S, SECONDS)) {
                assertEquals(EndState.INTERRUPTED, report.run().end());
                assertTrue(report.roundTrips().size() >= 10);
                assertTrue(test.live().received() >= 10);
                assertEquals(0, server.totals().live());
            }
        }
    }

    @Test
    void shouldStopWaitingForReplies() throws Exception {
        Moments moments = new Moments();
        try (ScriptedPeer peer = new ScriptedPeer(datagram ->
                ScriptedPeer.isOpen(datagram) ? ScriptedPeer.granting(datagram) : null);
                RttTest test = RttTest.prepare(probes(peer.host(), 5), moments)) {
            FutureTask<RttReport> run = inBackground(test);
            await(moments.waiting);

            test.stop();

            try (RttReport report = run.get(BOUND_S, SECONDS)) {
                assertEquals(EndState.INTERRUPTED, report.run().end());
                assertFalse(report.roundTrips().cursor().moveTo(0).answered());
            }
        }
    }

    @Test
    void shouldNotMindBeingStoppedManyTimesAndAfterTheEnd() throws Exception {
        Moments moments = new Moments();
        try (Server server = Server.start(server("127.0.0.1:0"), (_, _, _) -> { });
                RttTest test = RttTest.prepare(endless(host(server)), moments)) {
            FutureTask<RttReport> run = inBackground(test);
            await(moments.answered);

            for (int i = 0; i < 10; i++) {
                test.stop();
            }

            try (RttReport report = run.get(BOUND_S, SECONDS)) {
                assertEquals(EndState.INTERRUPTED, report.run().end());
            }
            test.stop();
        }
    }

    // ---- other ends

    @Test
    void shouldReportATestThatThePeerEnds() throws Exception {
        AtomicInteger echoes = new AtomicInteger();
        try (ScriptedPeer peer = new ScriptedPeer(datagram -> {
            if (ScriptedPeer.isOpen(datagram)) {
                return ScriptedPeer.granting(datagram);
            }
            datagram[3] |= (byte) (echoes.incrementAndGet() == 3 ? 0x06 : 0x02);
            return datagram;
        }); RttReport report = run(endless(peer.host()))) {
            assertEquals(EndState.ENDED_BY_PEER, report.run().end());
            assertEquals("the server closed the test", report.run().endDetail());
            assertTrue(report.roundTrips().size() >= 3);
        }
    }

    @Test
    void shouldNotHangWhenAListenerThrows() {
        RttListener broken = new RttListener() {
            @Override
            public void onRoundTrip(RoundTrip roundTrip) {
                throw new UnsupportedOperationException("on purpose");
            }
        };
        try (Server server = Server.start(server("127.0.0.1:0"), (_, _, _) -> { });
                RttTest test = RttTest.prepare(endless(host(server)), broken)) {
            IllegalStateException failure = assertThrows(IllegalStateException.class, test::run);
            assertEquals("on purpose", failure.getCause().getMessage());
        }
    }

    @Test
    void shouldTellRestrictionsThatAreAccepted() {
        RttPlan strict = probes("127.0.0.1:1", 5);
        List<String> told = new ArrayList<>();
        Consumer<String> tell = told::add;
        RttListener listener = new RttListener() {
            @Override
            public void onRestriction(String what) {
                tell.accept(what);
            }
        };
        try (Server server = Server.start(new ServePlan(List.of("127.0.0.1:0"), RttPlan.Family.ANY,
                ServePlan.Irtt.DEFAULT, 0, QUIET), (_, _, _) -> { })) {
            RttPlan accepting = new RttPlan(new RttPlan.Target(host(server), RttPlan.Family.ANY, "", ""),
                    strict.probes(), strict.replies(), strict.marks(), strict.openTimeoutsNs(), strict.waitRule(), true,
                    new byte[0], QUIET, 0);
            try (RttTest test = RttTest.prepare(accepting, listener); RttReport report = test.run()) {
                assertEquals(List.of("server increased interval from 1ms to 10ms"), told);
                assertEquals(10 * MS, report.run().agreed().intervalNs());
                assertEquals(MS, report.run().requested().intervalNs());
                assertEquals(1, report.roundTrips().size());
            }
        }
    }

    @Test
    void shouldLeaveNoThreadAndNoSocketAfterManyTests() throws Exception {
        measure("127.0.0.1:0"); // what is opened once and kept is not counted
        long sockets = OpenResources.sockets();
        for (int i = 0; i < 50; i++) {
            try (Server server = Server.start(server("127.0.0.1:0"), (_, _, _) -> { })) {
                run(probes(host(server), 3)).close();
            }
        }

        assertEquals(sockets, OpenResources.sockets());
        assertEquals(List.of(), OpenResources.threads());
    }
}
