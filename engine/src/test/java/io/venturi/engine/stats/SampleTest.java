package io.venturi.engine.stats;

import io.venturi.engine.metric.Quantiles;
import io.venturi.engine.metric.Summary;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

class SampleTest {
    private final Random random = new Random(2);

    @Test
    void shouldAgreeWithTwoPassesOverTheValues() {
        for (int n : new int[] {1, 2, 3, 10, 1000, 20_000}) {
            check(n, Sample.withHistogram(), 0, 1_000_000);
            check(n, Sample.withHistogram(), -500_000, 1_000_000);
            check(n, Sample.withHistogramAroundFirst(), -7_000_000_000_000_000L, 1_000_000);
        }
    }

    private void check(int n, Sample sample, long from, int range) {
        List<Long> values = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            values.add(from + random.nextInt(range));
            sample.add(values.getLast());
        }

        Summary summary = sample.summary();

        NaiveStatistics.assertSame("sample", values, summary);
        assertFalse(summary.quantiles().exact());
        // offsets cancel, whatever their size: the histogram is as fine as the values are spread
        Quantiles expected = NaiveStatistics.quantiles(values.stream().mapToLong(Long::longValue).toArray());
        assertEquals(expected.median(), summary.median(), range / 500.0);
        assertEquals(expected.p999(), summary.quantiles().p999(), range / 500.0);
    }

    @Test
    void shouldClampAndCountWhatIsOutOfRange() {
        Sample sample = Sample.withHistogram();
        sample.add(5);
        sample.add(Long.MAX_VALUE / 4);
        sample.add(-Long.MAX_VALUE / 4);
        sample.add(Long.MIN_VALUE);

        Summary summary = sample.summary();

        assertEquals(3, summary.quantiles().clamped());
        assertEquals(Long.MIN_VALUE, summary.min());
        assertEquals(4, summary.n());
    }

    @Test
    void shouldBeEmptyAgainAfterReset() {
        Sample sample = Sample.withHistogramAroundFirst();
        sample.add(1_000_000);
        sample.reset();

        assertEquals(Summary.NONE, sample.summary());

        sample.add(7);
        assertEquals(7, sample.summary().median());
        assertEquals(0, sample.summary().variance());
    }
}
