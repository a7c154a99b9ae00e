package io.venturi.engine.protocol.stamp;

import io.venturi.engine.annotation.HotPath;
import io.venturi.engine.protocol.stamp.wire.ClassOfService;
import io.venturi.engine.protocol.stamp.wire.ReceivedProbes;
import io.venturi.engine.protocol.stamp.wire.StampHmac;
import io.venturi.engine.protocol.stamp.wire.TimestampFormat;
import io.venturi.engine.protocol.stamp.wire.TlvType;
import io.venturi.engine.protocol.stamp.wire.Tlvs;
import io.venturi.engine.socket.Packet;
import java.lang.foreign.MemorySegment;

/**
 * Turns the TLVs of a request into those of its reply, in place and of the same length (RFC 8972 4): U is cleared where
 * the type is known and can be answered, M marks a wrong length and ends the work, I marks all if the tag is not right.
 *
 * <p>Owned by the lane thread. Allocates nothing.
 */
final class ReflectedTlvs {
    private static final int SOFTWARE_LOCAL = 2; // time stamp method, RFC 8972 5.3.2

    /** What came of it. */
    enum Result { FINE, MALFORMED, NO_INTEGRITY }

    private final StampReflectorOptions options;
    private final StampHmac hmac; // null without a key
    private final TimestampFormat format;
    private final long aheadNs;
    private final AddressBits local; // null if bound to all addresses, or unknown
    private final Tlvs tlvs = new Tlvs();
    private final Tlvs subTlvs = new Tlvs();
    private int seq;
    /** Set by any thread. */
    private volatile int clockSource;
    private boolean asksForReplyStamps;

    ReflectedTlvs(StampReflectorOptions options, StampHmac hmac) {
        this.options = options;
        this.hmac = hmac;
        format = options.format();
        aheadNs = options.clock().aheadNs(format);
        clockSource = options.clock().source().code();
        boolean known = options.local() != null && !options.local().getAddress().isAnyLocalAddress();
        local = known ? AddressBits.of(options.local().getAddress()) : null;
    }

    /** True if the last sender wants to know when replies really leave. */
    boolean asksForReplyStamps() {
        return asksForReplyStamps;
    }

    /**
     * Work on all TLVs of a packet whose base is still that of the request.
     *
     * @param from    where they begin; they end with the packet
     * @param seq     the sender's sequence number
     * @param session null if this reflector is stateless
     */
    @HotPath
    Result reflect(Packet packet, int from, int seq, StampSession session, boolean kernelReceive) {
        this.seq = seq;
        asksForReplyStamps = false;
        MemorySegment payload = packet.payload();
        if (hmac != null && !hasIntegrity(payload, from, packet.length())) {
            markAll(payload, from, packet.length());
            return Result.NO_INTEGRITY;
        }
        tlvs.wrap(payload, from, packet.length());
        while (tlvs.next()) {
            if (!tlvs.fits() || !TlvType.allows(tlvs.type(), tlvs.length()) || !isLocationSound(packet)) {
                tlvs.flags(tlvs.flags() & ~Tlvs.UNRECOGNISED | Tlvs.MALFORMED);
                return Result.MALFORMED;
            }
            boolean known = answer(packet, session, kernelReceive);
            tlvs.flags(known ? 0 : Tlvs.UNRECOGNISED);
        }
        return Result.FINE;
    }

    /** Write the tag of the reply's TLVs, once its sequence number is there. */
    @HotPath
    void seal(MemorySegment payload, int from, int end) {
        if (hmac != null && findTag(payload, from, end)) {
            hmac.signTlvs(payload, from, tlvs.offset(), tlvs.value());
        }
    }

    /** True if there is nothing to protect but padding, or a tag that is right and comes after what it protects. */
    private boolean hasIntegrity(MemorySegment payload, int from, int end) {
        if (!findTag(payload, from, end)) {
            return !hasOthersThanPadding(payload, from, end);
        }
        return hmac.verifyTlvs(payload, from, tlvs.offset(), tlvs.value())
                && !hasOthersThanPadding(payload, tlvs.value() + StampHmac.TAG_BYTES, end);
    }

    private boolean findTag(MemorySegment payload, int from, int end) {
        tlvs.wrap(payload, from, end);
        while (tlvs.next()) {
            if (tlvs.type() == TlvType.HMAC) {
                return tlvs.fits() && tlvs.length() == StampHmac.TAG_BYTES;
            }
        }
        return false;
    }

    private boolean hasOthersThanPadding(MemorySegment payload, int from, int end) {
        subTlvs.wrap(payload, from, end);
        while (subTlvs.next()) {
            if (subTlvs.type() != TlvType.EXTRA_PADDING) {
                return true;
            }
        }
        return false;
    }

    private void markAll(MemorySegment payload, int from, int end) {
        tlvs.wrap(payload, from, end);
        while (tlvs.next()) {
            tlvs.flags(tlvs.flags() | Tlvs.INTEGRITY);
        }
    }

