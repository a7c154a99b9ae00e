package io.venturi.engine.api;

import io.venturi.engine.metric.CapacityEvent;
import java.net.InetSocketAddress;

/**
 * Hears how a capacity test goes on, in order. Called by one thread at a time, never by a lane; must not throw. A slow
 * one delays what is told, never the measurement.
 */
@FunctionalInterface
public interface CapacityListener {
    /** Listens to nothing. */
    CapacityListener NONE = event -> { };

    /** Something happened; trial intervals only if the plan asks for them. */
    void onEvent(CapacityEvent event);

    /** Latency of the idle path is measured for so long, then the load begins. */
    default void onIdle(InetSocketAddress server, long idleNs) {
    }

    /** Latency under load is not measured. @param why a sentence */
    default void onNoLatency(String why) {
    }
}
