package io.venturi.engine.metric;

import java.util.List;

/**
 * What this host and JVM did, or let us do, during the test.
 *
 * @param gcCount collections
 * @param gcNs    sum of their durations
 * @param tunings what we asked of the host
 * @param stamps  which stamps we asked for
 * @param pacing  who let probes go at their times
 * @param safepoints when the JVM stopped all its threads
 */
public record HostConditions(long gcCount, long gcNs, List<Tuning> tunings, StampSetup stamps, Pacing pacing,
                             Safepoints safepoints) {
    public static final HostConditions UNKNOWN =
            new HostConditions(0, 0, List.of(), StampSetup.NONE, Pacing.UNKNOWN, Safepoints.UNKNOWN);

    /** Of a test that has no send times of its own. */
    public HostConditions(long gcCount, long gcNs, List<Tuning> tunings) {
        this(gcCount, gcNs, tunings, StampSetup.NONE, Pacing.UNKNOWN, Safepoints.UNKNOWN);
    }

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

    /**
     * Who lets probes go at their times.
     *
     * @param asked  as the user wrote it: auto, user, fq or etf
     * @param used   what it came to: user, fq, etf or etf-deadline
     * @param device interface through which probes leave, empty if not known
     * @param queue  the queue in front of it, as tc(8) calls it; empty if it was not asked for
     * @param leadNs how long before its time the kernel got a probe; 0 if this process lets them go
     * @param reason why it came to that
     */
    public record Pacing(String asked, String used, String device, String queue, long leadNs, String reason) {
        /** Nothing is known. */
        public static final Pacing UNKNOWN = new Pacing("user", "user", "", "", 0, "");
    }
}
