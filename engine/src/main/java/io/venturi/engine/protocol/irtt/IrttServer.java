package io.venturi.engine.protocol.irtt;

import io.venturi.engine.annotation.HotPath;
import io.venturi.engine.clock.Clock;
import io.venturi.engine.clock.PairedClocks;
import io.venturi.engine.clock.Timescale;
import io.venturi.engine.pacing.TokenBucket;
import io.venturi.engine.probe.ArrivalStamp;
import io.venturi.engine.protocol.irtt.IrttServerCounters.Id;
import io.venturi.engine.metric.SyncState;
import io.venturi.engine.protocol.irtt.wire.DropReason;
import io.venturi.engine.protocol.irtt.wire.Fill;
import io.venturi.engine.protocol.irtt.wire.IrttCloseAck;
import io.venturi.engine.protocol.irtt.wire.IrttEcho;
import io.venturi.engine.protocol.irtt.wire.IrttHmac;
import io.venturi.engine.protocol.irtt.wire.IrttLayout;
import io.venturi.engine.protocol.irtt.wire.IrttMessage;
import io.venturi.engine.protocol.irtt.wire.IrttParamsReader;
import io.venturi.engine.socket.AccessGate;
import io.venturi.engine.socket.Packet;
import io.venturi.engine.stream.Endpoint;

import java.lang.foreign.MemorySegment;
import java.security.SecureRandom;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

/**
 * The server of IRTT protocol 1 on one listening socket: opens sessions, answers their echo requests in place, forgets
 * them. Whatever is not in order is dropped without an answer and counted.
 *
 * <p>An open reply is 8 bytes longer than its request, by the token, and by a few more only where the request left out
 * or asked for less than what is granted. Without a session nothing else is answered.
 *
 * <p>A request must be admitted by its arrival time, so that a stall of this process does not make even requests look
 * like a burst. Send stamps are read last but for the tag: computing it counts as network time, as clients expect.
 *
 * <p>Thread: lane thread only, except {@link #counters()}. Echoes allocate nothing. All packets have buffers of one
 * size, at least {@value IrttMessage#MAX_OPEN_REPLY_BYTES} bytes.
 */
public final class IrttServer implements Endpoint {
    private static final long NS_PER_S = 1_000_000_000;
    private static final long SWEEP_NS = NS_PER_S;
    private static final int SWEEP_BATCH = 64;
    private static final MemorySegment ZEROS = MemorySegment.ofArray(new byte[IrttLayout.MAX_IPV6_BYTES]);

    private final IrttServerOptions options;
    private final PairedClocks clocks;
    private final IrttServerListener listener;
    /** Told to those who ask; nothing as long as nobody has said anything. Set by any thread. */
    private volatile PeerClock clock = PeerClock.SILENT;
    private AccessGate gate = AccessGate.open();
    private final IrttServerCounters counters = new IrttServerCounters();

    private final boolean keyed;
    private final IrttHmac hmac; // null if not keyed
    private final Fill ownFill;
    private final TokenSource tokens;
    private final IrttSessionTable sessions;
    private final ClosedSessions closedSessions = new ClosedSessions();
    private final TokenBucket opens;
    private final ExpectedArrivals expected = new ExpectedArrivals();
    private final long originNs;

    private final IrttMessage message = new IrttMessage();
    private final IrttParamsReader params = new IrttParamsReader();
    private final IrttEcho echo = new IrttEcho();
    private final IrttCloseAck closeAck = new IrttCloseAck();
    private final ArrivalStamp received;

    private int sweepIndex;
    private long sweepDueNs;

    /**
     * @param monotonic the clock of {@link Packet#receivedUserNs()}
     * @param realtime  the clock of {@link Packet#receivedUserWallNs()}
     */
    public IrttServer(IrttServerOptions options, Clock monotonic, Clock realtime, IrttServerListener listener) {
        this(options, monotonic, realtime, listener, new SecureRandom());
    }

