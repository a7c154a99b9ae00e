package io.venturi.engine.protocol.iperf3;

import io.venturi.engine.annotation.HotPath;
import io.venturi.engine.metric.ThroughputStream;
import io.venturi.engine.protocol.iperf3.wire.Iperf3Datagram;
import io.venturi.engine.socket.UdpSocket;
import io.venturi.ffi.linux.Errno;
import java.lang.foreign.MemorySegment;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Sends numbered datagrams at their times. One the kernel refused uses up no number and is sent later.
 *
 * <p>A datagram carries the time at which its batch was handed to the kernel.
 */
final class UdpSending extends DataStream {
    private static final long FULL_QUEUE_NS = 100_000;

    private final UdpSocket socket;
    private final int payloadBytes;
    private final boolean counters64;
    private final Pace pace;
    private final Budget bytes;
    private final Budget blocks;
    private final int most;
    private final AtomicLong refused = new AtomicLong();

    // owned by the thread that sends
    private long number;

    UdpSending(ThroughputStream identity, UdpSocket socket, MemorySegment payload, boolean counters64, Pace pace,
               Budgets budgets) {
        super(identity);
        this.socket = socket;
        this.counters64 = counters64;
        this.pace = pace;
        this.bytes = budgets.bytes();
        this.blocks = budgets.blocks();
        payloadBytes = (int) payload.byteSize();
        most = socket.capacity();
        for (int i = 0; i < socket.capacity(); i++) {
            MemorySegment.copy(payload, 0, socket.slot(i), 0, payloadBytes);
            socket.length(i, payloadBytes);
        }
    }

    @Override
    void begin(long nowNs) {
        pace.begin(nowNs);
    }

    @HotPath
    @Override
    long step(long nowNs) {
        int batch = most;
        if (pace.isLimited()) {
            long due = pace.due(nowNs) - number;
            if (due <= 0) {
                return Math.max(1, pace.dueNs(number) - nowNs);
            }
            long holdNs = pace.holdNs(nowNs, due);
            if (holdNs > 0) {
                return holdNs;
            }
            batch = (int) Math.min(most, due);
        }
        batch = granted(batch);
        if (batch == 0) {
            return DONE;
        }
        for (int i = 0; i < batch; i++) {
            Iperf3Datagram.write(socket.slot(i), nowNs, number + i + 1, counters64);
        }
        int n = socket.flush(batch);
        int taken = Math.max(0, n);
        number += taken;
        if (pace.isLimited()) {
            pace.sent(nowNs, taken);
        }
        count((long) taken * payloadBytes, taken);
        blocks.giveBack(batch - taken);
        bytes.giveBack((long) (batch - taken) * payloadBytes);
        return n > 0 ? GO_ON : refused(n);
    }

    /** How many of {@code batch} datagrams may be sent. */
    @HotPath
    private int granted(int batch) {
        int granted = (int) blocks.take(batch);
        long room = bytes.take((long) granted * payloadBytes);
        int whole = (int) ((room + payloadBytes - 1) / payloadBytes); // the last one is sent whole
        blocks.giveBack(granted - whole);
        return whole;
    }

    @HotPath
    private long refused(int result) {
        if (result == -Errno.EAGAIN || result == -Errno.ENOBUFS || result == -Errno.EINTR
                || result == -Errno.ECONNREFUSED) {
            refused.setRelease(refused.getPlain() + 1);
            return BLOCKED;
        }
        failed(result);
        return DONE;
    }

    @Override
    void await(long ns) {
        LockSupport.parkNanos(Math.min(ns, FULL_QUEUE_NS));
    }

    @Override
    StreamCounts counts() {
        return new StreamCounts(bytes(), blocks(), blocks(), 0, 0, 0, 0, 0, Optional.empty());
    }

    @Override
    long refused() {
        return refused.getAcquire();
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
