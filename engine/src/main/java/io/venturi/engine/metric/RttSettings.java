package io.venturi.engine.metric;

import java.util.OptionalLong;

/**
 * What was asked of the peer, or agreed with it.
 *
 * @param protocol        name for display
 * @param protocolVersion as on the wire
 * @param durationNs      {@link Long#MAX_VALUE} for no end
 * @param intervalNs      between probes
 * @param lengthBytes     UDP payload of a probe; 0 for the least that carries the fields
 * @param trafficClass    TOS or traffic class byte, 0..255
 * @param peerStamps      which stamps the peer puts into replies
 * @param peerWall        the peer stamps with its wall clock
 * @param peerMonotonic   the peer stamps with its monotonic clock
 * @param peerCount       replies tell how many probes the peer received
 * @param peerWindow      replies tell which of the last 64 probes the peer received
 * @param peerFill        how the peer fills the rest of a reply, empty for its default
 * @param stream          when probes are sent in these intervals, and how long each is
 */
public record RttSettings(String protocol, int protocolVersion, long durationNs, long intervalNs, int lengthBytes,
                          int trafficClass, PeerStamps peerStamps, boolean peerWall, boolean peerMonotonic,
                          boolean peerCount, boolean peerWindow, String peerFill, Stream stream) {

    /** Which instants the peer stamps. */
    public enum PeerStamps { NONE, RECEIVE, SEND, BOTH, MIDPOINT }

    /**
     * What is known beforehand of the single probes.
     *
     * @param schedule as the user wrote it, such as {@code isochronous} or {@code burst:4}
     * @param lengths  as the user wrote it, such as {@code 64} or {@code 64-1400}
     * @param seed     of what is random in it, empty if nothing is
     */
    public record Stream(String schedule, String lengths, OptionalLong seed) {
        /** Evenly spaced, all of one length. */
        public static final Stream EVEN = new Stream("isochronous", "0", OptionalLong.empty());
    }

    /** Of evenly spaced probes, all of one length. */
    public RttSettings(String protocol, int protocolVersion, long durationNs, long intervalNs, int lengthBytes,
                       int trafficClass, PeerStamps peerStamps, boolean peerWall, boolean peerMonotonic,
                       boolean peerCount, boolean peerWindow, String peerFill) {
        this(protocol, protocolVersion, durationNs, intervalNs, lengthBytes, trafficClass, peerStamps, peerWall,
                peerMonotonic, peerCount, peerWindow, peerFill, Stream.EVEN);
    }

    public RttSettings {
        if (durationNs < 0 || intervalNs <= 0 || lengthBytes < 0 || trafficClass < 0 || trafficClass > 255) {
            throw new IllegalArgumentException("duration %d, interval %d, length %d, traffic class %d".formatted(
                    durationNs, intervalNs, lengthBytes, trafficClass));
        }
    }
}
