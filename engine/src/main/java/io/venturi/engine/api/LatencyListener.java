package io.venturi.engine.api;

import java.net.InetSocketAddress;

/** Hears how latency is measured beside a load. Called by the thread of the test; must not throw. */
public interface LatencyListener {

    /** Latency of the idle path is measured for so long, then the load begins. */
    default void onIdle(InetSocketAddress server, long idleNs) {
    }

    /** Latency under load is not measured. @param why a sentence */
    default void onNoLatency(String why) {
    }
}
