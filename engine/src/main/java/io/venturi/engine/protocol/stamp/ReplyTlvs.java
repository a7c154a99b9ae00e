package io.venturi.engine.protocol.stamp;

import io.venturi.engine.annotation.HotPath;
import io.venturi.engine.protocol.stamp.wire.ClassOfService;
import io.venturi.engine.protocol.stamp.wire.ReceivedProbes;
import io.venturi.engine.protocol.stamp.wire.StampHmac;
import io.venturi.engine.protocol.stamp.wire.TlvType;
import io.venturi.engine.protocol.stamp.wire.Tlvs;
import java.lang.foreign.MemorySegment;

/**
 * Reads the TLVs of a reply: one with U is skipped, M ends the list, I or a wrong tag makes all of them worthless
 * (RFC 8972 4).
 *
 * <p>Thread: the lane. Allocates nothing.
 */
final class ReplyTlvs {
    private static final long IPV4_MAPPED = 0xffffL << 32;

    private final StampHmac hmac; // null without a key
    private final StampFindings findings;
    private final Tlvs tlvs = new Tlvs();
    private final Tlvs subTlvs = new Tlvs();
    private boolean hasFollowUp;
    private int followUpReply;
    private long followUpStamp;
    private boolean hasReceivedProbes;
    private int receivedProbesAt;
    private MemorySegment payload;

    ReplyTlvs(StampHmac hmac, StampFindings findings) {
        this.hmac = hmac;
        this.findings = findings;
    }

    /** Forget the reply before; this one may have no TLVs. */
    @HotPath
    void clear() {
        hasFollowUp = false;
        hasReceivedProbes = false;
    }

    /** Read all TLVs in bytes {@code from} (inclusive) to {@code end} (exclusive). */
    @HotPath
    void read(MemorySegment payload, int from, int end) {
        this.payload = payload;
        if (!isTrustworthy(from, end)) {
            findings.tlvIntegrityFailures++;
            return;
        }
        tlvs.wrap(payload, from, end);
        while (tlvs.next()) {
            if (tlvs.is(Tlvs.MALFORMED) || !tlvs.fits() || !TlvType.allows(tlvs.type(), tlvs.length())) {
                findings.tlvMalformed++;
                return;
            }
            if (tlvs.is(Tlvs.UNRECOGNISED)) {
                findings.unrecognisedTypes |= 1L << Math.min(tlvs.type(), Long.SIZE - 1);
            } else {
                take();
            }
        }
    }

    /** False if a TLV has the I flag; with a key also if one but padding is not protected by the right tag. */
    private boolean isTrustworthy(int from, int end) {
        boolean unprotected = false;
        tlvs.wrap(payload, from, end);
        while (tlvs.next()) {
            if (tlvs.is(Tlvs.INTEGRITY)) {
                return false;
            }
            boolean tag = hmac != null && tlvs.type() == TlvType.HMAC && tlvs.fits();
            if (tag && (tlvs.length() != StampHmac.TAG_BYTES
                    || !hmac.verifyTlvs(payload, from, tlvs.offset(), tlvs.value()))) {
                return false;
            }
            unprotected = !tag && (unprotected || tlvs.type() != TlvType.EXTRA_PADDING);
        }
        return hmac == null || !unprotected;
    }

    private void take() {
        switch (tlvs.type()) {
            case TlvType.LOCATION -> location();
            case TlvType.TIMESTAMP_INFORMATION -> {
                findings.hasTimestampInformation = true;
                findings.lastTimestampInformation = tlvs.intAt(0);
            }
            case TlvType.CLASS_OF_SERVICE -> {
                int value = tlvs.intAt(0);
                findings.lastReceivedTrafficClass = ClassOfService.dscp2(value) << 2 | ClassOfService.ecn(value);
                findings.dscpRefused += ClassOfService.reversePath(value) != 0 ? 1 : 0;
            }
            case TlvType.DIRECT_MEASUREMENT -> {
                findings.directReceived = Integer.toUnsignedLong(tlvs.intAt(4));
                findings.directSent = Integer.toUnsignedLong(tlvs.intAt(8));
            }
            case TlvType.ACCESS_REPORT -> findings.accessReportsEchoed++;
            case TlvType.FOLLOW_UP -> {
                followUpReply = tlvs.intAt(0);
                followUpStamp = tlvs.longAt(4);
                hasFollowUp = followUpStamp != 0;
            }
            case TlvType.RECEIVED_PROBES -> {
                receivedProbesAt = tlvs.value();
                hasReceivedProbes = ReceivedProbes.isAnswer(payload, receivedProbesAt);
            }
            default -> { } // padding, the tag, and answers that were not asked for
        }
    }

    private void location() {
        findings.destinationPort = tlvs.shortAt(0);
        findings.sourcePort = tlvs.shortAt(2);
        subTlvs.wrap(payload, tlvs.value() + TlvType.LOCATION_PORTS_BYTES, tlvs.value() + tlvs.length());
        while (subTlvs.next()) {
            boolean address = subTlvs.fits() && subTlvs.length() == TlvType.IP_BYTES;
            if (address && subTlvs.type() == TlvType.SOURCE_IPV4) {
                findings.sourceHigh = 0;
                findings.sourceLow = IPV4_MAPPED | subTlvs.longAt(0) >>> 32;
            } else if (address && subTlvs.type() == TlvType.SOURCE_IPV6) {
                findings.sourceHigh = subTlvs.longAt(0);
                findings.sourceLow = subTlvs.longAt(8);
            } else if (address && subTlvs.type() == TlvType.DESTINATION_IPV4) {
                findings.destinationHigh = 0;
                findings.destinationLow = IPV4_MAPPED | subTlvs.longAt(0) >>> 32;
            } else if (address && subTlvs.type() == TlvType.DESTINATION_IPV6) {
                findings.destinationHigh = subTlvs.longAt(0);
                findings.destinationLow = subTlvs.longAt(8);
            }
        }
    }

    /** True if the reply tells when one before it left. */
    boolean hasFollowUp() {
        return hasFollowUp;
    }

    /** The reflector's number of that reply. */
    int followUpReply() {
        return followUpReply;
    }

    /** When it left, in the reflector's format. */
    long followUpStamp() {
        return followUpStamp;
    }

    /** True if the reply tells which probes arrived. */
    boolean hasReceivedProbes() {
        return hasReceivedProbes;
    }

    /** Where in the reply it tells that. */
    int receivedProbesAt() {
        return receivedProbesAt;
    }
}
