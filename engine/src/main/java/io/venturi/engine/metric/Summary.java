package io.venturi.engine.metric;

/**
 * Statistics of a sample, in the unit of its values; all zero if {@code n} is 0.
 *
 * @param total    sum of the values, at the end of the range of long if it is beyond
 * @param mean     running mean, not rounded
 * @param variance of the sample, with divisor n - 1; 0 if n is below 2
 */
public record Summary(long n, long total, long min, long max, double mean, double variance, Quantiles quantiles) {
    /** Of an empty sample. */
    public static final Summary NONE = new Summary(0, 0, 0, 0, 0, 0, Quantiles.NONE);

    public Summary {
        if (n < 0 || min > max || !(variance >= 0)) {
            throw new IllegalArgumentException("n " + n + ", min " + min + ", max " + max + ", variance " + variance);
        }
    }

    public boolean isEmpty() {
        return n == 0;
    }

    public double stddev() {
        return Math.sqrt(variance);
    }

    public long median() {
        return quantiles.median();
    }
}
