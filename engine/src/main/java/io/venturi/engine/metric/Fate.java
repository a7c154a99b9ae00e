package io.venturi.engine.metric;

/** What became of one probe, as far as this end can tell. Final only once the test has ended. */
public enum Fate {
    /** No probe with this number was recorded as sent: a gap in the numbers, or a ring overrun. */
    NOT_RECORDED,
    /** This host's queue dropped the probe because it could not leave in time: it never was on the path. */
    MISSED_LAUNCH,
    /** A reply arrived. */
    ANSWERED,
    /** No reply was seen, and nothing tells on which way it was lost. */
    UNANSWERED,
    /** No reply was seen, and the peer had not received the probe. */
    LOST_FORWARD,
    /** No reply was seen although the peer had received the probe. */
    LOST_REVERSE
}
