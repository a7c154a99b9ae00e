package io.venturi.engine.plan;

import io.venturi.engine.error.ConfigException;
import java.util.List;

/**
 * A search for the highest rate at which a path loses nothing, or no more than a given share, for each of some frame
 * sizes (RFC 2544 section 26.1); immutable and checked.
 *
 * @param target      whom to measure, from where; it must be IRTT
 * @param frameBytes  Ethernet frames with frame check sequence, in order; empty for those of RFC 2544 that fit the MTU
 * @param lossRatio   tolerated, 0 to below 1
 * @param trialNs     length of one trial
 * @param repeat      trials that a rate must pass
 * @param resolution  the search ends when the lowest rate that failed is so little above the highest that passed, as a
 *                    share of it
 * @param startBitsPerSecond of Ethernet frames, where it begins
 * @param trafficClass TOS or traffic class byte
 * @param key         shared secret, empty for none
 * @param precision   what this host is asked for
 */
public record LossSearchPlan(RttPlan.Target target, List<Integer> frameBytes, double lossRatio, long trialNs,
        int repeat, double resolution, double startBitsPerSecond, int trafficClass, byte[] key,
                             RttPlan.Precision precision) {
    /** Sizes of RFC 2544 section 9.1 for Ethernet, and the usual jumbo frame. */
    public static final List<Integer> STANDARD_FRAMES = List.of(64, 128, 256, 512, 1024, 1280, 1518, 9018);
    /** Least and greatest frame. */
    public static final int LEAST_FRAME = 64;
    public static final int MOST_FRAME = 9_216;
    /** Frame header and check sequence, bytes. */
    public static final int ETHERNET_BYTES = 18;

    private static final long LEAST_TRIAL_NS = 200_000_000;
    private static final long MOST_TRIAL_NS = 600_000_000_000L;

    public LossSearchPlan {
        frameBytes = frameBytes.stream().distinct().toList();
        key = key.clone();
        for (int frame : frameBytes) {
            if (frame < LEAST_FRAME || frame > MOST_FRAME) {
                throw new ConfigException("Frames are " + LEAST_FRAME + " to " + MOST_FRAME
                        + " bytes, frame check sequence included, not " + frame + ".");
            }
        }
        if (!(lossRatio >= 0 && lossRatio < 1)) {
            throw new ConfigException("The loss ratio tolerated is 0 to below 1, such as 0 or 1e-5, not " + lossRatio
                    + ".");
        }
        if (trialNs < LEAST_TRIAL_NS || trialNs > MOST_TRIAL_NS) {
            throw new ConfigException("A trial lasts " + Durations.format(LEAST_TRIAL_NS) + " to "
                    + Durations.format(MOST_TRIAL_NS) + ", not " + Durations.format(trialNs) + ".");
        }
        if (repeat < 1 || repeat > 100) {
            throw new ConfigException("A rate is tried 1 to 100 times, not " + repeat + ".");
        }
        if (!(resolution >= 0.001 && resolution <= 0.5)) {
            throw new ConfigException("The resolution is a share from 0.001 to 0.5, not " + resolution + ".");
        }
        if (!(startBitsPerSecond >= 1_000)) {
            throw new ConfigException("The search starts at 1kbps or more.");
        }
    }

    @Override
    public byte[] key() {
        return key.clone();
    }
}
