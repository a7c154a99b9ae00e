package io.venturi.engine.protocol.irtt;

import io.venturi.engine.clock.Timescale;
import io.venturi.engine.protocol.irtt.wire.DropReason;
import io.venturi.engine.protocol.irtt.wire.IrttEcho;
import io.venturi.engine.protocol.irtt.wire.IrttHmac;
import io.venturi.engine.protocol.irtt.wire.IrttLayout;
import io.venturi.engine.protocol.irtt.wire.IrttMessage;
import io.venturi.engine.protocol.irtt.wire.IrttParams;
import io.venturi.engine.protocol.irtt.wire.IrttParamsReader;
import io.venturi.engine.protocol.irtt.wire.ReceivedStats;
import io.venturi.engine.protocol.irtt.wire.StampAt;
import io.venturi.engine.protocol.irtt.wire.StampClock;
import io.venturi.engine.socket.Packet;
import io.venturi.engine.testing.ManualClock;
import io.venturi.engine.testing.PacketFixture;

import java.lang.foreign.MemorySegment;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import static io.venturi.engine.testing.PacketFixture.bytes;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static org.junit.jupiter.api.Assertions.assertEquals;

/** A server in virtual time, one receive slot, and what a test needs to talk to it as several clients. */
final class ServerHarness {
    static final long MS = 1_000_000;
    static final long S = 1_000 * MS;
    static final long START_NS = 77_000 * S;
    static final long START_WALL_NS = 1_795_172_000 * S;
    static final long LOOPBACK = 0xffff_7f00_0001L;
    static final int PORT = 40_000;
    static final byte[] SILENCE = {};

    final ManualClock monotonic = new ManualClock(Timescale.MONOTONIC, START_NS);
    final ManualClock realtime = new ManualClock(Timescale.REALTIME, START_WALL_NS);
    final Packet packet;
    final IrttServer server;
    /** What the listener was told, in words: code, then what matters. */
    final List<String> events = new ArrayList<>();
    private final boolean keyed;
    private final IrttHmac hmac;
    private long peerHigh;
    private long peerLow = LOOPBACK;
    private int peerPort = PORT;
    private long kernelLagNs = -1;

    ServerHarness() {
        this(IrttServerOptions.builder());
    }

    ServerHarness(IrttServerOptions.Builder options) {
        this(options, new SecureRandom(), PacketFixture.SLOT_BYTES);
    }

    ServerHarness(IrttServerOptions.Builder builder, SecureRandom random, int slotBytes) {
        IrttServerOptions options = builder.build();
        keyed = options.key().isPresent();
        hmac = keyed ? new IrttHmac(options.key()) : null;
        packet = PacketFixture.slot(slotBytes);
        server = new IrttServer(options, monotonic, realtime, new EventLog(), random);
    }

    /** A generator that knows one token only. */
    static SecureRandom drawing(long token) {
        return new SecureRandom() {
            @Override
            public void nextBytes(byte[] bytes) {
                ByteBuffer all = ByteBuffer.wrap(bytes);
                while (all.remaining() >= Long.BYTES) {
                    all.putLong(token);
                }
            }
        };
    }

    /** Time passes. */
    void after(long ns) {
        monotonic.advanceNs(ns);
        realtime.advanceNs(ns);
    }

    /** The next datagrams come from here; {@code high} 0 and {@code low} above 2^32 is IPv4. */
    ServerHarness from(long high, long low, int port) {
        peerHigh = high;
        peerLow = low;
        peerPort = port;
        return this;
    }

    /** The next datagrams come from another port of the same host. */
    ServerHarness from(int port) {
        return from(0, LOOPBACK, port);
    }

    /** The next datagrams carry a kernel stamp that is this much older than the user's. */
    void kernelStamped(long lagNs) {
        kernelLagNs = lagNs;
    }

    byte[] send(String hex) {
        return send(bytes(hex));
    }

    /** A datagram arrives now; the answer, or {@link #SILENCE}. */
    byte[] send(byte[] datagram) {
        return send(datagram, monotonic.nanoTime(), realtime.nanoTime());
    }

    /** A datagram that arrived at the given instants is handled now. */
    byte[] send(byte[] datagram, long arrivedNs, long arrivedWallNs) {
        PacketFixture.receive(packet, datagram, arrivedNs, arrivedWallNs);
        packet.peer(peerHigh, peerLow, peerPort, 0);
        if (kernelLagNs >= 0) {
            packet.receivedKernelNs(arrivedWallNs - kernelLagNs);
        }
        int length = server.onPacket(packet);
        return packet.payload().asSlice(0, length).toArray(JAVA_BYTE);
    }

