package io.venturi.engine.stats;

import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;

class ClockWatchTest {
    private static final long MS = 1_000_000;
    private final ClockWatch watch = new ClockWatch();

    @Test
    void shouldSeeAStepOnceTwoReadingsAgree() {
        observe(1000, 0, 0, 1, 0, 5 * MS);
        assertEquals(0, watch.steps());

        observe(2000, 5 * MS, 5 * MS + 10, 5 * MS);

        assertEquals(1, watch.steps());
        assertEquals(1004, watch.firstStepNs());
    }

    @Test
    void shouldTakeSingleOutliersForInterruptions() {
        observe(0, 0, 0, 9 * MS, 0, 7 * MS, 0, 0, -3 * MS, 4 * MS, 0);

        assertEquals(0, watch.steps());
    }

    @Test
    void shouldNotCountAStepWhenOnlyTheFirstReadingWasOff() {
        observe(0, 20 * MS, 0, 0, 0);

        assertEquals(0, watch.steps());
    }

    @Test
    void shouldSeeSeveralStepsAndRememberTheFirst() {
        observe(0, 0, 0, 2 * MS, 2 * MS, 2 * MS, -50 * MS, -50 * MS);

        assertEquals(2, watch.steps());
        assertEquals(2, watch.firstStepNs());
    }

    /** One reading per ns from {@code fromNs} on, each with its own distance between the clocks. */
    private void observe(long fromNs, long... offsetsNs) {
        for (int i = 0; i < offsetsNs.length; i++) {
            watch.observe(fromNs + i, 1_700_000_000_000_000_000L + fromNs + i + offsetsNs[i]);
        }
    }
}
