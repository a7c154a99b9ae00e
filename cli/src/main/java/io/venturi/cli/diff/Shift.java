package io.venturi.cli.diff;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.apache.commons.statistics.inference.MannWhitneyUTest;
import org.apache.commons.statistics.inference.PValueMethod;

/**
 * How far the values of one side are from those of the other.
 *
 * @param estimate Hodges-Lehmann: the median of all differences of a value of B and a value of A
 * @param low lower end of the bootstrap interval of {@code estimate}, 95 %
 * @param high its upper end
 * @param p of the two-sided Mann-Whitney test: how often chance alone separates the sides so much or more
 */
public record Shift(double estimate, double low, double high, double p) {
    private static final int DRAWS = 2000;
    private static final double LEVEL = 0.95;
    /**
     * Up to which number of values per side the distribution of U is enumerated; beyond it is very near a normal one.
     */
    private static final int MOST_EXACT = 50;

    /**
     * Compare, always with the same result for the same values.
     *
     * @param a at least 2 values
     * @param b at least 2 values
     */
    static Shift between(double[] a, double[] b) {
        double estimate = hodgesLehmann(a, b);
        SplittableRandom random = new SplittableRandom(Arrays.hashCode(a) * 31L + Arrays.hashCode(b));
        double[] estimates = new double[DRAWS];
        for (int i = 0; i < DRAWS; i++) {
            estimates[i] = hodgesLehmann(draw(a, random), draw(b, random));
        }
        Arrays.sort(estimates);
        int tail = (int) Math.floor(DRAWS * (1 - LEVEL) / 2);
        return new Shift(estimate, estimates[tail], estimates[DRAWS - 1 - tail], p(a, b));
    }

    /** Exact without ties and up to {@value #MOST_EXACT} values a side, else by the normal approximation for ties. */
    static double p(double[] a, double[] b) {
        double[] all = Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, all, a.length, b.length);
        long distinct = Arrays.stream(all).distinct().count();
        if (distinct == 1) {
            return 1;
        }
        boolean exact = distinct == all.length && Math.max(a.length, b.length) <= MOST_EXACT;
        return MannWhitneyUTest.withDefaults().with(exact ? PValueMethod.EXACT : PValueMethod.ASYMPTOTIC)
                .test(a, b).getPValue();
    }

    /** The least p that the exact test can give with so many values; no difference can be proved below its level. */
    static double leastP(int a, int b) {
        double ways = 1;
        for (int i = 1; i <= a; i++) {
            ways = ways * (b + i) / i;
        }
        return Math.min(1, 2 / ways);
    }

    static double hodgesLehmann(double[] a, double[] b) {
        double[] differences = new double[a.length * b.length];
        int i = 0;
        for (double left : a) {
            for (double right : b) {
                differences[i++] = right - left;
            }
        }
        return median(differences);
    }

    /** Sorts its argument. */
    static double median(double[] values) {
        Arrays.sort(values);
        int half = values.length / 2;
        return values.length % 2 == 1 ? values[half] : (values[half - 1] + values[half]) / 2;
    }

    private static double[] draw(double[] from, SplittableRandom random) {
        double[] drawn = new double[from.length];
        for (int i = 0; i < drawn.length; i++) {
            drawn[i] = from[random.nextInt(from.length)];
        }
        return drawn;
    }
}
