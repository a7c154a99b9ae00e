package io.venturi.engine.api;

import io.venturi.engine.agent.Lane;
import io.venturi.engine.agent.ThreadTuning;
import io.venturi.engine.clock.SystemClock;
import io.venturi.engine.metric.CapacityConnection;
import io.venturi.engine.metric.CapacityDirection;
import io.venturi.engine.metric.CapacityEvent;
import io.venturi.engine.metric.CapacityEvidence;
import io.venturi.engine.metric.CapacityHost;
import io.venturi.engine.metric.CapacityInterval;
import io.venturi.engine.metric.CapacityLive;
import io.venturi.engine.metric.CapacityReport;
import io.venturi.engine.metric.HostConditions;
import io.venturi.engine.metric.HostConditions.Tuning;
import io.venturi.engine.pacing.Pacer;
import io.venturi.engine.plan.CapacityPlan;
import io.venturi.engine.protocol.udpst.LoadLog;
import io.venturi.engine.protocol.udpst.UdpstClient;
import io.venturi.engine.protocol.udpst.UdpstClientOptions;
import io.venturi.engine.protocol.udpst.UdpstConnection;
import io.venturi.engine.protocol.udpst.UdpstServer;
import io.venturi.engine.protocol.udpst.wire.RateTable;
import io.venturi.engine.protocol.udpst.wire.SetupPdu;
import io.venturi.engine.record.Counters;
import io.venturi.engine.socket.Poller;
import io.venturi.engine.socket.SocketOptions;
import io.venturi.engine.socket.UdpSocket;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.agrona.concurrent.AgentRunner;

/** A capacity test that runs: sockets, lane, report. Owned by the thread that runs the test. */
final class CapacityRunner {
    private static final long POLL_NS = TimeUnit.MILLISECONDS.toNanos(10);
    private static final int MOST_IDENT = 65_535;

    private final CapacityPlan plan;
    private final List<Tuning> tunings;
    private final List<UdpSocket> sockets = new ArrayList<>();
    private final Counters counters = new Counters();
    private final Queue<CapacityEvent> events = new ConcurrentLinkedQueue<>();
    private final List<CapacityInterval> intervals = new ArrayList<>();
    private final List<CapacityEvent.Incident> incidents = new ArrayList<>();
    private final InterfaceMeter meter;
    private final int ident;
    /** Null if not wanted. */
    private final CapacityMetadata metadata;
    private final UdpstClient client;
    private final Lane lane;
    private final BusyLane busy;
    private final AgentRunner runner;
    private final GarbageCollections before = GarbageCollections.now();
    private volatile Throwable failure;
    private long startWallNs;
    private boolean closed;

    /**
     * Open sockets and begin.
     *
     * @throws io.venturi.engine.error.VenturiException if that cannot be done as planned; nothing is left open then
     */
    static CapacityRunner start(CapacityPlan plan, List<InetSocketAddress> servers, List<Tuning> tunings) {
        List<UdpSocket> sockets = new ArrayList<>();
        try {
            for (int i = 0; i < plan.connections().max(); i++) {
                sockets.add(UdpSocket.open(options(plan, servers.get(i % servers.size()))));
            }
            return new CapacityRunner(plan, servers, sockets, tunings);
        } catch (RuntimeException e) {
            sockets.forEach(UdpSocket::close);
            throw e;
        }
    }

    private static SocketOptions options(CapacityPlan plan, InetSocketAddress server) {
        CapacityPlan.Path path = plan.path();
        SocketOptions base = SocketOptions.connected(Addresses.local(path.local(), server.getAddress()), server)
                .shared(false, path.device());
        return LaneSocket.options(base, UdpstServer.slotBytes(plan.datagrams().jumbo(),
                plan.datagrams().traditionalMtu()), path.socketBufferBytes(), plan.precision());
    }

    private CapacityRunner(CapacityPlan plan, List<InetSocketAddress> servers, List<UdpSocket> opened,
                           List<Tuning> tunings) {
        this.plan = plan;
        this.tunings = tunings;
        sockets.addAll(opened);
        SecureRandom random = new SecureRandom();
        ident = 1 + random.nextInt(MOST_IDENT);
        meter = new InterfaceMeter(plan.watch().rateOf(), plan.direction());
        metadata = plan.watch().metadataFile().isEmpty() ? null : new CapacityMetadata(plan.watch().metadataFile(),
                plan.watch().everyDatagram(), plan.targets(), meter, events::add);
        client = new UdpstClient(UdpstClientOptions.of(plan, ident), SystemClock.MONOTONIC, SystemClock.realtime(),
                events::add, () -> host(busyShare()),
                metadata == null ? LoadLog.Opener.NONE : metadata);
        List<Lane.Inlet> inlets = new ArrayList<>();
        for (int i = 0; i < sockets.size(); i++) {
            UdpSocket socket = sockets.get(i);
            InetSocketAddress server = servers.get(i % servers.size());
            events.add(new CapacityEvent.Created(i + 1, socket.localAddress(), socket.sendBufferBytes(),
                    socket.receiveBufferBytes()));
            inlets.add(new Lane.Inlet(socket, client.connect(new LaneSocket(socket), server,
                    server.getAddress() instanceof Inet6Address, random.nextLong())));
        }
        Pacer pacer = LaneSocket.pacer(plan.precision(), plan.datagrams().spread(), sockets.getFirst(),
                new Poller(sockets), plan.direction() == CapacityDirection.UP);
        lane = new Lane("venturi-capacity", inlets, pacer, counters,
                new ThreadTuning(plan.precision().cpu(), plan.precision().fifoPriority()));
        busy = new BusyLane(lane);
        runner = new AgentRunner(pacer, this::laneFailed, null, busy);
        AgentRunner.startOnThread(runner);
    }

