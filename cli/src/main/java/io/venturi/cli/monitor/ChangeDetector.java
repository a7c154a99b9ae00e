package io.venturi.cli.monitor;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Optional;

/**
 * Tells when the medians per minute of a target have moved to another level, and stays silent about single outliers.
 *
 * <p>Method: the five newest medians against the up to 30 before them by the rank sum test of Mann and Whitney, which
 * assumes nothing of how delays are distributed, only that medians without a change are exchangeable. A change is
 * declared if the probability of ranks so extreme is below 2 in 100,000 and the medians of the two groups differ by
 * more than 10 % of the former level, 20 us, and three times the median absolute deviation of the former group. After
 * that the former level is forgotten, so a change is told once. The delay until it is told is therefore five minutes,
 * more if it is not much larger than the variation.
 *
 * @see <a href="https://doi.org/10.1214/aoms/1177730491">Mann and Whitney, 1947</a>
 */
final class ChangeDetector {
    static final int NEW = 5;
    /** Fewer cannot reach the significance: 2 / C(30, 5) is 1.4e-5. */
    static final int LEAST_OLD = 25;
    static final int MOST_OLD = 30;

    private static final double SIGNIFICANCE = 2e-5;
    private static final double LEAST_SHARE = 0.1;
    private static final double LEAST_NS = 20_000;
    private static final double DEVIATIONS = 3;

    private final Deque<Point> points = new ArrayDeque<>();

    private record Point(long startMs, double medianNs) { }

    /**
     * The level has moved.
     *
     * @param atMs     start of the first minute of the new level
     * @param beforeNs median of the medians before
     * @param afterNs  median of the medians since
     */
    record Change(long atMs, double beforeNs, double afterNs) { }

    /** Take in the median of the next minute, ns. */
    Optional<Change> add(long startMs, double medianNs) {
        points.addLast(new Point(startMs, medianNs));
        if (points.size() > MOST_OLD + NEW) {
            points.removeFirst();
        }
        int old = points.size() - NEW;
        if (old < LEAST_OLD) {
            return Optional.empty();
        }
        Point[] all = points.toArray(Point[]::new);
        double[] values = Arrays.stream(all).mapToDouble(Point::medianNs).toArray();
        double[] before = Arrays.copyOfRange(values, 0, old);
        double[] after = Arrays.copyOfRange(values, old, values.length);
        if (!isLarge(before, after) || probability(before, after) >= SIGNIFICANCE) {
            return Optional.empty();
        }
        for (int i = 0; i < old; i++) {
            points.removeFirst();
        }
        return Optional.of(new Change(all[old].startMs, median(before), median(after)));
    }

    private static boolean isLarge(double[] before, double[] after) {
        double level = median(before);
        double deviation = median(Arrays.stream(before).map(value -> Math.abs(value - level)).toArray());
        double moved = Math.abs(median(after) - level);
        return moved > LEAST_NS && moved > LEAST_SHARE * level && moved > DEVIATIONS * deviation;
    }

    static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /**
     * Two-sided probability, without a change, of a Mann-Whitney statistic at least as extreme; exact without ties, and
     * with ties, which count half, not below the exact one by much.
     */
    static double probability(double[] before, double[] after) {
        double wins = 0;
        for (double b : before) {
            for (double a : after) {
                wins += a > b ? 1 : a == b ? 0.5 : 0;
            }
        }
        int most = before.length * after.length;
        int extreme = (int) Math.floor(Math.min(wins, most - wins));
        double[] ways = ways(before.length, after.length);
        double tail = Arrays.stream(ways, 0, extreme + 1).sum();
        return Math.min(1, 2 * tail / Arrays.stream(ways).sum());
    }

    /**
     * In how many orders of {@code m} and {@code n} values the statistic is 0, 1, ... {@code m n}: a product of
     * quotients.
     */
    private static double[] ways(int m, int n) {
        double[] ways = new double[m * n + 1];
        ways[0] = 1;
        for (int i = 1; i <= n; i++) {
            for (int k = ways.length - 1; k >= m + i; k--) { // times 1 - q^(m+i)
                ways[k] -= ways[k - m - i];
            }
            for (int k = i; k < ways.length; k++) { // divided by 1 - q^i
                ways[k] += ways[k - i];
            }
        }
        return ways;
    }
}
