package io.venturi.engine.protocol.udpst;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import io.venturi.engine.clock.Clock;
import io.venturi.engine.clock.Timescale;
import io.venturi.engine.metric.CapacityEvent;
import io.venturi.engine.metric.CapacityHost;
import io.venturi.engine.metric.CapacityInterval;
import io.venturi.engine.metric.CapacityLayer;
import io.venturi.engine.protocol.udpst.wire.StatusLayout;
import io.venturi.engine.protocol.udpst.wire.TestParameters;
import io.venturi.engine.socket.Packet;
import io.venturi.engine.stream.Endpoint;
import io.venturi.engine.testing.ManualClock;
import io.venturi.engine.testing.Timeline;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** A client and a server in virtual time, with a simulated path between them; nothing is real but the endpoints. */
final class VirtualPair {
    static final long MS = 1_000_000;
    static final long SECOND = 1_000_000_000;
    private static final int CONTROL_PORT = 24_601;
    private static final int FIRST_TEST_PORT = 40_000;
    private static final int HEAD_BYTES = 256;
    private static final long WALL_OFFSET = 1_795_000_000L * SECOND;

    final VirtualLink up = new VirtualLink(5 * MS);
    final VirtualLink down = new VirtualLink(5 * MS);
    final List<CapacityEvent> clientEvents = new ArrayList<>();
    final List<CapacityEvent> serverEvents = new ArrayList<>();
    final List<CapacityInterval> intervals = new ArrayList<>();
    final UdpstServing serving;
    final UdpstClient client;
    /** Every datagram sent, if wanted: who hears of it may not keep the array. */
    java.util.function.BiConsumer<byte[], Boolean> spy = (_, _) -> { };

    private final ManualClock clock = new ManualClock(Timescale.MONOTONIC, 1000 * SECOND);
    private final Timeline timeline = new Timeline();
    private final Map<Integer, Node> nodes = new HashMap<>();
    private final List<Node> all = new ArrayList<>();
    private final SplittableRandom random = new SplittableRandom(7);
    private VirtualLink toServer = up;
    private VirtualLink toClient = down;
    private long clientStepNs;
    private boolean serverGone;
    private boolean stamped = true;
    private int openings = Integer.MAX_VALUE;
    private int nextPort = FIRST_TEST_PORT;

    VirtualPair(UdpstClientOptions options, UdpstServerOptions server) {
        this(options, server, new Admission(254, 0, 0));
    }

    VirtualPair(UdpstClientOptions options, UdpstServerOptions server, Admission admission) {
        serving = new UdpstServing(server, admission, clock, () -> wall(false), random::nextLong, serverEvents::add,
                LoadLog.Opener.NONE);
        Node control = new Node(CONTROL_PORT, true);
        control.endpoint = new UdpstServer(serving, address(CONTROL_PORT), this::open);
        client = new UdpstClient(options, clock, wall(true), this::note, () -> CapacityHost.UNKNOWN,
                LoadLog.Opener.NONE);
        for (int i = 0; i < options.maxConnections(); i++) {
            Node node = new Node(50_000 + i, false);
            node.peer = CONTROL_PORT;
            node.endpoint = client.connect(node, address(CONTROL_PORT), false, random.nextLong());
        }
    }

    static UdpstClientOptions asking(TestParameters parameters) {
        return new UdpstClientOptions(parameters, 1, 1, 4711, true, false, new byte[0], 0, 0, SendOptions.DEFAULT,
                StatusLayout.V20, true);
    }

    private void note(CapacityEvent event) {
        clientEvents.add(event);
        if (event instanceof CapacityEvent.Interval interval) {
            intervals.add(interval.interval());
        }
    }

    private Clock wall(boolean ofClient) {
        return new Clock() {
            @Override
            public long nanoTime() {
                return clock.nanoTime() + WALL_OFFSET + (ofClient ? clientStepNs : 0);
            }

            @Override
            public Timescale timescale() {
                return Timescale.REALTIME;
            }
        };
    }

    /** Set the wall clock of the client apart from that of the server. */
    void stepClient(long ns) {
        clientStepNs = ns;
    }

    /** The server has this many sockets left. */
    void sockets(int left) {
        openings = left;
    }

    /** Nobody knows when a datagram arrived, only when it was taken. */
    VirtualPair withoutKernelStamps() {
        stamped = false;
        return this;
    }

    /** The server is no more. */
    void killServer() {
        serverGone = true;
    }

    long nowNs() {
        return clock.nanoTime();
    }

    void at(long fromNowNs, Runnable action) {
        timeline.at(clock.nanoTime() + fromNowNs, action);
    }

    /** What the first client connection does not see or do for some time, as if its thread were held. */
    void stallClient(long fromNowNs, long forNs) {
        stall(all.get(1), fromNowNs, forNs);
    }

    /** The same for the connection that the server opened last; call it when there is one. */
    void stallServer(long fromNowNs, long forNs) {
        stall(all.getLast(), fromNowNs, forNs);
    }

    private void stall(Node node, long fromNowNs, long forNs) {
        at(fromNowNs, () -> node.heldUntilNs = clock.nanoTime() + forNs);
        at(fromNowNs + forNs, node::resume);
    }

    /** Hand a datagram to the control port, as if someone had sent it; the answer is lost. */
    void toControl(byte[] datagram) {
        all.getFirst().receive(datagram, datagram.length, 50_000);
    }

    private int open(java.util.function.Function<TestSocket, UdpstServerTest> test) {
        if (openings-- <= 0) {
            return -24;
        }
        Node node = new Node(nextPort++, true);
        node.endpoint = test.apply(node);
        return node.port;
    }