    private void laneFailed(Throwable cause) {
        failure = cause;
    }

    /** Of the time since the last sub-interval. Asked on the lane, which therefore exists. */
    private double busyShare() {
        return busy.recentShare();
    }

    private CapacityHost host(double busyShare) {
        return new CapacityHost(client.load().refused(), client.load().missed(),
                sockets.stream().mapToLong(UdpSocket::overflows).sum(), counters.get(Counters.Id.STALLS),
                counters.get(Counters.Id.STALLED_NS), busyShare);
    }

    CapacityReport measure(CapacityListener listener) {
        while (!client.isOver() && failure == null) {
            deliver(listener);
            LockSupport.parkNanos(POLL_NS);
        }
        end();
        deliver(listener);
        if (failure != null) {
            throw new IllegalStateException("the measuring thread failed", failure);
        }
        long endWallNs = SystemClock.realtime().nanoTime();
        List<CapacityConnection> connections = new ArrayList<>();
        for (UdpstConnection connection : client.connections()) {
            int number = connections.size() + 1;
            connections.add(new CapacityConnection(number, plan.targets().get((number - 1) % plan.targets().size()),
                    connection.server(), connection.remote(), connection.local(), connection.agreed(),
                    connection.bleached(), connection.status()));
        }
        return new CapacityReport(ident, startWallNs == 0 ? endWallNs : startWallNs, endWallNs,
                plan.settings(SetupPdu.VERSION), connections, intervals, evidence(), incidents, client.status());
    }

    private void deliver(CapacityListener listener) {
        for (CapacityEvent event = events.poll(); event != null; event = events.poll()) {
            CapacityEvent told = event;
            switch (event) {
                case CapacityEvent.Activated _ when startWallNs == 0 -> {
                    startWallNs = SystemClock.realtime().nanoTime();
                    meter.begin();
                }
                case CapacityEvent.Interval interval -> {
                    CapacityInterval metered = meter.add(interval.interval());
                    intervals.add(metered);
                    told = new CapacityEvent.Interval(metered);
                }
                case CapacityEvent.Incident incident -> incidents.add(incident);
                default -> { } // the listener alone is interested
            }
            listener.onEvent(told);
        }
    }

    private CapacityEvidence evidence() {
        OptionalInt highest = intervals.stream().flatMapToInt(interval -> interval.highestRow().stream()).max();
        RateTable table = table(highest);
        int topRow = table.indexOf(table.row(RateTable.LAST)); // the first of those that are the same
        GarbageCollections after = GarbageCollections.now();
        List<Tuning> all = new ArrayList<>(tunings);
        sockets.stream().flatMap(socket -> socket.shortfalls().stream()).distinct()
                .forEach(shortfall -> all.add(new Tuning("socket", false, shortfall)));
        try {
            all.addAll(lane.tuned());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        return new CapacityEvidence(host(busy.share()), Optional.empty(), highest,
                highest.isPresent() ? table.row(highest.getAsInt()).mbps() * 1e6 : 0, topRow,
                table.row(topRow).mbps() * 1e6,
                new HostConditions(after.count() - before.count(), after.ns() - before.ns(), all));
    }

    /** The one with long bursts if the server's is seen to have them. */
    private RateTable table(OptionalInt highest) {
        boolean jumbo = plan.datagrams().jumbo();
        boolean traditional = plan.datagrams().traditionalMtu();
        RateTable usual = RateTable.of(jumbo, traditional);
        RateTable longer = RateTable.of(jumbo, traditional, true);
        return highest.isPresent() && longer.row(highest.getAsInt()).mbps() > usual.row(RateTable.LAST).mbps() ? longer
                : usual;
    }

    void stop() {
        client.stop();
    }

    CapacityLive live() {
        return client.live();
    }

    private void end() {
        AgentEnd.await(runner);
        if (metadata != null) {
            metadata.close();
        }
    }

    void close() {
        if (!closed) {
            closed = true;
            end();
            sockets.forEach(UdpSocket::close);
        }
    }
}
