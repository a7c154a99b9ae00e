package io.venturi.engine.protocol.stamp;

import io.venturi.engine.clock.Timescale;
import io.venturi.engine.testing.PacketFixture;
import io.venturi.engine.protocol.stamp.wire.StampHmac;
import io.venturi.engine.protocol.stamp.wire.StampKey;
import io.venturi.engine.protocol.stamp.wire.StampLayout;
import io.venturi.engine.protocol.stamp.wire.StampPacket;
import io.venturi.engine.protocol.stamp.wire.TimestampFormat;
import io.venturi.engine.socket.Packet;
import io.venturi.engine.testing.ManualClock;
import java.lang.foreign.MemorySegment;
import java.security.SecureRandom;
import java.util.Arrays;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.nio.charset.StandardCharsets.US_ASCII;

/** A reflector in virtual time, one receive slot, and what a test needs to talk to it as several senders. */
final class ReflectorHarness {
    static final long MS = 1_000_000;
    static final long S = 1_000 * MS;
    static final long START_NS = 77_000 * S;
    static final long START_WALL_NS = 1_795_172_000 * S;
    static final long LOOPBACK = 0xffff_7f00_0001L;
    static final int PORT = 40_000;
    static final StampKey KEY = StampKey.of("stamp secret".getBytes(US_ASCII));

    final ManualClock monotonic = new ManualClock(Timescale.MONOTONIC, START_NS);
    final ManualClock realtime = new ManualClock(Timescale.REALTIME, START_WALL_NS);
    final Packet packet = PacketFixture.slot();
    final StampReflector reflector;
    private final StampKey key;
    private long peerHigh;
    private long peerLow = LOOPBACK;
    private int peerPort = PORT;
    private long destinationHigh;
    private long destinationLow;
    private int trafficClass = Packet.UNKNOWN;
    private int hopLimit = 63;
    private long kernelLagNs = -1;
    /** How long the reflector takes for an answer. */
    long residenceNs;

    ReflectorHarness() {
        this(StampReflectorOptions.builder());
    }

    ReflectorHarness(StampReflectorOptions.Builder builder) {
        StampReflectorOptions options = builder.build();
        key = options.key();
        reflector = new StampReflector(options, realtime, StampReflectorListener.NONE, new SecureRandom());
    }

    void after(long ns) {
        monotonic.advanceNs(ns);
        realtime.advanceNs(ns);
    }

    ReflectorHarness from(long high, long low, int port) {
        peerHigh = high;
        peerLow = low;
        peerPort = port;
        return this;
    }

    ReflectorHarness from(int port) {
        return from(0, LOOPBACK, port);
    }

    /** What the kernel says of where the next datagrams were sent to. */
    ReflectorHarness to(long high, long low) {
        destinationHigh = high;
        destinationLow = low;
        return this;
    }

    ReflectorHarness header(int trafficClass, int hopLimit) {
        this.trafficClass = trafficClass;
        this.hopLimit = hopLimit;
        return this;
    }

    /** The next datagrams carry a kernel stamp that is this much older than the user's. */
    void kernelStamped(long lagNs) {
        kernelLagNs = lagNs;
    }

    byte[] send(String hex) {
        return send(PacketFixture.bytes(hex));
    }

    /** A datagram arrives now; the answer, empty for none. */
    byte[] send(byte[] datagram) {
        PacketFixture.receive(packet, datagram, monotonic.nanoTime(), realtime.nanoTime());
        packet.peer(peerHigh, peerLow, peerPort, 0);
        packet.destination(destinationHigh, destinationLow);
        packet.trafficClass(trafficClass);
        packet.hopLimit(hopLimit);
        if (kernelLagNs >= 0) {
            packet.receivedKernelNs(realtime.nanoTime() - kernelLagNs);
        }
        after(residenceNs);
        int length = reflector.onPacket(packet);
        return packet.payload().asSlice(0, length).toArray(JAVA_BYTE);
    }

    /** A request of any length with a sound base; signed if there is a key. */
    byte[] request(int seq, int ssid, byte... tlvs) {
        StampLayout layout = key.layout();
        byte[] datagram = new byte[layout.baseBytes() + tlvs.length];
        MemorySegment segment = MemorySegment.ofArray(datagram);
        new StampPacket(layout).beginRequest(segment).seq(seq).ssid(ssid).errorEstimate(0x9107)
                .timestamp(TimestampFormat.NTP.encode(realtime.nanoTime()));
        System.arraycopy(tlvs, 0, datagram, layout.baseBytes(), tlvs.length);
        return signed(datagram);
    }

    byte[] signed(byte[] datagram) {
        if (key.isPresent() && datagram.length >= 112) {
            new StampHmac(key).sign(MemorySegment.ofArray(datagram));
        }
        return datagram;
    }

    /** Send a request with these TLVs; the TLVs of the answer as hex. */
    String tlvs(String hex) {
        byte[] reply = send(request(5, 9, PacketFixture.bytes(hex)));
        return PacketFixture.hex(Arrays.copyOfRange(reply, key.layout().baseBytes(), reply.length));
    }

    StampPacket reply(byte[] reply) {
        StampPacket packet = new StampPacket(key.layout());
        if (!packet.wrapReply(MemorySegment.ofArray(reply), reply.length)) {
            throw new AssertionError("no reply but " + reply.length + " bytes");
        }
        return packet;
    }

    long count(StampReflectorCounters.Id id) {
        return reflector.counters().get(id);
    }

    long drops(StampDrop reason) {
        return reflector.counters().drops(reason);
    }
}
