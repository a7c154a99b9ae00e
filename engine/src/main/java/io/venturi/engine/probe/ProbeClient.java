package io.venturi.engine.probe;

import io.venturi.engine.annotation.HotPath;
import io.venturi.engine.clock.Clock;
import io.venturi.engine.metric.EndState;
import io.venturi.engine.metric.PeerTotals;
import io.venturi.engine.metric.RttSettings;
import io.venturi.engine.metric.StampSource;
import io.venturi.engine.pacing.Launch;
import io.venturi.engine.pacing.Schedule;
import io.venturi.engine.plan.Lengths;
import io.venturi.engine.plan.RttPlan;
import io.venturi.engine.record.Counters;
import io.venturi.engine.record.Recorder;
import io.venturi.engine.socket.Transmitter;
import io.venturi.engine.stream.RoundTripClient;
import io.venturi.engine.stream.RoundTripOpening;
import io.venturi.engine.stream.RoundTripOutcome;
import io.venturi.ffi.linux.Errno;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/**
 * A round-trip test on one connected socket, whatever the protocol: begin, send probes on schedule, wait for
 * stragglers, end. Which number a probe has, when it is given up, which transmit stamp is whose, how long to wait and
 * what the end was is decided here; what the bytes are and what is agreed with the peer is the protocol's.
 *
 * <p>A probe waits in slot 0 of the transmitter, complete but for its time, until it is due.
 *
 * <p>Thread: the endpoint methods and what is protected belong to the lane; {@link #stop} and the {@code await} methods
 * to anyone; results to anyone after {@link #awaitEnd}. Allocates nothing while probes are sent.
 */
public abstract class ProbeClient implements RoundTripClient {
    private static final long STOPPED_WAIT_NS = 500_000_000;
    /** Most probes of which anything is kept here. */
    protected static final int PROBES_REMEMBERED = 1 << 18;

    /** Where a test stands. */
    public enum Phase { OPENING, RUNNING, DRAINING, CLOSING, DONE }

    protected final RttPlan plan;
    protected final Transmitter transmitter;
    protected final Recorder recorder;
    protected final Counters counters;
    protected final Clock monotonic;
    protected final Clock realtime;
    private final Launch launch;
    private final Lengths lengths;
    private final AnswerTracker answers;
    private final ProbeIds probeIds = new ProbeIds();

    private final CountDownLatch opened = new CountDownLatch(1);
    private final CountDownLatch allSent = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile int stopRequests;

    // owned by the lane until the latches pass
    private Phase phase = Phase.OPENING;
    private long dueNs;
    private Schedule schedule;
    private long seq;
    private int wantedBytes;
    private int probeBytes;
    private long launchTime;
    private long undecidedTime;
    private long undecidedIntendedNs;
    private long withdrawn;
    private int stopsSeen;
    private long waitNs;
    private long waitBeganNs;
    private long endNs;
    private EndState end = EndState.COMPLETED;
    private String endDetail = "";
    // written by the lane before the latches pass, read by others after
    private RoundTripOpening opening;
    private RoundTripOutcome outcome;

    /**
     * @param plan        of which probes and the wait rule count here
     * @param launch      who lets probes go at their times
     * @param transmitter sends to the peer; knows of launch times if {@code launch} wants that
     * @param monotonic   CLOCK_MONOTONIC, the timescale of the lane
     * @param realtime    CLOCK_REALTIME
     */
    protected ProbeClient(RttPlan plan, Launch launch, Transmitter transmitter, Recorder recorder, Clock monotonic,
                          Clock realtime) {
        this.plan = plan;
        this.launch = launch;
        this.transmitter = transmitter;
        this.recorder = recorder;
        this.counters = recorder.counters();
        this.monotonic = monotonic;
        this.realtime = realtime;
        lengths = plan.probes().lengths();
        answers = new AnswerTracker((int) Math.min(plan.probes().expected(), PROBES_REMEMBERED));
    }

    // ---- what a protocol says ------------------------------------------------------------------------------------

    /** Begin, or try again, or give up: called at {@link #dueNs()} until {@link #begin} or {@link #failOpening}. */
    protected abstract void open(long nowNs);

