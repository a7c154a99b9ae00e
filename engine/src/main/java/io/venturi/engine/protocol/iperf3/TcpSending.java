package io.venturi.engine.protocol.iperf3;

import io.venturi.engine.annotation.HotPath;
import io.venturi.engine.metric.ThroughputStream;
import io.venturi.engine.socket.PayloadFile;
import io.venturi.engine.socket.TcpInfo;
import io.venturi.engine.socket.TcpSocket;
import java.lang.foreign.MemorySegment;
import java.util.Optional;

/** Writes blocks into a TCP connection. */
final class TcpSending extends DataStream {
    private final TcpSocket socket;
    private final MemorySegment block;
    private final int blockBytes;
    private final PayloadFile file;
    private final Pace pace;
    private final Budget bytes;
    private final Budget blocks;
    private final TcpInfo info = new TcpInfo();

    // owned by the thread that sends
    private long left;
    private long number;

    /** @param zeroCopy send from a file */
    TcpSending(ThroughputStream identity, TcpSocket socket, MemorySegment block, Pace pace, Budgets budgets,
               boolean zeroCopy) {
        super(identity);
        this.socket = socket;
        this.block = block;
        this.blockBytes = (int) block.byteSize();
        this.pace = pace;
        file = zeroCopy ? PayloadFile.of(block) : null;
        this.bytes = budgets.bytes();
        this.blocks = budgets.blocks();
        socket.waiting(LONGEST_WAIT_NS);
    }

    @Override
    void begin(long nowNs) {
        pace.begin(nowNs);
    }

    @HotPath
    @Override
    long step(long nowNs) {
        if (left == 0) {
            if (pace.isLimited()) {
                long waitNs = pace.dueNs(number) - nowNs;
                if (waitNs > 0) {
                    return waitNs;
                }
            }
            left = blocks.take(1) == 0 ? 0 : bytes.take(blockBytes);
            if (left == 0) {
                return DONE;
            }
        }
        long n = file == null ? socket.send(block, left) : file.sendTo(socket, left);
        if (n > 0) {
            left -= n;
            number += left == 0 ? 1 : 0;
            count(n, left == 0 ? 1 : 0);
            return GO_ON;
        }
        if (TcpSocket.isAgain(n)) {
            return BLOCKED; // it has waited
        }
        failed(n);
        return DONE;
    }

    @Override
    void await(long ns) {
    }

    @Override
    StreamCounts counts() {
        socket.sample(info);
        Optional<TcpCounts> tcp = info.isKnown() ? Optional.of(TcpCounts.of(info)) : Optional.empty();
        return new StreamCounts(bytes(), blocks(), 0, 0, 0, 0, 0, 0, tcp);
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
        if (file != null) {
            file.close();
        }
    }
}