    IrttServer(IrttServerOptions options, Clock monotonic, Clock realtime, IrttServerListener listener,
               SecureRandom random) {
        if (monotonic.timescale() != Timescale.MONOTONIC || realtime.timescale() != Timescale.REALTIME) {
            throw new IllegalArgumentException("clocks are " + monotonic.timescale() + ", " + realtime.timescale());
        }
        this.options = options;
        this.clocks = new PairedClocks(monotonic, realtime);
        this.listener = listener;
        keyed = options.key().isPresent();
        hmac = keyed ? new IrttHmac(options.key()) : null;
        ownFill = Fill.of(options.fill());
        tokens = new TokenSource(random);
        sessions = new IrttSessionTable(options, random.nextLong());
        opens = new TokenBucket(options.opensPerSecond(),
                options.opensPerSecond() == 0 ? 0 : NS_PER_S / options.opensPerSecond());
        originNs = monotonic.nanoTime() - 1; // 0 means "no stamp"
        received = new ArrivalStamp(options.kernelReceiveStamps());
    }

    /** Open sessions for those only whom it lets in; sessions that there are go on. Before the first packet. */
    public void guardedBy(AccessGate newGate) {
        gate = newGate;
    }

    /** What happened so far; for any thread. */
    public IrttServerCounters counters() {
        return counters;
    }

    /** What this host's clock is worth from now on, which is told to those who ask. Any thread. */
    public void clock(SyncState state) {
        clock = PeerClock.telling(state);
    }

    /** Forget expired sessions, a batch per call, all of them once per second. */
    @Override
    public int advance(long nowNs) {
        if (nowNs >= expected.dueNs()) {
            expected.giveUp(nowNs);
        }
        if (sessions.size() == 0 || nowNs < sweepDueNs) {
            return 0;
        }
        tokens.replenish();
        int begin = sweepIndex;
        int end = Math.min(begin + SWEEP_BATCH, sessions.capacity());
        for (int i = begin; i < end; i++) {
            IrttSession session = sessions.at(i);
            if (session.isLive() && session.isExpired(nowNs)) {
                expire(session);
            }
        }
        sweepIndex = end;
        if (end == sessions.capacity()) {
            sweepIndex = 0;
            sweepDueNs = nowNs + SWEEP_NS;
        }
        return end - begin;
    }

    @Override
    public long dueNs() {
        return sessions.size() == 0 ? Long.MAX_VALUE : Math.min(sweepDueNs, expected.dueNs());
    }

    @Override
    @HotPath
    public int onPacket(Packet packet) {
        DropReason reason = examine(packet);
        if (reason != DropReason.NONE) {
            return drop(packet, reason);
        }
        received.take(packet);
        return message.isOpen() ? open(packet) : inSession(packet);
    }

    @HotPath
    private DropReason examine(Packet packet) {
        if (packet.truncated()) {
            return DropReason.TRUNCATED;
        }
        DropReason reason = message.wrap(packet.payload(), packet.length(), keyed);
        if (reason != DropReason.NONE) {
            return reason;
        }
        if (message.isOpen() && !gate.admits(packet)) {
            return DropReason.ACCESS_LIST;
        }
        if (keyed && !hmac.verify(packet.payload(), packet.length())) {
            return DropReason.BAD_HMAC;
        }
        return message.isReply() ? DropReason.UNEXPECTED_REPLY_FLAG : DropReason.NONE;
    }

    @HotPath
    private int inSession(Packet packet) {
        if (!message.hasToken()) {
            return drop(packet, DropReason.FIELDS_LENGTH_TOO_LARGE);
        }
        IrttSession session = sessions.find(message.token());
        if (session != null && session.isExpired(received.monotonicNs())) {
            expire(session);
            session = null;
        }
        if (session == null) {
            return message.isClose() ? closeAgain(packet) : drop(packet, DropReason.INVALID_CONN_TOKEN);
        }
        if (!session.peer().matches(packet)) {
            return drop(packet, DropReason.ADDRESS_MISMATCH);
        }
        return message.isClose() ? close(packet, session) : echo(packet, session);
    }

