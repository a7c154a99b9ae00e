package io.venturi.engine.protocol.stamp;

import io.venturi.engine.annotation.HotPath;
import io.venturi.engine.clock.Clock;
import io.venturi.engine.clock.Timescale;
import io.venturi.engine.probe.ArrivalStamp;
import io.venturi.engine.protocol.stamp.StampReflectorCounters.Id;
import io.venturi.engine.protocol.stamp.wire.ErrorEstimate;
import io.venturi.engine.protocol.stamp.wire.StampHmac;
import io.venturi.engine.protocol.stamp.wire.StampLayout;
import io.venturi.engine.protocol.stamp.wire.StampPacket;
import io.venturi.engine.protocol.stamp.wire.TimestampFormat;
import io.venturi.engine.socket.AccessGate;
import io.venturi.engine.socket.Packet;
import io.venturi.engine.stream.Endpoint;
import java.security.SecureRandom;

/**
 * The Session-Reflector of STAMP on one socket: answers each request in place, at once and as long as it came, whoever
 * sends it or listed senders only. Senders of TWAMP Light are answered too.
 *
 * <p>Only a request that is too short for the fields of a reply gets a longer one, seldom enough to be of no use to
 * those who forge addresses. Datagrams that are no sound request are dropped and counted.
 *
 * <p>Thread: lane thread only, except {@link #counters()}. Replies allocate nothing. Packets have buffers of at least
 * 112 bytes.
 */
public final class StampReflector implements Endpoint {
    private static final long SWEEP_NS = 1_000_000_000;
    private static final int SWEEP_BATCH = 64;
    private static final int UNKNOWN_HOP_LIMIT = 255; // RFC 5357 4.2.1
    private static final int DSCP = 0xfc;

    private final StampReflectorOptions options;
    private final Clock realtime;
    private final StampReflectorListener listener;
    private AccessGate gate = AccessGate.open();
    private final StampReflectorCounters counters = new StampReflectorCounters();

    private final StampLayout layout;
    private final boolean keyed;
    private final StampHmac hmac; // null if not keyed
    private final TimestampFormat format;
    /** Set by any thread. */
    private volatile int errorEstimate;
    private final long aheadNs;
    private final SessionList listed;
    private final AddressRates packetRates;
    private final AddressRates growthRates;
    private final StampSessionTable sessions; // null if stateless
    private final ReplyStamps replyStamps = new ReplyStamps();

    private final StampPacket base;
    private final ReflectedTlvs tlvs;
    private final ArrivalStamp arrived;

    private int sweepIndex;
    private long sweepDueNs;

    /** @param realtime the clock of {@link Packet#receivedUserWallNs()} */
    public StampReflector(StampReflectorOptions options, Clock realtime, StampReflectorListener listener) {
        this(options, realtime, listener, new SecureRandom());
    }

    StampReflector(StampReflectorOptions options, Clock realtime, StampReflectorListener listener,
                   SecureRandom random) {
        if (realtime.timescale() != Timescale.REALTIME) {
            throw new IllegalArgumentException("clock is " + realtime.timescale());
        }
        this.options = options;
        this.realtime = realtime;
        this.listener = listener;
        layout = options.key().layout();
        keyed = options.key().isPresent();
        hmac = keyed ? new StampHmac(options.key()) : null;
        format = options.format();
        errorEstimate = options.clock().errorEstimate(format);
        aheadNs = options.clock().aheadNs(format);
        listed = new SessionList(options.listed());
        packetRates = new AddressRates(options.packetsPerSecond(), options.packetBurst(), random.nextLong());
        growthRates = new AddressRates(options.grownPerSecond(), options.grownPerSecond(), random.nextLong());
        sessions = options.stateful() ? new StampSessionTable(options.maxSessions(), random.nextLong()) : null;
        base = new StampPacket(layout);
        tlvs = new ReflectedTlvs(options, hmac);
        arrived = new ArrivalStamp(options.kernelReceiveStamps());
    }

    /** Answer those only whom it lets in; sessions that there are go on. Before the first packet. */
    public void guardedBy(AccessGate newGate) {
        gate = newGate;
    }

    /** What happened so far; for any thread. */
    public StampReflectorCounters counters() {
        return counters;
    }

    // ---- duty ----------------------------------------------------------------------------------------------------

