package io.venturi.engine.metric;

/** How a test came to its end. */
public enum EndState {
    /** All probes were sent and the wait for replies is over. */
    COMPLETED,
    /** The user, or the program, stopped it. */
    INTERRUPTED,
    /** The peer closed the test. */
    ENDED_BY_PEER,
    /** Sending failed for good. */
    SEND_FAILED,
    /** Receiving failed for good. */
    RECEIVE_FAILED
}
