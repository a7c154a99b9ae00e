package io.venturi.engine.metric;

/**
 * Why a throughput test did not come to its end.
 *
 * @param code iperf3's number of it, 0 if it has none
 * @param text a sentence
 */
public record ThroughputFailure(int code, String text) {
    /** All went well. */
    public static final ThroughputFailure NONE = new ThroughputFailure(0, "");

    public boolean isNone() {
        return text.isEmpty();
    }
}
