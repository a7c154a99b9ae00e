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
    private long total;
    private long min = Long.MAX_VALUE;
    private long max = Long.MIN_VALUE;
    private double mean;
    private double squares;

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
        n++;
        total += value;
        min = Math.min(min, value);
        max = Math.max(max, value);
        double delta = value - mean;
        mean += delta / n;
        squares += delta * (value - mean);
        if (histogram != null) {
            histogram.add(value);
        }
    }

    void reset() {
        n = 0;
        total = 0;
        min = Long.MAX_VALUE;
        max = Long.MIN_VALUE;
        mean = 0;
        squares = 0;
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
        return n == 0 ? Summary.NONE
                : new Summary(n, total, min, max, mean, n == 1 ? 0 : squares / (n - 1), quantiles);
    }
}
