package io.venturi.engine.metric;

/**
 * How a throughput test stands.
 *
 * @param elapsedNs     since it began; 0 before
 * @param sentBytes     so far, by this end, the time omitted too
 * @param receivedBytes so far, by this end, the time omitted too
 */
public record ThroughputLive(long elapsedNs, long sentBytes, long receivedBytes) {
    /** Not begun. */
    public static final ThroughputLive NONE = new ThroughputLive(0, 0, 0);
}
