package io.venturi.engine.protocol.stamp;

import io.venturi.engine.agent.RoundTripAnalyst;
import io.venturi.engine.clock.Timescale;
import io.venturi.engine.metric.ClockRelation;
import io.venturi.engine.metric.HostConditions;
import io.venturi.engine.metric.Metric;
import io.venturi.engine.metric.RoundTripListener;
import io.venturi.engine.metric.RttReport;
import io.venturi.engine.metric.RttRun;
import io.venturi.engine.metric.RttSettings;
import io.venturi.engine.pacing.Launch;
import io.venturi.engine.plan.RttPlan;
import io.venturi.engine.plan.StampExtensions;
import io.venturi.engine.plan.WaitRule;
import io.venturi.engine.testing.PacketFixture;
import io.venturi.engine.record.Counters;
import io.venturi.engine.record.Recorder;
import io.venturi.engine.record.RoundTripTable;
import io.venturi.engine.socket.Packet;
import io.venturi.engine.socket.Transmitter;
import io.venturi.engine.stream.RoundTripOutcome;
import io.venturi.engine.testing.ManualClock;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Set;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

/**
 * A sender and a reflector in virtual time with a path between them that does what the test says: each direction
 * delivers every packet at the delays it is given, none for a loss, two for a duplicate.
 */
final class StampPair implements Transmitter {
    static final long MS = 1_000_000;
    static final long S = 1_000 * MS;
    static final long START_NS = 5_000 * S;
    static final StampExtensions ALL = new StampExtensions(true, true, 46, true, 1, 1, true, true);
    static final StampExtensions RECEIVED =
            new StampExtensions(false, false, StampExtensions.NO_DSCP, false, 0, 0, false, true);
    static final StampExtensions FOLLOW_UP =
            new StampExtensions(false, false, StampExtensions.NO_DSCP, false, 0, 0, true, false);
    static final ClockQuality ONE_US = new ClockQuality(true, 1_000, ClockQuality.Source.PTP, 37);

    /** What a direction does to its packet number {@code n}, from 0. */
    interface Path {
        long[] delaysNs(long n);
    }

    private record Event(long atNs, long order, Runnable run) { }

    final ManualClock monotonic = new ManualClock(Timescale.MONOTONIC, START_NS);
    final ManualClock realtime = new ManualClock(Timescale.REALTIME, 0);
    final ManualClock peerRealtime = new ManualClock(Timescale.REALTIME, 0);
    final Counters counters = new Counters();
    final Recorder recorder = new Recorder(1 << 22, counters);
    final List<byte[]> probes = new ArrayList<>();
    final List<byte[]> replies = new ArrayList<>();
    final List<String> followUps = new ArrayList<>();
    final StampReflector reflector;
    final StampSender sender;
    Path forward = n -> new long[] {10 * MS};
    Path reverse = n -> new long[] {20 * MS};
    /** Time from T2 to T3. */
    long residenceNs = MS;
    /** From T3 to when the kernel says that the reply left; negative for no stamps. */
    long replyStampAfterNs = -1;
    /** What {@link #flush} says instead of sending; 0 to send. */
    int refusal;

    private final long wallAheadNs;
    private final long peerAheadNs;
    private final MemorySegment slot = Arena.ofAuto().allocate(2_048);
    private final Packet request = PacketFixture.slot();
    private final Packet answer = PacketFixture.slot();
    private final PriorityQueue<Event> events =
            new PriorityQueue<>(Comparator.comparingLong(Event::atNs).thenComparingLong(Event::order));
    private long order;
    private int slotBytes;
    private long accepted;
    private long replied;

    /**
     * @param startWallNs the sender's wall clock at the start
     * @param peerAheadNs by how much the reflector's is ahead of it
     */
    StampPair(StampSenderOptions sending, StampReflectorOptions reflecting, RttPlan plan, long startWallNs,
              long peerAheadNs) {
        wallAheadNs = startWallNs - START_NS;
        this.peerAheadNs = peerAheadNs;
        reflector = new StampReflector(reflecting, peerRealtime, StampReflectorListener.NONE, new SecureRandom());
        StampListener listener = new StampListener() {
            @Override
            public void onFollowUp(long seq, long wallNs) {
                followUps.add(seq + " " + (wallNs - startWallNs - peerAheadNs));
            }
        };
        moveTo(START_NS);
        sender = new StampSender(plan, Launch.byUser(), sending, this, recorder, monotonic, realtime, listener);
    }

    StampPair(StampSenderOptions.Builder sending, StampReflectorOptions.Builder reflecting, int probes) {
        this(sending.build(), reflecting.build(), plan(probes, 0), 1_795_172_000 * S, 3 * S);
    }

    static StampSenderOptions.Builder sending() {
        return StampSenderOptions.builder();
    }

    static StampReflectorOptions.Builder reflecting() {
        return StampReflectorOptions.builder();
    }

    static Path losing(long delayNs, Integer... lost) {
        Set<Integer> numbers = Set.of(lost);
        return n -> numbers.contains((int) n) ? new long[0] : new long[] {delayNs};
    }

