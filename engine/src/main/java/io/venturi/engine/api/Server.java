package io.venturi.engine.api;

import io.venturi.engine.agent.Lane;
import io.venturi.engine.agent.ThreadTuning;
import io.venturi.engine.clock.SystemClock;
import io.venturi.engine.metric.HostConditions.Tuning;
import io.venturi.engine.pacing.Pacer;
import io.venturi.engine.metric.CapacityServerTotals;
import io.venturi.engine.plan.AccessPlan.Served;
import io.venturi.engine.plan.RttPlan.DontFragment;
import io.venturi.engine.plan.RttPlan.Protocol;
import io.venturi.engine.plan.ServePlan;
import io.venturi.engine.protocol.irtt.IrttServer;
import io.venturi.engine.protocol.irtt.IrttServerOptions;
import io.venturi.engine.protocol.stamp.StampReflector;
import io.venturi.engine.record.Counters;
import io.venturi.engine.socket.Poller;
import io.venturi.engine.socket.SocketOptions;
import io.venturi.engine.socket.StampOptions;
import io.venturi.engine.socket.UdpSocket;
import io.venturi.engine.stream.PtpEventEndpoint;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.agrona.concurrent.AgentRunner;

/**
 * A running server: one lane that answers on all its addresses, and those of capacity tests.
 *
 * <p>Thread-safe. Runs from {@link #start} until {@link #close}.
 */
public final class Server implements AutoCloseable {
    private static final long SPIN_AFTER_WORK_NS = 50_000;
    /** Replies carry what requests carried, and IPv6 allows the most. */
    private static final int SLOT_BYTES = 65_536;
    private static final int BATCH = 64;

    private final List<Responder> responders;
    private final List<String> notices;
    private final AgentRunner runner;
    private final CapacityServer capacity;
    private final ServedClock clock;
    private boolean closed;

    private Server(List<Responder> responders, List<String> notices, AgentRunner runner, CapacityServer capacity,
                   ServedClock clock) {
        this.clock = clock;
        this.responders = responders;
        this.notices = notices;
        this.runner = runner;
        this.capacity = capacity;
    }

    /**
     * Bind all addresses and start answering.
     *
     * @throws io.venturi.engine.error.VenturiException if an address cannot be had; nothing is left open then
     */
    public static Server start(ServePlan plan, ServerListener listener) {
        return start(plan, new Access(plan.access(), listener), listener);
    }

    /**
     * The same with an access list that other servers share, instead of the plan's.
     *
     * @throws io.venturi.engine.error.VenturiException if an address cannot be had; nothing is left open then
     */
    public static Server start(ServePlan plan, Access access, ServerListener listener) {
        ServerListener log = new LogLimit(listener);
        List<UdpSocket> sockets = new ArrayList<>();
        List<Responder> responders = new ArrayList<>();
        CapacityServer capacity = null;
        ServedClock clock = new ServedClock();
        try {
            if (!plan.binds().isEmpty()) {
                warmUp(plan, Protocol.IRTT);
                IrttServerOptions options = IrttServing.options(plan);
                for (UdpSocket socket : open(plan, Protocol.IRTT, plan.binds(), sockets)) {
                    IrttServer server = new IrttServer(options, SystemClock.MONOTONIC, SystemClock.realtime(),
                            new IrttServing.Log(log, access.gate(Served.IRTT)));
                    server.guardedBy(access.gate(Served.IRTT));
                    clock.tell(server::clock);
                    responders.add(new Responder(Protocol.IRTT, socket, server,
                            () -> IrttServing.totals(server.counters())));
                }
            }
            if (!plan.stamp().binds().isEmpty()) {
                warmUp(plan, Protocol.STAMP);
                for (UdpSocket socket : open(plan, Protocol.STAMP, plan.stamp().binds(), sockets)) {
                    StampReflector reflector = new StampReflector(StampServing.options(plan, socket.localAddress()),
                            SystemClock.realtime(), new StampServing.Log(log, access.gate(Served.STAMP)));
                    reflector.guardedBy(access.gate(Served.STAMP));
                    clock.tellQuality(reflector::clock);
                    responders.add(new Responder(Protocol.STAMP, socket, new PtpEventEndpoint(reflector),
                            () -> StampServing.totals(reflector.counters())));
                }
            }
            capacity = plan.udpst().binds().isEmpty() ? null
                    : CapacityServer.start(plan.udpst(), plan.family(), plan.precision(), access, new CapacityLog(log));
            if (sockets.stream().anyMatch(socket -> !socket.localAddress().getAddress().isLoopbackAddress())) {
                clock.start(); // who is on this host knows its clock
            }
            return start(plan, List.copyOf(responders), listener, capacity, clock);
        } catch (RuntimeException e) {
            clock.close();
            sockets.forEach(UdpSocket::close);
            if (capacity != null) {
                capacity.close();
            }
            throw e;
        }
    }