    /** Answer one TLV whose length is right; false if it is copied because this reflector has no answer. */
    private boolean answer(Packet packet, StampSession session, boolean kernelReceive) {
        switch (tlvs.type()) {
            case TlvType.EXTRA_PADDING, TlvType.ACCESS_REPORT -> { } // copied
            case TlvType.LOCATION -> location(packet);
            case TlvType.TIMESTAMP_INFORMATION -> timestampInformation();
            case TlvType.CLASS_OF_SERVICE -> classOfService(packet);
            case TlvType.DIRECT_MEASUREMENT -> {
                return directMeasurement(session);
            }
            case TlvType.FOLLOW_UP -> followUp(session);
            case TlvType.HMAC -> {
                return hmac != null; // sealed at the end
            }
            case TlvType.RECEIVED_PROBES -> {
                return receivedProbes(packet.payload(), session, kernelReceive);
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    /** What this host's clock is from now on. Any thread. */
    void clock(ClockQuality quality) {
        clockSource = quality.source().code();
    }

    private void timestampInformation() {
        int source = clockSource;
        tlvs.byteAt(0, source).byteAt(1, SOFTWARE_LOCAL).byteAt(2, source).byteAt(3, SOFTWARE_LOCAL);
    }

    private void classOfService(Packet packet) {
        int wanted = ClassOfService.dscp1(tlvs.intAt(0));
        int received = Math.max(0, packet.trafficClass());
        boolean allowed = options.dscpAllowed();
        packet.replyTrafficClass((allowed ? wanted << 2 : received) & 0xfc);
        tlvs.intAt(0, ClassOfService.of(wanted, received >>> 2, received & 3,
                allowed ? 0 : ClassOfService.REVERSE_REFUSED));
    }

    /** The flow that is counted is the session itself. */
    private boolean directMeasurement(StampSession session) {
        if (session == null) {
            return false;
        }
        tlvs.intAt(4, session.arrived().count()).intAt(8, session.replies() + 1); // this reply included
        return true;
    }

    /** Number and departure of the previous reply; zeros if the kernel did not tell, or there is no session. */
    private void followUp(StampSession session) {
        asksForReplyStamps = true;
        int previous = session == null ? 0 : session.replies() - 1;
        long wallNs = session == null ? 0 : session.sentWallNs(previous);
        boolean known = wallNs != 0;
        tlvs.intAt(0, known ? previous : 0).longAt(4, known ? format.encode(wallNs + aheadNs) : 0)
                .intAt(12, known ? SOFTWARE_LOCAL << 24 : 0);
    }

    private boolean receivedProbes(MemorySegment payload, StampSession session, boolean kernelReceive) {
        if (session == null || !ReceivedProbes.isMarked(payload, tlvs.value())) {
            return false;
        }
        ProbeWindow arrived = session.arrived();
        ReceivedProbes.write(payload, tlvs.value(), kernelReceive ? ReceivedProbes.KERNEL_RECEIVE : 0,
                arrived.window(seq), arrived.count(), arrived.distinct());
        return true;
    }

    // ---- location ------------------------------------------------------------------------------------------------

    /** True unless this is a Location whose sub-TLVs are malformed. */
    private boolean isLocationSound(Packet packet) {
        if (tlvs.type() != TlvType.LOCATION) {
            return true;
        }
        wrapSubTlvs(packet);
        while (subTlvs.next()) {
            boolean address = subTlvs.type() == TlvType.DESTINATION_IP || subTlvs.type() == TlvType.SOURCE_IP;
            if (!subTlvs.fits() || address && subTlvs.length() != TlvType.IP_BYTES) {
                return false;
            }
        }
        return true;
    }

    private void location(Packet packet) {
        tlvs.shortAt(0, options.local() == null ? 0 : options.local().getPort()).shortAt(2, packet.peerPort());
        wrapSubTlvs(packet);
        while (subTlvs.next()) {
            boolean known = true;
            if (subTlvs.type() == TlvType.SOURCE_IP) {
                address(TlvType.SOURCE_IPV4, TlvType.SOURCE_IPV6, packet.peerHigh(), packet.peerLow());
            } else if (subTlvs.type() == TlvType.DESTINATION_IP) {
                known = destination(packet);
            } else {
                known = false;
            }
            subTlvs.flags(known ? 0 : Tlvs.UNRECOGNISED);
        }
    }

    /** Where the request was sent to: what the kernel says, else what the socket is bound to; false if neither. */
    private boolean destination(Packet packet) {
        boolean told = (packet.destinationHigh() | packet.destinationLow()) != 0;
        if (!told && local == null) {
            return false;
        }
        address(TlvType.DESTINATION_IPV4, TlvType.DESTINATION_IPV6, told ? packet.destinationHigh() : local.high(),
                told ? packet.destinationLow() : local.low());
        return true;
    }

    private void address(int ipv4, int ipv6, long high, long low) {
        if (AddressBits.isIpv4(high, low)) {
            subTlvs.type(ipv4);
            subTlvs.longAt(0, low << 32).longAt(8, 0);
        } else {
            subTlvs.type(ipv6);
            subTlvs.longAt(0, high).longAt(8, low);
        }
    }

    private void wrapSubTlvs(Packet packet) {
        subTlvs.wrap(packet.payload(), tlvs.value() + TlvType.LOCATION_PORTS_BYTES, tlvs.value() + tlvs.length());
    }
}
