package io.venturi.engine.metric;

import java.net.InetSocketAddress;
import java.util.Optional;

/**
 * Latency before and under the load of a capacity or throughput test, of the same probes on the same path.
 *
 * @param direction       of the load
 * @param probes          what was sent
 * @param stampedBy       who says when replies arrived; that probes were sent always says this program, so that the
 *                        queues of this host count too
 * @param idle            round trips before the load
 * @param loaded          round trips of probes sent while the load had its full rate
 * @param variation       one-way delay of the loaded direction under load, above the least of the test; empty if the
 *                        server gave no stamps
 * @param saturated       the path showed congestion then: loss, segments sent again, delay above a threshold, or CE
 *                 marks
 */
public record LoadedLatency(ThroughputDirection direction, Probes probes, StampSource stampedBy, Spread idle,
                            Spread loaded, Optional<Spread> variation, boolean saturated) {
    /** Fewer say too little. */
    public static final int LEAST_SAMPLES = 20;
    /** If idle p95 is further above the idle median, the increase is not that of the load. */
    public static final long MOST_NOISE_NS = 30_000_000;

    /**
     * What was sent.
     *
     * @param intervalNs    between probes
     * @param packetBytes   of an IP packet
     */
    public record Probes(String protocol, InetSocketAddress server, long intervalNs, int packetBytes) {

        /** What the probes added to the load in either direction, at IP. */
        public double bitsPerSecond() {
            return 8e9 * packetBytes / intervalNs;
        }
    }

    /**
     * Of the probes sent in a time. Percentiles by nearest rank of those that were answered; all 0 if none was.
     *
     * @param sent probes
     * @param lost of them without answer
     * @param n    values
     */
    public record Spread(long sent, long lost, int n, double meanNs, long p50Ns, long p95Ns, long p99Ns, long maxNs) {
    }

    /** Why there is no grade. */
    public enum Ungraded {
        TOO_FEW_SAMPLES("fewer than " + LEAST_SAMPLES + " probes were answered before or under load"),
        NOISY_IDLE("the idle path was noisy itself, its p95 more than 30 ms above its median"),
        NEVER_SATURATED("the load never filled the path: no loss, delay or mark shows a queue");

        private final String words;

        Ungraded(String words) {
            this.words = words;
        }

        /** For people. */
        public String words() {
            return words;
        }
    }

    /** By how much the median rose, ns; negative if it fell. */
    public long medianIncreaseNs() {
        return loaded.p50Ns - idle.p50Ns;
    }

    /** By how much the 95th percentile rose, ns. */
    public long p95IncreaseNs() {
        return loaded.p95Ns - idle.p95Ns;
    }

    /** By how much the mean rose, ns: the form in which the scale was first published. */
    public double meanIncreaseNs() {
        return loaded.meanNs - idle.meanNs;
    }

    /** Why there is no grade; empty if there is one. */
    public Optional<Ungraded> ungraded() {
        if (Math.min(idle.n, loaded.n) < LEAST_SAMPLES) {
            return Optional.of(Ungraded.TOO_FEW_SAMPLES);
        }
        if (idle.p95Ns - idle.p50Ns > MOST_NOISE_NS) {
            return Optional.of(Ungraded.NOISY_IDLE);
        }
        return saturated ? Optional.empty() : Optional.of(Ungraded.NEVER_SATURATED);
    }

    /** Of the increase of the median; empty if ungraded. */
    public Optional<BufferbloatGrade> grade() {
        return ungraded().isPresent() ? Optional.empty() : Optional.of(BufferbloatGrade.of(medianIncreaseNs()));
    }

    /** Of the increase of the 95th percentile; empty if ungraded. */
    public Optional<BufferbloatGrade> p95Grade() {
        return ungraded().isPresent() ? Optional.empty() : Optional.of(BufferbloatGrade.of(p95IncreaseNs()));
    }

    /** Of the increase of the mean; empty if ungraded. */
    public Optional<BufferbloatGrade> meanGrade() {
        return ungraded().isPresent() ? Optional.empty() : Optional.of(BufferbloatGrade.of((long) meanIncreaseNs()));
    }
}