    @HotPath
    private int echo(Packet packet, IrttSession session) {
        long nowNs = received.monotonicNs();
        DropReason reason = echo.wrapRequest(packet.payload(), packet.length(), session.grant().layout());
        if (reason != DropReason.NONE) {
            return drop(packet, reason);
        }
        if (options.maxLengthBytes() != 0 && packet.length() > options.maxLengthBytes()) {
            return drop(packet, DropReason.LARGE_REQUEST);
        }
        if (!session.admit(nowNs)) {
            return drop(packet, DropReason.SHORT_INTERVAL);
        }
        session.received().accept(echo.seq());
        boolean last = session.isOverdue(nowNs);
        if (last) {
            listener.exceededDuration(packet, session.token());
            counters.add(Id.EXCEEDED_DURATION, 1);
        }
        int length = reply(packet, session, last);
        expected.arrived(session.token(), session.grant().params().intervalNs(), nowNs);
        if (last) {
            end(session);
        }
        return length;
    }

    /** Turn the wrapped request into its reply. */
    @HotPath
    private int reply(Packet packet, IrttSession session, boolean last) {
        IrttGrant grant = session.grant();
        int length = grant.packetBytes();
        int unsent = Math.max(packet.length(), grant.layout().headerBytes()); // beyond it are other packets' bytes
        if (unsent < length) {
            MemorySegment.copy(ZEROS, 0, packet.payload(), unsent, length - unsent);
        }
        grant.fill().fill(packet.payload(), grant.layout().headerBytes(), length);
        echo.beginReply(last).count(session.received().count()).window(session.received().window(echo.seq()));
        packet.replyTrafficClass(session.trafficClass());
        counters.add(Id.ECHO_REPLIES, 1);
        counters.add(Id.ECHO_REPLY_BYTES, length);
        stamp();
        return signed(packet, length);
    }

    /** Write the stamps that the layout has. */
    @HotPath
    private void stamp() {
        long receivedNs = stampOf(received.monotonicNs());
        long receivedWallNs = received.wallNs();
        echo.receiveWallNs(receivedWallNs).receiveMonoNs(receivedNs);
        clocks.read();
        long wallNs = clocks.wallNs();
        long ns = stampOf(clocks.monotonicNs());
        echo.midpointWallNs(receivedWallNs + (wallNs - receivedWallNs) / 2)
                .midpointMonoNs(receivedNs + (ns - receivedNs) / 2)
                .sendWallNs(wallNs)
                .sendMonoNs(ns);
    }

    /** CLOCK_MONOTONIC as clients see it: from our start, so that it does not tell the host's uptime, and never 0. */
    @HotPath
    private long stampOf(long monotonicNs) {
        return Math.max(1, monotonicNs - originNs);
    }

    private int open(Packet packet) {
        if (!opens.tryTake(received.monotonicNs())) {
            return drop(packet, DropReason.OPEN_RATE);
        }
        DropReason reason = params.read(packet.payload(), message.paramsOffset(), packet.length());
        if (reason != DropReason.NONE) {
            return drop(packet, reason);
        }
        if (message.isClose()) {
            return probe(packet);
        }
        long digest = digest(packet);
        IrttSession session = sessions.findRetransmission(packet, digest, received.monotonicNs());
        if (session == null) {
            reason = admission(packet);
            if (reason != DropReason.NONE) {
                return drop(packet, reason);
            }
            session = newSession(packet, digest);
        }
        return openReply(packet, session.token(), session.grant());
    }

    private int probe(Packet packet) {
        IrttGrant grant = grant(packet);
        counters.add(Id.PROBED, 1);
        listener.probed(packet, grant.params());
        return openReply(packet, 0, grant);
    }

