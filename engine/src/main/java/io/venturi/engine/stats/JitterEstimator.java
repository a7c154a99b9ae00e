package io.venturi.engine.stats;

import io.venturi.engine.metric.RoundTrip;

/**
 * Smoothed interarrival jitter.
 *
 * <p>Thread: one. Allocates nothing.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc3550#section-6.4.1">RFC 3550 section 6.4.1</a>
 */
final class JitterEstimator {
    private double jitterNs;
    private long lastTransitNs = RoundTrip.ABSENT;
    private boolean lastMonotonic;
    private long differences;

    /**
     * The next packet in order of arrival.
     *
     * @param transitNs its transit time; {@link RoundTrip#ABSENT} is skipped
     * @param monotonic by monotonic clocks; transits of different clocks are not compared
     */
    void add(long transitNs, boolean monotonic) {
        if (transitNs == RoundTrip.ABSENT) {
            return;
        }
        if (lastTransitNs != RoundTrip.ABSENT && monotonic == lastMonotonic) {
            jitterNs += (Math.abs(transitNs - lastTransitNs) - jitterNs) / 16;
            differences++;
        }
        lastTransitNs = transitNs;
        lastMonotonic = monotonic;
    }

    /** Differences that went into the estimate. */
    long differences() {
        return differences;
    }

    /** In ns; 0 before the second packet. */
    double jitterNs() {
        return jitterNs;
    }
}
