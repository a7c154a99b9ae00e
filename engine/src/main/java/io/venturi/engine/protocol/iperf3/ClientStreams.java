package io.venturi.engine.protocol.iperf3;

import io.venturi.engine.error.NativeException;
import io.venturi.engine.protocol.iperf3.wire.Iperf3Datagram;
import io.venturi.engine.protocol.iperf3.wire.Iperf3Error;
import io.venturi.engine.protocol.iperf3.wire.Iperf3Parameters;
import io.venturi.engine.protocol.iperf3.wire.Iperf3Parameters.Transport;
import io.venturi.engine.socket.Poller;
import io.venturi.engine.socket.SocketEvents;
import io.venturi.engine.socket.TcpSocket;
import io.venturi.engine.socket.UdpSocket;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Opens a client's streams to the port of the control connection. */
final class ClientStreams implements StreamOpener {
    private static final SocketEvents NOBODY = new SocketEvents() { };
    private static final int HELLO_BYTES = 4;
    private static final long LOOK_NS = TimeUnit.MILLISECONDS.toNanos(50);
    private static final long AGAIN_NS = TimeUnit.SECONDS.toNanos(1);

    private final InetSocketAddress local;
    private final InetSocketAddress server;
    private final byte[] cookie;
    private final Settings settings;
    private Optional<Carrier> carrier = Optional.empty();
    private final BooleanSupplier serverSpoke;
    private volatile boolean over;

    /**
     * How the sockets are set up besides what the parameters say.
     *
     * @param firstPort     local port of the first stream, 0 for any
     * @param device        interface to send through, empty for any
     * @param sendTimeoutMs TCP_USER_TIMEOUT, 0 for the host's
     */
    public record Settings(int firstPort, String device, int sendTimeoutMs) {
    }

    /**
     * @param local       of the control connection; its port does not matter
     * @param serverSpoke true if something came over the control connection since the streams were asked for
     */
    ClientStreams(InetSocketAddress local, InetSocketAddress server, byte[] cookie, Settings settings,
                  BooleanSupplier serverSpoke) {
        this.local = local;
        this.server = server;
        this.cookie = cookie.clone();
        this.settings = settings;
        this.serverSpoke = serverSpoke;
    }

    @Override
    public void carriedBy(Carrier newCarrier) {
        carrier = Optional.of(newCarrier);
    }

    @Override
    public DataStream open(int index, boolean sender, Iperf3Parameters parameters, Budgets budgets, long waitNs)
            throws ControlException {
        int port = settings.firstPort() == 0 ? 0 : settings.firstPort() + index;
        InetSocketAddress from = new InetSocketAddress(local.getAddress(), port);
        try {
            return parameters.transport() == Transport.TCP ? tcp(from, index, sender, parameters, budgets, waitNs)
                    : udp(from, index, sender, parameters, budgets, waitNs);
        } catch (NativeException e) {
            throw new ControlException(Iperf3Error.STREAM_CONNECT, e.getMessage());
        }
    }

    private DataStream tcp(InetSocketAddress from, int index, boolean sender, Iperf3Parameters parameters,
                           Budgets budgets, long waitNs) throws ControlException {
        TcpSocket socket = TcpSocket.connect(
                TestSockets.tcp(parameters, settings.sendTimeoutMs(), settings.device()), from, server, waitNs);
        if (!new SocketControl(socket).send(cookie, waitNs)) {
            socket.close();
            throw new ControlException(Iperf3Error.STREAM_CONNECT);
        }
        return TestSockets.stream(socket, index, sender, false, parameters, budgets);
    }

    private DataStream udp(InetSocketAddress from, int index, boolean sender, Iperf3Parameters parameters,
                           Budgets budgets, long waitNs) throws ControlException {
        UdpSocket socket = UdpSocket.open(TestSockets.carried(TestSockets.udp(from, server, parameters,
                false, settings.device()), carrier, parameters));
        TestSockets.label(socket, server, parameters);
        boolean repeat = parameters.streamsInAll() == 1; // among several a second hello may become a second stream
        if (!hello(socket) || !isAnswered(socket, waitNs, repeat)) {
            socket.close();
            return null;
        }
        return carrier.isEmpty() ? TestSockets.stream(socket, server, index, sender, false, parameters, budgets)
                : TestSockets.stream(socket, carrier.get(), Control.text(cookie), server, index, sender, false,
                        parameters, budgets);
    }

    private static boolean hello(UdpSocket socket) {
        Iperf3Datagram.word(socket.slot(0), Iperf3Datagram.HELLO);
        socket.length(0, HELLO_BYTES);
        return socket.flush(1) == 1;
    }

    /**
     * Data may overtake the answer: it is passed over. If the server goes on without an answer, that was lost: there
     * is a stream. If it does not, the hello was lost.
     */
    private boolean isAnswered(UdpSocket socket, long waitNs, boolean repeat) {
        Poller poller = new Poller(List.of(socket));
        long endNs = System.nanoTime() + waitNs;
        long againNs = System.nanoTime() + AGAIN_NS;
        for (long nowNs = System.nanoTime(); nowNs < endNs && !over; nowNs = System.nanoTime()) {
            poller.await(Math.min(LOOK_NS, endNs - nowNs));
            int n = socket.receive();
            for (int i = 0; i < n; i++) {
                if (socket.packet(i).length() == HELLO_BYTES
                        && Iperf3Datagram.isAnswer(Iperf3Datagram.word(socket.packet(i).payload()))) {
                    return true;
                }
            }
            socket.drainErrors(NOBODY);
            if (nowNs >= againNs) {
                if (serverSpoke.getAsBoolean()) {
                    return true;
                }
                againNs = nowNs + AGAIN_NS;
                if (repeat && !hello(socket)) {
                    return false;
                }
            }
        }
        return false;
    }

    @Override
    public void giveUp() {
        over = true;
    }
}
