package io.venturi.engine.protocol.irtt;

import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import io.venturi.engine.annotation.HotPath;
import io.venturi.engine.clock.Clock;
import io.venturi.engine.metric.EndState;
import io.venturi.engine.metric.PeerTotals;
import io.venturi.engine.metric.RttSettings;
import io.venturi.engine.metric.SyncState;
import io.venturi.engine.pacing.Launch;
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
import io.venturi.engine.probe.ProbeClient;
import io.venturi.engine.record.Counters;
import io.venturi.engine.record.Observations;
import io.venturi.engine.record.Recorder;
import io.venturi.engine.socket.Packet;
import io.venturi.engine.socket.Transmitter;
import io.venturi.engine.stream.RoundTripOpening;
import io.venturi.ffi.linux.Errno;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.List;

/**
 * The client of an IRTT test: it is opened and closed, and what is sent is agreed with the server.
 *
 * <p>Datagrams that are no valid answer are counted and ignored, whoever sent them; so are errors that the network
 * reports while the test runs. Sequence numbers are 32 bits on the wire and 64 here.
 *
 * <p>Thread: the endpoint methods belong to the lane; {@link #stop} and the {@code await} methods to anyone; the
 * results to anyone after {@link #awaitEnd}. Allocates nothing while probes are sent.
 */
public final class IrttClient extends ProbeClient {
    /** Extensions of ours that every open offers; other servers skip them. */
    public static final long EXTENSIONS = IrttParams.KERNEL_RECEIVE | IrttParams.CLOSE_ACK
            | IrttParams.CLOCK_STATEMENT | IrttParams.GRANDMASTER;

    /** The protocol has no word for those who are not let in. */
    static final String SILENT = "no reply from server; it is silent to other keys, and to addresses it does not let"
            + " in";
    private static final int CLOSE_ATTEMPTS = 4;
    private static final long LEAST_CLOSE_WAIT_NS = 20_000_000;
    private static final long MOST_CLOSE_WAIT_NS = 1_000_000_000;
    /** A monotonic clock counts from start-up, so this many ns can only be a wall clock's. */
    private static final long WALL_NOT_MONOTONIC_NS = 1_000_000_000_000_000_000L;
    /** Of a peer's clock, in 2096: below it all that is computed from stamps fits a long, whoever made them up. */
    private static final long MOST_STAMP_NS = 4_000_000_000_000_000_000L;
    private static final ValueLayout.OfLong LONG = JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private final IrttParams asked;
    private final boolean noTest;
    private final boolean keyed;
    private final IrttHmac hmac;
    private final ProbeSender sender;

    private final IrttMessage message = new IrttMessage();
    private final IrttParamsReader paramsReader = new IrttParamsReader();
    private final IrttEcho reply = new IrttEcho();
    private final IrttCloseAck closeAck = new IrttCloseAck();

    // owned by the lane
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
    private int openErrno;
    private PeerTotals peerTotals;

    /**
     * @param launch      who lets probes go at their times
     * @param noTest      negotiate only
     * @param transmitter sends to the server
     * @param monotonic   CLOCK_MONOTONIC, the timescale of the lane
     * @param realtime    CLOCK_REALTIME
     * @throws io.venturi.engine.error.ConfigException if the plan asks for what IRTT cannot do
     */
    public IrttClient(RttPlan plan, Launch launch, boolean noTest, IrttKey key, Transmitter transmitter,
                      Recorder recorder, Clock monotonic, Clock realtime) {
        super(plan, launch, transmitter, recorder, monotonic, realtime);
        IrttPlans.require(plan);
        this.noTest = noTest;
        this.asked = IrttPlans.params(plan);
        this.keyed = key.isPresent();
        this.hmac = keyed ? new IrttHmac(key) : null;
        this.sender = new ProbeSender(transmitter, hmac, Fill.of(plan.probes().fill()), plan.probes().fillOnce());
    }

    // ---- opening -----------------------------------------------------------------------------------------------

