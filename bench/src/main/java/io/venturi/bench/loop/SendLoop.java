package io.venturi.bench.loop;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.venturi.engine.socket.SocketOptions;
import io.venturi.engine.socket.UdpSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** The counterpart of twin-send. */
final class SendLoop {

    private SendLoop() {
    }

    static String run(Arguments arguments) {
        int payload = (int) arguments.number("payload", 64);
        int batch = (int) arguments.number("batch", 64);
        InetAddress loopback = InetAddress.getLoopbackAddress();
        var peer = new InetSocketAddress(loopback, (int) arguments.number("port", 9000));
        try (UdpSocket socket = UdpSocket.open(SocketOptions.connected(new InetSocketAddress(loopback, 0), peer)
                .sized(batch, payload).stamped(false, false))) {
            for (int i = 0; i < batch; i++) {
                socket.length(i, payload);
            }
            return send(socket, batch, arguments.number("seconds", 1) * 1_000_000_000L);
        }
    }

    private static String send(UdpSocket socket, int batch, long durationNs) {
        long packets = 0;
        long errors = 0;
        long startNs = System.nanoTime();
        long nowNs = startNs;
        while (nowNs - startNs < durationNs) {
            for (int i = 0; i < batch; i++) {
                socket.slot(i).set(JAVA_LONG, 0, packets + i);
            }
            int sent = socket.flush(batch);
            if (sent > 0) {
                packets += sent;
            } else {
                errors++;
            }
            nowNs = System.nanoTime();
        }
        return "packets=%d errors=%d packets_per_second=%.0f".formatted(packets, errors,
                packets * 1e9 / (nowNs - startNs));
    }
}
