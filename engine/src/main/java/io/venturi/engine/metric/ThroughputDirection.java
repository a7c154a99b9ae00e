package io.venturi.engine.metric;

/** Which way the data of a throughput test goes, from the client's point of view. */
public enum ThroughputDirection {
    /** Client to server. */
    UP,
    /** Server to client. */
    DOWN,
    /** Both at once, each with as many streams. */
    BOTH
}
