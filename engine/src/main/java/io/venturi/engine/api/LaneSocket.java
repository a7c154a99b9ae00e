package io.venturi.engine.api;

import io.venturi.engine.pacing.Pacer;
import io.venturi.engine.plan.RttPlan.Precision;
import io.venturi.engine.plan.RttPlan.Wakeup;
import io.venturi.engine.protocol.udpst.TestSocket;
import io.venturi.engine.socket.LoadOptions;
import io.venturi.engine.socket.Poller;
import io.venturi.engine.socket.SocketOptions;
import io.venturi.engine.socket.UdpSocket;
import java.lang.foreign.MemorySegment;
import java.net.InetSocketAddress;

/** The socket of one connection of a capacity test. Thread: the lane that owns it. */
final class LaneSocket implements TestSocket {
    /** Enough for trains, and a server may have 254 of these sockets: each datagram received has 64 KiB of room. */
    private static final int BATCH = 32;
    /** What arrives while a lane is away must have room: losses by a full buffer look like those of the path. */
    private static final int LEAST_RECEIVE_BYTES = 8 << 20;

    /**
     * Load arrives every 100 us at any rate of note: taken that seldom, a call brings more of it. The kernel's stamps say
     * when it came. So long with the buffer wanted, which has room for some ms of it, and less with a smaller one.
     */
    private static final long REST_NS = 500_000;

    private final UdpSocket socket;

    LaneSocket(UdpSocket socket) {
        this.socket = socket;
    }

    /**
     * Options of such a socket.
     *
     * @param base        where it is bound and connected
     * @param bufferBytes for sending, and at least for receiving; 0 for the host's default
     */
    static SocketOptions options(SocketOptions base, int slotBytes, int bufferBytes, Precision precision) {
        int receiveBytes = bufferBytes == 0 ? 0 : Math.max(bufferBytes, LEAST_RECEIVE_BYTES);
        return base.sized(BATCH, slotBytes).stamped(false, precision.kernelStamps()).receiveBuffer(receiveBytes)
                .loaded(new LoadOptions(true, true, bufferBytes, 0, true));
    }

    /**
     * How a lane of such sockets waits. Bursts leave within some microseconds of their time if the lane sleeps until
     * then, which is nothing beside their intervals of 100 us and more; to spin is for datagrams that are spread.
     *
     * @param socket one of those of the lane, which are alike
     */
    static Pacer pacer(Precision precision, boolean spread, UdpSocket socket, Poller poller, boolean sends) {
        Wakeup wakeup = precision.wakeup() == Wakeup.HYBRID && !spread ? Wakeup.SLEEP : precision.wakeup();
        long restNs = Math.min(REST_NS, REST_NS * socket.receiveBufferBytes() / LEAST_RECEIVE_BYTES);
        return Pacer.ofLoad(wakeup, precision.kernelStamps() ? restNs : 0, poller, sends);
    }

    UdpSocket socket() {
        return socket;
    }

    @Override
    public InetSocketAddress local() {
        return socket.localAddress();
    }

    @Override
    public int connect(InetSocketAddress peer) {
        return socket.connect(peer);
    }

    @Override
    public int sendTo(InetSocketAddress someone, int bytes) {
        return socket.sendTo(someone, bytes);
    }

    @Override
    public int trafficClass(int value) {
        return socket.trafficClass(value);
    }

    @Override
    public long overflows() {
        return socket.overflows();
    }

    @Override
    public int capacity() {
        return socket.capacity();
    }

    @Override
    public MemorySegment slot(int index) {
        return socket.slot(index);
    }

    @Override
    public void length(int index, int bytes) {
        socket.length(index, bytes);
    }

    @Override
    public int flush(int count) {
        return socket.flush(count);
    }

    @Override
    public long accepted() {
        return socket.accepted();
    }
}
