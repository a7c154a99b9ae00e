package io.venturi.engine.protocol.stamp;

import io.venturi.engine.annotation.HotPath;
import io.venturi.engine.clock.Clock;
import io.venturi.engine.metric.EndState;
import io.venturi.engine.metric.PeerTotals;
import io.venturi.engine.metric.ReflectorReport;
import io.venturi.engine.metric.RttSettings;
import io.venturi.engine.metric.RttSettings.PeerStamps;
import io.venturi.engine.metric.SyncState;
import io.venturi.engine.pacing.Launch;
import io.venturi.engine.plan.RttPlan;
import io.venturi.engine.probe.ProbeClient;
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
import io.venturi.ffi.linux.Errno;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The Session-Sender of STAMP. There is nothing to open or to close. Reflectors of TWAMP Light and of RFC 8762 without
 * its extensions are understood too.
 *
 * <p>Datagrams that are no sound reply are counted and ignored, whoever sent them; so are errors that the network
 * reports. A reply is sound if it carries number and time of a probe of this test, and the SSID or none. Sequence
 * numbers are 32 bits on the wire and 64 here.
 *
 * <p>Thread: the endpoint methods belong to the lane; {@link #stop} and the {@code await} methods to anyone; the
 * results to anyone after {@link #awaitEnd}. Allocates nothing while probes are sent.
 */
public final class StampSender extends ProbeClient {
    private static final int PROBES_REMEMBERED = 1 << 18;
    /** Nothing on the wire names one; RFC 8762 and 8972 are the first. */
    private static final int PROTOCOL_VERSION = 1;

    private final StampSenderOptions options;
    private final StampLayout layout;
    private final StampHmac hmac; // null without a key
    private final StampListener listener;

    private final StampFindings findings = new StampFindings();
    private final StampProbe probe;
    private final StampPacket reply;
    private final ReplyTlvs tlvs;
    private final PeerTime peerTime;
    private final ReflectorCount reflectorCount;
    private final SentProbes probes;

    // owned by the lane
    private int networkErrno;
    private long lastAnswered = -1;
    private long toldSeq = -1;
    private long toldWindow;
    private int toldCount;
    private int toldDistinct;

    /**
     * @param plan        of which probes (but for the fill) and the wait rule count here
     * @param launch      who lets probes go at their times
     * @param transmitter sends to the reflector; its slots hold at least 112 bytes and what the plan asks for
     * @param monotonic   CLOCK_MONOTONIC, the timescale of the lane
     * @param realtime    CLOCK_REALTIME
     */
    public StampSender(RttPlan plan, Launch launch, StampSenderOptions options, Transmitter transmitter,
                       Recorder recorder, Clock monotonic, Clock realtime, StampListener listener) {
        super(plan, launch, transmitter, recorder, monotonic, realtime);
        this.options = options;
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

    // ---- sending -------------------------------------------------------------------------------------------------

    @Override
    protected void open(long nowNs) {
        probe.begin(transmitter.slot(0), plan.probes().lengthBytes(), ThreadLocalRandom.current());
        begin(nowNs, settings(probe.mostBytes()), List.of());
    }

    @Override
    protected String stoppedEarly() {
        return "stopped before the first probe";
    }

    @HotPath
    @Override
    protected int seal(long number, int wanted) {
        return probe.seal(number, wanted);
    }

    @HotPath
    @Override
    protected boolean stamp(long wallNs) {
        probe.stamp(wallNs);
        return hmac != null;
    }

    @HotPath
    @Override
    protected void sent(long number, long wallNs) {
        probes.sent(number, wallNs);
    }

    // ---- receiving -----------------------------------------------------------------------------------------------

    @HotPath
    @Override
    public int onPacket(Packet packet) {
        long replySeq = phase() == Phase.RUNNING || phase() == Phase.DRAINING ? probeOf(packet) : -1;
        if (replySeq < 0) {
            ignored();
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
        long replySeq = extended(reply.senderSeq());
        boolean ours = remembers(replySeq)
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
        lastAnswered = replySeq;
        boolean first = answered(replySeq, packet.receivedUserNs());
        if (first) {
            probes.answered(replySeq, reply.seq());
        }
        // answered before, by another reply: the probe was duplicated on its way there
        reflectorCount.accept(replySeq, reply.seq(), !first && probes.replyOf(replySeq) != reply.seq());
        long nowWallNs = packet.receivedUserWallNs();
        peerTime.read(reply, probes.stampedWallNs(replySeq), nowWallNs);
        findings.lastErrorEstimate = reply.errorEstimate();
        findings.hopLimit(reply.hopLimit());
        tlvs.clear();
        if (options.form() == StampSenderOptions.Form.STAMP && packet.length() > layout.baseBytes()) {
            tlvs.read(packet.payload(), layout.baseBytes(), Math.min(packet.length(), probe.mostBytes()));
        }
        if (tlvs.hasReceivedProbes()) {
            recordTold(replySeq, packet, packet.payload(), tlvs.receivedProbesAt());
        } else {
            record(replySeq, packet, reflectorCount.window(replySeq), reflectorCount.count(), 0);
        }
        if (tlvs.hasFollowUp()) {
            followUp(nowWallNs);
        }
    }

    /** The reply tells itself which probes arrived. */
    private void recordTold(long replySeq, Packet packet, MemorySegment payload, int at) {
        findings.stateful = true;
        long window = ReceivedProbes.window(payload, at);
        int count = ReceivedProbes.count(payload, at);
        boolean kernel = (ReceivedProbes.flags(payload, at) & ReceivedProbes.KERNEL_RECEIVE) != 0;
        record(replySeq, packet, window, count,
                kernel ? Observations.PEER_KERNEL_RECEIVE : Observations.PEER_USER_RECEIVE);
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
        if (remembers(answered)) {
            findings.followUps++;
            long leftWallNs = peerTime.decode(tlvs.followUpStamp(), nowWallNs);
            recorder.repliedAt(answered, leftWallNs);
            listener.onFollowUp(answered, leftWallNs);
        }
    }

    @Override
    public void onError(int errno) {
        counters.increment(Counters.Id.ICMP_ERRORS);
        networkErrno = errno;
    }

    // ---- ending --------------------------------------------------------------------------------------------------

    @Override
    protected void close(long nowNs) {
        if (distinct() == 0 && networkErrno == 0) {
            endAs(EndState.COMPLETED, "reflectors are silent to other keys, and to addresses they do not let in");
        }
        if (distinct() == 0 && networkErrno != 0) {
            endAs(EndState.RECEIVE_FAILED, networkErrno == Errno.ECONNREFUSED
                    ? "connection refused: nothing listens on that port"
                    : "no reply; the network says " + Errno.describe(networkErrno));
        }
        finish(nowNs);
    }

    /** What the reflector had received; only if the last probe was answered: of later ones nobody can tell. */
    @Override
    protected PeerTotals totals() {
        findings.stateful |= reflectorCount.isStateful();
        if (toldSeq < 0) {
            return reflectorCount.totals(nextSeq());
        }
        return toldSeq == nextSeq() - 1
                ? new PeerTotals(toldSeq, Integer.toUnsignedLong(toldDistinct), toldWindow,
                        Integer.toUnsignedLong(toldCount))
                : null;
    }

    // ---- for other threads ---------------------------------------------------------------------------------------

    /** What is sent, as a report tells it. Nothing tells before the replies what a reflector puts into them. */
    private RttSettings settings(int lengthBytes) {
        boolean told = options.extensions().receivedProbes();
        return new RttSettings("stamp", PROTOCOL_VERSION, plan.probes().durationNs(), plan.probes().intervalNs(),
                lengthBytes, plan.marks().trafficClass(), PeerStamps.BOTH, true, false, told, told, "",
                plan.probes().stream());
    }

    @Override
    public RttSettings requested() {
        return settings(plan.probes().lengthBytes());
    }

    /** What the replies told of the reflector; after {@link #awaitEnd}. */
    public StampFindings findings() {
        return findings;
    }

    @Override
    public Optional<ReflectorReport> reflector() {
        return distinct() == 0 ? Optional.empty() : Optional.of(findings.report(options.ssid(), lastAnswered + 1));
    }

    @Override
    public SyncState peerClock() {
        return findings.clock();
    }
}
