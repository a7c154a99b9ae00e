package io.venturi.engine.metric;

/** Which part of the way a metric is about. */
public enum Direction {
    /** From the sender to the reflector. */
    FORWARD,
    /** From the reflector back to the sender. */
    REVERSE,
    /** There and back, without the time spent in the reflector. */
    ROUND_TRIP
}
