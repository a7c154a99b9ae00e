package io.venturi.engine.testing;

import io.venturi.engine.clock.Clock;
import io.venturi.engine.clock.Timescale;

/** A clock that a test moves by hand. */
public final class ManualClock implements Clock {
    private final Timescale timescale;
    private long nowNs;

    public ManualClock(Timescale timescale, long nowNs) {
        this.timescale = timescale;
        this.nowNs = nowNs;
    }

    @Override
    public long nanoTime() {
        return nowNs;
    }

    @Override
    public Timescale timescale() {
        return timescale;
    }

    public void set(long ns) {
        nowNs = ns;
    }

    public void advanceNs(long ns) {
        nowNs += ns;
    }
}
