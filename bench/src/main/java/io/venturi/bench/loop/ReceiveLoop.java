package io.venturi.bench.loop;

import io.venturi.engine.socket.SocketOptions;
import io.venturi.engine.socket.UdpSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** The counterpart of twin-receive --burst: fill the own buffer, then time emptying it. */
final class ReceiveLoop {
    private static final int MOST_ROUNDS = 1_000_000;

    private ReceiveLoop() {
    }

    static String run(Arguments arguments) {
        int batch = (int) arguments.number("batch", 64);
        int bytes = (int) arguments.number("bytes", 64);
        int payload = (int) arguments.number("payload", 2048);
        var any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        try (UdpSocket receiver = UdpSocket.open(SocketOptions.listening(any).sized(batch, payload)
                        .stamped(false, arguments.flag("stamps")));
                UdpSocket sender = UdpSocket.open(SocketOptions.connected(any, receiver.localAddress())
                        .sized(batch, bytes).stamped(false, false))) {
            for (int i = 0; i < batch; i++) {
                sender.length(i, bytes);
            }
            return rounds(sender, receiver, batch, (int) arguments.number("burst", 1024),
                    arguments.number("seconds", 1) * 1_000_000_000L);
        }
    }

    private static String rounds(UdpSocket sender, UdpSocket receiver, int batch, int burst, long durationNs) {
        Samples tookNs = new Samples(MOST_ROUNDS);
        long shortRounds = 0;
        long beganNs = System.nanoTime();
        while (System.nanoTime() - beganNs < durationNs && !tookNs.isFull()) {
            for (int sent = 0; sent < burst; ) {
                sent += Math.max(0, sender.flush(Math.min(batch, burst - sent)));
            }
            long startNs = System.nanoTime();
            if (drain(receiver, burst) == burst) {
                tookNs.add(System.nanoTime() - startNs);
            } else {
                shortRounds++;
            }
        }
        return "rounds=%d short_rounds=%d stamp=%d packets_per_second=%.0f".formatted(tookNs.count(), shortRounds,
                stampNs, burst * 1e9 / tookNs.quantile(500));
    }

    private static long stampNs;

    private static int drain(UdpSocket receiver, int burst) {
        int drained = 0;
        while (drained < burst) {
            int received = receiver.receive();
            if (received == 0) {
                break;
            }
            drained += received;
            for (int i = 0; i < received; i++) {
                stampNs = receiver.packet(i).receivedKernelNs();
            }
        }
        return drained;
    }
}
