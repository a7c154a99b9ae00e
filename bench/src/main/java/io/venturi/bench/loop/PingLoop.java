package io.venturi.bench.loop;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.venturi.engine.socket.SocketEvents;
import io.venturi.engine.socket.SocketOptions;
import io.venturi.engine.socket.UdpSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** The counterpart of twin-ping: one round trip after the other, spinning. */
final class PingLoop implements SocketEvents {
    private static final long TIMEOUT_NS = 1_000_000_000;

    private final UdpSocket socket;
    private final Samples userNs;
    private final Samples kernelNs;
    private long stampedId = -1;
    private long stampNs;
    private long lost;

    private PingLoop(UdpSocket socket, int count) {
        this.socket = socket;
        userNs = new Samples(count);
        kernelNs = new Samples(count);
    }

    static String run(Arguments arguments) {
        int payload = (int) arguments.number("payload", 64);
        boolean stamps = arguments.flag("stamps");
        InetAddress loopback = InetAddress.getLoopbackAddress();
        var peer = new InetSocketAddress(loopback, (int) arguments.number("port", 9000));
        try (UdpSocket socket = UdpSocket.open(SocketOptions.connected(new InetSocketAddress(loopback, 0), peer)
                .sized(1, payload).stamped(stamps, stamps).readingMarks(arguments.flag("marks")))) {
            socket.length(0, payload);
            int count = (int) arguments.number("count", 10_000);
            PingLoop loop = new PingLoop(socket, count);
            loop.ping((int) arguments.number("warmup", 1_000), count, stamps,
                    System.nanoTime() + arguments.number("seconds", 60) * 1_000_000_000L);
            return "count=" + loop.userNs.count() + " lost=" + loop.lost + loop.userNs.text("")
                    + " kernel_count=" + loop.kernelNs.count() + loop.kernelNs.text("kernel_");
        }
    }

    private void ping(int warmUp, int count, boolean stamps, long endNs) {
        for (long seq = 0; seq < warmUp + count; seq++) {
            long id = socket.accepted();
            socket.slot(0).set(JAVA_LONG, 0, seq);
            long sentNs = System.nanoTime();
            if (sentNs >= endNs) {
                return;
            }
            if (socket.flush(1) != 1) {
                lost++;
                continue;
            }
            boolean replied = await(seq, sentNs + TIMEOUT_NS);
            while (stamps && replied && stampedId != id && System.nanoTime() < sentNs + TIMEOUT_NS) {
                socket.drainErrors(this);
            }
            if (!replied) {
                lost++;
            } else if (seq >= warmUp) {
                userNs.add(socket.packet(0).receivedUserNs() - sentNs);
                long receivedNs = socket.packet(0).receivedKernelNs();
                if (receivedNs != 0 && stampedId == id) {
                    kernelNs.add(receivedNs - stampNs);
                }
            }
        }
    }

    private boolean await(long seq, long deadlineNs) {
        do {
            if (socket.receive() > 0 && socket.packet(0).payload().get(JAVA_LONG, 0) == seq) {
                return true;
            }
        } while (System.nanoTime() < deadlineNs);
        return false;
    }

    @Override
    public void onTransmitStamp(long id, long kernelNs) {
        stampedId = id;
        stampNs = kernelNs;
    }
}
