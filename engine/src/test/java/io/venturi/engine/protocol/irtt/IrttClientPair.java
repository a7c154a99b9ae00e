package io.venturi.engine.protocol.irtt;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.venturi.engine.agent.RoundTripAnalyst;
import io.venturi.engine.clock.Timescale;
import io.venturi.engine.metric.ClockRelation;
import io.venturi.engine.metric.HostConditions;
import io.venturi.engine.metric.RoundTripListener;
import io.venturi.engine.metric.RttReport;
import io.venturi.engine.metric.RttRun;
import io.venturi.engine.pacing.Launch;
import io.venturi.engine.plan.RttPlan;
import io.venturi.engine.protocol.irtt.wire.IrttKey;
import io.venturi.engine.record.Counters;
import io.venturi.engine.record.Recorder;
import io.venturi.engine.record.RoundTripTable;
import io.venturi.engine.socket.LaunchClock;
import io.venturi.engine.socket.Packet;
import io.venturi.engine.stream.RoundTripOpening;
import io.venturi.engine.stream.RoundTripOutcome;
import io.venturi.engine.testing.ManualClock;
import io.venturi.engine.testing.PacketFixture;
import io.venturi.engine.testing.ScriptedTransmitter;
import io.venturi.engine.testing.SimulatedPath;
import io.venturi.engine.testing.Timeline;
import java.lang.foreign.MemorySegment;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * A client and a peer, a server or a script, connected by two simulated paths in virtual time. No thread, no socket:
 * time goes from one event to the next. The peer's clocks may be off and drift.
 *
 * <p>Nothing takes time but the paths and what a test asks for, so every delay is known exactly.
 */
final class IrttClientPair implements AutoCloseable {
    static final long US = 1_000;
    static final long MS = 1_000_000;
    static final long S = 1_000 * MS;
    static final long BEGIN_NS = 50_000 * S;
    static final long WALL_AHEAD_NS = 1_795_000_000 * S;

    /** A peer made up by a test. */
    interface Peer {
        /** Answer a datagram of the client, or not. */
        void onDatagram(byte[] datagram);
    }

    /** A datagram that left the client, and when, ns since the begin. */
    record Sent(long atNs, byte[] bytes) {
        String hex() {
            return HexFormat.of().formatHex(bytes);
        }
    }

    final SimulatedPath forward = new SimulatedPath(5 * MS);
    final SimulatedPath reverse = new SimulatedPath(7 * MS);
    /** How long before its time the kernel gets a probe where it is told that time. */
    static final long LEAD_NS = 1_000_000;
    /** So much before its time the queue may send a probe, on {@link LaunchClock#TAI}. */
    static final long EARLY_NS = 300_000;

    final List<Sent> sent = new ArrayList<>();
    final Counters counters = new Counters();
    final Recorder recorder = new Recorder(1 << 17, counters);
    final ScriptedTransmitter transmitter = new ScriptedTransmitter(this::take);
    final IrttClient client;
    final Timeline timeline = new Timeline();
    final ManualClock monotonic = new ManualClock(Timescale.MONOTONIC, BEGIN_NS);
    final ManualClock realtime = new ManualClock(Timescale.REALTIME, BEGIN_NS + WALL_AHEAD_NS);
    final ManualClock peerMonotonic = new ManualClock(Timescale.MONOTONIC, 0);
    final ManualClock peerRealtime = new ManualClock(Timescale.REALTIME, 0);
    private final RoundTripTable table = RoundTripTable.keepingAll();
    private final RoundTripAnalyst analyst;
    private final RttPlan plan;
    private final Packet received = PacketFixture.slot();
    private final Packet served = PacketFixture.slot();
    private Peer peer = datagram -> { };
    private IrttServer server;
    private ScriptedTransmitter.Kernel kernel = (datagram, length, id) -> 0;
    private long nowNs = BEGIN_NS;
    private long awayUntilNs;
    private long peerWallOffsetNs;
    private long peerMonotonicOffsetNs;
    private long peerDriftPpm;
    private long residenceNs;
    private boolean stampsTransmits;
    private boolean stampsReceives;
    private long transmitStampLagNs;

