package io.venturi.engine.protocol.iperf3;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.venturi.engine.metric.ThroughputStream;
import io.venturi.engine.socket.LoadOptions;
import io.venturi.engine.socket.SocketOptions;
import io.venturi.engine.socket.UdpSocket;
import io.venturi.engine.spi.Protocols;
import io.venturi.engine.testing.AllocationProbe;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Two ends of a KCP stream on real sockets, stepped by one thread. */
class ProtocolStreamAllocationTest {
    private static final int SLOT_BYTES = 1400;
    private static final int BLOCK_BYTES = 1376;
    private static final int BATCH = 32;
    private static final long STEP_NS = 1_000_000;
    /** As servers have it: their sockets are connected after they were opened, and have slots to send from. */
    private static final LoadOptions TRAINS = new LoadOptions(true, false, 0, 0, false);

    private final Carrier carrier = Carrier.of(Protocols.load(List.of()), "kcp", Map.of("verify", "yes"));

    private ProtocolStream end(UdpSocket socket, InetSocketAddress peer, boolean sender) {
        return new ProtocolStream(new ThroughputStream(0, 1, socket.fd(), sender, socket.localAddress(), peer), socket,
                carrier, 42, BLOCK_BYTES, new Pace(0, 0, BLOCK_BYTES), Budgets.unlimited(), false);
    }

    @Test
    void shouldAllocateNothing() {
        InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        try (UdpSocket a = UdpSocket.open(SocketOptions.listening(any).sized(BATCH, SLOT_BYTES).stamped(false, false)
                    .readingMarks(false).loaded(TRAINS));
                UdpSocket b = UdpSocket.open(SocketOptions.connected(any, a.localAddress()).sized(BATCH, SLOT_BYTES)
                    .stamped(false, false).readingMarks(false))) {
            assertEquals(0, a.connect(b.localAddress()));
            ProtocolStream sender = end(b, a.localAddress(), true);
            ProtocolStream receiver = end(a, b.localAddress(), false);
            long[] nowNs = {System.nanoTime()};
            sender.begin(nowNs[0]);

            AllocationProbe.assertAllocatesNothing(() -> {
                nowNs[0] += STEP_NS; // ahead of the clock, so that the protocol's intervals pass at once
                sender.step(nowNs[0]);
                receiver.step(nowNs[0]);
            });

            assertEquals("", sender.trouble() + receiver.trouble());
            assertTrue(receiver.bytes() > 10_000_000, receiver.bytes() + " bytes");
            List<Double> figures = receiver.counts().figures();
            assertEquals(0, figures.getLast(), "pieces that were not what was sent");
            assertTrue(figures.get(figures.size() - 2) > 10_000_000);
            sender.finish();
            receiver.finish();
            sender.close();
            receiver.close();
        }
    }
}
