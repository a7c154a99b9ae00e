package io.venturi.engine.stats;

import java.util.Arrays;

/**
 * Where the offset of two clocks can be, from packets in both directions. A forward packet seems to take its delay plus
 * the offset, so the offset is below all those values; a reverse one takes its delay less the offset, so it is above
 * the negatives of all those. Between the two edges lies a corridor, straight because the clocks differ by a constant
 * rate.
 *
 * <p>The estimate is the middle line of the widest straight corridor, which is where the line of largest margin between
 * two separable sets is (the hard-margin support vector machine in two dimensions). The bounds are those of all
 * straight lines that fit at all. Nothing is assumed of the delays but that they are not negative.
 *
 * <p>Times and values are ns relative to some origin near by. Immutable.
 */
final class ClockCorridor {
    private final Hull upper;
    /** Of the negated values, so that it is a lower hull too. */
    private final Hull negatedLower;
    private final double slope;
    private final double margin;
    private final double least;
    private final double most;

    /**
     * @param forward        values that the offset is below, in order of time; not empty
     * @param negatedReverse negatives of the values that it is above, in order of time; not empty
     * @param mostSlope      no clock's rate differs by more than this from the other's
     */
    ClockCorridor(Points forward, Points negatedReverse, double mostSlope) {
        upper = Hull.lower(forward);
        negatedLower = Hull.lower(negatedReverse);
        double[] slopes = candidates(mostSlope);
        double[] margins = Arrays.stream(slopes).map(this::margin).toArray();
        double widest = Arrays.stream(margins).max().orElseThrow();
        int first = 0;
        while (margins[first] < widest) {
            first++;
        }
        int last = margins.length - 1;
        while (margins[last] < widest) {
            last--;
        }
        margin = widest;
        slope = (slopes[first] + slopes[last]) / 2;
        least = widest < 0 ? slope : edge(slopes, margins, first, -1);
        most = widest < 0 ? slope : edge(slopes, margins, last, 1);
    }

    /** Slopes at which the width of the corridor changes its growth: those of the edges, and the limits. */
    private double[] candidates(double mostSlope) {
        double[] slopes = new double[upper.size() + negatedLower.size()];
        int n = 0;
        slopes[n++] = -mostSlope;
        slopes[n++] = mostSlope;
        for (int i = 0; i + 1 < upper.size(); i++) {
            slopes[n++] = Math.clamp(upper.slope(i), -mostSlope, mostSlope);
        }
        for (int i = 0; i + 1 < negatedLower.size(); i++) {
            slopes[n++] = Math.clamp(-negatedLower.slope(i), -mostSlope, mostSlope);
        }
        Arrays.sort(slopes);
        return slopes;
    }

    /** Height of the free space for a line of this slope; concave and piecewise linear. */
    private double margin(double slope) {
        return upper.min(slope) + negatedLower.min(-slope);
    }

    /** Where the width becomes 0 on the way from {@code from} to the end. */
    private static double edge(double[] slopes, double[] margins, int from, int step) {
        int i = from;
        while (i + step >= 0 && i + step < slopes.length && margins[i + step] >= 0) {
            i += step;
        }
        int j = i + step;
        if (j < 0 || j >= slopes.length) {
            return slopes[i];
        }
        return slopes[i] + (slopes[j] - slopes[i]) * margins[i] / (margins[i] - margins[j]);
    }

    /** True if there is a straight line between the two sets. */
    boolean isOpen() {
        return margin >= 0;
    }

    /** Height of the widest corridor, ns: sum of the least delays of both directions, or less. */
    double margin() {
        return margin;
    }

    /** Rate of the other clock against ours, less 1. */
    double slope() {
        return slope;
    }

    /** The estimated offset at a time, ns. */
    double offset(double time) {
        return slope * time + (upper.min(slope) - negatedLower.min(-slope)) / 2;
    }

    /** The offset is not above this at this time, ns; convex in time. */
    double most(double time) {
        double a = Math.clamp(upper.slopeAt(time), least, most);
        return upper.min(a) + a * time;
    }

    /** The offset is not below this at this time, ns; concave in time. */
    double least(double time) {
        double a = Math.clamp(negatedLower.slopeAt(time), -most, -least);
        return -(negatedLower.min(a) + a * time);
    }

    /** Bound of the error of {@link #offset} at a time, ns. */
    double halfWidth(double time) {
        double offset = offset(time);
        return Math.max(most(time) - offset, offset - least(time));
    }
}