    /** Tag a datagram if this server has a key. */
    byte[] signed(byte[] datagram) {
        if (keyed) {
            hmac.sign(MemorySegment.ofArray(datagram), datagram.length);
        }
        return datagram;
    }

    /** An open request. */
    byte[] openRequest(IrttParams params) {
        MemorySegment buffer = MemorySegment.ofArray(new byte[256]);
        int length = IrttMessage.writeOpen(buffer, keyed, false, params);
        return signed(buffer.asSlice(0, length).toArray(JAVA_BYTE));
    }

    /** Open a session; fails if there is no sound answer. */
    Session open(IrttParams params) {
        return accepted(send(openRequest(params)));
    }

    /** The session that an open reply announces. */
    Session accepted(byte[] reply) {
        MemorySegment segment = MemorySegment.ofArray(reply);
        IrttMessage message = new IrttMessage();
        assertEquals(DropReason.NONE, message.wrap(segment, reply.length, keyed));
        IrttParamsReader reader = new IrttParamsReader();
        assertEquals(DropReason.NONE, reader.read(segment, message.paramsOffset(), reply.length));
        return new Session(message.token(), reader.params());
    }

    long drops(DropReason reason) {
        return server.counters().drops(reason);
    }

    long count(IrttServerCounters.Id id) {
        return server.counters().get(id);
    }

    /** What a default client asks for: both statistics, stamps and clocks. */
    static IrttParams params(long durationNs, long intervalNs) {
        return params(durationNs, intervalNs, 0, "", 0);
    }

    static IrttParams params(long durationNs, long intervalNs, long length, String fill, long extensions) {
        return new IrttParams(IrttParams.VERSION, durationNs, intervalNs, length, ReceivedStats.BOTH, StampAt.BOTH,
                StampClock.BOTH, 0, fill, extensions);
    }

    static IrttParams params() {
        return params(60 * S, S);
    }

    static IrttParams params(ReceivedStats stats, StampAt stampAt, StampClock clock) {
        return new IrttParams(IrttParams.VERSION, 60 * S, S, 0, stats, stampAt, clock, 0, "", 0);
    }

    /** A session as its client knows it. */
    final class Session {
        final long token;
        final IrttParams granted;
        final IrttLayout layout;

        private Session(long token, IrttParams granted) {
            this.token = token;
            this.granted = granted;
            layout = IrttLayout.of(granted, keyed);
        }

        byte[] request(int seq) {
            return request(seq, layout.packetBytes(granted.length()));
        }

        byte[] request(int seq, int length) {
            byte[] datagram = new byte[Math.max(length, layout.headerBytes())];
            new IrttEcho().beginRequest(MemorySegment.ofArray(datagram), layout, token).seq(seq);
            return signed(Arrays.copyOf(datagram, length));
        }

        /** Send an echo request; the reply, which must be one, with its fields. */
        IrttEcho echo(int seq) {
            byte[] reply = send(request(seq));
            IrttEcho echo = new IrttEcho();
            assertEquals(DropReason.NONE, echo.wrapReply(MemorySegment.ofArray(reply), reply.length, layout));
            assertEquals(seq, echo.seq());
            return echo;
        }

        byte[] close(boolean acknowledged) {
            MemorySegment buffer = MemorySegment.ofArray(new byte[64]);
            int length = IrttMessage.writeClose(buffer, keyed, token, acknowledged);
            return signed(buffer.asSlice(0, length).toArray(JAVA_BYTE));
        }
    }

    private final class EventLog implements IrttServerListener {
        @Override
        public void opened(Packet packet, long token, IrttParams granted) {
            events.add("NewConn");
        }

        @Override
        public void probed(Packet packet, IrttParams granted) {
            events.add("OpenClose");
        }

        @Override
        public void fillUnknown(Packet packet, String descriptor) {
            events.add("InvalidServerFill " + descriptor);
        }

        @Override
        public void closed(Packet packet, long token) {
            events.add("CloseConn");
        }

        @Override
        public void exceededDuration(Packet packet, long token) {
            events.add("ExceededDuration");
        }

        @Override
        public void expired(InetSocketAddress peer, long token) {
            events.add("Expired " + peer.getPort());
        }

        @Override
        public void dropped(Packet packet, DropReason reason) {
            events.add("Drop " + reason.code());
        }
    }
}
