package io.venturi.engine.stats;

import java.util.Arrays;

/** Statistics that single wild values do not move. Pure. */
final class Robust {
    /** Makes the median absolute deviation of normal values their standard deviation. */
    private static final double NORMAL = 1.4826;

    private Robust() {
    }

    /** Of at least one value; of an even number the mean of the middle two. */
    static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int half = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    }

    /** Median of the values with index {@code from} to {@code to - 1}, as far as they exist; at least one must. */
    static double median(double[] values, int from, int to) {
        return median(Arrays.copyOfRange(values, Math.max(0, from), Math.min(values.length, to)));
    }

    /** Spread of the steps from each value to the next, in terms of a standard deviation; 0 below two values. */
    static double stepSpread(double[] values) {
        if (values.length < 2) {
            return 0;
        }
        double[] steps = new double[values.length - 1];
        for (int i = 0; i < steps.length; i++) {
            steps[i] = values[i + 1] - values[i];
        }
        double centre = median(steps);
        return NORMAL * median(Arrays.stream(steps).map(step -> Math.abs(step - centre)).toArray());
    }

    /** Slope through points in order of time: median of the slopes from each to the next; 0 below two points. */
    static double slope(double[] times, double[] values) {
        if (times.length < 2) {
            return 0;
        }
        double[] slopes = new double[times.length - 1];
        for (int i = 0; i < slopes.length; i++) {
            slopes[i] = (values[i + 1] - values[i]) / (times[i + 1] - times[i]);
        }
        return median(slopes);
    }
}
