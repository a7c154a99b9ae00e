package io.venturi.engine.protocol.irtt;

import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import io.venturi.engine.annotation.HotPath;
import io.venturi.engine.clock.Clock;
import io.venturi.engine.metric.EndState;
import io.venturi.engine.metric.PeerTotals;
import io.venturi.engine.metric.RttSettings;
import io.venturi.engine.pacing.Schedule;
import io.venturi.engine.plan.RttPlan;
import io.venturi.engine.protocol.irtt.wire.DropReason;
import io.venturi.engine.protocol.irtt.wire.Fill;
import io.venturi.engine.protocol.irtt.wire.IrttCloseAck;
import io.venturi.engine.protocol.irtt.wire.IrttEcho;
import io.venturi.engine.protocol.irtt.wire.IrttHmac;
import io.venturi.engine.protocol.irtt.wire.IrttKey;
import io.venturi.engine.protocol.irtt.wire.IrttLayout;
import io.venturi.engine.protocol.irtt.wire.IrttMessage;
import io.venturi.engine.protocol.irtt.wire.IrttParams;
import io.venturi.engine.protocol.irtt.wire.IrttParamsReader;
import io.venturi.engine.record.Counters;
import io.venturi.engine.record.Observations;
import io.venturi.engine.record.Recorder;
import io.venturi.engine.socket.Packet;
import io.venturi.engine.socket.Transmitter;
import io.venturi.engine.stream.RoundTripClient;
import io.venturi.engine.stream.RoundTripOpening;
import io.venturi.engine.stream.RoundTripOutcome;
import io.venturi.ffi.linux.Errno;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/**
 * The client of an IRTT test on one connected socket: open, send probes on schedule, wait for stragglers, close.
 *
 * <p>Datagrams that are no valid answer are counted and ignored, whoever sent them; so are errors that the network
 * reports while the test runs. Sequence numbers are 32 bits on the wire and 64 here.
 *
 * <p>Thread: the endpoint methods belong to the lane; {@link #stop} and the {@code await} methods to anyone; the
 * results to anyone after {@link #awaitEnd}. Allocates nothing while probes are sent.
 */
public final class IrttClient implements RoundTripClient {
    /** Extensions of ours that every open offers; other servers skip them. */
    public static final long EXTENSIONS = IrttParams.KERNEL_RECEIVE | IrttParams.CLOSE_ACK;

    private static final int CLOSE_ATTEMPTS = 4;
    private static final long LEAST_CLOSE_WAIT_NS = 20_000_000;
    private static final long MOST_CLOSE_WAIT_NS = 1_000_000_000;
    private static final long STOPPED_WAIT_NS = 500_000_000;
    private static final int PROBES_REMEMBERED = 1 << 18;
    /** A monotonic clock counts from start-up, so this many ns can only be a wall clock's. */
    private static final long WALL_NOT_MONOTONIC_NS = 1_000_000_000_000_000_000L;
    /** Of a peer's clock, in 2096: below it all that is computed from stamps fits a long, whoever made them up. */
    private static final long MOST_STAMP_NS = 4_000_000_000_000_000_000L;
    private static final ValueLayout.OfLong LONG = JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    /** Where the test stands. */
    public enum Phase { OPENING, RUNNING, DRAINING, CLOSING, DONE }

    private final IrttParams asked;
    private final boolean noTest;
    private final boolean keyed;
    private final IrttHmac hmac;
    private final RttPlan plan;
    private final ProbeSender sender;
    private final Recorder recorder;
    private final Counters counters;
    private final Clock monotonic;
    private final Clock realtime;

    private final IrttMessage message = new IrttMessage();
    private final IrttParamsReader paramsReader = new IrttParamsReader();
    private final IrttEcho reply = new IrttEcho();
    private final IrttCloseAck closeAck = new IrttCloseAck();
    private AnswerTracker answers;

