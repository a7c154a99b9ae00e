package io.venturi.engine.protocol.kcp;

import io.venturi.engine.plan.ProtocolOptions;
import io.venturi.engine.spi.DatagramEndpoint;
import io.venturi.engine.spi.StreamHost;
import java.io.ByteArrayOutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Map;
import java.util.function.Consumer;

/** An end as the engine runs it, through the service provider interface, in virtual time. */
final class SpiPeer implements KcpPeer, StreamHost {
    private final boolean sends;
    private final Consumer<byte[]> network;
    private final DatagramEndpoint endpoint;
    private final MemorySegment slot;
    private final ByteArrayOutputStream delivered = new ByteArrayOutputStream();
    private byte[] waiting = new byte[0];
    private int taken;
    private long position;
    private long roundTrips;
    private boolean inOrder = true;

    SpiPeer(boolean sends, Map<String, String> options, Consumer<byte[]> network) {
        this.sends = sends;
        this.network = network;
        KcpProtocol protocol = new KcpProtocol();
        ProtocolOptions checked = ProtocolOptions.of(protocol.description(), options);
        slot = Arena.ofAuto().allocate(protocol.datagramBytes(checked, blockBytes()));
        endpoint = protocol.open(this, checked);
    }

    boolean isInOrder() {
        return inOrder;
    }

    long roundTrips() {
        return roundTrips;
    }

    double[] figures() {
        double[] figures = new double[new KcpProtocol().description().figures().size()];
        endpoint.figures(figures);
        return figures;
    }

    @Override
    public int write(byte[] from, int at, int bytes) {
        if (taken < waiting.length) {
            return 0;
        }
        waiting = java.util.Arrays.copyOfRange(from, at, at + bytes);
        taken = 0;
        return bytes;
    }

    @Override
    public byte[] read() {
        byte[] bytes = delivered.toByteArray();
        delivered.reset();
        return bytes;
    }

    @Override
    public void input(byte[] datagram, long nowNs) {
        endpoint.onDatagram(MemorySegment.ofArray(datagram), datagram.length, nowNs);
    }

    @Override
    public void advance(long nowNs) {
        endpoint.advance(nowNs);
    }

    @Override
    public long dueNs(long nowNs) {
        return endpoint.dueNs();
    }

    @Override
    public boolean isDrained() {
        return taken == waiting.length && endpoint.isDrained();
    }

    @Override
    public boolean sends() {
        return sends;
    }

    @Override
    public long token() {
        return KcpPair.CONVERSATION;
    }

    @Override
    public int blockBytes() {
        return 1000;
    }

    @Override
    public int take(MemorySegment into, long at, int most) {
        int n = Math.min(most, waiting.length - taken);
        MemorySegment.copy(waiting, taken, into, ValueLayout.JAVA_BYTE, at, n);
        taken += n;
        return n;
    }

    @Override
    public void deliver(long from, MemorySegment payload, long at, int bytes) {
        inOrder &= from == position;
        position += bytes;
        delivered.writeBytes(payload.asSlice(at, bytes).toArray(ValueLayout.JAVA_BYTE));
    }

    @Override
    public MemorySegment claim() {
        return slot;
    }

    @Override
    public void commit(int bytes) {
        network.accept(slot.asSlice(0, bytes).toArray(ValueLayout.JAVA_BYTE));
    }

    @Override
    public void sent(long number) {
        throw new AssertionError("KCP does not number datagrams");
    }

    @Override
    public void arrived(long number, int bytes, long sentNs) {
        throw new AssertionError("KCP does not number datagrams");
    }

    @Override
    public void roundTrip(long ns) {
        roundTrips++;
    }
}
