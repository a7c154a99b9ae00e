package io.venturi.engine.metric;

import java.util.List;

/**
 * Times at which the JVM stopped all threads, the measuring one included.
 *
 * @param observed false if nobody could watch them: then the rest says nothing
 * @param count    how many fell into the test
 * @param totalNs  their length in all, from the order to stop until all could go on
 * @param all      the first thousand of them, in order of time
 */
public record Safepoints(boolean observed, long count, long totalNs, List<Safepoint> all) {
    /** Nobody watched. */
    public static final Safepoints UNKNOWN = new Safepoints(false, 0, 0, List.of());

    public Safepoints {
        all = List.copyOf(all);
    }

    /**
     * One of them.
     *
     * @param name    what the JVM did, in its own words, such as {@code SerialCollect}
     * @param startNs since the start of the test
     * @param lengthNs from the order to stop until all could go on
     */
    public record Safepoint(String name, long startNs, long lengthNs) {}
}
