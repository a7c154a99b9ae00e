package io.venturi.engine.clock;

/**
 * Reads one timescale. Values of two clocks are never compared without a stated relation between them.
 *
 * <p>Hot: read at least twice per packet, must not allocate. Owned by one thread unless the implementation says more.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc2330#section-10.2">RFC 2330 section 10.2: host time is not wire
 *     time</a>
 */
public interface Clock {

    /** Now, in ns on this clock's timescale; never negative, so values order with {@code <}. */
    long nanoTime();

    /** What the nanoseconds count from, and whether they may step. */
    Timescale timescale();
}
