package io.venturi.engine.metric;

/** What carries the data of a throughput test. */
public enum ThroughputProtocol { TCP, UDP }
