package io.venturi.engine.metric;

/** What carries the data of a throughput test. */
public enum ThroughputProtocol {
    TCP,
    UDP,
    /** A protocol of the service provider interface, named by {@link ThroughputSettings#extension}. */
    OTHER
}
