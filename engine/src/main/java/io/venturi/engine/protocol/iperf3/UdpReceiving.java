package io.venturi.engine.protocol.iperf3;

import io.venturi.engine.annotation.HotPath;
import io.venturi.engine.clock.Sleeper;
import io.venturi.engine.metric.ThroughputStream;
import io.venturi.engine.protocol.iperf3.wire.Iperf3Datagram;
import io.venturi.engine.socket.Packet;
import io.venturi.engine.socket.Poller;
import io.venturi.engine.socket.SocketEvents;
import io.venturi.engine.socket.UdpSocket;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/** Receives numbered datagrams and accounts for them. */
final class UdpReceiving extends DataStream {
    private static final SocketEvents NOBODY = new SocketEvents() { };
    private static final long NARROW = 1L << 32;
    private static final int FIELDS = 6;
    /** Datagrams since the last wait from which on it is a load, whose next ones are not waited for one by one. */
    private static final int DENSE = 32;
    /** To be woken by each datagram costs its sender, on the same host, more than the datagram itself. */
    private static final long NAP_NS = 50_000;
    /** Room for a nap, even if it ends late. */
    private static final int ROOMY_BYTES = 4 << 20;

    private final UdpSocket socket;
    private final boolean counters64;
    private final boolean drain;
    private final Budgets budgets;
    private final Poller poller;

    // owned by the thread that receives
    private final Sleeper sleeper = new Sleeper();
    private final boolean roomy;
    private int sinceWait;
    private final DatagramAccount account = new DatagramAccount();

    /** Odd while {@link #published} changes. */
    private final AtomicLong version = new AtomicLong();
    private final AtomicLongArray published = new AtomicLongArray(FIELDS);
    private volatile boolean omitAsked;

    UdpReceiving(ThroughputStream identity, UdpSocket socket, boolean counters64, boolean drain,
                 Budgets budgets) {
        super(identity);
        this.socket = socket;
        this.counters64 = counters64;
        this.drain = drain;
        this.budgets = budgets;
        poller = new Poller(List.of(socket));
        roomy = socket.receiveBufferBytes() >= ROOMY_BYTES;
    }

    @Override
    void begin(long nowNs) {
    }

    @HotPath
    @Override
    long step(long nowNs) {
        if (omitAsked) {
            omitAsked = false;
            account.omit();
        }
        int n = socket.receive();
        if (n <= 0) {
            socket.drainErrors(NOBODY);
            return BLOCKED;
        }
        sinceWait += n;
        long bytes = 0;
        int counted = 0;
        for (int i = 0; i < n; i++) {
            Packet packet = socket.packet(i);
            if (packet.length() >= Iperf3Datagram.LEAST_BYTES && isWanted(packet.length())) {
                long seq = wide(Iperf3Datagram.seq(packet.payload(), counters64));
                long arrivedNs = packet.receivedKernelNs();
                account.received(seq, packet.length(), Iperf3Datagram.sentNs(packet.payload()),
                        arrivedNs == 0 ? packet.receivedUserWallNs() : arrivedNs);
                bytes += packet.length();
                counted++;
            }
        }
        publish();
        count(bytes, counted);
        return GO_ON;
    }

    /** Behind the last one asked for nothing counts; the last one counts whole. */
    @HotPath
    private boolean isWanted(int bytes) {
        return budgets.blocks().take(1) == 1 && budgets.bytes().take(bytes) > 0;
    }

    /** A number of 32 bits goes round; the one meant is the nearest to the highest so far. */
    @HotPath
    private long wide(long seq) {
        if (counters64) {
            return seq;
        }
        long highest = account.packets();
        long candidate = highest - (highest & NARROW - 1) + seq;
        if (candidate > highest + NARROW / 2 && candidate >= NARROW) {
            return candidate - NARROW;
        }
        return candidate < highest - NARROW / 2 ? candidate + NARROW : candidate;
    }

    @HotPath
    private void publish() {
        version.set(version.getPlain() + 1);
        published.setRelease(0, account.packets());
        published.setRelease(1, account.errors());
        published.setRelease(2, account.everOutOfOrder());
        published.setRelease(3, account.everReceived());
        published.setRelease(4, account.everDuplicates());
        published.setRelease(5, Double.doubleToRawLongBits(account.jitterNs()));
        version.set(version.getPlain() + 1);
    }

    @Override
    StreamCounts counts() {
        long[] values = new long[FIELDS];
        long before;
        do {
            before = version.get();
            for (int i = 0; i < FIELDS; i++) {
                values[i] = published.getAcquire(i);
            }
        } while ((before & 1) != 0 || version.get() != before);
        return new StreamCounts(bytes(), blocks(), values[0], values[1], values[2], values[3], values[4],
                Double.longBitsToDouble(values[5]), Optional.empty());
    }

    @Override
    void omit() {
        omitAsked = true;
    }

    @Override
    void finish() {
        for (int i = 0; drain && i < 1024 && step(0) == GO_ON; i++) {
            continue;
        }
    }

    @Override
    void await(long ns) {
        if (sinceWait >= DENSE && roomy) {
            sleeper.until(System.nanoTime() + NAP_NS);
        } else {
            poller.await(ns);
        }
        sinceWait = 0;
    }

    @Override
    long overflows() {
        return socket.overflowsNow();
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
