package io.venturi.engine.api;

import static io.venturi.engine.api.LoopbackPlans.probes;
import static io.venturi.engine.api.LoopbackPlans.server;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.venturi.engine.error.NativeException;
import io.venturi.engine.metric.RttReport;
import io.venturi.engine.plan.RttPlan;
import io.venturi.engine.plan.ServePlan;
import io.venturi.engine.protocol.irtt.IrttServerOptions;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ServerTest {

    @Test
    void shouldLeaveNothingOpenWhenAnAddressIsTaken() throws Exception {
        try (DatagramSocket taken = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            long sockets = OpenResources.sockets();

            assertThrows(NativeException.class, () -> Server.start(
                    server("127.0.0.1:0", "127.0.0.1:" + taken.getLocalPort()), (_, _, _) -> { }));

            assertEquals(sockets, OpenResources.sockets());
            assertEquals(List.of(), OpenResources.threads());
        }
    }

    @Test
    void shouldFreeThePortWhenClosedAndCloseOnce() throws Exception {
        Server server = Server.start(server("127.0.0.1:0"), (_, _, _) -> { });
        InetSocketAddress address = server.addresses().getFirst();

        server.close();
        try (DatagramSocket next = new DatagramSocket(address)) {
            server.close(); // must not close a descriptor that is another's now

            assertTrue(next.isBound());
            assertEquals(address, next.getLocalSocketAddress());
            next.send(new DatagramPacket(new byte[1], 1, address));
        }
        assertEquals(List.of(), OpenResources.threads());
    }

    @Test
    void shouldListenOnAllAddressesAndSumUp() {
        try (Server server = Server.start(server("127.0.0.1:0", "127.0.0.2:0"), (_, _, _) -> { })) {
            long replies = 0;
            for (InetSocketAddress address : server.addresses()) {
                RttPlan plan = probes(address.getAddress().getHostAddress() + ":" + address.getPort(), 5);
                try (RttTest test = RttTest.prepare(plan, RttListener.NONE); RttReport report = test.run()) {
                    replies += report.roundTrips().size();
                }
            }

            assertEquals(2, server.addresses().size());
            assertEquals(2, server.totals().sessions());
            assertEquals(replies, server.totals().replies());
        }
    }

    @Test
    void shouldLogSessionsAndDrops() throws Exception {
        ConcurrentLinkedQueue<String> codes = new ConcurrentLinkedQueue<>();
        try (Server server = Server.start(server("127.0.0.1:0"), (_, code, detail) ->
                codes.add(code.equals("Drop") ? detail : code)); DatagramSocket stranger = new DatagramSocket()) {
            InetSocketAddress address = server.addresses().getFirst();
            stranger.send(new DatagramPacket(new byte[] {1, 2, 3}, 3, address));
            try (RttTest test = RttTest.prepare(probes("127.0.0.1:" + address.getPort(), 3), RttListener.NONE)) {
                test.negotiate();
                test.run().close();
            }

            assertEquals(1, server.totals().dropped());
            assertEquals(4, codes.size());
            assertTrue(codes.poll().startsWith("[FieldsLengthTooLarge]"));
            assertEquals(List.of("OpenClose", "NewConn", "CloseConn"), List.copyOf(codes));
        }
    }

    @Test
    void shouldHaveOneSetOfDefaults() {
        ServePlan plan = new ServePlan(List.of(":0"), RttPlan.Family.ANY, ServePlan.Irtt.DEFAULT, 0,
                RttPlan.Precision.DEFAULT);

        assertEquals(IrttServerOptions.builder().build(), IrttServing.options(plan));
    }

    @Test
    void shouldTellEveryNoticeAsASentence() {
        ServePlan base = server("127.0.0.1:0");
        ServePlan demanding = new ServePlan(base.binds(), base.family(), base.irtt(), 0,
                new RttPlan.Precision(RttPlan.Wakeup.SLEEP, true, 1_023, 0, false, 0));
        try (Server server = Server.start(demanding, (_, _, _) -> { })) {
            assertTrue(server.notices().stream().anyMatch(notice -> notice.startsWith("CPU 1023 refused: ")),
                    server.notices().toString());
        }
    }
}
