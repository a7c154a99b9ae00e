package io.venturi.engine.protocol.iperf3;

import io.venturi.engine.error.NativeException;
import io.venturi.engine.metric.ThroughputStream;
import io.venturi.engine.plan.RttPlan.DontFragment;
import io.venturi.engine.protocol.iperf3.wire.Iperf3Datagram;
import io.venturi.engine.protocol.iperf3.wire.Iperf3Error;
import io.venturi.engine.protocol.iperf3.wire.Iperf3Parameters;
import io.venturi.engine.protocol.iperf3.wire.Iperf3Results;
import io.venturi.engine.socket.LoadOptions;
import io.venturi.engine.socket.SocketOptions;
import io.venturi.engine.socket.TcpOptions;
import io.venturi.engine.socket.TcpSocket;
import io.venturi.engine.socket.UdpSocket;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.Random;

/** Makes streams of sockets, as the parameters say, at either end. */
final class TestSockets {
    /** UDP payload where the path does not tell. */
    static final int DEFAULT_UDP_BYTES = 1460;
    private static final int BATCH = 64;
    /** What the slots of a UDP socket take together at most, unless one is larger: a client may ask for 256 streams. */
    private static final int SLOTS_BYTES = 1 << 17;
    private static final int MOST_TRAIN_BYTES = 65_507;
    private static final int FIRST_NUMBER = 5;
    /** What arrives while a thread is away must have room: losses by a full buffer look like those of the path. */
    private static final int RECEIVE_BYTES = 8 << 20;
    private static final int SEND_BYTES = 2 << 20;

    private TestSockets() {
    }

    /** How a TCP data socket is set up. */
    static TcpOptions tcp(Iperf3Parameters parameters, int sendTimeoutMs, String device) {
        Iperf3Parameters.Socket socket = parameters.socket();
        return new TcpOptions(socket.noDelay(), socket.maxSegment(), socket.windowBytes(), socket.trafficClass(),
                socket.congestion(), parameters.load().socketPacingRate() / 8, sendTimeoutMs, false, socket.multipath(),
                device, socket.flowLabel());
    }

    /**
     * Mark what a connected socket of a UDP stream sends; over IPv4 there is nothing to mark.
     *
     * @throws NativeException if the kernel refuses
     */
    static void label(UdpSocket socket, InetSocketAddress remote, Iperf3Parameters parameters) {
        int label = parameters.socket().flowLabel();
        int result = label == 0 || remote.getAddress() instanceof Inet4Address ? 0 : socket.flowLabel(label, remote);
        if (result < 0) {
            socket.close();
            throw new NativeException("flow label " + label, remote.toString(), -result, "");
        }
    }

    /**
     * What reports call the socket of the stream with this place in the order of creation: iperf3 shows its
     * descriptors, which are 5, 7, 9 and so on, and scripts look for them; the descriptors of this process mean nothing
     * to anybody.
     */
    private static int number(int index) {
        return FIRST_NUMBER + 2 * index;
    }

    static DataStream stream(TcpSocket socket, int index, boolean sender, boolean server, Iperf3Parameters parameters,
                             Budgets budgets) {
        ThroughputStream identity = new ThroughputStream(index, Iperf3Results.streamId(index), number(index), sender,
                socket.localAddress(), socket.remoteAddress());
        int blockBytes = parameters.blockBytes(DEFAULT_UDP_BYTES);
        if (sender) {
            return new TcpSending(identity, socket, payload(blockBytes, parameters), pace(parameters), budgets,
                    parameters.load().zeroCopy());
        }
        return new TcpReceiving(identity, socket, blockBytes, parameters.load().skipReceiveCopy(), server,
                parameters.limits().omitSeconds() > 0, received(budgets, parameters).bytes());
    }

    /** A client that only receives counts what it asked for; else the limits are of what is sent. */
    private static Budgets received(Budgets budgets, Iperf3Parameters parameters) {
        return parameters.flow().reverse() ? budgets : Budgets.unlimited();
    }

