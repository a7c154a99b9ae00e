package io.venturi.engine.metric;

import java.util.List;
import java.util.Optional;

/**
 * What the streams did within an interval of a throughput test.
 *
 * @param startNs since the test began, or since the time omitted was over
 * @param endNs   likewise
 * @param omitted within the time that is not counted
 * @param parts   of each stream, in the order of creation
 */
public record ThroughputInterval(long startNs, long endNs, boolean omitted, List<Part> parts) {

    /**
     * One stream.
     *
     * @param bytes     payload sent or received
     * @param tcp       of a TCP stream this end sends on
     * @param datagrams of a UDP stream, within the interval; jitter at its end
     * @param details   what the protocol tells besides: counts within the interval, others at its end
     */
    public record Part(ThroughputStream stream, long bytes, Optional<ThroughputTcp> tcp,
                       Optional<ThroughputDatagrams> datagrams, List<ProtocolValue> details) {
        public Part {
            details = List.copyOf(details);
        }

        /** Of TCP or UDP. */
        public Part(ThroughputStream stream, long bytes, Optional<ThroughputTcp> tcp,
                    Optional<ThroughputDatagrams> datagrams) {
            this(stream, bytes, tcp, datagrams, List.of());
        }
    }

    public ThroughputInterval {
        parts = List.copyOf(parts);
    }

    public long durationNs() {
        return endNs - startNs;
    }

    /** Payload rate of {@code bytes} within the interval, bits per second. */
    public double bitsPerSecond(long bytes) {
        return endNs <= startNs ? 0 : bytes * 8e9 / (endNs - startNs);
    }
}
