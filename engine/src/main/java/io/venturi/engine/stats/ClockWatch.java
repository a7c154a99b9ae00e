package io.venturi.engine.stats;

import io.venturi.engine.metric.RoundTrip;

/**
 * Notices when the wall clock is set, by its distance to the monotonic clock, which otherwise does not change. One
 * reading off by more than {@link RoundTrip#CLOCK_STEP_NS} may be an interruption between the two readings; two in a
 * row that agree are a step.
 *
 * <p>Thread: one. Allocates nothing.
 */
public final class ClockWatch {
    private long offsetNs;
    private boolean known;
    private boolean confirmed;
    private long suspectOffsetNs;
    private long suspectSinceNs;
    private boolean suspected;
    private long steps;
    private long firstStepNs;

    /** Two readings taken together, the monotonic and the wall clock; a wall clock of 0 is absent. */
    public void observe(long monotonicNs, long wallNs) {
        if (wallNs == 0) {
            return;
        }
        long offset = wallNs - monotonicNs;
        if (!known) {
            known = true;
            offsetNs = offset;
        } else if (near(offset, offsetNs)) {
            confirmed = true;
            suspected = false;
        } else if (suspected && near(offset, suspectOffsetNs)) {
            accept(offset);
        } else {
            suspected = true;
            suspectOffsetNs = offset;
            suspectSinceNs = monotonicNs;
        }
    }

    private void accept(long offset) {
        if (confirmed) { // else only the very first reading was wrong
            firstStepNs = steps == 0 ? suspectSinceNs : firstStepNs;
            steps++;
        }
        offsetNs = offset;
        confirmed = true;
        suspected = false;
    }

    private static boolean near(long aNs, long bNs) {
        return Math.abs(aNs - bNs) <= RoundTrip.CLOCK_STEP_NS;
    }

    public long steps() {
        return steps;
    }

    /** When the first step was noticed, CLOCK_MONOTONIC ns; 0 if there was none. */
    public long firstStepNs() {
        return firstStepNs;
    }
}