    private static void warmUp(ServePlan plan, Protocol protocol) {
        WarmUp.run(protocol, plan.precision().warmUp(), plan.precision().kernelStamps());
    }

    /** Open a socket for each address; {@code all} knows of each one as soon as it is open. */
    private static List<UdpSocket> open(ServePlan plan, Protocol protocol, List<String> binds, List<UdpSocket> all) {
        RoundTripProtocol known = RoundTripProtocol.of(protocol);
        int hopLimit = plan.hopLimit() == 0 ? known.defaultHopLimit() : plan.hopLimit();
        List<UdpSocket> opened = new ArrayList<>();
        for (InetSocketAddress bind : Addresses.binds(binds, plan.family(), known.defaultPort())) {
            boolean stamps = plan.precision().kernelStamps();
            UdpSocket socket = UdpSocket.open(SocketOptions.listening(bind).sized(BATCH, SLOT_BYTES)
                    .marked(0, hopLimit, DontFragment.DEFAULT).stamped(false, stamps)
                    .stamped(stamps && protocol == Protocol.STAMP ? StampOptions.ofReplies() : StampOptions.NONE));
            all.add(socket);
            opened.add(socket);
        }
        return opened;
    }

    private static Server start(ServePlan plan, List<Responder> responders, ServerListener listener,
                                CapacityServer capacity, ServedClock clock) {
        List<UdpSocket> sockets = responders.stream().map(Responder::socket).toList();
        List<Lane.Inlet> inlets = responders.stream()
                .map(responder -> new Lane.Inlet(responder.socket(), responder.endpoint())).toList();
        Pacer pacer = new Pacer(plan.precision().wakeup(), SPIN_AFTER_WORK_NS, new Poller(sockets), false);
        Counters lane = new Counters();
        Lane serving = new Lane("venturi-serve", inlets, pacer, lane,
                new ThreadTuning(plan.precision().cpu(), plan.precision().fifoPriority()));
        AgentRunner runner = new AgentRunner(pacer, failure -> listener.onEvent(null, "Error", failure.toString()),
                null, serving);
        AgentRunner.startOnThread(runner);
        return new Server(responders, notices(plan, sockets, serving), runner, capacity, clock);
    }

    private static List<String> notices(ServePlan plan, List<UdpSocket> sockets, Lane serving) {
        List<Tuning> tunings = new ArrayList<>();
        if (plan.precision().lockMemory()) {
            tunings.add(ThreadTuning.lockMemory());
        }
        try {
            tunings.addAll(serving.tuned());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        Stream<String> shortfalls = sockets.stream().flatMap(socket -> socket.shortfalls().stream());
        return Stream.concat(shortfalls, tunings.stream().map(Server::sentence)).distinct().toList();
    }

    private static String sentence(Tuning tuning) {
        return tuning.name() + (tuning.granted() ? " granted" : " refused: " + tuning.reason());
    }

    /** Where it listens for whatever protocol, with the ports it really got. */
    public List<InetSocketAddress> addresses() {
        return responders.stream().map(responder -> responder.socket().localAddress()).toList();
    }

    /** Where it listens for one protocol, with the ports it really got. */
    public List<InetSocketAddress> addresses(Protocol protocol) {
        return responders.stream().filter(responder -> responder.protocol() == protocol)
                .map(responder -> responder.socket().localAddress()).toList();
    }

    /** Where it serves capacity tests, with the ports it really got. */
    public List<InetSocketAddress> capacityAddresses() {
        return capacity == null ? List.of() : capacity.addresses();
    }

    /** Totals of capacity tests so far, empty if none are served. */
    public Optional<CapacityServerTotals> capacityTotals() {
        return Optional.ofNullable(capacity).map(CapacityServer::totals);
    }

    /** What this host granted or refused, a sentence each. */
    public List<String> notices() {
        return notices;
    }

    /** Totals so far. */
    public ServerTotals totals() {
        return responders.stream().map(responder -> responder.totals().get())
                .reduce(ServerTotals.NONE, ServerTotals::plus);
    }

    /** Stop answering; sessions are forgotten. */
    @Override
    public synchronized void close() {
        if (!closed) { // descriptors are numbers that others get next
            closed = true;
            clock.close();
            AgentEnd.await(runner);
            responders.forEach(responder -> responder.socket().close());
            if (capacity != null) {
                capacity.close();
            }
        }
    }
}
