package io.venturi.engine.metric;

/** CPU time of a process over the time of the test, percent of one CPU. */
public record ThroughputCpu(double total, double user, double system) {
    public static final ThroughputCpu NONE = new ThroughputCpu(0, 0, 0);
}
