package io.venturi.engine.protocol.irtt;

import io.venturi.engine.annotation.HotPath;
import io.venturi.engine.pacing.TokenBucket;
import io.venturi.engine.protocol.irtt.wire.IrttParams;
import io.venturi.engine.socket.Packet;

/**
 * One client's test as its server knows it. Objects are made once and used for one session after another. Times are
 * CLOCK_MONOTONIC ns.
 *
 * <p>Owned by the lane thread.
 */
final class IrttSession {
    /** A session that nobody used is forgotten after this time. */
    static final long UNUSED_NS = 30_000_000_000L;
    /** An identical open from the same place within this time, with the session unused, is a retransmission. */
    static final long RETRANSMISSION_NS = 20_000_000_000L;

    private static final long IDLE_GRACE_NS = 5_000_000_000L;
    private static final long DURATION_GRACE_NS = 2_000_000_000L;

    private final PeerAddress peer = new PeerAddress();
    private final ReceivedWindow received = new ReceivedWindow();
    private final TokenBucket requests;
    private final long timeoutNs;
    private final long maxDurationNs;

    private long token; // 0: free
    private IrttGrant grant;
    private long openDigest;
    private long openedNs;
    private boolean used;
    private long firstUseNs;
    private long lastUseNs;

    /** Next session in the list of its address, or of free ones; kept by {@link IrttSessionTable}. */
    IrttSession next;

    IrttSession(IrttServerOptions options) {
        requests = new TokenBucket(options.packetBurst(), options.minIntervalNs());
        timeoutNs = options.timeoutNs();
        maxDurationNs = options.maxDurationNs();
    }

    /** Become a new session. {@code openDigest} tells its open request from others. */
    void open(long token, Packet packet, IrttGrant grant, long openDigest, long nowNs) {
        this.token = token;
        this.grant = grant;
        this.openDigest = openDigest;
        openedNs = nowNs;
        used = false;
        peer.set(packet);
        received.reset();
        requests.reset();
    }

    /** Become free. */
    void release() {
        token = 0;
        grant = null;
    }

    /** True if this is a session and not a free place. */
    boolean isLive() {
        return token != 0;
    }

    /** True if {@code packet} repeats the open of this session because the answer may have been lost. */
    boolean isRetransmission(Packet packet, long digest, long nowNs) {
        return !used && openDigest == digest && nowNs - openedNs <= RETRANSMISSION_NS && peer.matches(packet);
    }

    /** True if it was not used for so long that it is to be forgotten. */
    @HotPath
    boolean isExpired(long nowNs) {
        return used
                ? timeoutNs != 0 && nowNs - lastUseNs > timeoutNs + IDLE_GRACE_NS
                : nowNs - openedNs > UNUSED_NS;
    }

    /** A request arrived: false if it came too early for the minimum interval and is to be dropped. */
    @HotPath
    boolean admit(long nowNs) {
        if (!used) {
            used = true;
            firstUseNs = nowNs;
        }
        lastUseNs = nowNs;
        return requests.tryTake(nowNs);
    }

    /** True if the session was used for longer than allowed and has to end. */
    @HotPath
    boolean isOverdue(long nowNs) {
        return maxDurationNs != 0 && nowNs - firstUseNs > maxDurationNs + DURATION_GRACE_NS;
    }

    long token() {
        return token;
    }

    PeerAddress peer() {
        return peer;
    }

    ReceivedWindow received() {
        return received;
    }

    IrttGrant grant() {
        return grant;
    }

    /** Traffic class byte for everything that is sent to this client, or {@link Packet#UNKNOWN} for the socket's. */
    @HotPath
    int trafficClass() {
        return trafficClass(grant.params());
    }

    /** Traffic class byte that parameters ask for; 0 leaves it to the socket. */
    @HotPath
    static int trafficClass(IrttParams params) {
        return params.trafficClass() == 0 ? Packet.UNKNOWN : params.trafficClass();
    }

    /** True if the client is told what arrived when it closes. */
    boolean acknowledgesClose() {
        return (grant.params().extensions() & IrttParams.CLOSE_ACK) != 0;
    }
}
