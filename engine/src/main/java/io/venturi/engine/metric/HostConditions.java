package io.venturi.engine.metric;

import java.util.List;

/**
 * What this host and JVM did, or let us do, during the test.
 *
 * @param gcCount collections
 * @param gcNs    sum of their durations
 * @param tunings what we asked of the host
 * @param stamps  which stamps we asked for
 */
public record HostConditions(long gcCount, long gcNs, List<Tuning> tunings, StampSetup stamps) {
    public static final HostConditions UNKNOWN = new HostConditions(0, 0, List.of(), StampSetup.NONE);

    public HostConditions {
        tunings = List.copyOf(tunings);
    }

    /**
     * One thing we asked of the host.
     *
     * @param name    such as "real-time priority 50"
     * @param granted whether we got it
     * @param reason  why not, and what to do about it; empty if granted
     */
    public record Tuning(String name, boolean granted, String reason) {}
}