    IrttClientPair(RttPlan plan) {
        this(plan, false);
    }

    IrttClientPair(RttPlan plan, boolean noTest) {
        this(plan, noTest, LaunchClock.NONE);
    }

    /** With launch times on CLOCK_REALTIME, whatever clock they are said to be on, {@link #LEAD_NS} ahead. */
    IrttClientPair(RttPlan plan, boolean noTest, LaunchClock launchClock) {
        this.plan = plan;
        long earlyNs = launchClock == LaunchClock.TAI ? EARLY_NS : 0;
        client = new IrttClient(plan, new Launch(launchClock, LEAD_NS, earlyNs, monotonic, realtime), noTest,
                IrttKey.of(plan.key()), transmitter, recorder, monotonic, realtime);
        analyst = new RoundTripAnalyst(recorder, monotonic, table, Long.MAX_VALUE, RoundTripListener.NONE);
        setClocks();
    }

    // ---- what a test sets up

    IrttClientPair against(Peer script) {
        peer = script;
        return this;
    }

    /** Against a server of ours. */
    IrttClientPair against(IrttServerOptions.Builder options) {
        server = new IrttServer(options.build(), peerMonotonic, peerRealtime, IrttServerListener.NONE);
        peer = this::serve;
        return this;
    }

    /** What the kernel says to each datagram of the client before it takes it. */
    IrttClientPair kernel(ScriptedTransmitter.Kernel script) {
        kernel = script;
        return this;
    }

    /** The peer's clocks are ahead of ours by this much, and gain so many parts per million. */
    IrttClientPair peerClocks(long wallAheadNs, long monotonicAheadNs, long driftPpm) {
        peerWallOffsetNs = wallAheadNs;
        peerMonotonicOffsetNs = monotonicAheadNs;
        peerDriftPpm = driftPpm;
        setClocks();
        return this;
    }

    /** A server of ours thinks about every echo for this long. */
    IrttClientPair residence(long ns) {
        residenceNs = ns;
        return this;
    }

    /** Kernel stamps of what is sent, told so much later, and of what is received. */
    IrttClientPair kernelStamps(long transmitLagNs) {
        stampsTransmits = true;
        stampsReceives = true;
        transmitStampLagNs = transmitLagNs;
        return this;
    }

    // ---- the world

    private void setClocks() {
        monotonic.set(nowNs);
        realtime.set(nowNs + WALL_AHEAD_NS);
        long gainedNs = (nowNs - BEGIN_NS) / 1_000 * peerDriftPpm / 1_000;
        peerMonotonic.set(nowNs + peerMonotonicOffsetNs + gainedNs);
        peerRealtime.set(nowNs + WALL_AHEAD_NS + peerWallOffsetNs + gainedNs);
    }

    long sinceBeginNs() {
        return nowNs - BEGIN_NS;
    }

    private int take(MemorySegment datagram, int length, long id) {
        int errno = kernel.take(datagram, length, id);
        if (errno != 0) {
            return errno;
        }
        byte[] bytes = datagram.asSlice(0, length).toArray(JAVA_BYTE);
        sent.add(new Sent(sinceBeginNs(), bytes));
        for (SimulatedPath.Transit transit : forward.carry(bytes)) {
            timeline.at(nowNs + transit.delayNs(), () -> peer.onDatagram(transit.datagram()));
        }
        if (stampsTransmits) {
            long stampNs = realtime.nanoTime();
            timeline.at(nowNs + transmitStampLagNs, () -> client.onTransmitStamp(id, stampNs));
        }
        return 0;
    }

    private void serve(byte[] datagram) {
        long arrivedNs = peerMonotonic.nanoTime();
        long arrivedWallNs = peerRealtime.nanoTime();
        timeline.at(nowNs + residenceNs, () -> {
            PacketFixture.receive(served, datagram, arrivedNs, arrivedWallNs);
            served.peer(0, ServerHarness.LOOPBACK, ServerHarness.PORT, 0);
            int length = server.onPacket(served);
            if (length > 0) {
                reply(served.payload().asSlice(0, length).toArray(JAVA_BYTE));
            }
        });
    }

