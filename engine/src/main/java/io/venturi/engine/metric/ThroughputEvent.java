package io.venturi.engine.metric;

import java.net.InetSocketAddress;

/** Something that happened in a throughput test. */
public sealed interface ThroughputEvent {

    /** The control connection is there; at a server, a client came. */
    record Connected(InetSocketAddress local, InetSocketAddress remote) implements ThroughputEvent {
    }

    /** The streams are open and the clock runs. */
    record Started(ThroughputStart start) implements ThroughputEvent {
    }

    /** An interval is over. */
    record Interval(ThroughputInterval interval) implements ThroughputEvent {
    }

    /** Something to know, a sentence. */
    record Notice(String text) implements ThroughputEvent {
    }

    /** The test is over. */
    record Ended(ThroughputReport report) implements ThroughputEvent {
    }
}
