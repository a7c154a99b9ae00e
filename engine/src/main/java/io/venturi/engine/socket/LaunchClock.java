package io.venturi.engine.socket;

/** On which clock a socket is told when its datagrams are to leave (SO_TXTIME). */
public enum LaunchClock {
    /** It is not told. */
    NONE,
    /** CLOCK_MONOTONIC, as the queue fq wants it. */
    MONOTONIC,
    /** CLOCK_TAI, as the queue etf wants it; what cannot leave in time is dropped and reported. */
    TAI,
    /** The same for an etf that takes times as latest times. */
    TAI_DEADLINE
}
