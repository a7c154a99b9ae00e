package io.venturi.engine.metric;

/**
 * Order statistics of a sample. A percentile is the smallest value whose share of values not above it reaches the
 * given one; the median of an even number of values is the mean of the two in the middle, rounded towards zero.
 *
 * @param exact   true if taken from all values, false if from a histogram of 3 significant digits
 * @param clamped values outside the histogram's range, which count at its edge; 0 if exact
 * @see <a href="https://www.rfc-editor.org/rfc/rfc2330#section-11.3">RFC 2330 section 11.3</a>
 */
public record Quantiles(long median, long p90, long p95, long p99, long p999, long p9999, boolean exact,
                        long clamped) {
    /** Of an empty sample. */
    public static final Quantiles NONE = new Quantiles(0, 0, 0, 0, 0, 0, true, 0);

    public Quantiles {
        if (median > p90 || p90 > p95 || p95 > p99 || p99 > p999 || p999 > p9999) {
            throw new IllegalArgumentException("quantiles are not in order");
        }
        if (clamped < 0 || exact && clamped > 0) {
            throw new IllegalArgumentException("clamped " + clamped + " of exact " + exact);
        }
    }

    /** Of the same sample with {@code value} taken from each of its values. */
    public Quantiles minus(long value) {
        return new Quantiles(median - value, p90 - value, p95 - value, p99 - value, p999 - value, p9999 - value,
                exact, clamped);
    }
}
