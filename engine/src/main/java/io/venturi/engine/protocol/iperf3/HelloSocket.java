package io.venturi.engine.protocol.iperf3;

import io.venturi.engine.protocol.iperf3.wire.Iperf3Datagram;
import io.venturi.engine.socket.Packet;
import io.venturi.engine.socket.Poller;
import io.venturi.engine.socket.SocketEvents;
import io.venturi.engine.socket.SocketOptions;
import io.venturi.engine.socket.UdpSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Where the first datagrams of a server's UDP streams arrive. They do not say which test they belong to, so one test at
 * a time has the socket, while its streams are opened.
 *
 * <p>Thread: the one between {@link #tryTake} and {@link #release}.
 */
final class HelloSocket implements AutoCloseable {
    private static final SocketEvents NOBODY = new SocketEvents() { };
    private static final int BATCH = 16;
    private static final int SLOT_BYTES = 64;
    private static final int HELLO_BYTES = 4;

    /** The first datagram of a stream. */
    record Hello(InetSocketAddress from, int word) {
    }

    private final UdpSocket socket;
    private final Poller poller;
    private volatile boolean over;
    private final Semaphore turn = new Semaphore(1, true);
    private final Queue<Hello> waiting = new ArrayDeque<>();

    HelloSocket(InetSocketAddress bind, String device) {
        socket = UdpSocket.open(SocketOptions.listening(bind).sized(BATCH, SLOT_BYTES).stamped(false, false)
                .readingMarks(false).shared(true, device));
        poller = new Poller(List.of(socket));
    }

    int port() {
        return socket.localAddress().getPort();
    }

    /** Have the socket for a test; what is in it is of none. */
    boolean tryTake(long waitNs) {
        try {
            if (over || !turn.tryAcquire(waitNs, TimeUnit.NANOSECONDS)) {
                return false;
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
        waiting.clear();
        while (socket.receive() > 0) {
            continue;
        }
        return true;
    }

    void release() {
        turn.release();
    }

    /** True if other tests wait for the socket. */
    boolean isWanted() {
        return turn.hasQueuedThreads();
    }

    /** The server ends: nobody has to wait for the socket any longer. */
    void giveUp() {
        over = true;
    }

    /** The next hello of this client, or null if none came in time. Whatever else arrives is passed over. */
    Hello await(InetAddress client, long waitNs) {
        if (waiting.isEmpty() && poller.await(waitNs) > 0) {
            int n = socket.receive();
            for (int i = 0; i < n; i++) {
                Packet packet = socket.packet(i);
                if (packet.length() == HELLO_BYTES && !packet.truncated()
                        && Iperf3Datagram.isHello(Iperf3Datagram.word(packet.payload()))
                        && packet.peerAddress().getAddress().equals(client)) {
                    waiting.add(new Hello(packet.peerAddress(), Iperf3Datagram.word(packet.payload())));
                }
            }
            socket.drainErrors(NOBODY);
        }
        return waiting.poll();
    }

    @Override
    public void close() {
        socket.close();
    }
}
