package io.venturi.engine.api;

import io.venturi.engine.agent.Lane;
import io.venturi.engine.annotation.HotPath;
import java.util.concurrent.atomic.AtomicLong;
import org.agrona.concurrent.Agent;

/**
 * A lane that knows how busy it is: the rounds in which there was something to do, with the last microseconds before a
 * deadline, for which it watches the clock.
 *
 * <p>Thread: its own; {@link #share} any.
 */
final class BusyLane implements Agent {
    private final Lane lane;
    private final AtomicLong workedNs = new AtomicLong();
    private volatile long startedNs = System.nanoTime();
    private volatile long endedNs;
    private long markNs = startedNs;
    private long workedAtMarkNs;

    BusyLane(Lane lane) {
        this.lane = lane;
    }

    @Override
    public void onStart() {
        lane.onStart();
        startedNs = System.nanoTime();
        markNs = startedNs;
    }

    @HotPath
    @Override
    public int doWork() {
        long beganNs = System.nanoTime();
        int work = lane.doWork();
        if (work > 0) {
            workedNs.setRelease(workedNs.getPlain() + System.nanoTime() - beganNs);
        }
        return work;
    }

    @Override
    public void onClose() {
        endedNs = System.nanoTime();
    }

    /** Share of its life that was work, 0..1. */
    double share() {
        long untilNs = endedNs == 0 ? System.nanoTime() : endedNs;
        return ratio(workedNs.getAcquire(), untilNs - startedNs);
    }

    /** The same since this was asked last, or since the start. Lane thread only. */
    double recentShare() {
        long nowNs = System.nanoTime();
        long worked = workedNs.getPlain();
        double share = ratio(worked - workedAtMarkNs, nowNs - markNs);
        markNs = nowNs;
        workedAtMarkNs = worked;
        return share;
    }

    private static double ratio(long worked, long ns) {
        return ns <= 0 ? 0 : Math.clamp((double) worked / ns, 0, 1);
    }

    @Override
    public String roleName() {
        return lane.roleName();
    }
}
