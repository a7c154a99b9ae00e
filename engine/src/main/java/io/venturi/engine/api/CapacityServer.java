package io.venturi.engine.api;

import io.venturi.engine.agent.Lane;
import io.venturi.engine.agent.ThreadTuning;
import io.venturi.engine.clock.SystemClock;
import io.venturi.engine.metric.CapacityDirection;
import io.venturi.engine.metric.CapacityEvent;
import io.venturi.engine.metric.CapacityServerTotals;
import io.venturi.engine.pacing.Pacer;
import io.venturi.engine.plan.AccessPlan.Served;
import io.venturi.engine.plan.CapacityPlan;
import io.venturi.engine.plan.RttPlan;
import io.venturi.engine.plan.ServePlan;
import io.venturi.engine.protocol.udpst.Admission;
import io.venturi.engine.protocol.udpst.LoadLog;
import io.venturi.engine.protocol.udpst.UdpstServer;
import io.venturi.engine.protocol.udpst.UdpstServerOptions;
import io.venturi.engine.protocol.udpst.UdpstServing;
import io.venturi.engine.record.Counters;
import io.venturi.engine.socket.Poller;
import io.venturi.engine.socket.SocketOptions;
import io.venturi.engine.socket.UdpSocket;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.agrona.concurrent.AgentRunner;

/**
 * A running server of capacity tests: a lane for its control ports, and one for each connection that tests. In events,
 * connection 1 is the control socket.
 *
 * <p>Thread-safe. Runs from {@link #start} until {@link #close}.
 */
public final class CapacityServer implements AutoCloseable {
    private static final long SPIN_AFTER_WORK_NS = TimeUnit.MICROSECONDS.toNanos(50);
    private static final long POLL_NS = TimeUnit.MILLISECONDS.toNanos(10);
    private static final int SLOT_BYTES = 2048;
    /** One at a time: an answer that waited for the sockets of the next ones to be opened might come too late. */
    private static final int BATCH = 1;
    /** Room for the requests of as many clients as a server has, and their repetitions. */
    private static final int CONTROL_RECEIVE_BYTES = 1 << 20;

    private final List<UdpSocket> sockets;
    private final UdpstServing serving;
    private final CapacityLanes lanes;
    private final AgentRunner control;
    /** Null if not wanted. */
    private final CapacityMetadata metadata;
    private final Queue<CapacityEvent> events;
    private final CapacityListener listener;
    private final Thread teller;
    private volatile boolean closed;

    private CapacityServer(List<UdpSocket> sockets, UdpstServing serving, CapacityLanes lanes, AgentRunner control,
                           CapacityMetadata metadata, Queue<CapacityEvent> events, CapacityListener listener) {
        this.sockets = sockets;
        this.serving = serving;
        this.lanes = lanes;
        this.control = control;
        this.metadata = metadata;
        this.events = events;
        this.listener = listener;
        teller = new Thread(this::tell, "venturi-capacity-events");
        teller.setDaemon(true);
        teller.start();
    }

    /**
     * Bind all addresses and start answering.
     *
     * @throws io.venturi.engine.error.VenturiException if an address cannot be had; nothing is left open then
     */
    public static CapacityServer start(ServePlan.Udpst plan, RttPlan.Family family, RttPlan.Precision precision,
                                       CapacityListener listener) {
        return start(plan, family, precision, Access.open(), listener);
    }

    /** The same for those only whom {@code access} lets in. */
    public static CapacityServer start(ServePlan.Udpst plan, RttPlan.Family family, RttPlan.Precision precision,
                                       Access access, CapacityListener listener) {
        CapacityWarmUp.run(precision);
        List<UdpSocket> sockets = new ArrayList<>();
        try {
            for (InetSocketAddress bind : Addresses.binds(plan.binds(), family, CapacityPlan.DEFAULT_PORT)) {
                sockets.add(UdpSocket.open(SocketOptions.listening(bind).sized(BATCH, SLOT_BYTES)
                        .stamped(false, precision.kernelStamps()).receiveBuffer(CONTROL_RECEIVE_BYTES)));
            }
            return start(plan, precision, access, sockets, listener);
        } catch (RuntimeException e) {
            sockets.forEach(UdpSocket::close);
            throw e;
        }
    }

    private static CapacityServer start(ServePlan.Udpst plan, RttPlan.Precision precision, Access access,
                                        List<UdpSocket> sockets, CapacityListener listener) {
        Queue<CapacityEvent> events = new ConcurrentLinkedQueue<>();
        ServePlan.UdpstLimits limits = plan.limits();
        SecureRandom random = new SecureRandom();
        CapacityMetadata metadata = plan.metadataFile().isEmpty() ? null : new CapacityMetadata(plan.metadataFile(),
                plan.everyDatagram(), plan.binds(), new InterfaceMeter("", CapacityDirection.UP), events::add);
        UdpstServing serving = new UdpstServing(UdpstServerOptions.of(plan),
                new Admission(limits.connections(), limits.connectionsPerAddress(), limits.bandwidthMbps()),
                SystemClock.MONOTONIC, SystemClock::realtime, random::nextLong, events::add,
                metadata == null ? LoadLog.Opener.NONE : metadata);
        serving.guardedBy(access.gate(Served.UDPST));
        CapacityLanes lanes = new CapacityLanes(plan, precision);
        lanes.rehearse();
        List<Lane.Inlet> inlets = new ArrayList<>();
        for (UdpSocket socket : sockets) {
            events.add(new CapacityEvent.Created(1, socket.localAddress(), socket.sendBufferBytes(),
                    socket.receiveBufferBytes()));
            inlets.add(new Lane.Inlet(socket, new UdpstServer(serving, socket.localAddress(),
                    test -> lanes.open(socket.localAddress().getAddress(), test, events))));
        }
        Pacer pacer = new Pacer(precision.wakeup(), SPIN_AFTER_WORK_NS, new Poller(sockets), false);
        Lane lane = new Lane("venturi-capacity-serve", inlets, pacer, new Counters(),
                new ThreadTuning(precision.cpu(), precision.fifoPriority()));
        AgentRunner runner = new AgentRunner(pacer, CapacityLanes::failed, null, lane);
        // Clients give up after 3 s without a word from here: this, and the lanes it starts, go before others.
        AgentRunner.startOnThread(runner, work -> new Thread(() -> {
            ThreadTuning.goBeforeOthers();
            work.run();
        }));
        return new CapacityServer(sockets, serving, lanes, runner, metadata, events, listener);
    }

    private void tell() {
        while (!closed || !events.isEmpty()) {
            for (CapacityEvent event = events.poll(); event != null; event = events.poll()) {
                listener.onEvent(event);
            }
            LockSupport.parkNanos(POLL_NS);
        }
    }

    /** Where it listens, with the ports it really got. */
    public List<InetSocketAddress> addresses() {
        return sockets.stream().map(UdpSocket::localAddress).toList();
    }

    /** What this host did not grant, a sentence each. */
    public List<String> notices() {
        return sockets.stream().flatMap(socket -> socket.shortfalls().stream()).distinct().toList();
    }

    /** Totals so far. */
    public CapacityServerTotals totals() {
        return CapacityTotals.of(serving, lanes.wakeUps());
    }

    /** Stop answering; tests end without a word. */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        AgentEnd.await(control);
        lanes.close();
        if (metadata != null) {
            metadata.close();
        }
        closed = true;
        try {
            teller.join(TimeUnit.SECONDS.toMillis(1));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        sockets.forEach(UdpSocket::close);
    }
}