    private static Pace pace(Iperf3Parameters parameters) {
        Iperf3Parameters.Load load = parameters.load();
        return new Pace(load.bitsPerSecond(), load.burstBlocks(), parameters.blockBytes(DEFAULT_UDP_BYTES));
    }

    /** How a UDP data socket is set up. */
    static SocketOptions udp(InetSocketAddress local, InetSocketAddress remote, Iperf3Parameters parameters,
                             boolean shared, String device) {
        int window = parameters.socket().windowBytes();
        int slotBytes = Math.max(Iperf3Datagram.LEAST_BYTES, parameters.blockBytes(DEFAULT_UDP_BYTES));
        boolean segmentation = parameters.load().segmentation();
        int room = segmentation ? MOST_TRAIN_BYTES : SLOTS_BYTES; // a train and a bit would go as two
        return SocketOptions.connected(local, remote)
                .sized(Math.clamp(room / slotBytes, 1, BATCH), slotBytes)
                .marked(parameters.socket().trafficClass(), 0,
                        parameters.socket().dontFragment() ? DontFragment.TRUE : DontFragment.DEFAULT)
                .stamped(false, true).readingMarks(false).shared(shared, device)
                .receiveBuffer(window > 0 ? window : RECEIVE_BYTES)
                .loaded(new LoadOptions(segmentation, segmentation, window > 0 ? window : SEND_BYTES,
                        parameters.load().socketPacingRate() / 8));
    }

    static DataStream stream(UdpSocket socket, InetSocketAddress remote, int index, boolean sender, boolean server,
                             Iperf3Parameters parameters, Budgets budgets) {
        ThroughputStream identity = new ThroughputStream(index, Iperf3Results.streamId(index), number(index), sender,
                socket.localAddress(), remote);
        boolean counters64 = parameters.load().counters64();
        if (sender) {
            return new UdpSending(identity, socket, payload(parameters.blockBytes(DEFAULT_UDP_BYTES), parameters),
                    counters64, pace(parameters), budgets);
        }
        return new UdpReceiving(identity, socket, counters64, server, parameters.limits().omitSeconds() > 0,
                received(budgets, parameters));
    }

    /** How the socket of a protocol that is not of iperf3 is set up, given how it would be for UDP. */
    static SocketOptions carried(SocketOptions udp, Optional<Carrier> carrier, Iperf3Parameters parameters) {
        return carrier.isEmpty() ? udp : udp.sized(BATCH,
                Math.max(Iperf3Datagram.LEAST_BYTES, carrier.get().datagramBytes(parameters.load().blockBytes())));
    }

    /**
     * A stream of a protocol that is not of iperf3.
     *
     * @param cookie of the test, without the zero at its end
     */
    static DataStream stream(UdpSocket socket, Carrier carrier, String cookie, InetSocketAddress remote, int index,
                             boolean sender, boolean server, Iperf3Parameters parameters, Budgets budgets)
            throws ControlException {
        ThroughputStream identity = new ThroughputStream(index, Iperf3Results.streamId(index), socket.fd(), sender,
                socket.localAddress(), remote);
        long token = (long) cookie.hashCode() << Integer.SIZE | identity.id();
        try {
            return new ProtocolStream(identity, socket, carrier, token, parameters.load().blockBytes(),
                    pace(parameters), sender ? budgets : received(budgets, parameters), server);
        } catch (RuntimeException | LinkageError e) { // whatever another's code may throw
            socket.close();
            throw new ControlException(Iperf3Error.PROTOCOL_FAILED, "protocol " + carrier.name() + " failed: " + e);
        }
    }

    /** What a block holds: random bytes, or digits over and over. */
    private static MemorySegment payload(int bytes, Iperf3Parameters parameters) {
        byte[] content = new byte[bytes];
        if (parameters.load().repeatingPayload()) {
            for (int i = 0; i < bytes; i++) {
                content[i] = (byte) ('0' + i % 10);
            }
        } else {
            new Random().nextBytes(content);
        }
        MemorySegment payload = Arena.ofAuto().allocate(bytes, 64);
        MemorySegment.copy(content, 0, payload, ValueLayout.JAVA_BYTE, 0, bytes);
        return payload;
    }
}
