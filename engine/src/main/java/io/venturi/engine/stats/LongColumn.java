package io.venturi.engine.stats;

import io.venturi.engine.metric.Quantiles;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

/**
 * Values off the Java heap, of which exact quantiles are selected without sorting them all.
 *
 * <p>Thread: the creating one.
 */
final class LongColumn implements AutoCloseable {
    private final Arena arena = Arena.ofConfined();
    private final MemorySegment values;
    private long size;
    private long random = 0x9E3779B97F4A7C15L;

    LongColumn(long capacity) {
        values = arena.allocate(JAVA_LONG, capacity);
    }

    void clear() {
        size = 0;
    }

    void add(long value) {
        values.setAtIndex(JAVA_LONG, size++, value);
    }

    long size() {
        return size;
    }

    /** Exact quantiles of a column that is not empty; reorders the values. */
    Quantiles quantiles() {
        Ranks ranks = new Ranks(size);
        long from = ranks.lowerMiddle() - 1;
        long lower = select(0, from);
        long upper = ranks.upperMiddle() - 1 == from ? lower : select(from + 1, ranks.upperMiddle() - 1);
        // each selection leaves greater values behind its position: the next one need not look before it
        long p90 = select(from, ranks.of(9000) - 1);
        long p95 = select(ranks.of(9000) - 1, ranks.of(9500) - 1);
        long p99 = select(ranks.of(9500) - 1, ranks.of(9900) - 1);
        long p999 = select(ranks.of(9900) - 1, ranks.of(9990) - 1);
        long p9999 = select(ranks.of(9990) - 1, ranks.of(9999) - 1);
        return new Quantiles(Ranks.middle(lower, upper), p90, p95, p99, p999, p9999, true, 0);
    }

    /**
     * The value that would stand at {@code index} if the values from {@code start} on were sorted. Afterwards no value
     * between them is greater, and none behind is less. C. A. R. Hoare, Algorithm 65: Find, with three-way partition.
     */
    private long select(long start, long index) {
        long low = start;
        long high = size - 1;
        while (low < high) {
            long pivot = get(low + randomBelow(high - low + 1));
            long less = low;
            long greater = high;
            for (long i = low; i <= greater; ) {
                long value = get(i);
                if (value < pivot) {
                    swap(i++, less++);
                } else if (value > pivot) {
                    swap(i, greater--);
                } else {
                    i++;
                }
            }
            if (index < less) {
                high = less - 1;
            } else if (index > greater) {
                low = greater + 1;
            } else {
                return pivot;
            }
        }
        return get(index);
    }

    private long get(long index) {
        return values.getAtIndex(JAVA_LONG, index);
    }

    private void swap(long a, long b) {
        long value = get(a);
        values.setAtIndex(JAVA_LONG, a, get(b));
        values.setAtIndex(JAVA_LONG, b, value);
    }

    /** Xorshift (Marsaglia 2003); a fixed seed keeps runs alike. */
    private long randomBelow(long bound) {
        random ^= random << 13;
        random ^= random >>> 7;
        random ^= random << 17;
        return Long.remainderUnsigned(random, bound);
    }

    @Override
    public void close() {
        arena.close();
    }
}
