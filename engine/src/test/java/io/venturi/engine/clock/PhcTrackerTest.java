package io.venturi.engine.clock;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;

class PhcTrackerTest {
    private static final long S = 1_000_000_000L;
    private static final long START = 1_700_000_000L * S;

    /** A card's clock that began at 5 s, 20 ppm fast and getting faster by 0.02 ppm per second. */
    private static long phcNs(long sinceNs) {
        double t = sinceNs;
        return 5 * S + sinceNs + Math.round(20e-6 * t + 0.5 * 0.02e-6 / 1e9 * t * t);
    }

    private static PhcOffset compared(long sinceNs, Random random) {
        int wrong = random.nextInt(-700, 701);
        return new PhcOffset(START + sinceNs + wrong, phcNs(sinceNs), 700, PhcOffset.Method.EXTENDED);
    }

    @Test
    void shouldConvertWithinItsBound() {
        PhcTracker tracker = new PhcTracker(null);
        Random random = new Random(7);
        for (int i = 0; i <= 60; i++) {
            tracker.add(compared(i * S, random));
        }

        long worst = 0;
        for (int i = 0; i < 20_000; i++) {
            long sinceNs = random.nextLong(-2 * S, 62 * S);
            long error = Math.abs(tracker.toSystemNs(phcNs(sinceNs)) - START - sinceNs);
            assertTrue(error <= tracker.boundNs(phcNs(sinceNs)), error + " ns at " + sinceNs);
            worst = Math.max(worst, tracker.boundNs(phcNs(sinceNs)));
            assertTrue(tracker.isConvertible(phcNs(sinceNs)));
        }
        assertTrue(worst < 10_000, "bound " + worst);
        assertEquals(0, tracker.steps());
    }

    @Test
    void shouldConvertBadlyButHonestlyAfterOneComparison() {
        PhcTracker tracker = new PhcTracker(null);
        assertThrows(IllegalStateException.class, () -> tracker.toSystemNs(0));
        assertFalse(tracker.isConvertible(0));

        tracker.add(new PhcOffset(START, 5 * S, 700, PhcOffset.Method.SANDWICH));

        assertEquals(START + S, tracker.toSystemNs(6 * S));
        assertEquals(500_700, tracker.boundNs(6 * S));
    }

    @Test
    void shouldNotConvertAcrossAStep() {
        PhcTracker tracker = new PhcTracker(null);
        tracker.add(new PhcOffset(START, 5 * S, 700, PhcOffset.Method.EXTENDED));
        tracker.add(new PhcOffset(START + S, 6 * S, 700, PhcOffset.Method.EXTENDED));
        tracker.add(new PhcOffset(START + 2 * S, 44 * S, 700, PhcOffset.Method.EXTENDED));
        tracker.add(new PhcOffset(START + 3 * S, 45 * S, 700, PhcOffset.Method.EXTENDED));

        assertEquals(1, tracker.steps());
        assertTrue(tracker.isConvertible(5 * S + S / 2));
        assertFalse(tracker.isConvertible(20 * S));
        assertEquals(START + 2 * S + S / 2, tracker.toSystemNs(44 * S + S / 2));
    }

    @Test
    void shouldForgetWhatWasBeforeTheClockWasSetBack() {
        PhcTracker tracker = new PhcTracker(null);
        tracker.add(new PhcOffset(START, 50 * S, 700, PhcOffset.Method.EXTENDED));
        tracker.add(new PhcOffset(START + S, 3 * S, 700, PhcOffset.Method.EXTENDED));

        assertEquals(1, tracker.size());
        assertEquals(1, tracker.steps());
        assertEquals(START + S, tracker.toSystemNs(3 * S));
    }
}
