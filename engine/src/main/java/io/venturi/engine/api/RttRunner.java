package io.venturi.engine.api;

import io.venturi.engine.agent.CardSampler;
import io.venturi.engine.agent.Lane;
import io.venturi.engine.agent.RoundTripAnalyst;
import io.venturi.engine.agent.ThreadTuning;
import io.venturi.engine.clock.PhcTracker;
import io.venturi.engine.clock.SystemClock;
import io.venturi.engine.clock.WallOffset;
import io.venturi.engine.metric.ClockKnowledge;
import io.venturi.engine.metric.ClockRelation;
import io.venturi.engine.metric.HostConditions;
import io.venturi.engine.metric.HostConditions.Tuning;
import io.venturi.engine.metric.LiveInstrument;
import io.venturi.engine.metric.LiveRtt;
import io.venturi.engine.metric.RttReport;
import io.venturi.engine.metric.RttRun;
import io.venturi.engine.metric.SyncState;
import io.venturi.engine.pacing.Pacer;
import io.venturi.engine.plan.RttPlan;
import io.venturi.engine.plan.SendPattern;
import io.venturi.engine.record.Counters;
import io.venturi.engine.record.Counters.Id;
import io.venturi.engine.record.Recorder;
import io.venturi.engine.record.RoundTripTable;
import io.venturi.engine.socket.Poller;
import io.venturi.engine.socket.PtpEvent;
import io.venturi.engine.socket.PtpEventTransmitter;
import io.venturi.engine.socket.SocketOptions;
import io.venturi.engine.socket.UdpSocket;
import io.venturi.engine.stream.Endpoint;
import io.venturi.engine.stream.PtpEventEndpoint;
import io.venturi.engine.stream.RoundTripClient;
import io.venturi.engine.stream.RoundTripOpening;
import io.venturi.engine.stream.RoundTripOutcome;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.AgentRunner;
import org.agrona.concurrent.CompositeAgent;
import org.agrona.concurrent.SleepingIdleStrategy;

/** One attempt at one address: socket, lane thread, statistics thread. Owned by the thread that runs the test. */
final class RttRunner {
    private static final int RING_BYTES = 1 << 24;
    /** Of a test with slow probes: more than a minute of them. */
    private static final int SMALL_RING_BYTES = 1 << 18;
    private static final long SLOW_INTERVAL_NS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long INTERVAL_NS = TimeUnit.SECONDS.toNanos(1);
    private static final long ANALYST_SLEEP_NS = TimeUnit.MILLISECONDS.toNanos(2);
    /** Where nobody would notice, so that many such tests at once leave the host in peace. */
    private static final long SLOW_ANALYST_SLEEP_NS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final long SPIN_AFTER_WORK_NS = TimeUnit.MICROSECONDS.toNanos(300);
    private static final int BATCH = 64;
    /** What the answers to opening need, whatever length is granted then. */
    private static final int LEAST_SLOT_BYTES = 2048;
    /** What may stand before or behind a probe of the length that was asked for. */
    private static final int ROOM_BYTES = PtpEvent.HEADER_BYTES + Long.BYTES;

    private final RttPlan plan;
    private final InetSocketAddress peer;
    private final List<Tuning> tunings;
    private final PacingSetup pacing;
    private final SyncState ownClock;
    private final UdpSocket socket;
    private final CardStamps card;
    private final Counters counters = new Counters();
    private final RoundTripClient client;
    private final Lane lane;
    private final AgentRunner laneRunner;
    private final RoundTripAnalyst analyst;
    private final AgentRunner analystRunner;
    private final RoundTripTable table;
    private volatile Throwable failure;
    private final GarbageCollections collectionsAtStart = GarbageCollections.now();
    private GarbageCollections collectionsBefore;
    private boolean reported;
    private boolean closed;

