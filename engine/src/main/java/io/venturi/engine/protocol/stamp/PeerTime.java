package io.venturi.engine.protocol.stamp;

import io.venturi.engine.annotation.HotPath;
import io.venturi.engine.protocol.stamp.StampSenderOptions.PeerFormat;
import io.venturi.engine.protocol.stamp.wire.ErrorEstimate;
import io.venturi.engine.protocol.stamp.wire.StampPacket;
import io.venturi.engine.protocol.stamp.wire.TimestampFormat;

/**
 * Reads the time stamps of a reflector. Some copy the sender's Z bit while they stamp in their own format: where the
 * format that Z says gives a time far from ours and the other one does not, the other one is taken.
 *
 * <p>Thread: the lane. Allocates nothing.
 */
final class PeerTime {
    private static final long CREDIBLE_NS = 86_400_000_000_000L; // clocks of hosts agree within a day; formats never do
    private static final long TAI_OFFSET_NS = 37_000_000_000L;   // TAI - UTC since 2017
    private static final long TAI_TOLERANCE_NS = 500_000_000L;

    private final PeerFormat peerFormat;
    private final long ptpAheadNs;
    private final StampFindings findings;
    private TimestampFormat format = TimestampFormat.NTP;
    private long receivedWallNs;
    private long sentWallNs;

    PeerTime(PeerFormat peerFormat, ClockQuality own, StampFindings findings) {
        this.peerFormat = peerFormat;
        ptpAheadNs = own.aheadNs(TimestampFormat.PTP);
        this.findings = findings;
    }

    /** Read the stamps of a reply that was sent for at {@code askedWallNs} and came at {@code nowWallNs}. */
    @HotPath
    void read(StampPacket reply, long askedWallNs, long nowWallNs) {
        format = choose(reply, nowWallNs);
        receivedWallNs = decode(reply.receiveTimestamp(), nowWallNs);
        sentWallNs = decode(reply.timestamp(), nowWallNs);
        if (receivedWallNs != 0 && sentWallNs != 0) {
            long aheadNs = (receivedWallNs - askedWallNs + sentWallNs - nowWallNs) / 2;
            boolean suspect = Math.abs(Math.abs(aheadNs) - TAI_OFFSET_NS) < TAI_TOLERANCE_NS;
            findings.taiSuspects += suspect ? 1 : 0;
        }
    }

    private TimestampFormat choose(StampPacket reply, long nowWallNs) {
        TimestampFormat said = ErrorEstimate.format(reply.errorEstimate());
        if (peerFormat != PeerFormat.BY_Z) {
            return peerFormat == PeerFormat.PTP ? TimestampFormat.PTP : TimestampFormat.NTP;
        }
        if (isCredible(said, reply, nowWallNs) || !isCredible(said.other(), reply, nowWallNs)) {
            return said;
        }
        findings.formatMislabelled++;
        return said.other();
    }

    private static boolean isCredible(TimestampFormat format, StampPacket reply, long nowWallNs) {
        long stamp = reply.timestamp();
        return format.isSound(stamp) && format.isSound(reply.receiveTimestamp())
                && Math.abs(format.decode(stamp, nowWallNs) - nowWallNs) < CREDIBLE_NS;
    }

    /** Another stamp of the same reflector as wall time, ns since 1970; 0 stays 0. */
    @HotPath
    long decode(long stamp, long nowWallNs) {
        if (stamp == 0) {
            return 0;
        }
        return format.decode(stamp, nowWallNs) - (format == TimestampFormat.PTP ? ptpAheadNs : 0);
    }

    /** When the request arrived, by the reflector's wall clock, ns since 1970; 0 if it did not tell. */
    long receivedWallNs() {
        return receivedWallNs;
    }

    /** When the reply was sent, by the reflector's wall clock, ns since 1970; 0 if it did not tell. */
    long sentWallNs() {
        return sentWallNs;
    }
}
