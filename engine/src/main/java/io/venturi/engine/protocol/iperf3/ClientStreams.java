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

/** Opens a client's streams to the port of the control connection. */
final class ClientStreams implements StreamOpener {
    private static final SocketEvents NOBODY = new SocketEvents() { };
    private static final int HELLO_BYTES = 4;

    private final InetSocketAddress local;
    private final InetSocketAddress server;
    private final byte[] cookie;
    private final Settings settings;
    private Optional<Carrier> carrier = Optional.empty();

    /**
     * How the sockets are set up besides what the parameters say.
     *
     * @param firstPort     local port of the first stream, 0 for any
     * @param device        interface to send through, empty for any
     * @param sendTimeoutMs TCP_USER_TIMEOUT, 0 for the host's
     * @param segmentation  UDP in trains
     */
    public record Settings(int firstPort, String device, int sendTimeoutMs, boolean segmentation) {
    }

    /** @param local of the control connection; its port does not matter */
    ClientStreams(InetSocketAddress local, InetSocketAddress server, byte[] cookie, Settings settings) {
        this.local = local;
        this.server = server;
        this.cookie = cookie.clone();
        this.settings = settings;
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
                settings.segmentation(), false, settings.device()), carrier, parameters));
        Iperf3Datagram.word(socket.slot(0), Iperf3Datagram.HELLO);
        socket.length(0, HELLO_BYTES);
        if (socket.flush(1) != 1 || !isAnswered(socket, waitNs)) {
            socket.close();
            throw new ControlException(Iperf3Error.STREAM_READ, "the server did not answer the first datagram of a"
                    + " stream; does a firewall let UDP through?");
        }
        return carrier.isEmpty() ? TestSockets.stream(socket, server, index, sender, false, parameters, budgets)
                : TestSockets.stream(socket, carrier.get(), Control.text(cookie), server, index, sender, false, parameters,
                        budgets);
    }

    /** Data may overtake the answer: it is passed over. */
    private static boolean isAnswered(UdpSocket socket, long waitNs) {
        Poller poller = new Poller(List.of(socket));
        long endNs = System.nanoTime() + waitNs;
        for (long leftNs = waitNs; leftNs > 0; leftNs = endNs - System.nanoTime()) {
            poller.await(leftNs);
            int n = socket.receive();
            for (int i = 0; i < n; i++) {
                if (socket.packet(i).length() == HELLO_BYTES
                        && Iperf3Datagram.isAnswer(Iperf3Datagram.word(socket.packet(i).payload()))) {
                    return true;
                }
            }
            socket.drainErrors(NOBODY);
        }
        return false;
    }
}
