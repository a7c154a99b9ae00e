package io.venturi.engine.stats;

import io.venturi.engine.metric.Quantiles;
import io.venturi.engine.metric.Summary;

/**
 * Running statistics of a sample of ns values (RFC 2330 section 11), with a histogram for quantiles if wanted.
 *
 * <p>Thread: one. {@link #add} allocates nothing.
 */
public final class Sample {
    private final SignedHistogram histogram;
    private long n;
    /** The first value. Sums are taken of the distances to it, so that a large common offset costs no precision. */
    private long origin;
    private long total;
    private double mean;
    private double squares;
    private long min = Long.MAX_VALUE;
    private long max = Long.MIN_VALUE;

    private Sample(SignedHistogram histogram) {
        this.histogram = histogram;
    }

    /** Without a histogram: quantiles come from elsewhere. */
    static Sample withoutHistogram() {
        return new Sample(null);
    }

    /** With a histogram around 0, finest there. */
    static Sample withHistogram() {
        return new Sample(SignedHistogram.aroundZero());
    }

    /** With a histogram around the first value, for values that share an unknown offset. */
    static Sample withHistogramAroundFirst() {
        return new Sample(SignedHistogram.aroundFirstValue());
    }

    /** Mean and variance are updated after Welford; Knuth, The Art of Computer Programming 2, section 4.2.2. */
    void add(long value) {
        if (n == 0) {
            origin = value;
        }
        n++;
        min = Math.min(min, value);
        max = Math.max(max, value);
        long distance = value - origin;
        total += distance;
        double delta = distance - mean;
        mean += delta / n;
        squares += delta * (distance - mean);
        if (histogram != null) {
            histogram.add(value);
        }
    }

    void reset() {
        n = 0;
        total = 0;
        mean = 0;
        squares = 0;
        min = Long.MAX_VALUE;
        max = Long.MIN_VALUE;
        if (histogram != null) {
            histogram.reset();
        }
    }

    long n() {
        return n;
    }

    /** The statistics so far, quantiles from the histogram. Allocates. */
    Summary summary() {
        return summary(n == 0 || histogram == null ? Quantiles.NONE : histogram.quantiles(min, max));
    }

    /** The statistics so far, with quantiles from elsewhere. Allocates. */
    Summary summary(Quantiles quantiles) {
        return summary(quantiles, 0);
    }

    /** The statistics of the values less {@code offset}, with quantiles of those. Allocates. */
    Summary summary(Quantiles quantiles, long offset) {
        if (n == 0) {
            return Summary.NONE;
        }
        long from = origin - offset;
        return new Summary(n, sum(from), min - offset, max - offset, from + mean, n == 1 ? 0 : squares / (n - 1),
                quantiles);
    }

    /** Sum of all values, at the end of the range of long if it is beyond. */
    private long sum(long from) {
        try {
            return Math.addExact(Math.multiplyExact(n, from), total);
        } catch (ArithmeticException _) {
            return from < 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
        }
    }
}
