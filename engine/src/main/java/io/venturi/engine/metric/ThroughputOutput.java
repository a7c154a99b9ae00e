package io.venturi.engine.metric;

/**
 * A server's own report of a test, for its client.
 *
 * @param text as people read it, empty if none
 * @param json as programs read it, one object, empty if none
 */
public record ThroughputOutput(String text, String json) {
    /** Nothing to tell. */
    public static final ThroughputOutput NONE = new ThroughputOutput("", "");
}
