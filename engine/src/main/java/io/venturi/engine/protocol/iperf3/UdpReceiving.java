package io.venturi.engine.protocol.iperf3;

import io.venturi.engine.annotation.HotPath;
import io.venturi.engine.clock.Sleeper;
import io.venturi.engine.clock.SystemClock;
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
    private static final int BYTES = 6;
    private static final int BLOCKS = 7;

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
    private boolean counting;

    /** Odd while {@link #published} changes. */
    private final AtomicLong version = new AtomicLong();
    private final AtomicLongArray published = new AtomicLongArray(FIELDS);
    /** The same when the last datagram had been read that arrived in the time that does not count. */
    private final AtomicLongArray uncounted = new AtomicLongArray(FIELDS + 2);
    /** When that time ended, by the wall clock; 0 before. */
    private volatile long omitEndNs;

    /** @param omits nothing counts before {@link #omit} */
    UdpReceiving(ThroughputStream identity, UdpSocket socket, boolean counters64, boolean drain,
                 boolean omits, Budgets budgets) {
        super(identity);
        this.socket = socket;
        this.counters64 = counters64;
        this.drain = drain;
        counting = !omits;
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
        int n = socket.receive();
        if (n <= 0) {
            if (!counting && omitEndNs != 0) {
                beginToCount(0, 0);
            }
            socket.drainErrors(NOBODY);
            return BLOCKED;
        }
        sinceWait += n;
        long bytes = 0;
        int counted = 0;
        for (int i = 0; i < n; i++) {
            Packet packet = socket.packet(i);
            long arrivedNs = packet.receivedKernelNs() == 0 ? packet.receivedUserWallNs() : packet.receivedKernelNs();
            if (!counting && omitEndNs != 0 && arrivedNs >= omitEndNs) {
                beginToCount(bytes, counted);
            }
            if (packet.length() >= Iperf3Datagram.LEAST_BYTES && (!counting || isWanted(packet.length()))) {
                long seq = wide(Iperf3Datagram.seq(packet.payload(), counters64));
                account.received(seq, packet.length(), Iperf3Datagram.sentNs(packet.payload()), arrivedNs);
                bytes += packet.length();
                counted++;
            }
        }
        publish(bytes, counted);
        count(bytes, counted);
        return GO_ON;
    }

    /** All has been read that arrived in the time that does not count. */
    @HotPath
    private void beginToCount(long bytes, int blocks) {
        account.omit();
        publish(bytes, blocks);
        counting = true;
    }

    /** Behind the last one asked for nothing counts; the last one counts whole. */
    @HotPath
    private boolean isWanted(int bytes) {
        return budgets.blocks().charge(1) == 1 && budgets.bytes().charge(bytes) > 0;
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

    /** @param bytes read, but not yet told by {@link #count} */
    @HotPath
    private void publish(long bytes, int blocks) {
        version.set(version.getPlain() + 1);
        publish(published);
        if (!counting) {
            publish(uncounted);
            uncounted.setRelease(BYTES, bytes() + bytes);
            uncounted.setRelease(BLOCKS, blocks() + blocks);
        }
        version.set(version.getPlain() + 1);
    }

    @HotPath
    private void publish(AtomicLongArray fields) {
        fields.setRelease(0, account.packets());
        fields.setRelease(1, account.errors());
        fields.setRelease(2, account.everOutOfOrder());
        fields.setRelease(3, account.everReceived());
        fields.setRelease(4, account.everDuplicates());
        fields.setRelease(5, Double.doubleToRawLongBits(account.jitterNs()));
    }

    @Override
    StreamCounts counts() {
        long[] values = read(published);
        return new StreamCounts(bytes(), blocks(), values[0], values[1], values[2], values[3], values[4],
                Double.longBitsToDouble(values[5]), Optional.empty());
    }

    private long[] read(AtomicLongArray fields) {
        long[] values = new long[fields.length()];
        long before;
        do {
            before = version.get();
            for (int i = 0; i < values.length; i++) {
                values[i] = fields.getAcquire(i);
            }
        } while ((before & 1) != 0 || version.get() != before);
        return values;
    }

    @Override
    void omit() {
        omitEndNs = SystemClock.realtime().nanoTime();
    }

    @Override
    StreamCounts omitted(StreamCounts asRead) {
        if (omitEndNs == 0) {
            return asRead;
        }
        long[] values = read(uncounted);
        return new StreamCounts(values[BYTES], values[BLOCKS], values[0], values[1], values[2], values[3], values[4], 0,
                Optional.empty());
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
