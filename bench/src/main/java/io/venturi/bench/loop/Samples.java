package io.venturi.bench.loop;

import java.util.Arrays;

/** Samples in ns, room for which was made beforehand; beyond it they are left out. */
final class Samples {
    private final long[] values;
    private int count;

    Samples(int capacity) {
        values = new long[capacity];
    }

    void add(long value) {
        if (count < values.length) {
            values[count++] = value;
        }
    }

    boolean isFull() {
        return count == values.length;
    }

    int count() {
        return count;
    }

    /** Nearest rank. */
    long quantile(int perMille) {
        Arrays.sort(values, 0, count);
        return count == 0 ? 0 : values[Math.max(1, (int) (((long) count * perMille + 999) / 1000)) - 1];
    }

    /** As the twins print theirs. */
    String text(String prefix) {
        return " %1$sp50_ns=%2$d %1$sp90_ns=%3$d %1$sp99_ns=%4$d %1$sp99.9_ns=%5$d %1$smax_ns=%6$d".formatted(
                prefix, quantile(500), quantile(900), quantile(990), quantile(999), quantile(1000));
    }
}