    private static InetSocketAddress address(int port) {
        return Packet.address(0, 0xffff_7f00_0001L, port, 0);
    }

    /** Let it go on until the client is done, at most so long. */
    VirtualPair run(long forNs) {
        long endNs = clock.nanoTime() + forNs;
        while (!client.isOver() && clock.nanoTime() < endNs) {
            step();
        }
        return this;
    }

    /** Let it go on for so long, whatever happens. */
    VirtualPair pass(long forNs) {
        long endNs = clock.nanoTime() + forNs;
        while (clock.nanoTime() < endNs) {
            step();
        }
        return this;
    }

    private void step() {
        long next = timeline.nextNs();
        for (int i = 0; i < all.size(); i++) {
            next = Math.min(next, all.get(i).dueNs());
        }
        clock.set(Math.max(clock.nanoTime(), next == Long.MAX_VALUE ? clock.nanoTime() + SECOND : next));
        while (timeline.nextNs() <= clock.nanoTime()) {
            timeline.happen();
        }
        for (int i = 0; i < all.size(); i++) {
            all.get(i).advance();
        }
        all.removeIf(node -> node.endpoint instanceof UdpstServerTest test && test.isOver());
    }

    double maximumMbps() {
        return maximum(CapacityLayer.IP);
    }

    /** As a shaper counts. */
    double maximumLayer2Mbps() {
        return maximum(CapacityLayer.ETHERNET_WITHOUT_FCS);
    }

    private double maximum(CapacityLayer layer) {
        return intervals.stream().filter(interval -> !interval.stalled())
                .mapToDouble(interval -> interval.bitsPerSecond(layer) / 1e6).max().orElse(0);
    }

    int liveServerTests() {
        return serving.admission().connections();
    }

    /** A socket and its endpoint. */
    private final class Node implements TestSocket {
        private final int port;
        private final boolean ofServer;
        private final MemorySegment[] slots = new MemorySegment[100];
        private final int[] lengths = new int[100];
        private final Packet packet = new Packet(Arena.ofAuto().allocate(9000));
        private final List<Runnable> waiting = new ArrayList<>();
        private Endpoint endpoint;
        private int peer;
        private long accepted;
        private long heldUntilNs;

        Node(int port, boolean ofServer) {
            this.port = port;
            this.ofServer = ofServer;
            Arena arena = Arena.ofAuto();
            for (int i = 0; i < slots.length; i++) {
                slots[i] = arena.allocate(9000);
            }
            nodes.put(port, this);
            all.add(this);
        }

        long dueNs() {
            long due = endpoint.dueNs();
            return ofServer && serverGone ? Long.MAX_VALUE : Math.max(due, heldUntilNs);
        }

        void advance() {
            if (ofServer && serverGone) {
                return;
            }
            for (int i = 0; i < 1000 && dueNs() <= clock.nanoTime(); i++) {
                endpoint.advance(clock.nanoTime());
            }
        }

        private void resume() {
            endpoint.advance(clock.nanoTime());
            List<Runnable> now = List.copyOf(waiting);
            waiting.clear();
            now.forEach(Runnable::run);
        }

        void send(MemorySegment slot, int length, int to) {
            byte[] head = slot.asSlice(0, Math.min(HEAD_BYTES, length)).toArray(JAVA_BYTE);
            spy.accept(head, ofServer);
            (ofServer ? toClient : toServer).carry(head, length, clock.nanoTime(),
                    arrival -> timeline.at(arrival, () -> deliver(head, length, to)));
        }

        private void deliver(byte[] head, int length, int to) {
            Node target = nodes.get(to);
            if (target != null && !(target.ofServer && serverGone)
                    && (target.peer == 0 || target.peer == port)) {
                target.receive(head, length, port);
            }
        }

        void receive(byte[] head, int length, int from) {
            long arrivedNs = clock.nanoTime();
            if (heldUntilNs > arrivedNs) {
                waiting.add(() -> take(head, length, from, arrivedNs));
            } else {
                take(head, length, from, arrivedNs);
            }
        }

        private void take(byte[] head, int length, int from, long arrivedNs) {
            long nowNs = clock.nanoTime();
            MemorySegment.copy(head, 0, packet.payload(), JAVA_BYTE, 0, head.length);
            packet.reset(length, false, nowNs, nowNs + WALL_OFFSET);
            packet.receivedKernelNs(stamped ? arrivedNs + WALL_OFFSET : 0);
            packet.peer(0, 0xffff_7f00_0001L, from, 0);
            packet.trafficClass(0);
            int reply = endpoint.onPacket(packet);
            if (reply > 0) {
                send(packet.payload(), reply, from);
            }
        }

        @Override
        public InetSocketAddress local() {
            return address(port);
        }

        @Override
        public int connect(InetSocketAddress to) {
            peer = to.getPort();
            return 0;
        }

        @Override
        public int sendTo(InetSocketAddress someone, int bytes) {
            send(slots[0], bytes, someone.getPort());
            return 1;
        }

        @Override
        public int trafficClass(int value) {
            return 0;
        }

        @Override
        public long overflows() {
            return 0;
        }

        @Override
        public int capacity() {
            return slots.length;
        }

        @Override
        public MemorySegment slot(int index) {
            return slots[index];
        }

        @Override
        public void length(int index, int bytes) {
            lengths[index] = bytes;
        }

        @Override
        public int flush(int count) {
            for (int i = 0; i < count; i++) {
                send(slots[i], lengths[i], peer);
            }
            accepted += count;
            return count;
        }

        @Override
        public long accepted() {
            return accepted;
        }
    }
}
