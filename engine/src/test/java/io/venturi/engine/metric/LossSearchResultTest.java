package io.venturi.engine.metric;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.venturi.engine.metric.LossSearchResult.Limit;
import io.venturi.engine.metric.LossSearchResult.Trials;
import org.junit.jupiter.api.Test;

class LossSearchResultTest {

    private static Trials trials(long sent, long lost) {
        return new Trials(1, 1_000, sent, lost, lost, 0, 0, 0, 0);
    }

    /** Gigabit Ethernet carries 1,488,095 frames of 64 bytes a second: 1 Gbit/s of the wire. */
    @Test
    void shouldCountTheBitsOfEachLayer() {
        LossSearchResult result = new LossSearchResult(64, Limit.LOSS, 1_488_095.238, 1, trials(1, 0), Trials.NONE);

        assertEquals(1e9, result.l1BitsPerSecond(), 10);
        assertEquals(761.905e6, result.l2BitsPerSecond(), 1e3);
        assertEquals(547.619e6, result.l3BitsPerSecond(), 1e3);
    }

    @Test
    void shouldBoundTheLossThatManyTrialsMayHaveMissed() {
        assertEquals(2.706e-5, trials(100_000, 0).lossRatioBelow(), 1e-7);
        assertEquals(0.1604, trials(100, 10).lossRatioBelow(), 1e-3);
        assertEquals(1, Trials.NONE.lossRatioBelow());
        assertEquals(2.706e-5, trials(60_000, 0).plus(trials(40_000, 0)).lossRatioBelow(), 1e-7);
    }
}
