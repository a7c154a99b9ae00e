package io.venturi.engine.api;

import io.venturi.engine.metric.CapacityEvent;

/**
 * Hears how a capacity test goes on, in order. Called by one thread at a time, never by a lane; must not throw. A slow
 * one delays what is told, never the measurement.
 */
@FunctionalInterface
public interface CapacityListener extends LatencyListener {
    /** Listens to nothing. */
    CapacityListener NONE = event -> { };

    /** Something happened; trial intervals only if the plan asks for them. */
    void onEvent(CapacityEvent event);
}
