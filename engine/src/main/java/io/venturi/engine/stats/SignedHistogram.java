package io.venturi.engine.stats;

import io.venturi.engine.metric.Quantiles;
import org.HdrHistogram.Histogram;

/**
 * A histogram of ns values on both sides of an anchor, of 3 significant digits of the distance to it, up to one hour.
 * Values farther away count at the edge and as clamped; none is refused.
 *
 * <p>Thread: one. {@link #add} allocates nothing. About 0.5 MiB.
 */
final class SignedHistogram {
    private static final long RANGE_NS = 3_600_000_000_000L;
    private static final int DIGITS = 3;

    private final Histogram above = new Histogram(RANGE_NS, DIGITS);
    private final Histogram below = new Histogram(RANGE_NS, DIGITS);
    private final boolean anchorAtFirst;
    private long anchor;
    private long clamped;

    private SignedHistogram(boolean anchorAtFirst) {
        this.anchorAtFirst = anchorAtFirst;
    }

    static SignedHistogram aroundZero() {
        return new SignedHistogram(false);
    }

    static SignedHistogram aroundFirstValue() {
        return new SignedHistogram(true);
    }

    void add(long value) {
        if (anchorAtFirst && size() == 0) {
            anchor = value;
        }
        boolean isAbove = value >= anchor;
        long distance = isAbove ? value - anchor : anchor - value;
        if (distance < 0 || distance > RANGE_NS) { // below 0: the difference does not fit into 64 bits
            clamped++;
            distance = RANGE_NS;
        }
        (isAbove ? above : below).recordValue(distance);
    }

    void reset() {
        above.reset();
        below.reset();
        clamped = 0;
    }

    private long size() {
        return above.getTotalCount() + below.getTotalCount();
    }

    /** Quantiles of a histogram that is not empty, kept within the true extremes. */
    Quantiles quantiles(long min, long max) {
        Ranks ranks = new Ranks(size());
        long median = Ranks.middle(at(ranks.lowerMiddle(), min, max), at(ranks.upperMiddle(), min, max));
        return new Quantiles(median, at(ranks.of(9000), min, max), at(ranks.of(9500), min, max),
                at(ranks.of(9900), min, max), at(ranks.of(9990), min, max),
                at(ranks.of(9999), min, max), false, clamped);
    }

    /** The value of this rank, 1..size in ascending order. */
    private long at(long rank, long min, long max) {
        long lower = below.getTotalCount();
        long value = rank <= lower
                ? anchor - atRank(below, lower - rank + 1)
                : anchor + atRank(above, rank - lower);
        return Math.clamp(value, min, max);
    }

    private static long atRank(Histogram histogram, long rank) {
        // half a rank down: the library rounds up, so the rank is met whatever the percentage is rounded to
        return histogram.getValueAtPercentile(100.0 * (rank - 0.5) / histogram.getTotalCount());
    }
}
