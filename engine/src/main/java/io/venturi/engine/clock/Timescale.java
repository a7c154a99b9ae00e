package io.venturi.engine.clock;

/** What a nanosecond value counts from. */
public enum Timescale {
    /** CLOCK_MONOTONIC: from boot, slewed by NTP, never steps. Comparable on one host only. */
    MONOTONIC,
    /** CLOCK_REALTIME: UTC since 1970, may step. */
    REALTIME,
    /** CLOCK_TAI: the same without leap seconds, if the kernel was told how many there were; may step. */
    TAI
}