    private final CountDownLatch opened = new CountDownLatch(1);
    private final CountDownLatch allSent = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile int stopRequests;

    // owned by the lane until the latches pass
    private Phase phase = Phase.OPENING;
    private long dueNs;
    private int attempt;
    private long firstOpenNs;
    private long openedInNs;
    private long token;
    private IrttParams granted;
    private IrttNegotiation negotiation;
    private IrttLayout layout;
    private int packetBytes;
    private boolean closeAcknowledged;
    private int peerFlags;
    private Schedule schedule;
    private long seq;
    private int stopsSeen;
    private long waitNs;
    private long waitBeganNs;
    private long endNs;
    private EndState end = EndState.COMPLETED;
    private String endDetail = "";
    private int openErrno;
    private PeerTotals peerTotals;
    // written by the lane before the latches pass, read by others after
    private RoundTripOpening opening;
    private RoundTripOutcome outcome;

    /**
     * @param noTest      negotiate only
     * @param transmitter sends to the server
     * @param monotonic   CLOCK_MONOTONIC, the timescale of the lane
     * @param realtime    CLOCK_REALTIME
     */
    public IrttClient(RttPlan plan, boolean noTest, IrttKey key, Transmitter transmitter, Recorder recorder,
                      Clock monotonic, Clock realtime) {
        this.plan = plan;
        this.noTest = noTest;
        this.asked = IrttPlans.params(plan);
        this.keyed = key.isPresent();
        this.hmac = keyed ? new IrttHmac(key) : null;
        this.sender = new ProbeSender(transmitter, hmac, Fill.of(plan.probes().fill()), plan.probes().fillOnce());
        this.recorder = recorder;
        this.counters = recorder.counters();
        this.monotonic = monotonic;
        this.realtime = realtime;
    }

    // ---- duty --------------------------------------------------------------------------------------------------

    @HotPath
    @Override
    public int advance(long nowNs) {
        for (; stopsSeen < stopRequests; stopsSeen++) {
            stopNow(nowNs);
        }
        if (nowNs < dueNs || phase == Phase.DONE) {
            return 0;
        }
        switch (phase) {
            case OPENING -> open(nowNs);
            case RUNNING -> probe(nowNs);
            case DRAINING -> beginClosing(nowNs);
            default -> closeAgain(nowNs);
        }
        return 1;
    }

    @Override
    public long dueNs() {
        return dueNs;
    }

    private void stopNow(long nowNs) {
        if (end == EndState.COMPLETED && (phase == Phase.RUNNING || phase == Phase.DRAINING)) {
            end = EndState.INTERRUPTED;
        }
        switch (phase) {
            case OPENING -> failOpening(EndState.INTERRUPTED, "stopped before the server had answered", nowNs);
            case RUNNING -> beginDraining(nowNs, STOPPED_WAIT_NS);
            case DRAINING -> beginClosing(nowNs);
            case CLOSING -> finish(nowNs);
            case DONE -> { }
        }
    }

    /** The instant {@code ns} after another, or never if time does not go that far. */
    private static long later(long nowNs, long ns) {
        return ns > Long.MAX_VALUE - nowNs ? Long.MAX_VALUE : nowNs + ns;
    }

    // ---- opening -----------------------------------------------------------------------------------------------

    private void open(long nowNs) {
        List<Long> timeouts = plan.openTimeoutsNs();
        if (attempt == timeouts.size()) {
            failOpening(EndState.RECEIVE_FAILED, openErrno == 0
                    ? "no reply from server"
                    : "no reply from server; the network says " + Errno.describe(openErrno), nowNs);
            return;
        }
        if (attempt == 0) {
            firstOpenNs = nowNs;
        }
        int accepted = sender.open(asked, noTest);
        if (accepted < 0) {
            openErrno = -accepted;
        }
        dueNs = later(nowNs, timeouts.get(attempt++));
    }

