package io.venturi.engine.protocol.stamp;

import io.venturi.engine.annotation.HotPath;
import io.venturi.engine.clock.Clock;
import io.venturi.engine.metric.EndState;
import io.venturi.engine.metric.PeerTotals;
import io.venturi.engine.metric.RttSettings;
import io.venturi.engine.metric.RttSettings.PeerStamps;
import io.venturi.engine.pacing.Schedule;
import io.venturi.engine.plan.RttPlan;
import io.venturi.engine.protocol.stamp.wire.ErrorEstimate;
import io.venturi.engine.protocol.stamp.wire.ReceivedProbes;
import io.venturi.engine.protocol.stamp.wire.StampHmac;
import io.venturi.engine.protocol.stamp.wire.StampLayout;
import io.venturi.engine.protocol.stamp.wire.StampPacket;
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
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The Session-Sender of STAMP on one connected socket: probes on schedule, then waits for stragglers. There is nothing
 * to open or to close. Reflectors of TWAMP Light and of RFC 8762 without its extensions are understood too.
 *
 * <p>Datagrams that are no sound reply are counted and ignored, whoever sent them; so are errors that the network
 * reports. A reply is sound if it carries number and time of a probe of this test, and the SSID or none. Sequence
 * numbers are 32 bits on the wire and 64 here.
 *
 * <p>Thread: the endpoint methods belong to the lane; {@link #stop} and the {@code await} methods to anyone; the
 * results to anyone after {@link #awaitEnd}. Allocates nothing while probes are sent.
 */
public final class StampSender implements RoundTripClient {
    private static final long STOPPED_WAIT_NS = 500_000_000;
    private static final int PROBES_REMEMBERED = 1 << 18;
    /** Nothing on the wire names one; RFC 8762 and 8972 are the first. */
    private static final int PROTOCOL_VERSION = 1;

    /** Where the test stands. */
    public enum Phase { READY, RUNNING, DRAINING, DONE }

    private final RttPlan plan;
    private final StampSenderOptions options;
    private final StampLayout layout;
    private final StampHmac hmac; // null without a key
    private final Transmitter transmitter;
    private final Recorder recorder;
    private final Counters counters;
    private final Clock monotonic;
    private final Clock realtime;
    private final StampListener listener;

    private final StampFindings findings = new StampFindings();
    private final StampProbe probe;
    private final StampPacket reply;
    private final ReplyTlvs tlvs;
    private final PeerTime peerTime;
    private final ReflectorCount reflectorCount;
    private final SentProbes probes;
    private final ProbeIds probeIds = new ProbeIds();

    private final CountDownLatch opened = new CountDownLatch(1);
    private final CountDownLatch allSent = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile int stopRequests;

    // owned by the lane until the latches pass
    private Phase phase = Phase.READY;
    private long dueNs;
    private Schedule schedule;
    private long seq;
    private int stopsSeen;
    private int networkErrno;
    private long waitNs;
    private long waitBeganNs;
    private long toldSeq = -1;
    private long toldWindow;
    private int toldCount;
    private int toldDistinct;
    private EndState end = EndState.COMPLETED;
    private String endDetail = "";
    // written by the lane before the latches pass, read by others after
    private RoundTripOpening opening;
    private RoundTripOutcome outcome;

    /**
     * @param plan        of which probes (but for the fill) and the wait rule count here
     * @param transmitter sends to the reflector; its slots hold at least 112 bytes and what the plan asks for
     * @param monotonic   CLOCK_MONOTONIC, the timescale of the lane
     * @param realtime    CLOCK_REALTIME
     */
    public StampSender(RttPlan plan, StampSenderOptions options, Transmitter transmitter, Recorder recorder,
                       Clock monotonic, Clock realtime, StampListener listener) {
        this.plan = plan;
        this.options = options;
        this.transmitter = transmitter;
        this.recorder = recorder;
        this.counters = recorder.counters();
        this.monotonic = monotonic;
        this.realtime = realtime;
        this.listener = listener;
        layout = options.key().layout();
        hmac = options.key().isPresent() ? new StampHmac(options.key()) : null;
        probe = new StampProbe(options, hmac);
        reply = new StampPacket(layout);
        tlvs = new ReplyTlvs(hmac, findings);
        peerTime = new PeerTime(options.peerFormat(), options.clock(), findings);
        reflectorCount = new ReflectorCount(options.reflector());
        probes = new SentProbes((int) Math.min(plan.probes().expected(), PROBES_REMEMBERED));
    }

    // ---- duty ----------------------------------------------------------------------------------------------------

    @HotPath
    @Override
    public int advance(long nowNs) {
        if (stopRequests != stopsSeen) {
            stopsSeen = stopRequests;
            stopNow(nowNs);
        }
        if (nowNs < dueNs || phase == Phase.DONE) {
            return 0;
        }
        switch (phase) {
            case READY -> begin(nowNs);
            case RUNNING -> probe(nowNs);
            default -> finish(nowNs);
        }
        return 1;
    }

    @Override
    public long dueNs() {
        return dueNs;
    }

    private void stopNow(long nowNs) {
        switch (phase) {
            case READY -> {
                notBegun(EndState.INTERRUPTED, "stopped before the first probe", nowNs);
            }
            case RUNNING -> {
                end = EndState.INTERRUPTED;
                beginDraining(nowNs, STOPPED_WAIT_NS);
            }
            case DRAINING -> {
                end = EndState.INTERRUPTED;
                finish(nowNs);
            }
            case DONE -> { }
        }
    }

    private void notBegun(EndState how, String why, long nowNs) {
        opening = RoundTripOpening.failed(why);
        end = how;
        endDetail = why;
        finish(nowNs);
    }

    private void begin(long nowNs) {
        probe.begin(transmitter.slot(0), plan.probes().lengthBytes(), ThreadLocalRandom.current());
        transmitter.length(0, probe.bytes());
        probe.seal(seq);
        schedule = Schedule.periodic(nowNs, plan.probes().intervalNs(), plan.probes().durationNs());
        opening = new RoundTripOpening(settings(probe.bytes()), probe.bytes(), nowNs, realtime.nanoTime(), List.of(),
                "");
        dueNs = nowNs;
        phase = Phase.RUNNING;
        opened.countDown();
    }

    // ---- running -------------------------------------------------------------------------------------------------

    @HotPath
    private void probe(long nowNs) {
        long intendedNs = dueNs;
        long nextNs = schedule.after(intendedNs);
        if (nextNs <= nowNs) {
            // We are late by whole slots: give them up. A burst to catch up would measure us, not the path.
            long firstMissedNs = intendedNs;
            long missed = 0;
            for (; nextNs <= nowNs; missed++) {
                intendedNs = nextNs;
                nextNs = schedule.after(nextNs);
            }
            recorder.skipped(missed, firstMissedNs);
        }
        dueNs = nextNs;
        send(intendedNs);
        if (dueNs == Long.MAX_VALUE) {
            beginDraining(nowNs, Long.MAX_VALUE);
        }
    }

    @HotPath
    private void send(long intendedNs) {
        long stampId = transmitter.accepted();
        long stampedWallNs = realtime.nanoTime();
        probe.stamp(stampedWallNs);
        long wallNs = hmac == null ? stampedWallNs : realtime.nanoTime();
        long sentNs = monotonic.nanoTime();
        int accepted = transmitter.flush(1);
        long callNs = monotonic.nanoTime() - sentNs;
        if (accepted == 1) {
            probeIds.probe(stampId, seq);
            probes.sent(seq, sentNs, stampedWallNs);
            recorder.sent(seq, intendedNs, sentNs, wallNs, callNs);
            counters.increment(Counters.Id.SENT);
            counters.add(Counters.Id.SENT_BYTES, probe.bytes());
            probe.seal(++seq); // only a probe that the kernel took uses up a number
        } else {
            refused(-accepted, intendedNs);
        }
    }

    private void refused(int errno, long intendedNs) {
        recorder.refused(errno, intendedNs);
        if (errno == Errno.EMSGSIZE) {
            end = EndState.SEND_FAILED;
            endDetail = "probes are larger than the path allows without fragments";
            dueNs = Long.MAX_VALUE;
        }
    }

    @HotPath
    @Override
    public int onPacket(Packet packet) {
        long replySeq = phase == Phase.RUNNING || phase == Phase.DRAINING ? probeOf(packet) : -1;
        if (replySeq < 0) {
            counters.increment(Counters.Id.IGNORED);
        } else {
            onReply(replySeq, packet);
        }
        return 0;
    }

    /** The probe that this datagram answers, -1 if it is no sound reply. */
    @HotPath
    private long probeOf(Packet packet) {
        if (packet.truncated() || !reply.wrapReply(packet.payload(), packet.length())
                || hmac != null && !hmac.verify(packet.payload()) || !ErrorEstimate.isSound(reply.errorEstimate())) {
            return -1;
        }
        long replySeq = seq + (reply.senderSeq() - (int) seq);
        boolean ours = probes.remembers(replySeq)
                && reply.senderTimestamp() == probe.stampOf(probes.stampedWallNs(replySeq));
        return ours && isOurSession() ? replySeq : -1;
    }

    private boolean isOurSession() {
        int ssid = reply.ssid();
        if (ssid != 0 && ssid != options.ssid()) {
            return options.form() == StampSenderOptions.Form.TWAMP_LIGHT; // some leave padding there
        }
        findings.withoutSsid += ssid != options.ssid() ? 1 : 0;
        return true;
    }

    @HotPath
    private void onReply(long replySeq, Packet packet) {
        counters.increment(Counters.Id.RECEIVED);
        boolean duplicated = probes.answered(replySeq, reply.seq(), packet.receivedUserNs());
        reflectorCount.accept(replySeq, reply.seq(), duplicated);
        long nowWallNs = packet.receivedUserWallNs();
        peerTime.read(reply, probes.stampedWallNs(replySeq), nowWallNs);
        findings.lastErrorEstimate = reply.errorEstimate();
        findings.hopLimit(reply.hopLimit());
        tlvs.clear();
        if (options.form() == StampSenderOptions.Form.STAMP && packet.length() > layout.baseBytes()) {
            tlvs.read(packet.payload(), layout.baseBytes(), Math.min(packet.length(), probe.bytes()));
        }
        if (tlvs.hasReceivedProbes()) {
            recordTold(replySeq, packet, packet.payload(), tlvs.receivedProbesAt());
        } else {
            record(replySeq, packet, reflectorCount.window(replySeq), reflectorCount.count(), 0);
        }
        if (tlvs.hasFollowUp()) {
            followUp(nowWallNs);
        }
        if (phase == Phase.DRAINING && probes.distinct() >= seq) {
            dueNs = packet.receivedUserNs();
        }
    }

    /** The reply tells itself which probes arrived. */
    private void recordTold(long replySeq, Packet packet, MemorySegment payload, int at) {
        findings.stateful = true;
        long window = ReceivedProbes.window(payload, at);
        int count = ReceivedProbes.count(payload, at);
        boolean kernel = (ReceivedProbes.flags(payload, at) & ReceivedProbes.KERNEL_RECEIVE) != 0;
        record(replySeq, packet, window, count, kernel ? Observations.PEER_KERNEL_RECEIVE : 0);
        if ((window & 1) != 0 && replySeq >= toldSeq) {
            toldSeq = replySeq;
            toldWindow = window;
            toldCount = count;
            toldDistinct = ReceivedProbes.distinct(payload, at);
        }
    }

    private void record(long replySeq, Packet packet, long window, int count, int flags) {
        recorder.received(replySeq, packet, peerTime.receivedWallNs(), 0, peerTime.sentWallNs(), 0, window, count,
                flags);
    }

    private void followUp(long nowWallNs) {
        long answered = probes.probeOf(tlvs.followUpReply());
        if (answered >= 0) {
            findings.followUps++;
            listener.onFollowUp(answered, peerTime.decode(tlvs.followUpStamp(), nowWallNs));
        }
    }

    @HotPath
    @Override
    public void onTransmitStamp(long id, long kernelNs) {
        long stamped = probeIds.take(id);
        if (stamped >= 0) {
            recorder.sentAt(stamped, kernelNs);
        }
    }

    @Override
    public void onError(int errno) {
        counters.increment(Counters.Id.ICMP_ERRORS);
        networkErrno = errno;
    }

    // ---- ending --------------------------------------------------------------------------------------------------

    private void beginDraining(long nowNs, long mostNs) {
        phase = Phase.DRAINING;
        waitBeganNs = nowNs;
        boolean complete = probes.distinct() >= seq;
        waitNs = complete ? 0 : Math.min(mostNs, plan.waitRule()
                .waitNs(probes.distinct(), probes.maxRoundTripNs(), probes.meanRoundTripNs()));
        dueNs = waitNs > Long.MAX_VALUE - nowNs ? Long.MAX_VALUE : nowNs + waitNs;
        allSent.countDown();
    }

    private void finish(long nowNs) {
        phase = Phase.DONE;
        dueNs = Long.MAX_VALUE;
        if (end == EndState.COMPLETED && probes.distinct() == 0 && networkErrno != 0) {
            end = EndState.RECEIVE_FAILED;
            endDetail = networkErrno == Errno.ECONNREFUSED
                    ? "connection refused: nothing listens on that port"
                    : "no reply; the network says " + Errno.describe(networkErrno);
        }
        findings.stateful |= reflectorCount.isStateful();
        long waitedNs = waitBeganNs == 0 ? 0 : Math.max(0, nowNs - waitBeganNs);
        outcome = new RoundTripOutcome(end, endDetail, nowNs, waitedNs, totals());
        opened.countDown();
        allSent.countDown();
        ended.countDown();
    }

    /** What the reflector had received; only if the last probe was answered: of later ones nobody can tell. */
    private PeerTotals totals() {
        if (toldSeq < 0) {
            return reflectorCount.totals(seq);
        }
        return toldSeq == seq - 1
                ? new PeerTotals(toldSeq, Integer.toUnsignedLong(toldDistinct), toldWindow,
                        Integer.toUnsignedLong(toldCount))
                : null;
    }

    // ---- for other threads ---------------------------------------------------------------------------------------

    /** Lane thread only. */
    @Override
    public void fail(Throwable cause) {
        long nowNs = monotonic.nanoTime();
        String why = "internal error: " + cause;
        if (phase == Phase.READY) {
            notBegun(EndState.RECEIVE_FAILED, why, nowNs);
        } else if (phase != Phase.DONE) {
            end = EndState.RECEIVE_FAILED;
            endDetail = why;
            finish(nowNs);
        }
    }

    /** What is sent, as a report tells it. Nothing tells before the replies what a reflector puts into them. */
    private RttSettings settings(int lengthBytes) {
        boolean told = options.extensions().receivedProbes();
        return new RttSettings("stamp", PROTOCOL_VERSION, plan.probes().durationNs(), plan.probes().intervalNs(),
                lengthBytes, plan.marks().trafficClass(), PeerStamps.BOTH, true, false, told, told, "");
    }

    @Override
    public RttSettings requested() {
        return settings(plan.probes().lengthBytes());
    }

    /** What the replies told of the reflector; after {@link #awaitEnd}. */
    public StampFindings findings() {
        return findings;
    }

    /** Stop: the first time sending, then also waiting for replies. */
    @Override
    public synchronized void stop() {
        stopRequests = stopRequests + 1;
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