    static Metric.Loss.ByDirection lossOf(StampPair pair, RoundTripOutcome outcome) {
        try (RttReport report = pair.report(outcome)) {
            return report.metric(Metric.Loss.class).orElseThrow().byDirection();
        }
    }

    /** So many probes, 100 ms apart. */
    static RttPlan plan(int probes, int lengthBytes) {
        return new RttPlan(new RttPlan.Target("localhost", RttPlan.Family.ANY, "", ""),
                new RttPlan.Probes(probes * 100 * MS, 100 * MS, lengthBytes, "none", false), RttPlan.Replies.ALL,
                RttPlan.Marks.NONE, RttPlan.OPEN_TIMEOUTS, WaitRule.DEFAULT, true, new byte[0],
                RttPlan.Precision.DEFAULT, 0);
    }

    /** Run until the sender is done; how it ended. */
    RoundTripOutcome run() throws InterruptedException {
        while (step()) {
            // one event after the other
        }
        return sender.awaitEnd();
    }

    /** Run until the sender is done; what it learnt of the reflector. */
    StampFindings findings() throws InterruptedException {
        run();
        return sender.findings();
    }

    /** Go to the next event; false when there is none. */
    boolean step() {
        Event next = events.peek();
        long senderNs = Math.max(monotonic.nanoTime(), sender.dueNs());
        if (next == null && sender.dueNs() == Long.MAX_VALUE) {
            return false;
        }
        if (next != null && next.atNs <= senderNs) {
            events.poll();
            moveTo(next.atNs);
            next.run.run();
        } else {
            moveTo(senderNs);
        }
        sender.advance(monotonic.nanoTime());
        return true;
    }

    /** Let all events of the next {@code ns} happen. */
    void runFor(long ns) {
        long endNs = monotonic.nanoTime() + ns;
        at(endNs, () -> { });
        while (monotonic.nanoTime() < endNs && step()) {
            // one event after the other
        }
    }

    private void moveTo(long ns) {
        monotonic.set(ns);
        realtime.set(ns + wallAheadNs);
        peerRealtime.set(ns + wallAheadNs + peerAheadNs);
    }

    void at(long ns, Runnable run) {
        events.add(new Event(ns, order++, run));
    }

    // ---- the path ------------------------------------------------------------------------------------------------

    @Override
    public int flush(int count) {
        if (refusal != 0) {
            return refusal;
        }
        byte[] probe = slot.asSlice(0, slotBytes).toArray(JAVA_BYTE);
        for (long delayNs : forward.delaysNs(probes.size())) {
            at(monotonic.nanoTime() + delayNs, () -> reflect(probe));
        }
        probes.add(probe);
        accepted++;
        return 1;
    }

    private void reflect(byte[] probe) {
        long arrivedNs = monotonic.nanoTime();
        PacketFixture.receive(request, probe, arrivedNs, peerRealtime.nanoTime());
        request.peer(0, 0xffff_c633_6401L, 50_000, 0);
        request.trafficClass(0xb8);
        request.hopLimit(57);
        moveTo(arrivedNs + residenceNs);
        int length = reflector.onPacket(request);
        long repliedNs = monotonic.nanoTime();
        if (length > 0) {
            byte[] reply = request.payload().asSlice(0, length).toArray(JAVA_BYTE);
            long id = replied++;
            reflector.onReplied(id);
            if (replyStampAfterNs >= 0) {
                long stampNs = peerRealtime.nanoTime() + replyStampAfterNs;
                at(repliedNs, () -> reflector.onTransmitStamp(id, stampNs));
            }
            for (long delayNs : reverse.delaysNs(replies.size())) {
                at(repliedNs + delayNs, () -> deliver(reply));
            }
            replies.add(reply);
        }
        moveTo(arrivedNs);
    }

    /** A datagram arrives at the sender now. */
    void deliver(byte[] datagram) {
        PacketFixture.receive(answer, datagram, monotonic.nanoTime(), realtime.nanoTime());
        sender.onPacket(answer);
    }

    @Override
    public int capacity() {
        return 1;
    }

    @Override
    public MemorySegment slot(int index) {
        return slot;
    }

    @Override
    public void length(int index, int bytes) {
        slotBytes = bytes;
    }

    @Override
    public long accepted() {
        return accepted;
    }

    // ---- the report ----------------------------------------------------------------------------------------------

    /** What the statistics make of the records. */
    RttReport report(RoundTripOutcome outcome) {
        RoundTripAnalyst analyst = new RoundTripAnalyst(recorder, monotonic, RoundTripTable.keepingAll(),
                Long.MAX_VALUE, RoundTripListener.NONE);
        RttSettings settings = new RttSettings("stamp", 1, 1, 1, 0, 0, RttSettings.PeerStamps.BOTH, true, false, true,
                true, "");
        RttRun run = new RttRun(new InetSocketAddress(1), new InetSocketAddress(2), settings, settings,
                START_NS + wallAheadNs, START_NS, outcome.endNs() - START_NS, outcome.waitedNs(), ClockRelation.NONE,
                outcome.end(), outcome.detail());
        return analyst.finish(run, HostConditions.UNKNOWN, outcome.peerTotals());
    }
}
