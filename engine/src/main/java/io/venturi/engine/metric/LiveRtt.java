package io.venturi.engine.metric;

/**
 * The whole test as it stands a moment ago.
 *
 * @param elapsedNs       since the start of the test
 * @param pending         probes without a reply: on their way, or lost
 * @param lastRoundTripNs of the reply that arrived last, {@link RoundTrip#ABSENT} if none
 * @param roundTrip       user-stamped, quantiles from a histogram
 * @param rfc3550JitterNs round trip, 0 before the second reply
 */
public record LiveRtt(long elapsedNs, long sent, long received, long duplicates, long reordered, long late,
                      long pending, long skipped, long lastRoundTripNs, Summary roundTrip, double rfc3550JitterNs) {
    /** Before the first probe. */
    public static final LiveRtt NONE = new LiveRtt(0, 0, 0, 0, 0, 0, 0, 0, RoundTrip.ABSENT, Summary.NONE, 0);
}
