package io.venturi.engine.metric;

/** What is known of the two clocks whose difference a delay is. */
public enum ClockRelation {
    /** Both stamps come from one host: the value is a delay. */
    SAME_HOST,
    /** Nothing is known: the value is a delay plus an unknown offset, only its variation means something. */
    NONE
}