    /** Forget idle sessions, a batch per call, all of them once per second. */
    @Override
    public int advance(long nowNs) {
        if (nowNs < dueNs()) {
            return 0;
        }
        int begin = sweepIndex;
        int end = Math.min(begin + SWEEP_BATCH, sessions.capacity());
        for (int i = begin; i < end; i++) {
            StampSession session = sessions.at(i);
            if (session.isLive() && session.isExpired(nowNs, options.refwaitNs())) {
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
        return sessions == null || sessions.size() == 0 ? Long.MAX_VALUE : sweepDueNs;
    }

    @HotPath
    @Override
    public int onPacket(Packet packet) {
        StampDrop reason = examine(packet);
        if (reason != StampDrop.NONE) {
            return drop(packet, reason);
        }
        arrived.take(packet);
        boolean stamp = keyed || base.isStampRequest();
        int ssid = stamp ? base.ssid() : 0;
        int length = replyBytes(packet.length());
        reason = admit(packet, ssid, length);
        if (reason != StampDrop.NONE) {
            return drop(packet, reason);
        }
        StampSession session = null;
        if (sessions != null) {
            session = session(packet, ssid);
            if (session == null) {
                return 0;
            }
            session.accept(base.seq(), arrived.monotonicNs());
        }
        reply(packet, session, stamp, length);
        return length;
    }

    @HotPath
    private StampDrop examine(Packet packet) {
        if (packet.truncated()) {
            return StampDrop.TRUNCATED;
        }
        if (!base.wrapRequest(packet.payload(), packet.length())) {
            return StampDrop.TOO_SHORT;
        }
        if (!gate.admits(packet) && !isInSession(packet)) {
            return StampDrop.ACCESS_LIST;
        }
        if (keyed && !hmac.verify(packet.payload())) {
            return StampDrop.BAD_HMAC;
        }
        if (!ErrorEstimate.isSound(base.errorEstimate())) {
            return StampDrop.BAD_ERROR_ESTIMATE;
        }
        return base.isReply() ? StampDrop.REPLY : StampDrop.NONE;
    }

    /** Of a request that {@link #base} wraps. */
    @HotPath
    private boolean isInSession(Packet packet) {
        return sessions != null && sessions.find(packet, keyed || base.isStampRequest() ? base.ssid() : 0) != null;
    }

    /** As long as the request; a base packet if the fields of a reply do not fit into that. */
    private int replyBytes(int requestBytes) {
        return requestBytes >= layout.leastReplyBytes() ? requestBytes : layout.baseBytes();
    }

    @HotPath
    private StampDrop admit(Packet packet, int ssid, int length) {
        if (!listed.isOpen()) {
            return listed.has(packet, ssid) ? StampDrop.NONE : StampDrop.UNLISTED;
        }
        if (!packetRates.tryTake(packet, arrived.monotonicNs())) {
            return StampDrop.PACKET_RATE;
        }
        boolean grows = length > packet.length();
        if (grows && (options.grownPerSecond() == 0 || !growthRates.tryTake(packet, arrived.monotonicNs()))) {
            return StampDrop.GROWTH_RATE;
        }
        return StampDrop.NONE;
    }

    // ---- sessions ------------------------------------------------------------------------------------------------

    /** The session of this packet, begun if need be; null if there may be none, and the packet is dropped. */
    @HotPath
    private StampSession session(Packet packet, int ssid) {
        StampSession session = sessions.find(packet, ssid);
        if (session != null && session.isExpired(arrived.monotonicNs(), options.refwaitNs())) {
            expire(session);
            session = null;
        }
        return session != null ? session : begin(packet, ssid);
    }

    private StampSession begin(Packet packet, int ssid) {
        if (sessions.size() == sessions.capacity()) {
            drop(packet, StampDrop.TOO_MANY_SESSIONS);
            return null;
        }
        if (sessions.sizeOfSite(packet) >= options.maxSessionsPerAddress()) {
            drop(packet, StampDrop.TOO_MANY_SESSIONS_OF_ADDRESS);
            return null;
        }
        counters.add(Id.BEGUN, 1);
        counters.add(Id.LIVE, 1);
        listener.begun(packet, ssid);
        return sessions.add(packet, ssid, arrived.monotonicNs());
    }

    private void expire(StampSession session) {
        listener.expired(session.peer(), session.ssid());
        sessions.remove(session);
        counters.add(Id.EXPIRED, 1);
        counters.add(Id.LIVE, -1);
    }

    // ---- replying ------------------------------------------------------------------------------------------------

    /** Turn the wrapped request into its reply. */
    @HotPath
    private void reply(Packet packet, StampSession session, boolean stamp, int length) {
        int senderSeq = base.seq();
        if (packet.trafficClass() >= 0) {
            packet.replyTrafficClass(packet.trafficClass() & DSCP);
        }
        boolean hasTlvs = stamp && packet.length() > layout.baseBytes();
        boolean sealTlvs = hasTlvs
                && note(tlvs.reflect(packet, layout.baseBytes(), senderSeq, session, arrived.isKernel()));
        int seq = session == null ? senderSeq : session.nextReply();
        if (hasTlvs && tlvs.asksForReplyStamps() && session != null) {
            packet.stampReply(true);
            replyStamps.made(session, seq);
        }
        base.beginReply(stamp).seq(seq).errorEstimate(errorEstimate)
                .receiveTimestamp(format.encode(arrived.wallNs() + aheadNs))
                .hopLimit(packet.hopLimit() < 0 ? UNKNOWN_HOP_LIMIT : packet.hopLimit());
        if (sealTlvs) {
            tlvs.seal(packet.payload(), layout.baseBytes(), packet.length());
        }
        counters.add(Id.REPLIES, 1);
        counters.add(Id.REPLY_BYTES, length);
        counters.add(Id.GROWN, length > packet.length() ? 1 : 0);
        base.timestamp(format.encode(realtime.nanoTime() + aheadNs));
        if (keyed) {
            hmac.sign(packet.payload());
        }
    }

    /** Count what is wrong with TLVs; false if they are only copied, with the tag they came with. */
    private boolean note(ReflectedTlvs.Result result) {
        counters.add(Id.TLV_MALFORMED, result == ReflectedTlvs.Result.MALFORMED ? 1 : 0);
        counters.add(Id.TLV_INTEGRITY, result == ReflectedTlvs.Result.NO_INTEGRITY ? 1 : 0);
        return result != ReflectedTlvs.Result.NO_INTEGRITY;
    }

    /** How good this host's clock is from now on. Any thread. */
    public void clock(ClockQuality quality) {
        errorEstimate = quality.errorEstimate(format);
        tlvs.clock(quality);
    }

    /** Without these calls there is no Follow-Up Telemetry. */
    @HotPath
    @Override
    public void onReplied(long id) {
        replyStamps.sent(id);
    }

    @HotPath
    @Override
    public void onTransmitStamp(long id, long kernelNs) {
        replyStamps.stamped(id, kernelNs);
    }

    private int drop(Packet packet, StampDrop reason) {
        counters.dropped(reason);
        listener.dropped(packet, reason);
        return 0;
    }
}