    private void failOpening(EndState how, String why, long nowNs) {
        opening = RoundTripOpening.failed(why);
        end = how;
        endDetail = why;
        finish(nowNs);
    }

    private void onOpenReply(Packet packet) {
        if (phase != Phase.OPENING) {
            // A second answer to a repeated open names a session that nobody will use: close it.
            if (!message.isClose() && message.token() != token && message.token() != 0) {
                sender.closeSurplus(message.token());
            }
            return;
        }
        if (paramsReader.read(packet.payload(), message.paramsOffset(), packet.length()) != DropReason.NONE) {
            counters.increment(Counters.Id.IGNORED);
            return;
        }
        token = message.token();
        granted = paramsReader.params();
        negotiation = IrttNegotiation.compare(asked, granted);
        openedInNs = packet.receivedUserNs() - firstOpenNs;
        String refusal = noTest || token != 0 && !message.isClose()
                ? negotiation.refusal(plan.acceptRestrictions())
                : "server refused the test";
        if (noTest || !refusal.isEmpty()) {
            closeUnused(refusal, packet.receivedUserNs());
        } else {
            begin(monotonic.nanoTime());
        }
    }

    private void closeUnused(String refusal, long nowNs) {
        if (token != 0) {
            sender.close(token, false);
        }
        int length = IrttLayout.of(granted, keyed).packetBytes(granted.length());
        opening = new RoundTripOpening(IrttPlans.settings(granted, length), length, 0, 0, negotiation.restrictions(),
                refusal);
        end = refusal.isEmpty() ? EndState.COMPLETED : EndState.ENDED_BY_PEER;
        endDetail = refusal;
        finish(nowNs);
    }

    private void begin(long nowNs) {
        layout = IrttLayout.of(granted, keyed);
        packetBytes = layout.packetBytes(granted.length());
        closeAcknowledged = (granted.extensions() & IrttParams.CLOSE_ACK) != 0;
        peerFlags = (granted.extensions() & IrttParams.KERNEL_RECEIVE) != 0 ? Observations.PEER_KERNEL_RECEIVE : 0;
        long expected = (granted.durationNs() - 1) / granted.intervalNs() + 1;
        answers = new AnswerTracker((int) Math.min(expected, PROBES_REMEMBERED));
        schedule = Schedule.periodic(nowNs, granted.intervalNs(), granted.durationNs());
        opening = new RoundTripOpening(IrttPlans.settings(granted, packetBytes), packetBytes, nowNs,
                realtime.nanoTime(), negotiation.restrictions(), "");
        dueNs = nowNs;
        phase = Phase.RUNNING;
        sender.prepare(layout, packetBytes, token);
        opened.countDown();
    }

    // ---- running -----------------------------------------------------------------------------------------------

    @HotPath
    private void probe(long nowNs) {
        long intendedNs = schedule.latest(nowNs);
        if (intendedNs > dueNs) {
            // We are late by whole slots: give them up. A burst to catch up would measure us, not the path.
            recorder.skipped(schedule.between(dueNs, intendedNs), dueNs);
        }
        dueNs = schedule.after(intendedNs);
        long wallNs = realtime.nanoTime();
        long sentNs = monotonic.nanoTime();
        int accepted = sender.sendProbe();
        long callNs = monotonic.nanoTime() - sentNs;
        if (accepted == 1) {
            answers.sent(seq, sentNs);
            recorder.sent(seq, intendedNs, sentNs, wallNs, callNs);
            counters.increment(Counters.Id.SENT);
            counters.add(Counters.Id.SENT_BYTES, packetBytes);
            sender.prepareNext(++seq); // only a probe that the kernel took uses up a number
        } else {
            refused(-accepted, intendedNs);
        }
        if (dueNs == Long.MAX_VALUE) {
            beginDraining(nowNs, Long.MAX_VALUE);
        }
    }

