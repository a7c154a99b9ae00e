package io.venturi.engine.protocol.iperf3;

import io.venturi.engine.annotation.HotPath;
import io.venturi.engine.metric.ThroughputStream;
import io.venturi.engine.socket.TcpSocket;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Optional;

/** Reads a TCP connection. */
final class TcpReceiving extends DataStream {
    private static final long DRAIN_NS = 100_000_000;

    private final TcpSocket socket;
    private final MemorySegment buffer;
    private final int blockBytes;
    private final boolean discard;
    private final boolean drain;
    private final Budget bytes;

    /**
     * @param discard the kernel drops what arrives instead of copying it
     * @param bytes   to take in at most, of all streams together; the rest stays in the kernel
     * @param drain   the sender has stopped when this is stopped: take what has arrived by then
     */
    TcpReceiving(ThroughputStream identity, TcpSocket socket, int blockBytes, boolean discard, boolean drain,
                 Budget bytes) {
        super(identity);
        this.socket = socket;
        this.blockBytes = blockBytes;
        this.discard = discard;
        this.drain = drain;
        this.bytes = bytes;
        socket.waiting(LONGEST_WAIT_NS);
        buffer = Arena.ofAuto().allocate(blockBytes);
    }

    @Override
    void begin(long nowNs) {
    }

    @HotPath
    @Override
    long step(long nowNs) {
        long room = bytes.take(blockBytes);
        if (room == 0) {
            return DONE;
        }
        long n = discard ? socket.discard(buffer, room) : socket.receive(buffer, room);
        bytes.giveBack(room - Math.max(0, n));
        if (n > 0) {
            count(n, 1);
            return GO_ON;
        }
        if (TcpSocket.isAgain(n)) {
            return BLOCKED; // it has waited
        }
        failed(n == TcpSocket.END ? 1 : n);
        return DONE;
    }

    @Override
    void finish() {
        if (!drain) {
            return;
        }
        socket.waiting(0);
        long endNs = System.nanoTime() + DRAIN_NS;
        while (System.nanoTime() < endNs && step(0) == GO_ON) {
            continue;
        }
    }

    @Override
    void await(long ns) {
    }

    @Override
    StreamCounts counts() {
        return new StreamCounts(bytes(), blocks(), 0, 0, 0, 0, 0, 0, Optional.empty());
    }

    @Override
    String congestionControl() {
        return socket.congestionControl();
    }

    @Override
    int sendBufferBytes() {
        return socket.sendBufferBytes();
    }

    @Override
    int receiveBufferBytes() {
        return socket.receiveBufferBytes();
    }

    @Override
    void close() {
        socket.close();
    }
}
