package io.venturi.engine.metric;

import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class MetricTest {

    @Test
    void shouldRefuseLossThatDoesNotAddUp() {
        Metric.Loss.ByDirection one = new Metric.Loss.ByDirection(1, 0, 0, false);

        assertEquals(12.5, new Metric.Loss(10, 7, 1, 2, 0, one, Metric.Loss.Runs.NONE).percent());
        assertThrows(IllegalArgumentException.class,
                () -> new Metric.Loss(10, 8, 1, 2, 0, one, Metric.Loss.Runs.NONE));
        assertThrows(IllegalArgumentException.class,
                () -> new Metric.Loss(10, 7, 2, 1, 0, one, Metric.Loss.Runs.NONE));
    }

    @Test
    void shouldComputeRateWithoutOverflow() {
        assertEquals(8_000_000_000L * 1_000_000,
                new Metric.Rate(Direction.FORWARD, 1, 1_000_000_000_000_000L, 1_000_000_000).bitsPerSecond(), 8);
        assertEquals(0, new Metric.Rate(Direction.REVERSE, 1, 60, 0).bitsPerSecond());
    }

    @Test
    void shouldNotBelieveTotalsThatCannotBe() {
        assertTrue(new PeerTotals(9, 8, 1, 10).agreesWith(10, 7));
        assertTrue(new PeerTotals(-1, 0, 0, 0).agreesWith(10, 0));
        assertFalse(new PeerTotals(9, 8, 1, 10).agreesWith(10, 9)); // more answered than received
        assertFalse(new PeerTotals(10, 8, 1, 10).agreesWith(10, 7)); // more than sent
        assertFalse(new PeerTotals(6, 8, 1, 10).agreesWith(10, 7)); // distinct beyond highest
        assertFalse(new PeerTotals(9, 8, 2, 10).agreesWith(10, 7)); // highest itself not in the window
        assertFalse(new PeerTotals(9, 8, 1, 7).agreesWith(10, 7)); // fewer in all than distinct
    }
}
