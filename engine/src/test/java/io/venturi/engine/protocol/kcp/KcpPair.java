package io.venturi.engine.protocol.kcp;

import java.io.ByteArrayOutputStream;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.function.BiFunction;
import java.util.function.Consumer;

/** Two ends and a path between them, in virtual time. */
final class KcpPair {
    static final int CONVERSATION = 0x11223344;
    private static final long START_NS = 5_000_000_000_000L;
    private static final long LIMIT_NS = 3_600_000_000_000L;

    /**
     * A path.
     *
     * @param delayNs   one way
     * @param jitterNs  added at random, so that datagrams overtake each other
     * @param loss      share of datagrams lost, each way
     * @param doubled   share of datagrams delivered twice
     * @param bitsPerSecond of the link, each way, 0 for any; its queue is endless
     */
    record Path(long delayNs, long jitterNs, double loss, double doubled, long bitsPerSecond) {
        static final Path CLEAN = new Path(5_000_000, 0, 0, 0, 0);
    }

    private record Transit(long atNs, long order, KcpPeer to, byte[] datagram) {
    }

    private final Path path;
    private final Random random;
    private final PriorityQueue<Transit> underWay = new PriorityQueue<>(
            Comparator.comparingLong(Transit::atNs).thenComparingLong(Transit::order));
    private final long[] linkFreeNs = new long[2];
    private KcpPeer left;
    private KcpPeer right;
    private long nowNs = START_NS;
    private long order;

    KcpPair(Path path, long seed) {
        this.path = path;
        random = new Random(seed);
    }

    KcpPair between(BiFunction<KcpOptions, Consumer<byte[]>, KcpPeer> leftKind, KcpOptions leftOptions,
                    BiFunction<KcpOptions, Consumer<byte[]>, KcpPeer> rightKind, KcpOptions rightOptions) {
        left = leftKind.apply(leftOptions, datagram -> carry(datagram, 0));
        right = rightKind.apply(rightOptions, datagram -> carry(datagram, 1));
        return this;
    }

    KcpPeer left() {
        return left;
    }

    KcpPeer right() {
        return right;
    }

    long elapsedNs() {
        return nowNs - START_NS;
    }

    private void carry(byte[] datagram, int way) {
        long leavesNs = nowNs;
        if (path.bitsPerSecond() > 0) {
            leavesNs = Math.max(nowNs, linkFreeNs[way]) + (datagram.length + 28) * 8_000_000_000L
                    / path.bitsPerSecond();
            linkFreeNs[way] = leavesNs;
        }
        if (random.nextDouble() < path.loss()) {
            return;
        }
        int copies = random.nextDouble() < path.doubled() ? 2 : 1;
        for (int i = 0; i < copies; i++) {
            long laterNs = path.jitterNs() > 0 ? random.nextLong(path.jitterNs()) : 0;
            underWay.add(new Transit(leavesNs + path.delayNs() + laterNs, order++, way == 0 ? right : left, datagram));
        }
    }

    /** Bring {@code data} from left to right and give what arrived; stops after an hour of virtual time. */
    byte[] transfer(byte[] data) {
        ByteArrayOutputStream arrived = new ByteArrayOutputStream();
        int written = 0;
        while ((arrived.size() < data.length || !left.isDrained()) && elapsedNs() < LIMIT_NS) {
            int taken;
            do {
                taken = written < data.length ? left.write(data, written, data.length - written) : 0;
                written += taken;
            } while (taken > 0);
            step();
            arrived.writeBytes(right.read());
        }
        return arrived.toByteArray();
    }

    /** Go to the next thing that happens. */
    void step() {
        left.advance(nowNs);
        right.advance(nowNs);
        long nextNs = Math.min(left.dueNs(nowNs), right.dueNs(nowNs));
        if (!underWay.isEmpty()) {
            nextNs = Math.min(nextNs, underWay.peek().atNs());
        }
        nowNs = Math.max(nowNs, nextNs);
        while (!underWay.isEmpty() && underWay.peek().atNs() <= nowNs) {
            Transit transit = underWay.poll();
            transit.to().input(transit.datagram(), nowNs);
        }
    }
}
