package io.venturi.cli.irtt;

import io.venturi.engine.metric.Summary;

/** Statistics of a sample of durations as the classic tool tells them: whole ns, cut off. All 0 if n is 0. */
record DurationStats(long total, long n, long min, long max, long mean, long median, long stddev, long variance) {
    static final DurationStats NONE = new DurationStats(0, 0, 0, 0, 0, 0, 0, 0);

    /** @param withMedian false for samples whose median is not told */
    static DurationStats of(Summary summary, boolean withMedian) {
        return new DurationStats(summary.total(), summary.n(), summary.min(), summary.max(), (long) summary.mean(),
                withMedian ? summary.median() : 0, (long) summary.stddev(), (long) summary.variance());
    }
}
