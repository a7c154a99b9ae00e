package io.venturi.engine.metric;

import java.util.Objects;

/**
 * What is known of the two wall clocks apart from the packets of the test.
 *
 * @param sameHost both ends share their clocks
 * @param own      of this host's clock, before and after the test
 * @param peer     what the other end told of its own
 */
public record ClockKnowledge(ClockChoice choice, boolean sameHost, SyncState own, SyncState peer) {
    /** Nothing, and no estimate is wanted. */
    public static final ClockKnowledge NOTHING =
            new ClockKnowledge(ClockChoice.NONE, false, SyncState.UNKNOWN, SyncState.UNKNOWN);

    public ClockKnowledge {
        Objects.requireNonNull(own, "own");
        Objects.requireNonNull(peer, "peer");
    }
}