    /**
     * Open a socket and begin.
     *
     * @param tunings what was asked of the host before
     * @throws io.venturi.engine.error.VenturiException if that cannot be done as planned; nothing is left open then
     */
    static RttRunner start(RttPlan plan, boolean noTest, InetSocketAddress peer, RttListener listener,
                           List<Tuning> tunings) {
        CardStamps card = noTest ? CardStamps.NONE : CardStamps.switchOn(plan, peer);
        UdpSocket socket = null;
        try {
            SocketOptions options = card.ask(options(plan, peer));
            PacingSetup pacing = PacingSetup.of(plan, options);
            socket = UdpSocket.open(options.launched(pacing.clock()));
            return new RttRunner(plan, noTest, peer, socket, card, pacing, listener, tunings);
        } catch (RuntimeException e) {
            if (socket != null) {
                socket.close();
            }
            card.close();
            throw e;
        }
    }

    private RttRunner(RttPlan plan, boolean noTest, InetSocketAddress peer, UdpSocket socket, CardStamps card,
                      PacingSetup pacing, RttListener listener, List<Tuning> tunings) {
        this.plan = plan;
        this.peer = peer;
        this.socket = socket;
        this.card = card;
        this.tunings = tunings;
        this.pacing = pacing;
        ownClock = OwnClock.ask(plan, peer);
        Recorder recorder = new Recorder(slow(plan) ? SMALL_RING_BYTES : RING_BYTES, counters);
        boolean ptpEvents = plan.marks().ptpEvents();
        client = RoundTripProtocol.of(plan.target().protocol()).client(plan, pacing.launch(), ownClock, noTest,
                ptpEvents ? new PtpEventTransmitter(socket) : socket, recorder);
        Endpoint endpoint = ptpEvents ? new PtpEventEndpoint(client) : client;
        Pacer pacer = new Pacer(plan.precision().wakeup(), SPIN_AFTER_WORK_NS, new Poller(List.of(socket)), true);
        lane = new Lane("venturi-rtt", List.of(new Lane.Inlet(socket, endpoint)), pacer, counters,
                new ThreadTuning(plan.precision().cpu(), plan.precision().fifoPriority()));
        table = plan.keepRows() > 0
                ? RoundTripTable.keepingLast((int) Math.min(plan.keepRows(), 1 << 26))
                : RoundTripTable.keepingAll();
        WallOffset walls = new WallOffset(SystemClock.MONOTONIC, SystemClock.realtime());
        analyst = new RoundTripAnalyst(recorder, SystemClock.MONOTONIC, walls, table, INTERVAL_NS, listener);
        analystRunner = new AgentRunner(new SleepingIdleStrategy(
                slow(plan) ? SLOW_ANALYST_SLEEP_NS : ANALYST_SLEEP_NS), this::analystFailed, null,
                card.clock() == null ? analyst : withCardClock(analyst));
        laneRunner = new AgentRunner(pacer, client::fail, null, lane);
        AgentRunner.startOnThread(analystRunner);
        AgentRunner.startOnThread(laneRunner);
    }

    /** Single probes, ten a second or fewer. */
    private static boolean slow(RttPlan plan) {
        return plan.probes().intervalNs() >= SLOW_INTERVAL_NS
                && plan.probes().pattern() instanceof SendPattern.Isochronous;
    }

    private Agent withCardClock(Agent other) {
        PhcTracker tracker = new PhcTracker(card.clock()::compare);
        table.relate(tracker);
        return new CompositeAgent(other, new CardSampler(tracker, SystemClock.MONOTONIC));
    }

    private static SocketOptions options(RttPlan plan, InetSocketAddress peer) {
        boolean stamps = plan.precision().kernelStamps();
        int hopLimit = plan.marks().hopLimit() != 0 ? plan.marks().hopLimit()
                : RoundTripProtocol.of(plan.target().protocol()).defaultHopLimit();
        InetSocketAddress local = Addresses.local(plan.target().local(), peer.getAddress());
        if (plan.marks().ptpEvents() && local.getPort() == 0) {
            local = new InetSocketAddress(local.getAddress(), PtpEvent.PORT); // where replies are looked at too
        }
        return SocketOptions.connected(local, peer)
                .sized(BATCH, Math.max(LEAST_SLOT_BYTES, plan.probes().lengthBytes() + ROOM_BYTES))
                .marked(plan.marks().trafficClass(), hopLimit, plan.marks().dontFragment())
                .stamped(stamps, stamps)
                .shared(false, plan.target().device());
    }

