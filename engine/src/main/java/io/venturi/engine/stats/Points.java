package io.venturi.engine.stats;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/** Times and values, as many as come. Thread: one. */
final class Points {
    private double[] t = new double[16];
    private double[] y = new double[16];
    private int size;
    private boolean unsorted;

    void add(double time, double value) {
        if (size == t.length) {
            t = Arrays.copyOf(t, 2 * size);
            y = Arrays.copyOf(y, 2 * size);
        }
        unsorted |= size > 0 && time < t[size - 1];
        t[size] = time;
        y[size++] = value;
    }

    void addAll(Points other) {
        for (int i = 0; i < other.size; i++) {
            add(other.t[i], other.y[i]);
        }
    }

    void clear() {
        size = 0;
        unsorted = false;
    }

    int size() {
        return size;
    }

    double t(int i) {
        return t[i];
    }

    double y(int i) {
        return y[i];
    }

    /** Put into ascending order of time. */
    Points sort() {
        if (unsorted) {
            int[] order = IntStream.range(0, size).boxed().sorted(Comparator.comparingDouble(i -> t[i]))
                    .mapToInt(Integer::intValue).toArray();
            t = Arrays.stream(order).mapToDouble(i -> t[i]).toArray();
            y = Arrays.stream(order).mapToDouble(i -> y[i]).toArray();
            unsorted = false;
        }
        return this;
    }

    /** The points that can be on the lower hull. */
    static Points of(Hull hull) {
        Points points = new Points();
        for (int i = 0; i < hull.size(); i++) {
            points.add(hull.t(i), hull.y(i));
        }
        return points;
    }
}
