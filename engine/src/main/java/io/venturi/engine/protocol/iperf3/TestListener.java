package io.venturi.engine.protocol.iperf3;

import io.venturi.engine.metric.ThroughputEvent;
import io.venturi.engine.metric.ThroughputOutput;
import io.venturi.engine.metric.ThroughputReport;

/** Hears of one test of a server. Called by the thread of its conversation; must not throw. */
public interface TestListener {

    void onEvent(ThroughputEvent event);

    /** The server's own report for the client, which asked for it. */
    ThroughputOutput output(ThroughputReport soFar);
}