    @HotPath
    private void refused(int errno, long intendedNs) {
        recorder.refused(errno, intendedNs);
        if (errno == Errno.EMSGSIZE) {
            end = EndState.SEND_FAILED;
            endDetail = "probes are larger than the path allows without fragments";
            dueNs = Long.MAX_VALUE;
        }
    }

    // ---- receiving ---------------------------------------------------------------------------------------------

    @HotPath
    @Override
    public int onPacket(Packet packet) {
        MemorySegment payload = packet.payload();
        int length = packet.length();
        if (packet.truncated() || message.wrap(payload, length, keyed) != DropReason.NONE || !message.isReply()
                || !message.hasToken() || keyed && !hmac.verify(payload, length)) {
            counters.increment(Counters.Id.IGNORED);
            return 0;
        }
        if (message.isOpen()) {
            onOpenReply(packet);
        } else if (phase == Phase.OPENING || phase == Phase.DONE || message.token() != token) {
            counters.increment(Counters.Id.IGNORED);
        } else if (isCloseAck(length)) {
            onCloseAck(packet);
        } else {
            onEcho(packet);
        }
        return 0;
    }

    @HotPath
    private void onEcho(Packet packet) {
        if (packet.length() < packetBytes
                || reply.wrapReply(packet.payload(), packet.length(), layout) != DropReason.NONE) {
            counters.increment(Counters.Id.IGNORED);
            return;
        }
        long replySeq = extended(reply.seq(), seq);
        if (replySeq < 0 || replySeq >= seq) {
            counters.increment(Counters.Id.IGNORED);
            return;
        }
        counters.increment(Counters.Id.RECEIVED);
        answers.answered(replySeq, seq, packet.receivedUserNs());
        record(replySeq, packet);
        if (message.isClose()) {
            endedByServer(packet.receivedUserNs());
        } else if (phase == Phase.DRAINING && answers.distinct() >= seq) {
            dueNs = packet.receivedUserNs();
        }
    }

    /** A number as on the wire, 32 bits, as that 64-bit number which is nearest to the next one. */
    static long extended(int wire, long nextSeq) {
        return nextSeq + (wire - (int) nextSeq);
    }

    private void record(long replySeq, Packet packet) {
        boolean midpoint = layout.midpointWall() >= 0 || layout.midpointMono() >= 0;
        long inWallNs = credible(midpoint ? reply.midpointWallNs() : reply.receiveWallNs());
        long inNs = credible(midpoint ? midpointMonoNs(packet) : reply.receiveMonoNs());
        long outWallNs = midpoint ? inWallNs : credible(reply.sendWallNs());
        long outNs = midpoint ? inNs : credible(reply.sendMonoNs());
        recorder.received(replySeq, packet, inWallNs, inNs, outWallNs, outNs, reply.window(), reply.count(), peerFlags);
    }

    /** A stamp as it is, or 0, absent, if it cannot be one. */
    private static long credible(long stampNs) {
        return stampNs > 0 && stampNs <= MOST_STAMP_NS ? stampNs : 0;
    }

    /** Some servers write both clocks of a midpoint where one was agreed, the wall clock first. */
    private long midpointMonoNs(Packet packet) {
        long value = reply.midpointMonoNs();
        int second = layout.midpointMono() + Long.BYTES;
        if (value < WALL_NOT_MONOTONIC_NS) {
            return value;
        }
        return packet.length() < second + Long.BYTES ? 0 : packet.payload().get(LONG, second);
    }

    @HotPath
    @Override
    public void onTransmitStamp(long id, long kernelNs) {
        long stamped = sender.takeStamped(id);
        if (stamped >= 0) {
            recorder.sentAt(stamped, kernelNs);
        }
    }

    @Override
    public void onError(int errno) {
        counters.increment(Counters.Id.ICMP_ERRORS);
        if (phase == Phase.OPENING) {
            openErrno = errno;
            if (errno == Errno.ECONNREFUSED) {
                failOpening(EndState.RECEIVE_FAILED, "connection refused: nothing listens on that port",
                        monotonic.nanoTime());
            }
        }
    }