    private DropReason admission(Packet packet) {
        if (sessions.size() == sessions.capacity()) {
            return DropReason.TOO_MANY_SESSIONS;
        }
        return sessions.sizeOfSite(packet) < options.maxSessionsPerAddress()
                ? DropReason.NONE : DropReason.TOO_MANY_SESSIONS_OF_ADDRESS;
    }

    private IrttSession newSession(Packet packet, long digest) {
        long token;
        do {
            token = tokens.next();
        } while (sessions.find(token) != null);
        IrttSession session = sessions.add(token, packet, grant(packet), digest, received.monotonicNs());
        counters.add(Id.OPENED, 1);
        counters.add(Id.LIVE, 1);
        listener.opened(packet, token, session.grant().params());
        return session;
    }

    private IrttGrant grant(Packet packet) {
        int familyBytes = PeerAddress.isIpv4(packet) ? IrttLayout.MAX_IPV4_BYTES : IrttLayout.MAX_IPV6_BYTES;
        int maxBytes = (int) Math.min(packet.payload().byteSize(), familyBytes);
        IrttGrant grant = IrttGrant.of(params.params(), options, maxBytes, received.isKernel(), clock, ownFill);
        if (grant.fillUnknown()) {
            listener.fillUnknown(packet, params.params().serverFill().replaceAll("[^ -~]", "?"));
        }
        return grant;
    }

    private int openReply(Packet packet, long token, IrttGrant grant) {
        packet.replyTrafficClass(IrttSession.trafficClass(grant.params()));
        return signed(packet, IrttMessage.writeOpenReply(packet.payload(), keyed, token, grant.params()));
    }

    private int close(Packet packet, IrttSession session) {
        listener.closed(packet, session.token());
        counters.add(Id.CLOSED, 1);
        ClosedSessions.Closed closed = end(session);
        return closed == null ? 0 : acknowledge(packet, closed);
    }

    /** A close of a session that we do not have: perhaps a repeated one. */
    private int closeAgain(Packet packet) {
        ClosedSessions.Closed closed = closedSessions.find(message.token(), packet, received.monotonicNs());
        return closed == null ? drop(packet, DropReason.INVALID_CONN_TOKEN) : acknowledge(packet, closed);
    }

    private int acknowledge(Packet packet, ClosedSessions.Closed closed) {
        int length = IrttCloseAck.bytes(keyed);
        if (packet.length() < length) {
            return 0; // never more than was sent
        }
        closed.write(closeAck.begin(packet.payload(), keyed, message.token()));
        packet.replyTrafficClass(closed.trafficClass());
        return signed(packet, length);
    }

    /** Forget a session; what is to be told about it later, or null if its client does not want to be told. */
    private ClosedSessions.Closed end(IrttSession session) {
        expected.forget(session.token());
        ClosedSessions.Closed closed = session.acknowledgesClose()
                ? closedSessions.add(session, received.monotonicNs()) : null;
        sessions.remove(session);
        counters.add(Id.LIVE, -1);
        return closed;
    }

    private void expire(IrttSession session) {
        listener.expired(session.peer().toSocketAddress(), session.token());
        sessions.remove(session);
        counters.add(Id.EXPIRED, 1);
        counters.add(Id.LIVE, -1);
    }

    @HotPath
    private int signed(Packet packet, int length) {
        if (keyed) {
            hmac.sign(packet.payload(), length);
        }
        return length;
    }

    private int drop(Packet packet, DropReason reason) {
        counters.dropped(reason);
        listener.dropped(packet, reason);
        return 0;
    }

    /** Tells one open from another of the same sender; who forges a collision gets nothing that is not his. */
    private static long digest(Packet packet) {
        long digest = packet.length();
        for (int i = 0; i < packet.length(); i++) {
            digest = (digest ^ packet.payload().get(JAVA_BYTE, i)) * 0x100000001b3L;
        }
        return digest;
    }
}
