package io.venturi.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * One line of the result: what was measured of venturi (A) and of another (B), pair by pair, and how the ratio A/B is
 * to be. Written by one thread.
 */
final class Row {
    /** What the median ratio is compared with; 0 for none. */
    private static final double NO_TARGET = 0;

    private final String metric;
    private final String other;
    private final String unit;
    private final double target;
    private final boolean atLeast;
    private final List<double[]> pairs = new ArrayList<>();

    private Row(String metric, String other, String unit, double target, boolean atLeast) {
        this.metric = metric;
        this.other = other;
        this.unit = unit;
        this.target = target;
        this.atLeast = atLeast;
    }

    static Row atLeast(double target, String metric, String other, String unit) {
        return new Row(metric, other, unit, target, true);
    }

    static Row atMost(double target, String metric, String other, String unit) {
        return new Row(metric, other, unit, target, false);
    }

    static Row only(String metric, String other, String unit) {
        return new Row(metric, other, unit, NO_TARGET, false);
    }

    void add(double a, double b) {
        if (!(a > 0) || !(b > 0)) {
            throw new IllegalStateException(metric + ": venturi " + a + ", " + other + " " + b);
        }
        pairs.add(new double[] {a, b});
    }

    /** Forget all pairs but the first {@code kept}: they were the warm-up, or part of a run that failed. */
    void forgetAfter(int kept) {
        while (pairs.size() > kept) {
            pairs.removeLast();
        }
    }

    String metric() {
        return metric;
    }

    String other() {
        return other;
    }

    String unit() {
        return unit;
    }

    List<double[]> pairs() {
        return Collections.unmodifiableList(pairs);
    }

    double medianA() {
        return median(pairs.stream().mapToDouble(pair -> pair[0]).toArray());
    }

    double medianB() {
        return median(pairs.stream().mapToDouble(pair -> pair[1]).toArray());
    }

    double medianRatio() {
        return median(ratios());
    }

    double minRatio() {
        return pairs.isEmpty() ? Double.NaN : ratios()[0];
    }

    double maxRatio() {
        return pairs.isEmpty() ? Double.NaN : ratios()[pairs.size() - 1];
    }

    private double[] ratios() {
        return pairs.stream().mapToDouble(pair -> pair[0] / pair[1]).sorted().toArray();
    }

    private static double median(double[] values) {
        java.util.Arrays.sort(values);
        int n = values.length;
        return n == 0 ? Double.NaN : (values[(n - 1) / 2] + values[n / 2]) / 2;
    }

    boolean hasTarget() {
        return target != NO_TARGET;
    }

    String targetText() {
        return hasTarget() ? (atLeast ? ">= " : "<= ") + target : "";
    }

    String verdict() {
        if (!hasTarget()) {
            return "";
        }
        if (pairs.isEmpty()) {
            return "not measured";
        }
        return (atLeast ? medianRatio() >= target : medianRatio() <= target) ? "met" : "MISSED";
    }
}
