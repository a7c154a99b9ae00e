package io.venturi.engine.testing;

import io.venturi.engine.clock.Clock;
import io.venturi.engine.clock.Timescale;

/** A clock that a test moves by hand. */
public final class ManualClock implements Clock {
    private final Timescale timescale;
    private long nowNs;
    private Runnable interruption = () -> { };

    public ManualClock(Timescale timescale, long nowNs) {
        this.timescale = timescale;
        this.nowNs = nowNs;
    }

    @Override
    public long nanoTime() {
        Runnable now = interruption;
        interruption = () -> { };
        now.run();
        return nowNs;
    }

    @Override
    public Timescale timescale() {
        return timescale;
    }

    /** What happens just before the next reading. */
    public void interruptNextReading(Runnable by) {
        interruption = by;
    }

    public void set(long ns) {
        nowNs = ns;
    }

    public void advanceNs(long ns) {
        nowNs += ns;
    }
}
