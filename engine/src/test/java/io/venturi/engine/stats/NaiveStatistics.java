package io.venturi.engine.stats;

import io.venturi.engine.metric.Quantiles;
import io.venturi.engine.metric.Summary;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.util.Arrays;
import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** Statistics the slow and obvious way, for tests to compare with. */
public final class NaiveStatistics {
    private NaiveStatistics() {
    }

    /** By sorting; a percentile is the least value with enough values at or below it. */
    public static Quantiles quantiles(long... values) {
        long[] sorted = values.clone();
        Arrays.sort(sorted);
        int n = sorted.length;
        BigInteger middle = BigInteger.valueOf(sorted[(n - 1) / 2]).add(BigInteger.valueOf(sorted[n / 2]));
        return new Quantiles(middle.divide(BigInteger.TWO).longValueExact(), least(sorted, 9000), least(sorted, 9500),
                least(sorted, 9900), least(sorted, 9990), least(sorted, 9999), true, 0);
    }

    private static long least(long[] sorted, long perTenThousand) {
        int atOrBelow = 1;
        while (atOrBelow * 10_000L < sorted.length * perTenThousand) {
            atOrBelow++;
        }
        return sorted[atOrBelow - 1];
    }

    /** Mean and variance in two passes. */
    public static Summary summary(List<Long> list) {
        if (list.isEmpty()) {
            return Summary.NONE;
        }
        long[] values = list.stream().mapToLong(Long::longValue).toArray();
        int n = values.length;
        BigDecimal total = list.stream().map(BigDecimal::valueOf).reduce(BigDecimal.ZERO, BigDecimal::add);
        BigDecimal exactMean = total.divide(BigDecimal.valueOf(n), MathContext.DECIMAL128);
        double mean = exactMean.doubleValue();
        double squares = list.stream().mapToDouble(v -> BigDecimal.valueOf(v).subtract(exactMean).doubleValue())
                .map(d -> d * d).sum();
        BigDecimal limit = BigDecimal.valueOf(total.signum() < 0 ? Long.MIN_VALUE : Long.MAX_VALUE);
        long sum = (total.signum() < 0 ? total.max(limit) : total.min(limit)).longValueExact();
        return new Summary(n, sum, Arrays.stream(values).min().orElseThrow(),
                Arrays.stream(values).max().orElseThrow(), mean, n == 1 ? 0 : squares / (n - 1), quantiles(values));
    }

    /** Equal but for rounding of floating point; quantiles to the digits of a histogram unless exact. */
    public static void assertSame(String what, List<Long> values, Summary actual) {
        Summary expected = summary(values);
        assertEquals(expected.n(), actual.n(), what + " n");
        assertEquals(expected.total(), actual.total(), what + " total");
        assertEquals(expected.min(), actual.min(), what + " min");
        assertEquals(expected.max(), actual.max(), what + " max");
        assertEquals(expected.mean(), actual.mean(), 1e-9 * Math.abs(expected.mean()) + 1e-6, what + " mean");
        assertEquals(expected.variance(), actual.variance(), 1e-6 * expected.variance() + 1e-6, what + " variance");
        if (actual.quantiles().exact()) {
            Quantiles q = actual.quantiles();
            assertEquals(expected.median(), q.median(), 1, what + " median"); // rounded before an offset was taken off
            assertEquals(expected.quantiles(), new Quantiles(expected.median(), q.p90(), q.p95(), q.p99(), q.p999(),
                    q.p9999(), true, 0), what + " quantiles");
        } else {
            double digits = 2e-3 * Math.max(Math.abs(expected.max()), expected.max() - expected.min());
            assertEquals(expected.median(), actual.median(), digits, what + " median");
            assertEquals(expected.quantiles().p90(), actual.quantiles().p90(), digits, what + " p90");
            assertEquals(expected.quantiles().p99(), actual.quantiles().p99(), digits, what + " p99");
            assertEquals(expected.quantiles().p9999(), actual.quantiles().p9999(), digits, what + " p9999");
        }
    }
}
