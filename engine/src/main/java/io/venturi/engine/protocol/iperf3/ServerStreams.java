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
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Takes the streams that a server's client opens. Thread: that of the conversation; {@link #offer} any. */
final class ServerStreams implements StreamOpener {
    private static final int HELLO_BYTES = 4;

    private final String cookie;
    private final ControlFacts control;
    private final HelloSocket hellos;
    private final String device;
    private final Semaphore room;
    private final int mostStreams;
    private final Consumer<String> notices;
    /** By the number of the connection: their cookies may be read in another order than they were made in. */
    private final ConcurrentSkipListMap<Long, TcpSocket> arrived = new ConcurrentSkipListMap<>();
    private final Set<InetSocketAddress> known = new HashSet<>();
    private Optional<Carrier> carrier = Optional.empty();
    private boolean turn;
    private boolean complete;
    private int reserved;
    /** How many are still to come. Guarded by this. */
    private int expected;

    /**
     * @param cookie      of the test
     * @param room        for streams of all tests
     * @param mostStreams that there is room for
     * @param notices     what this host did not grant
     */
    ServerStreams(String cookie, ControlFacts control, HelloSocket hellos, String device, Semaphore room,
                  int mostStreams, Consumer<String> notices) {
        this.cookie = cookie;
        this.control = control;
        this.hellos = hellos;
        this.device = device;
        this.room = room;
        this.mostStreams = mostStreams;
        this.notices = notices;
    }

    /**
     * A connection with the cookie of this test.
     *
     * @param number in the order in which connections were accepted
     * @return false if none is expected, or no more
     */
    synchronized boolean offer(long number, TcpSocket socket) {
        if (expected == 0) {
            return false;
        }
        expected--;
        arrived.put(number, socket);
        notifyAll();
        return true;
    }

    @Override
    public void carriedBy(Carrier newCarrier) {
        carrier = Optional.of(newCarrier);
    }

    @Override
    public boolean prepare(Iperf3Parameters parameters, long waitNs) throws ControlException {
        int streams = parameters.streamsInAll();
        if (streams > mostStreams) {
            throw new ControlException(Iperf3Error.STREAMS);
        }
        if (reserved == 0) {
            if (!room.tryAcquire(streams)) {
                throw new ControlException(Iperf3Error.BUSY);
            }
            reserved = streams;
        }
        if (parameters.transport() == Transport.UDP) {
            turn = hellos.tryTake(waitNs);
            return turn;
        }
        synchronized (this) {
            expected = streams;
        }
        return true;
    }

    @Override
    public boolean isInTheWay() {
        return turn && hellos.isWanted();
    }

    /** The test is over. */
    void free() {
        room.release(reserved);
        reserved = 0;
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
        if (!haveAllArrived(parameters.streamsInAll(), waitNs)) {
            return null;
        }
        TcpSocket socket = arrived.pollFirstEntry().getValue();
        try {
            socket.adjust(TestSockets.tcp(parameters, 0, "")).forEach(notices);
        } catch (NativeException e) { // such as a congestion control this host does not have
            notices.accept(e.getMessage());
        }
        return TestSockets.stream(socket, index, sender, true, parameters, budgets);
    }

    /** Their order says which way the data goes, and is known only when all are there. */
    private synchronized boolean haveAllArrived(int streams, long waitNs) {
        try {
            if (!complete && arrived.size() < streams) {
                TimeUnit.NANOSECONDS.timedWait(this, waitNs);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        complete |= arrived.size() >= streams;
        return complete;
    }

    private DataStream udp(int index, boolean sender, Iperf3Parameters parameters, Budgets budgets, long waitNs)
            throws ControlException {
        HelloSocket.Hello hello = hellos.await(control.remote().getAddress(), waitNs);
        if (hello == null || !known.add(hello.from())) {
            return null;
        }
        InetSocketAddress local = new InetSocketAddress(control.local().getAddress(), hellos.port());
        UdpSocket socket = UdpSocket.open(TestSockets.carried(
                TestSockets.udp(local, hello.from(), parameters, true, device), carrier, parameters));
        TestSockets.label(socket, hello.from(), parameters);
        Iperf3Datagram.word(socket.slot(0), Iperf3Datagram.answerTo(hello.word()));
        socket.length(0, HELLO_BYTES);
        if (socket.flush(1) != 1) {
            socket.close();
            throw new ControlException(Iperf3Error.CREATE_STREAM);
        }
        return carrier.isEmpty() ? TestSockets.stream(socket, hello.from(), index, sender, true, parameters, budgets)
                : TestSockets.stream(socket, carrier.get(), cookie, hello.from(), index, sender, true, parameters,
                        budgets);
    }

    /** All streams are there, or there will be none. */
    @Override
    public void close() {
        synchronized (this) {
            expected = 0;
        }
        arrived.values().forEach(TcpSocket::close);
        arrived.clear();
        if (turn) {
            turn = false;
            hellos.release();
        }
    }
}
