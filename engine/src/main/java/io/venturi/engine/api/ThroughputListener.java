package io.venturi.engine.api;

import io.venturi.engine.metric.ThroughputEvent;
import io.venturi.engine.metric.ThroughputOutput;
import io.venturi.engine.metric.ThroughputReport;

/**
 * Hears how a throughput test goes on, in order. Called by one thread at a time, never by one that carries data; must
 * not throw.
 */
@FunctionalInterface
public interface ThroughputListener extends LatencyListener {
    /** Listens to nothing. */
    ThroughputListener NONE = event -> { };

    void onEvent(ThroughputEvent event);

    /** At a server whose client wants to see its report: the test so far, without what the client counted. */
    default ThroughputOutput output(ThroughputReport soFar) {
        return ThroughputOutput.NONE;
    }
}