    /** The peer sends this to the client. */
    void reply(byte[] datagram) {
        for (SimulatedPath.Transit transit : reverse.carry(datagram)) {
            timeline.at(nowNs + transit.delayNs(), () -> arrive(transit));
        }
    }

    private void arrive(SimulatedPath.Transit transit) {
        long enteredWallNs = realtime.nanoTime();
        if (nowNs < awayUntilNs) {
            timeline.at(awayUntilNs, () -> hand(transit, enteredWallNs));
        } else {
            hand(transit, enteredWallNs);
        }
    }

    private void hand(SimulatedPath.Transit transit, long enteredWallNs) {
        PacketFixture.receive(received, transit.datagram(), nowNs, realtime.nanoTime());
        if (transit.truncated()) {
            received.reset(transit.datagram().length, true, nowNs, realtime.nanoTime());
        }
        if (stampsReceives) {
            received.receivedKernelNs(enteredWallNs);
        }
        assertEquals(0, client.onPacket(received), "a client answers nothing in place");
    }

    /** The client's thread does not run for this long. */
    void away(long ns) {
        awayUntilNs = nowNs + ns;
        timeline.at(awayUntilNs, () -> { });
    }

    /** Let time pass until {@code ns} after the begin, or until nothing will happen any more before that. */
    IrttClientPair runUntil(long ns) {
        long untilNs = BEGIN_NS + ns;
        while (true) {
            advance();
            long nextNs = Math.min(timeline.nextNs(), Math.max(client.dueNs(), awayUntilNs));
            if (nextNs > untilNs) {
                break;
            }
            nowNs = Math.max(nowNs, nextNs);
            setClocks();
            if (timeline.nextNs() <= nowNs) {
                timeline.happen();
            }
        }
        nowNs = Math.max(nowNs, untilNs);
        setClocks();
        advance();
        return this;
    }

    private void advance() {
        if (nowNs >= awayUntilNs) {
            client.advance(nowNs);
        }
        if (server != null && server.dueNs() <= peerMonotonic.nanoTime()) {
            server.advance(peerMonotonic.nanoTime());
        }
        analyst.doWork();
    }

    /** Let the test run to its end, which must be within an hour. */
    IrttClientPair runToEnd() {
        runUntil(3_600 * S);
        assertEquals(IrttClient.Phase.DONE, client.phase());
        return this;
    }

    /** Let time pass until the client is in this phase. */
    IrttClientPair runTo(IrttClient.Phase phase) {
        for (int steps = 0; client.phase() != phase; steps++) {
            assertEquals(true, steps < 1_000_000, "the client never comes to " + phase);
            long nextNs = Math.min(timeline.nextNs(), client.dueNs());
            runUntil(nextNs - BEGIN_NS);
        }
        return this;
    }

    // ---- what came of it

    RoundTripOpening opening() throws InterruptedException {
        assertEquals(true, client.phase() != IrttClient.Phase.OPENING, "still opening");
        return client.awaitOpened();
    }

    RoundTripOutcome outcome() throws InterruptedException {
        assertEquals(IrttClient.Phase.DONE, client.phase());
        return client.awaitEnd();
    }

    long count(Counters.Id id) {
        return counters.get(id);
    }

    IrttServerCounters server() {
        return server.counters();
    }

    /** Datagrams with these flags that left the client. */
    List<Sent> sent(int flags) {
        return sent.stream().filter(datagram -> datagram.bytes()[3] == flags).toList();
    }

    /** When the datagrams with these flags left, ns since the begin. */
    List<Long> sentAt(int flags) {
        return sent(flags).stream().map(Sent::atNs).toList();
    }

    /** The report of the finished test. */
    RttReport report() throws InterruptedException {
        InetSocketAddress nowhere = new InetSocketAddress(0);
        return analyst.finish(new RttRun(nowhere, nowhere, client.requested(), opening().agreed(),
                opening().startWallNs(), opening().startNs(),
                Math.max(0, outcome().endNs() - opening().startNs()), outcome().waitedNs(), ClockRelation.NONE,
                outcome().end(), outcome().detail()), HostConditions.UNKNOWN, outcome().peerTotals());
    }

    @Override
    public void close() {
        table.close();
    }
}
