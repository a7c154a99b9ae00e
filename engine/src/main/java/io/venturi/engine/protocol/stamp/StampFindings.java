package io.venturi.engine.protocol.stamp;

import io.venturi.engine.metric.ReflectorReport;
import io.venturi.engine.metric.SyncState;
import io.venturi.engine.protocol.stamp.wire.ErrorEstimate;
import io.venturi.engine.protocol.stamp.wire.TlvType;
import java.util.Optional;

/**
 * What the replies of a test told of the reflector and of the way there. "Last" is what the latest reply said that told
 * it at all; -1 where none did.
 *
 * <p>Thread: written by the lane; read by others after the test has ended.
 */
public final class StampFindings {
    long formatMislabelled;
    long taiSuspects;
    long withoutSsid;
    long tlvIntegrityFailures;
    long tlvMalformed;
    long unrecognisedTypes;
    long followUps;
    boolean stateful;
    int lastErrorEstimate = -1;
    int leastHopLimit = -1;
    int mostHopLimit = -1;
    int lastReceivedTrafficClass = -1;
    long dscpRefused;
    int lastTimestampInformation = -1;
    boolean hasTimestampInformation;
    int sourcePort = -1;
    int destinationPort = -1;
    long sourceHigh;
    long sourceLow;
    long destinationHigh;
    long destinationLow;
    long directReceived = -1;
    long directSent = -1;
    long accessReportsEchoed;

    StampFindings() {
    }

    /** Replies whose Z bit named the wrong format. */
    public long formatMislabelled() {
        return formatMislabelled;
    }

    /**
     * Replies by which the reflector's clock is 37 s away, TAI - UTC: one end stamps TAI and the other UTC. Nothing was
     * corrected.
     */
    public long taiSuspects() {
        return taiSuspects;
    }

    /** Replies with SSID 0 to probes that had one: the reflector does not know RFC 8972. */
    public long withoutSsid() {
        return withoutSsid;
    }

    /** Replies whose TLVs were left out because a tag was wrong, here or there. */
    public long tlvIntegrityFailures() {
        return tlvIntegrityFailures;
    }

    /** Replies with a TLV that the reflector, or this end, calls malformed. */
    public long tlvMalformed() {
        return tlvMalformed;
    }

    /** True if a TLV of this type, 0..62, came back as not recognised. */
    public boolean isUnrecognised(int type) {
        return (unrecognisedTypes & 1L << Math.min(type, 63)) != 0;
    }

    /** Replies of which a later one told when they really left. */
    public long followUps() {
        return followUps;
    }

    /** True if the reflector is known to count its replies. */
    public boolean isStateful() {
        return stateful;
    }

    /** The reflector's error estimate, last, as on the wire. */
    public int lastErrorEstimate() {
        return lastErrorEstimate;
    }

    /** Least TTL or hop limit with which probes arrived. */
    public int leastHopLimit() {
        return leastHopLimit;
    }

    /** Greatest TTL or hop limit with which probes arrived. */
    public int mostHopLimit() {
        return mostHopLimit;
    }

    /** Traffic class byte with which probes arrived, last. */
    public int lastReceivedTrafficClass() {
        return lastReceivedTrafficClass;
    }

    /** Replies for which the reflector might not use the DSCP asked for. */
    public long dscpRefused() {
        return dscpRefused;
    }

    /** True if the reflector told where its time comes from. */
    public boolean hasTimestampInformation() {
        return hasTimestampInformation;
    }

    /** Source and method of arrival stamps, source and method of departure stamps, a byte each from the top. */
    public int lastTimestampInformation() {
        return lastTimestampInformation;
    }

    /** Port from which probes arrived, last; another than ours shows an address translation. */
    public int sourcePort() {
        return sourcePort;
    }

    /** Port to which probes came, last. */
    public int destinationPort() {
        return destinationPort;
    }

    /** Address from which probes arrived, last, in the form of {@code Packet.peerHigh}; 0 if not told. */
    public long sourceHigh() {
        return sourceHigh;
    }

    /** Address from which probes arrived, last, in the form of {@code Packet.peerLow}; 0 if not told. */
    public long sourceLow() {
        return sourceLow;
    }

    /** Packets of the session that the reflector has received, last. */
    public long directReceived() {
        return directReceived;
    }

    /** Packets of the session that the reflector has sent, last. */
    public long directSent() {
        return directSent;
    }

    /** Access reports that the reflector confirmed. */
    public long accessReportsEchoed() {
        return accessReportsEchoed;
    }

    /** What the reflector's error estimate, and its timestamp information if there was any, say of its clock. */
    SyncState clock() {
        if (lastErrorEstimate < 0) {
            return SyncState.UNKNOWN;
        }
        long errorNs = ErrorEstimate.errorNs(lastErrorEstimate);
        int source = hasTimestampInformation ? lastTimestampInformation >>> 8 & 0xff : 0;
        return new SyncState(ClockQuality.Source.told(source), ErrorEstimate.isSynchronised(lastErrorEstimate),
                errorNs >= ClockQuality.UNKNOWN.errorNs() ? SyncState.UNBOUNDED : errorNs, "its error estimate", "");
    }

    /**
     * All of it in the terms of a report.
     *
     * @param ssid of the probes
     * @param sent probes, up to the last that was answered
     */
    ReflectorReport report(int ssid, long sent) {
        return new ReflectorReport(ssid, stateful, clock(),
                new ReflectorReport.HopLimits(leastHopLimit, mostHopLimit), location(), timeSource(), marks(),
                directReceived < 0 ? Optional.empty()
                        : Optional.of(new ReflectorReport.Counters(sent, directReceived, directSent)),
                accessReportsEchoed, followUps, TlvType.names(unrecognisedTypes), new ReflectorReport.Oddities(
                        formatMislabelled, taiSuspects, withoutSsid, tlvIntegrityFailures, tlvMalformed));
    }

    private Optional<ReflectorReport.Location> location() {
        return sourcePort < 0 ? Optional.empty() : Optional.of(new ReflectorReport.Location(
                AddressBits.socketAddress(sourceHigh, sourceLow, sourcePort),
                AddressBits.socketAddress(destinationHigh, destinationLow, destinationPort)));
    }

    private Optional<ReflectorReport.TimeSource> timeSource() {
        if (!hasTimestampInformation) {
            return Optional.empty();
        }
        int told = lastTimestampInformation;
        return Optional.of(new ReflectorReport.TimeSource(ClockQuality.Source.told(told >>> 24), method(told >>> 16),
                ClockQuality.Source.told(told >>> 8 & 0xff), method(told)));
    }

    /** RFC 8972 4.3: 1 hardware, 2 software, 3 control plane. */
    private static ReflectorReport.Method method(int told) {
        int code = told & 0xff;
        return ReflectorReport.Method.values()[code <= 3 ? code : 0];
    }

    private Optional<ReflectorReport.Marks> marks() {
        return lastReceivedTrafficClass < 0 ? Optional.empty() : Optional.of(new ReflectorReport.Marks(
                lastReceivedTrafficClass >>> 2, lastReceivedTrafficClass & 3, dscpRefused));
    }

    void hopLimit(int value) {
        leastHopLimit = leastHopLimit < 0 ? value : Math.min(leastHopLimit, value);
        mostHopLimit = Math.max(mostHopLimit, value);
    }
}
