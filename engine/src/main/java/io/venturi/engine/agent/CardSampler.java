package io.venturi.engine.agent;

import io.venturi.engine.clock.Clock;
import io.venturi.engine.clock.PhcTracker;
import io.venturi.engine.error.NativeException;
import org.agrona.concurrent.Agent;

/**
 * Compares the network card's clock with the system's once a second, and once more at the end. A comparison takes some
 * microseconds of system calls.
 *
 * <p>Thread: one, not the lane's.
 */
public final class CardSampler implements Agent {
    private static final long PERIOD_NS = 1_000_000_000;

    private final PhcTracker tracker;
    private final Clock clock;
    private long nextNs = Long.MIN_VALUE;
    private boolean gone;

    /** @param clock CLOCK_MONOTONIC */
    public CardSampler(PhcTracker tracker, Clock clock) {
        this.tracker = tracker;
        this.clock = clock;
    }

    @Override
    public int doWork() {
        long nowNs = clock.nanoTime();
        if (gone || nowNs < nextNs) {
            return 0;
        }
        nextNs = nowNs + PERIOD_NS;
        sample();
        return 1;
    }

    private void sample() {
        try {
            tracker.sample();
        } catch (NativeException e) { // the card was taken out: what was compared so far holds
            gone = true;
        }
    }

    @Override
    public void onClose() {
        if (!gone) {
            sample();
        }
    }

    @Override
    public String roleName() {
        return "card clock";
    }
}
