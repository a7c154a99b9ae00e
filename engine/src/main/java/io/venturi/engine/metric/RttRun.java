package io.venturi.engine.metric;

import java.net.InetSocketAddress;
import java.util.Objects;
import java.util.Optional;

/**
 * The circumstances of a test.
 *
 * @param startWallNs   when it started, ns since 1970 (CLOCK_REALTIME)
 * @param startNs       the same instant, CLOCK_MONOTONIC
 * @param durationNs    from the start to the end of the wait for replies
 * @param waitNs        how long replies were waited for after the last probe, 0 if there was no need
 * @param clockRelation of the wall clocks of both ends
 * @param endDetail     why it ended so, for people; empty if completed
 * @param reflector     what a STAMP reflector told of itself; empty of other peers, and of silent ones
 */
public record RttRun(InetSocketAddress local, InetSocketAddress remote, RttSettings requested, RttSettings agreed,
                     long startWallNs, long startNs, long durationNs, long waitNs, ClockRelation clockRelation,
                     EndState end, String endDetail, Optional<ReflectorReport> reflector) {
    /** One whose peer told nothing of itself. */
    public RttRun(InetSocketAddress local, InetSocketAddress remote, RttSettings requested, RttSettings agreed,
                  long startWallNs, long startNs, long durationNs, long waitNs, ClockRelation clockRelation,
                  EndState end, String endDetail) {
        this(local, remote, requested, agreed, startWallNs, startNs, durationNs, waitNs, clockRelation, end, endDetail,
                Optional.empty());
    }

    public RttRun {
        Objects.requireNonNull(agreed, "agreed");
        Objects.requireNonNull(clockRelation, "clockRelation");
        Objects.requireNonNull(end, "end");
        if (durationNs < 0 || waitNs < 0) {
            throw new IllegalArgumentException("duration " + durationNs + ", wait " + waitNs);
        }
    }

    /** The same test with what has been found out about the clocks. */
    public RttRun with(ClockRelation relation) {
        return new RttRun(local, remote, requested, agreed, startWallNs, startNs, durationNs, waitNs, relation, end,
                endDetail, reflector);
    }
}