    private void analystFailed(Throwable cause) {
        failure = cause;
        client.stop();
    }

    /** What came of opening the test; waits for it. */
    RoundTripOpening opening() {
        return uninterrupted(client::awaitOpened);
    }

    RttReport measure(RttListener listener) {
        collectionsBefore = GarbageCollections.now();
        SafepointLog.own(); // opened before anything is to be seen there
        long waitNs = uninterrupted(client::awaitSent);
        if (waitNs > 0) {
            listener.onWaiting(waitNs);
        }
        RoundTripOutcome outcome = uninterrupted(client::awaitEnd);
        stopThreads();
        if (failure != null) {
            throw new IllegalStateException("statistics failed", failure);
        }
        counters.add(Id.SOCKET_OVERFLOW, socket.overflowsNow());
        RttReport report = analyst.finish(conclude(outcome), hostConditions(outcome), outcome.peerTotals(), clocks());
        reported = true;
        return report;
    }

    private RttRun conclude(RoundTripOutcome outcome) {
        RoundTripOpening opening = opening();
        return new RttRun(socket.localAddress(), peer, client.requested(), opening.agreed(),
                opening.startWallNs(), opening.startNs(), Math.max(0, outcome.endNs() - opening.startNs()),
                outcome.waitedNs(), ClockRelation.NONE, outcome.end(), outcome.detail(), client.reflector());
    }

    /** Asked once more after the test: a clock that lost its source meanwhile is not synchronised. */
    private ClockKnowledge clocks() {
        boolean sameHost = Addresses.isOwn(peer.getAddress());
        return new ClockKnowledge(plan.clocks(), sameHost, ownClock.worse(OwnClock.ask(plan, peer)),
                client.peerClock());
    }

    private HostConditions hostConditions(RoundTripOutcome outcome) {
        List<Tuning> all = new ArrayList<>(tunings);
        socket.shortfalls().forEach(shortfall -> all.add(new Tuning("socket", false, shortfall)));
        all.addAll(uninterrupted(lane::tuned));
        GarbageCollections after = GarbageCollections.now();
        return new HostConditions(after.count() - collectionsBefore.count(), after.ns() - collectionsBefore.ns(), all,
                card.setup(plan.precision().stamps(), socket.stampFlags()), pacing.report(),
                SafepointLog.own().between(opening().startNs(), outcome.endNs()));
    }

    void stop() {
        client.stop();
    }

    LiveRtt live() {
        return analyst.live();
    }

    LiveInstrument instrument() {
        GarbageCollections now = GarbageCollections.now();
        return new LiveInstrument(counters.get(Id.SKIPPED), counters.get(Id.REFUSED), counters.get(Id.MISSED_LAUNCH),
                counters.get(Id.STALLS), counters.get(Id.STALLED_NS), counters.get(Id.RING_OVERRUN),
                socket.overflows(), counters.get(Id.IGNORED), counters.get(Id.ICMP_ERRORS),
                now.count() - collectionsAtStart.count(), now.ns() - collectionsAtStart.ns());
    }

    private void stopThreads() {
        AgentEnd.await(laneRunner);
        AgentEnd.await(analystRunner);
    }

    /** Ends the threads and closes the socket; the table only if no report has taken it over. */
    void close() {
        if (!closed) {
            closed = true;
            client.stop();
            stopThreads();
            socket.close();
            card.close();
            if (!reported) {
                table.close();
            }
        }
    }

    private interface Interruptible<T> {
        T await() throws InterruptedException;
    }

    private static <T> T uninterrupted(Interruptible<T> wait) {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return wait.await();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
