package io.venturi.engine.api;

import io.venturi.engine.metric.RoundTripListener;
import io.venturi.engine.metric.RttSettings;
import java.net.InetSocketAddress;

/**
 * Hears how a round-trip test goes on. The methods of this interface are called by the thread that runs the test, those
 * of {@link RoundTripListener} by the statistics thread. Implementations must not throw.
 */
public interface RttListener extends RoundTripListener {
    /** Listens to nothing. */
    RttListener NONE = new RttListener() {
    };

    /** An attempt to open a test at this address begins. */
    default void onConnecting(InetSocketAddress peer) {
    }

    /** The peer has opened the test. */
    default void onConnected(InetSocketAddress peer, RttSettings agreed) {
    }

    /** The peer granted less than was asked for, and the plan accepts that. */
    default void onRestriction(String what) {
    }

    /** All probes are sent; replies are waited for, at most this long. */
    default void onWaiting(long waitNs) {
    }
}
