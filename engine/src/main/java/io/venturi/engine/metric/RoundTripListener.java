package io.venturi.engine.metric;

/**
 * Hears of a test while it runs.
 *
 * <p>Thread: the statistics thread, so a slow listener delays statistics (never the measurement). The row is valid
 * only during the call. Implementations must not throw.
 */
public interface RoundTripListener {
    /** Listens to nothing. */
    RoundTripListener NONE = new RoundTripListener() {
    };

    /** The first reply to a probe arrived; kernel stamps may still be missing. */
    default void onRoundTrip(RoundTrip row) {
    }

    /** Another reply to a probe that was answered before arrived. */
    default void onDuplicate(RoundTrip row) {
    }

    /** An interval of the local clock is over. */
    default void onInterval(IntervalReport interval) {
    }
}
