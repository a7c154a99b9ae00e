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
    private static final int MOST_TRIES = 100;

    private final TcpSocket socket;
    private final MemorySegment buffer;
    private final int blockBytes;
    private final boolean discard;
    private final boolean drain;
    private final boolean omits;
    private final Budget bytes;
    /** Bytes that had arrived when the time ended that does not count; -1 before. */
    private volatile long uncounted = -1;

    /**
     * @param discard the kernel drops what arrives instead of copying it
     * @param omits   nothing counts before {@link #omit}
     * @param bytes   to take in at most, of all streams together; the rest stays in the kernel
     * @param drain   the sender has stopped when this is stopped: take what has arrived by then
     */
    TcpReceiving(ThroughputStream identity, TcpSocket socket, int blockBytes, boolean discard, boolean drain,
                 boolean omits, Budget bytes) {
        super(identity);
        this.socket = socket;
        this.blockBytes = blockBytes;
        this.discard = discard;
        this.drain = drain;
        this.omits = omits;
        this.bytes = bytes;
        socket.waiting(LONGEST_WAIT_NS);
        buffer = Arena.ofAuto().allocate(blockBytes);
    }

    @Override
    void begin(long nowNs) {
    }

    /** What is in the kernel's queue now arrived in time: it does not count, whenever it is read. */
    @Override
    void omit() {
        long before;
        long queued;
        int tries = 0;
        do { // exact while nothing is read
            before = bytes();
            queued = socket.queuedBytes();
        } while (before != bytes() && ++tries < MOST_TRIES);
        uncounted = before + Math.max(0, queued);
    }

    @Override
    StreamCounts omitted(StreamCounts asRead) {
        long end = Math.min(uncounted, bytes());
        return end <= asRead.bytes() ? asRead : asRead.withBytes(end);
    }

    @HotPath
    @Override
    long step(long nowNs) {
        long uncountedNow = uncounted;
        long early = uncountedNow - bytes();
        boolean limited = !omits || uncountedNow >= 0 && early <= 0;
        long room = limited ? bytes.charge(blockBytes) : early > 0 ? Math.min(early, blockBytes) : blockBytes;
        if (room == 0) {
            return DONE;
        }
        long n = discard ? socket.discard(buffer, room) : socket.receive(buffer, room);
        if (limited) {
            bytes.refund(room - Math.max(0, n));
        }
        if (n > 0) {
            count(limited ? n : wanted(n), 1);
            return GO_ON;
        }
        if (TcpSocket.isAgain(n)) {
            return BLOCKED; // it has waited
        }
        failed(n == TcpSocket.END ? 1 : n);
        return DONE;
    }

    /** Of {@code n} bytes just read those that count or never do: the time may have ended meanwhile. */
    @HotPath
    private long wanted(long n) {
        long late = uncounted < 0 ? 0 : Math.clamp(bytes() + n - uncounted, 0, n);
        return late == 0 ? n : n - late + bytes.charge(late);
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