    // ---- ending ------------------------------------------------------------------------------------------------

    private void endedByServer(long nowNs) {
        if (phase == Phase.RUNNING || phase == Phase.DRAINING) {
            end = EndState.ENDED_BY_PEER;
            endDetail = "the server closed the test";
            beginClosing(nowNs);
        }
    }

    private void beginDraining(long nowNs, long mostNs) {
        phase = Phase.DRAINING;
        waitBeganNs = nowNs;
        boolean complete = answers.distinct() >= seq;
        waitNs = complete ? 0 : Math.min(mostNs,
                plan.waitRule().waitNs(answers.distinct(), answers.maxRoundTripNs(), answers.meanRoundTripNs()));
        dueNs = later(nowNs, waitNs);
        allSent.countDown();
    }

    private void beginClosing(long nowNs) {
        phase = Phase.CLOSING;
        endNs = nowNs;
        attempt = 0;
        closeAgain(nowNs);
    }

    private void closeAgain(long nowNs) {
        if (attempt > 0 && (!closeAcknowledged || attempt == CLOSE_ATTEMPTS)) {
            finish(nowNs);
            return;
        }
        sender.close(token, closeAcknowledged);
        attempt++;
        dueNs = nowNs;
        if (closeAcknowledged) {
            long roundTripNs = Math.max(openedInNs, answers.maxRoundTripNs());
            dueNs += Math.clamp(2 * roundTripNs, LEAST_CLOSE_WAIT_NS, MOST_CLOSE_WAIT_NS);
        }
    }

    /** The last reply of a test that ran too long has the same flags, but, if closes are answered, never the length. */
    @HotPath
    private boolean isCloseAck(int length) {
        return closeAcknowledged && phase == Phase.CLOSING && message.isClose() && length == IrttCloseAck.bytes(keyed);
    }

    private void onCloseAck(Packet packet) {
        closeAck.wrap(packet.payload(), packet.length(), keyed);
        peerTotals = IrttTotals.of(closeAck, seq);
        finish(packet.receivedUserNs());
    }

    private void finish(long nowNs) {
        if (endNs == 0) {
            endNs = nowNs;
        }
        phase = Phase.DONE;
        dueNs = Long.MAX_VALUE;
        long waitedNs = waitBeganNs == 0 ? 0 : Math.max(0, endNs - waitBeganNs);
        outcome = new RoundTripOutcome(end, endDetail, endNs, waitedNs, peerTotals);
        opened.countDown();
        allSent.countDown();
        ended.countDown();
    }

    @Override
    public void fail(Throwable cause) {
        long nowNs = monotonic.nanoTime();
        if (phase == Phase.OPENING) {
            failOpening(EndState.RECEIVE_FAILED, "internal error: " + cause, nowNs);
        } else if (phase != Phase.DONE) {
            end = EndState.RECEIVE_FAILED;
            endDetail = "internal error: " + cause;
            finish(nowNs);
        }
    }

    // ---- for other threads ---------------------------------------------------------------------------------------

    /** Stop: the first time sending, then also waiting for replies, then closing. */
    @Override
    public synchronized void stop() {
        stopRequests = stopRequests + 1;
    }

    /** Where the test stands; lane thread only. */
    Phase phase() {
        return phase;
    }

    /** What was asked for. */
    public IrttParams asked() {
        return asked;
    }

    @Override
    public RttSettings requested() {
        return IrttPlans.settings(asked, plan.probes().lengthBytes());
    }

    @Override
    public RoundTripOpening awaitOpened() throws InterruptedException {
        opened.await();
        return opening;
    }

    @Override
    public long awaitSent() throws InterruptedException {
        allSent.await();
        return waitNs;
    }

    @Override
    public RoundTripOutcome awaitEnd() throws InterruptedException {
        ended.await();
        return outcome;
    }
}
