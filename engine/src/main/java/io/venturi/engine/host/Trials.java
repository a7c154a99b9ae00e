package io.venturi.engine.host;

import io.venturi.engine.agent.ThreadTuning;
import io.venturi.engine.clock.Reading;
import io.venturi.engine.host.Measurement.What;
import java.util.ArrayList;
import java.util.List;

/** All that is tried on this host, one after the other, some eight seconds together. */
final class Trials {
    private static final long PERIOD_NS = 2_000_000;
    private static final int COUNT = 200;
    private static final long SPIN_NS = 1_000_000_000;
    /** With its warm-up less than the 950 ms that a real-time thread usually has of a second before it is stopped. */
    private static final long SPIN_FIFO_NS = 800_000_000;
    private static final long SPIN_WARM_UP_NS = 50_000_000;

    private Trials() {
    }

    static List<Measurement> run() {
        List<Measurement> all = new ArrayList<>();
        all.add(Trial.run(What.CLOCK_READING, null, ClockReadings::read));
        all.add(Trial.run(What.SLEEP_DEFAULT, null, () -> WakeUps.sleeping(PERIOD_NS, COUNT)));
        all.add(Trial.run(What.SLEEP_SLACK, ThreadTuning.NONE, () -> WakeUps.sleeping(PERIOD_NS, COUNT)));
        Measurement fifo = Trial.run(What.SLEEP_FIFO, Trial.REAL_TIME, () -> WakeUps.sleeping(PERIOD_NS, COUNT));
        all.add(fifo);
        // As a test with such intervals has it: a real-time thread where that is permitted.
        ThreadTuning asInTests = fifo.spread().isPresent() ? Trial.REAL_TIME : ThreadTuning.NONE;
        all.add(Trial.run(What.PACER, asInTests, () -> WakeUps.pacing(PERIOD_NS, COUNT)));
        all.addAll(IdleLatency.measure(asInTests));
        all.add(Trial.run(What.SPIN_GAP, null, () -> SpinGaps.spin(SPIN_WARM_UP_NS, SPIN_NS)));
        all.add(Trial.run(What.SPIN_GAP_FIFO, Trial.REAL_TIME, () -> SpinGaps.spin(SPIN_WARM_UP_NS, SPIN_FIFO_NS)));
        all.addAll(Loopback.measure());
        return all;
    }
}