    @Override
    protected void open(long nowNs) {
        List<Long> timeouts = plan.openTimeoutsNs();
        if (attempt == timeouts.size()) {
            failOpening(EndState.RECEIVE_FAILED, openErrno == 0
                    ? SILENT
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
        dueAt(later(nowNs, timeouts.get(attempt++)));
    }

    @Override
    protected String stoppedEarly() {
        return "stopped before the server had answered";
    }

    private void onOpenReply(Packet packet) {
        if (phase() != Phase.OPENING) {
            // A second answer to a repeated open names a session that nobody will use: close it.
            if (!message.isClose() && message.token() != token && message.token() != 0) {
                sender.closeSurplus(message.token());
            }
            return;
        }
        if (paramsReader.read(packet.payload(), message.paramsOffset(), packet.length()) != DropReason.NONE) {
            ignored();
            return;
        }
        token = message.token();
        granted = paramsReader.params();
        negotiation = IrttNegotiation.compare(asked, granted);
        openedInNs = packet.receivedUserNs() - firstOpenNs;
        String refusal = noTest || token != 0 && !message.isClose()
                ? refusal()
                : "server refused the test";
        if (noTest || !refusal.isEmpty()) {
            closeUnused(refusal, packet.receivedUserNs());
        } else {
            begin(monotonic.nanoTime());
        }
    }

    private String refusal() {
        String ofSchedule = IrttPlans.refusal(plan, granted);
        return ofSchedule.isEmpty() ? negotiation.refusal(plan.acceptRestrictions()) : ofSchedule;
    }

    @Override
    public SyncState peerClock() {
        return granted == null ? SyncState.UNKNOWN : PeerClock.of(granted).state();
    }

    private void closeUnused(String refusal, long nowNs) {
        if (token != 0) {
            sender.close(token, false);
        }
        int length = IrttLayout.of(granted, keyed).packetBytes(granted.length());
        endUnused(new RoundTripOpening(IrttPlans.settings(plan, granted, length), length, 0, 0,
                negotiation.restrictions(), refusal), nowNs);
    }

    private void begin(long nowNs) {
        layout = IrttLayout.of(granted, keyed);
        packetBytes = layout.packetBytes(granted.length());
        closeAcknowledged = (granted.extensions() & IrttParams.CLOSE_ACK) != 0;
        peerFlags = (granted.extensions() & IrttParams.KERNEL_RECEIVE) != 0
                ? Observations.PEER_KERNEL_RECEIVE : Observations.PEER_USER_RECEIVE;
        attempt = 0;
        sender.prepare(layout, packetBytes, token);
        begin(nowNs, IrttPlans.settings(plan, granted, packetBytes), negotiation.restrictions());
    }

    // ---- running -----------------------------------------------------------------------------------------------

    @HotPath
    @Override
    protected int seal(long number, int wanted) {
        sender.seal(number);
        return packetBytes;
    }

    @HotPath
    @Override
    protected boolean stamp(long wallNs) {
        return false; // no probe carries a time
    }

    @HotPath
    @Override
    protected void sent(long number, long wallNs) {
        // nothing else is to be remembered of it
    }

    // ---- receiving ---------------------------------------------------------------------------------------------

    @HotPath
    @Override
    public int onPacket(Packet packet) {
        MemorySegment payload = packet.payload();
        int length = packet.length();
        if (packet.truncated() || message.wrap(payload, length, keyed) != DropReason.NONE || !message.isReply()
                || !message.hasToken() || keyed && !hmac.verify(payload, length)) {
            ignored();
            return 0;
        }
        if (message.isOpen()) {
            onOpenReply(packet);
        } else if (phase() == Phase.OPENING || phase() == Phase.DONE || message.token() != token) {
            ignored();
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
            ignored();
            return;
        }
        long replySeq = extended(reply.seq());
        if (replySeq < 0 || replySeq >= nextSeq()) {
            ignored();
            return;
        }
        answered(replySeq, packet.receivedUserNs());
        record(replySeq, packet);
        if (message.isClose()) {
            endedByPeer("the server closed the test", packet.receivedUserNs());
        }
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

    @Override
    public void onError(int errno) {
        counters.increment(Counters.Id.ICMP_ERRORS);
        if (phase() == Phase.OPENING) {
            openErrno = errno;
            if (errno == Errno.ECONNREFUSED) {
                failOpening(EndState.RECEIVE_FAILED, "connection refused: nothing listens on that port",
                        monotonic.nanoTime());
            }
        }
    }

    // ---- ending ------------------------------------------------------------------------------------------------

    @Override
    protected void close(long nowNs) {
        if (attempt > 0 && (!closeAcknowledged || attempt == CLOSE_ATTEMPTS)) {
            finish(nowNs);
            return;
        }
        sender.close(token, closeAcknowledged);
        attempt++;
        long roundTripNs = Math.max(openedInNs, maxRoundTripNs());
        dueAt(closeAcknowledged
                ? nowNs + Math.clamp(2 * roundTripNs, LEAST_CLOSE_WAIT_NS, MOST_CLOSE_WAIT_NS)
                : nowNs);
    }

    /** The last reply of a test that ran too long has the same flags, but, if closes are answered, never the length. */
    @HotPath
    private boolean isCloseAck(int length) {
        return closeAcknowledged && phase() == Phase.CLOSING && message.isClose()
                && length == IrttCloseAck.bytes(keyed);
    }

    private void onCloseAck(Packet packet) {
        closeAck.wrap(packet.payload(), packet.length(), keyed);
        peerTotals = IrttTotals.of(closeAck, nextSeq());
        finish(packet.receivedUserNs());
    }

    @Override
    protected PeerTotals totals() {
        return peerTotals;
    }

    // ---- for other threads ---------------------------------------------------------------------------------------

    /** What was asked for. */
    public IrttParams asked() {
        return asked;
    }

    @Override
    public RttSettings requested() {
        return IrttPlans.settings(plan, asked, plan.probes().lengthBytes());
    }
}