    /** Make the probe in slot 0 the one with this number, but for its time; the bytes of UDP payload it then has. */
    protected abstract int seal(long number, int wanted);

    /** Write the time of sending; true if that took so long that the clock must be read once more. */
    protected abstract boolean stamp(long wallNs);

    /** A probe is on its way: {@code wallNs} is what {@link #stamp} was given. */
    protected abstract void sent(long number, long wallNs);

    /** End the test properly: called when all is waited for, and at {@link #dueNs()} until {@link #finish}. */
    protected abstract void close(long nowNs);

    /** What the peer had received in all, null if it did not say; called at the end. */
    protected abstract PeerTotals totals();

    /** Why a test that was stopped while it was opened did not come about. */
    protected abstract String stoppedEarly();

    // ---- duty ----------------------------------------------------------------------------------------------------

    @HotPath
    @Override
    public final int advance(long nowNs) {
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
            default -> close(nowNs);
        }
        return 1;
    }

    @Override
    public final long dueNs() {
        return dueNs;
    }

    /** While the test is not running: when {@link #open} or {@link #close} is to be called again. */
    protected final void dueAt(long ns) {
        dueNs = ns;
    }

    private void stopNow(long nowNs) {
        if (phase == Phase.RUNNING || phase == Phase.DRAINING) {
            endAs(EndState.INTERRUPTED, "");
        }
        switch (phase) {
            case OPENING -> failOpening(EndState.INTERRUPTED, stoppedEarly(), nowNs);
            case RUNNING -> beginDraining(nowNs, STOPPED_WAIT_NS);
            case DRAINING -> beginClosing(nowNs);
            case CLOSING -> finish(nowNs);
            case DONE -> { }
        }
    }

    /** The instant {@code ns} after another, or never if time does not go that far. */
    protected static long later(long nowNs, long ns) {
        return ns > Long.MAX_VALUE - nowNs ? Long.MAX_VALUE : nowNs + ns;
    }

    // ---- beginning -----------------------------------------------------------------------------------------------

    /** No test comes about. */
    protected final void failOpening(EndState how, String why, long nowNs) {
        opening = RoundTripOpening.failed(why);
        end = how;
        endDetail = why;
        finish(nowNs);
    }

    /** The peer was only asked, or granted what cannot be used: {@code answer} says so. */
    protected final void endUnused(RoundTripOpening answer, long nowNs) {
        opening = answer;
        end = answer.failure().isEmpty() ? EndState.COMPLETED : EndState.ENDED_BY_PEER;
        endDetail = answer.failure();
        finish(nowNs);
    }

    /**
     * The test begins now: from here on slot 0 holds probes.
     *
     * @param settings     what is agreed, or what is sent where there is nothing to agree on
     * @param restrictions what the peer granted less of than was asked for
     */
    protected final void begin(long nowNs, RttSettings settings, List<String> restrictions) {
        schedule = Schedule.of(plan.probes(), nowNs, settings.intervalNs(), settings.durationNs());
        sealNext();
        opening = new RoundTripOpening(settings, settings.lengthBytes(), nowNs, realtime.nanoTime(), restrictions, "");
        dueNs = launch.handOverNs(schedule.nextNs());
        phase = Phase.RUNNING;
        opened.countDown();
    }

    @HotPath
    private void sealNext() {
        wantedBytes = lengths.bytes(schedule.slot());
        probeBytes = seal(seq, wantedBytes);
        transmitter.length(0, probeBytes);
    }

    // ---- running -------------------------------------------------------------------------------------------------

    @HotPath
    private void probe(long nowNs) {
        long firstNs = schedule.nextNs();
        long missed = schedule.catchUp(nowNs);
        if (missed > 0) {
            recorder.skipped(missed, firstNs);
        }
        if (lengths.bytes(schedule.slot()) != wantedBytes) {
            sealNext(); // another one was to be sent now
        }
        long intendedNs = schedule.nextNs();
        schedule.advance();
        dueNs = launch.handOverNs(schedule.nextNs());
        send(intendedNs);
        if (dueNs == Schedule.NEVER) {
            beginDraining(nowNs, Long.MAX_VALUE);
        }
    }

    @HotPath
    private void send(long intendedNs) {
        settleRefusal();
        long stampId = transmitter.accepted();
        long stampedWallNs = realtime.nanoTime();
        if (launch.byKernel()) {
            stampedWallNs += setLaunchTime(intendedNs);
        }
        long wallNs = stamp(stampedWallNs) ? realtime.nanoTime() : stampedWallNs;
        long handedNs = monotonic.nanoTime();
        int accepted = transmitter.flush(1);
        long callNs = monotonic.nanoTime() - handedNs;
        if (accepted == 1) {
            long sentNs = launch.departureNs(intendedNs, handedNs);
            long sentWallNs = wallNs == stampedWallNs ? wallNs : wallNs + sentNs - handedNs;
            probeIds.probe(stampId, seq);
            answers.sent(seq, sentNs);
            sent(seq, stampedWallNs);
            recorder.sent(seq, intendedNs, sentNs, sentWallNs, callNs);
            counters.increment(Counters.Id.SENT);
            counters.add(Counters.Id.SENT_BYTES, probeBytes);
            if (launch.byKernel()) {
                launch.sent(seq, launchTime, probeBytes);
            }
            seq++; // only a probe that the kernel took uses up a number
            sealNext();
        } else if (accepted == -Errno.ENOBUFS && launch.mayBeMissed()) {
            undecidedTime = launchTime; // the error queue will tell whether it was too late
            undecidedIntendedNs = intendedNs;
        } else {
            refused(-accepted, intendedNs);
        }
    }

    /** Tell the kernel when the probe in slot 0 is to leave; how long that is from now, ns. */
    @HotPath
    private long setLaunchTime(long intendedNs) {
        launchTime = launch.time(intendedNs);
        transmitter.launchAt(0, launchTime);
        long nowNs = monotonic.nanoTime();
        return launch.departureNs(intendedNs, nowNs) - nowNs;
    }

    /** A probe was refused, and no report came that it would have been too late. */
    @HotPath
    private void settleRefusal() {
        if (undecidedTime != 0) {
            undecidedTime = 0;
            refused(Errno.ENOBUFS, undecidedIntendedNs);
        }
    }

    /**
     * The kernel dropped a probe in its own queue, when it took it or later. In the second case the number is used up
     * although the probe never was on the path: later ones may be on their way already.
     */
    @HotPath
    @Override
    public final void onMissedLaunch(long time) {
        if (time != 0 && time == undecidedTime) {
            undecidedTime = 0;
            counters.increment(Counters.Id.MISSED_LAUNCH);
            return;
        }
        long missed = launch.take(time, seq);
        if (missed < 0) {
            return;
        }
        counters.increment(Counters.Id.MISSED_LAUNCH);
        recorder.withdrawn(missed, launch.takenBytes());
        withdrawn++;
        if (phase == Phase.DRAINING && isComplete()) {
            dueNs = monotonic.nanoTime();
        }
    }

    @HotPath
    private void refused(int errno, long intendedNs) {
        recorder.refused(errno, intendedNs);
        if (errno == Errno.EMSGSIZE) {
            endAs(EndState.SEND_FAILED, "probes are larger than the path allows without fragments");
            dueNs = Schedule.NEVER;
        }
    }

    @HotPath
    @Override
    public final void onTransmitStamp(long id, long kernelNs) {
        sentAt(id, StampSource.KERNEL, kernelNs);
    }

    @HotPath
    @Override
    public final void onNicTransmitStamp(long id, long nicNs) {
        sentAt(id, StampSource.HARDWARE, nicNs);
    }

    private void sentAt(long id, StampSource source, long stampNs) {
        long stamped = probeIds.probeOf(id);
        if (stamped >= 0) {
            recorder.sentAt(stamped, source, stampNs);
        }
    }

    // ---- receiving -----------------------------------------------------------------------------------------------

    /** How many probes were sent, which is the number of the next. */
    protected final long nextSeq() {
        return seq;
    }

    /** A number as on the wire, 32 bits, as that 64-bit number which is nearest to the next one. */
    protected final long extended(int wire) {
        return extended(wire, seq);
    }

    /** A number as on the wire, 32 bits, as that 64-bit number which is nearest to {@code nextSeq}. */
    public static long extended(int wire, long nextSeq) {
        return nextSeq + (wire - (int) nextSeq);
    }

    /** True if probe {@code number} was sent, and not so long ago that nothing is known of it any more. */
    protected final boolean remembers(long number) {
        return answers.remembers(number);
    }

    /**
     * A sound reply to probe {@code number} came.
     *
     * @return true if this is the first one of a probe that is not forgotten
     */
    @HotPath
    protected final boolean answered(long number, long receivedNs) {
        counters.increment(Counters.Id.RECEIVED);
        boolean first = answers.answered(number, receivedNs);
        if (phase == Phase.DRAINING && isComplete()) {
            dueNs = receivedNs;
        }
        return first;
    }

    /** What arrived was no sound reply. */
    @HotPath
    protected final void ignored() {
        counters.increment(Counters.Id.IGNORED);
    }

    private boolean isComplete() {
        return answers.distinct() >= seq - withdrawn;
    }

    /** Probes answered so far. */
    protected final long distinct() {
        return answers.distinct();
    }

    /** The greatest round trip so far, ns. */
    protected final long maxRoundTripNs() {
        return answers.maxRoundTripNs();
    }

    // ---- ending --------------------------------------------------------------------------------------------------

    /** Say how the test ended, unless something else has. */
    protected final void endAs(EndState how, String detail) {
        if (end == EndState.COMPLETED) {
            end = how;
            endDetail = detail;
        }
    }

    /** The peer has ended the test. */
    protected final void endedByPeer(String detail, long nowNs) {
        if (phase == Phase.RUNNING || phase == Phase.DRAINING) {
            end = EndState.ENDED_BY_PEER;
            endDetail = detail;
            beginClosing(nowNs);
        }
    }

    private void beginDraining(long nowNs, long mostNs) {
        phase = Phase.DRAINING;
        waitBeganNs = nowNs;
        waitNs = isComplete() ? 0 : Math.min(mostNs,
                plan.waitRule().waitNs(answers.distinct(), answers.maxRoundTripNs(), answers.meanRoundTripNs()));
        dueNs = later(nowNs, waitNs);
        allSent.countDown();
    }

    private void beginClosing(long nowNs) {
        phase = Phase.CLOSING;
        endNs = nowNs;
        close(nowNs);
    }

    /** The end. */
    protected final void finish(long nowNs) {
        settleRefusal();
        if (endNs == 0) {
            endNs = nowNs;
        }
        phase = Phase.DONE;
        dueNs = Long.MAX_VALUE;
        long waitedNs = waitBeganNs == 0 ? 0 : Math.max(0, endNs - waitBeganNs);
        outcome = new RoundTripOutcome(end, endDetail, endNs, waitedNs, totals());
        opened.countDown();
        allSent.countDown();
        ended.countDown();
    }

    @Override
    public final void fail(Throwable cause) {
        long nowNs = monotonic.nanoTime();
        String why = "internal error: " + cause;
        if (phase == Phase.OPENING) {
            failOpening(EndState.RECEIVE_FAILED, why, nowNs);
        } else if (phase != Phase.DONE) {
            end = EndState.RECEIVE_FAILED;
            endDetail = why;
            finish(nowNs);
        }
    }

    // ---- for other threads ---------------------------------------------------------------------------------------

    /** Stop: the first time sending, then also waiting for replies, then closing. */
    @Override
    public final synchronized void stop() {
        stopRequests = stopRequests + 1;
    }

    /** Where the test stands; lane thread only. */
    public final Phase phase() {
        return phase;
    }

    @Override
    public final RoundTripOpening awaitOpened() throws InterruptedException {
        opened.await();
        return opening;
    }

    @Override
    public final long awaitSent() throws InterruptedException {
        allSent.await();
        return waitNs;
    }

    @Override
    public final RoundTripOutcome awaitEnd() throws InterruptedException {
        ended.await();
        return outcome;
    }
}
