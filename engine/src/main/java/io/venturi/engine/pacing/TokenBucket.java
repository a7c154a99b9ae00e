package io.venturi.engine.pacing;

import io.venturi.engine.annotation.HotPath;

/**
 * Admits a burst and then one event per interval; fractions of an interval are kept as credit, also by those that were
 * refused. Counts in ns, so that nothing is rounded.
 *
 * <p>Owned by one thread. Allocates nothing after construction.
 */
public final class TokenBucket {
    private final long intervalNs;
    private final long capacityNs;
    private long creditNs;
    private long lastNs;
    private boolean started;

    /**
     * A full bucket.
     *
     * @param burst      events admitted at once, at least 0; 0 admits nothing
     * @param intervalNs time in which credit for one event grows, ns, at least 0; 0 admits everything
     */
    public TokenBucket(int burst, long intervalNs) {
        if (burst < 0 || intervalNs < 0) {
            throw new IllegalArgumentException("burst " + burst + ", interval " + intervalNs + " ns");
        }
        this.intervalNs = intervalNs;
        capacityNs = intervalNs > 0 && burst > Long.MAX_VALUE / intervalNs ? Long.MAX_VALUE : burst * intervalNs;
        reset();
    }

    /** Full again, as if nothing had ever happened. */
    public void reset() {
        creditNs = capacityNs;
        started = false;
    }

    /** True if there is credit for one event at {@code nowNs}, on any clock; one that goes back earns nothing. */
    @HotPath
    public boolean tryTake(long nowNs) {
        if (!started) {
            started = true;
            lastNs = nowNs;
        } else if (nowNs > lastNs) {
            creditNs += Math.min(nowNs - lastNs, capacityNs - creditNs);
            lastNs = nowNs;
        }
        if (creditNs < intervalNs) {
            return false;
        }
        creditNs -= intervalNs;
        return true;
    }
}
