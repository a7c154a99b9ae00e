package io.venturi.engine.protocol.iperf3;

import io.venturi.engine.protocol.iperf3.wire.Iperf3Parameters;
import io.venturi.engine.socket.TcpListener;
import io.venturi.engine.socket.TcpOptions;
import io.venturi.engine.socket.TcpSocket;
import io.venturi.engine.socket.UdpSocket;
import io.venturi.engine.testing.AllocationProbe;
import io.venturi.engine.testing.Loopback;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Both ends of a stream on real sockets, stepped by this thread: no block and no datagram may allocate. */
@Timeout(300)
class StreamAllocationTest {

    private static Iperf3Parameters parameters(String json) throws Exception {
        return Iperf3Parameters.decode(json.getBytes(StandardCharsets.UTF_8));
    }

    private static void step(DataStream sending, DataStream receiving) {
        long nowNs = System.nanoTime();
        if (sending.step(nowNs) == DataStream.BLOCKED) {
            sending.await(1_000);
        }
        if (receiving.step(nowNs) == DataStream.BLOCKED) {
            receiving.await(1_000);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"len\":1000,\"skip_rx_copy\":1}", "{\"len\":1000,\"bandwidth\":1000000000}"})
    void shouldAllocateNothingPerBlock(String json) throws Exception {
        Iperf3Parameters parameters = parameters(json);
        Budgets budgets = Budgets.of(new Iperf3Parameters.Limits(0, 0, Long.MAX_VALUE, Long.MAX_VALUE));
        budgets.open();
        try (TcpListener listener = TcpListener.open(TcpOptions.DEFAULT, Loopback.any("127.0.0.1"));
                TcpSocket connected = TcpSocket.connect(TcpOptions.DEFAULT, Loopback.any("127.0.0.1"),
                        listener.localAddress(), 5_000_000_000L);
                TcpSocket accepted = listener.accept(5_000_000_000L)) {
            DataStream sending = TestSockets.stream(connected, 0, true, false, parameters, budgets);
            DataStream receiving = TestSockets.stream(accepted, 0, false, true, parameters, budgets);
            sending.begin(System.nanoTime());

            AllocationProbe.assertAllocatesNothing(() -> step(sending, receiving));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"udp\":true,\"len\":1000,\"bandwidth\":1000000000}",
            "{\"udp\":true,\"len\":16,\"bandwidth\":100000000,\"burst\":10,\"udp_counters_64bit\":1}"})
    void shouldAllocateNothingPerDatagram(String json) throws Exception {
        Iperf3Parameters parameters = parameters(json);
        Budgets budgets = Budgets.of(new Iperf3Parameters.Limits(0, 0, Long.MAX_VALUE, Long.MAX_VALUE));
        budgets.open();
        InetSocketAddress near = Loopback.closedPort("127.0.0.1");
        InetSocketAddress far = Loopback.closedPort("127.0.0.1");
        try (UdpSocket from = UdpSocket.open(TestSockets.udp(near, far, parameters, false, ""));
                UdpSocket to = UdpSocket.open(TestSockets.udp(far, near, parameters, false, ""))) {
            DataStream sending = TestSockets.stream(from, far, 0, true, false, parameters, budgets);
            DataStream receiving = TestSockets.stream(to, near, 0, false, true, parameters, budgets);
            sending.begin(System.nanoTime());

            AllocationProbe.assertAllocatesNothing(() -> step(sending, receiving));
        }
    }
}
