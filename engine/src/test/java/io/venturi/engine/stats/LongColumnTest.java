package io.venturi.engine.stats;

import io.venturi.engine.metric.Quantiles;
import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.Random;
import java.util.function.LongSupplier;

import static org.junit.jupiter.api.Assertions.assertEquals;

class LongColumnTest {
    private final Random random = new Random(1);

    @Test
    void shouldSelectWhatSortingFinds() {
        for (int n = 1; n < 300; n++) {
            check(n, random::nextLong);
            check(n, () -> random.nextInt(3));
        }
        check(100_000, () -> random.nextInt(1_000_000) - 500_000);
        check(100_000, () -> random.nextInt(7));
    }

    @Test
    void shouldSelectFromSortedAndConstantColumns() {
        long[] next = {0};
        check(50_000, () -> next[0]++);
        check(50_000, () -> next[0]--);
        check(50_000, () -> 42);
    }

    private static void check(int n, LongSupplier source) {
        long[] values = new long[n];
        Arrays.setAll(values, i -> source.getAsLong());
        try (LongColumn column = new LongColumn(n)) {
            Arrays.stream(values).forEach(column::add);

            Quantiles quantiles = column.quantiles();

            assertEquals(NaiveStatistics.quantiles(values), quantiles);
        }
    }
}
