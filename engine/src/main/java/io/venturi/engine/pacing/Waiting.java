package io.venturi.engine.pacing;

/** How a lane waits for the next deadline or packet: what it pays in CPU for what it gains in lateness. */
public enum Waiting {
    /** Sleep all the way: cheapest, late by what the host's timers and wake-ups cost (20 to 100 us). */
    SLEEP,
    /** Sleep until shortly before, then spin; also spin for a moment after work, when the next packet is likely. */
    HYBRID,
    /** Spin all the time: one CPU each. */
    BUSY
}
