package io.venturi.engine.protocol.iperf3;

import io.venturi.engine.error.NativeException;
import io.venturi.engine.protocol.iperf3.wire.Iperf3Datagram;
import io.venturi.engine.protocol.iperf3.wire.Iperf3Error;
import io.venturi.engine.protocol.iperf3.wire.Iperf3Parameters;
import io.venturi.engine.protocol.iperf3.wire.Iperf3Parameters.Transport;
import io.venturi.engine.socket.TcpSocket;
import io.venturi.engine.socket.UdpSocket;
import java.net.InetSocketAddress;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Takes the streams that a server's client opens. Thread: that of the conversation; {@link #offer} any. */
final class ServerStreams implements StreamOpener {
    private static final int HELLO_BYTES = 4;
    private static final long TURN_NS = TimeUnit.SECONDS.toNanos(30);

    private final ControlFacts control;
    private final HelloSocket hellos;
    private final String device;
    private final Consumer<String> notices;
    private final BlockingQueue<TcpSocket> arrived = new LinkedBlockingQueue<>();
    private final Set<InetSocketAddress> known = new HashSet<>();
    private boolean turn;
    /** Guarded by this. */
    private boolean expecting;

    ServerStreams(ControlFacts control, HelloSocket hellos, String device, Consumer<String> notices) {
        this.control = control;
        this.hellos = hellos;
        this.device = device;
        this.notices = notices;
    }

    /** A connection with the cookie of this test; false if none is expected. */
    synchronized boolean offer(TcpSocket socket) {
        return expecting && arrived.offer(socket);
    }

    @Override
    public void prepare(Iperf3Parameters parameters) throws ControlException {
        if (parameters.transport() == Transport.UDP) {
            if (!hellos.tryTake(TURN_NS)) {
                throw new ControlException(Iperf3Error.BUSY);
            }
            turn = true;
        } else {
            synchronized (this) {
                expecting = true;
            }
        }
    }

    @Override
    public DataStream open(int index, boolean sender, Iperf3Parameters parameters, Budgets budgets, long waitNs)
            throws ControlException {
        try {
            return parameters.transport() == Transport.TCP ? tcp(index, sender, parameters, budgets, waitNs)
                    : udp(index, sender, parameters, budgets, waitNs);
        } catch (NativeException e) {
            throw new ControlException(Iperf3Error.CREATE_STREAM, e.getMessage());
        }
    }

    private DataStream tcp(int index, boolean sender, Iperf3Parameters parameters, Budgets budgets, long waitNs) {
        try {
            TcpSocket socket = arrived.poll(waitNs, TimeUnit.NANOSECONDS);
            if (socket == null) {
                return null;
            }
            socket.adjust(TestSockets.tcp(parameters, 0, "")).forEach(notices);
            return TestSockets.stream(socket, index, sender, true, parameters, budgets);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return null;
        }
    }

    private DataStream udp(int index, boolean sender, Iperf3Parameters parameters, Budgets budgets, long waitNs)
            throws ControlException {
        HelloSocket.Hello hello = hellos.await(control.remote().getAddress(), waitNs);
        if (hello == null || !known.add(hello.from())) {
            return null;
        }
        InetSocketAddress local = new InetSocketAddress(control.local().getAddress(), hellos.port());
        UdpSocket socket = UdpSocket.open(TestSockets.udp(local, hello.from(), parameters, false, true, device));
        Iperf3Datagram.word(socket.slot(0), Iperf3Datagram.answerTo(hello.word()));
        socket.length(0, HELLO_BYTES);
        if (socket.flush(1) != 1) {
            socket.close();
            throw new ControlException(Iperf3Error.CREATE_STREAM);
        }
        return TestSockets.stream(socket, hello.from(), index, sender, true, parameters, budgets);
    }

    /** All streams are there, or there will be none. */
    @Override
    public void close() {
        synchronized (this) {
            expecting = false;
        }
        arrived.forEach(TcpSocket::close);
        arrived.clear();
        if (turn) {
            turn = false;
            hellos.release();
        }
    }
}
