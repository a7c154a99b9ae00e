package io.venturi.cli.tui;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Delays, counted in buckets a thirty-second of their power of two wide.
 *
 * <p>Thread: one adds, any read. {@link #add} allocates nothing and takes no lock.
 */
final class DelayHistogram {
    private static final int BITS = 5;
    private static final int PER_OCTAVE = 1 << BITS;
    private static final int BUCKETS = bucket(Long.MAX_VALUE) + 1;

    private final AtomicLongArray counts = new AtomicLongArray(BUCKETS);

    /**
     * The counts at one moment.
     *
     * @param first   bucket
     * @param amounts of the buckets from {@code first} on; neither the first nor the last is 0
     */
    record Counts(int first, long[] amounts) {
        static final Counts NONE = new Counts(0, new long[0]);

        boolean isEmpty() {
            return amounts.length == 0;
        }

        /** Least delay of a bucket that is not empty, ns. */
        double lowNs() {
            return edgeNs(first);
        }

        /** Middle of the bucket in which the median lies, ns. */
        double medianNs() {
            long half = (Arrays.stream(amounts).sum() + 1) / 2;
            int i = 0;
            for (long below = 0; i < amounts.length && below + amounts[i] < half; i++) {
                below += amounts[i];
            }
            return (edgeNs(first + i) + edgeNs(first + i + 1)) / 2;
        }

        /** End of the last bucket, ns. */
        double highNs() {
            return edgeNs(first + amounts.length);
        }

        /**
         * Dealt out to columns of equal width; a bucket that lies across some of them is shared among them.
         *
         * @param logarithmic equal width in their logarithms
         */
        double[] columns(int n, double fromNs, double toNs, boolean logarithmic) {
            double[] columns = new double[n];
            double from = axis(fromNs, logarithmic);
            double scale = n / Math.max(Double.MIN_NORMAL, axis(toNs, logarithmic) - from);
            for (int i = 0; i < amounts.length; i++) {
                double left = Math.clamp((axis(edgeNs(first + i), logarithmic) - from) * scale, 0, n);
                double right = Math.clamp((axis(edgeNs(first + i + 1), logarithmic) - from) * scale, 0, n);
                share(columns, left, right, amounts[i]);
            }
            return columns;
        }

        private static void share(double[] columns, double left, double right, double amount) {
            int last = Math.min(columns.length - 1, (int) right);
            for (int c = (int) left; c <= last && amount > 0; c++) {
                double width = Math.min(right, c + 1) - Math.max(left, c);
                columns[c] += right > left ? amount * Math.max(0, width) / (right - left) : amount / (last - c + 1);
            }
        }

        static double axis(double ns, boolean logarithmic) {
            return logarithmic ? Math.log(Math.max(1, ns)) : ns;
        }
    }

    void add(long ns) {
        int bucket = bucket(Math.max(0, ns));
        counts.setRelease(bucket, counts.getPlain(bucket) + 1);
    }

    Counts counts() {
        int first = 0;
        while (first < BUCKETS && counts.getAcquire(first) == 0) {
            first++;
        }
        int end = BUCKETS;
        while (end > first && counts.getAcquire(end - 1) == 0) {
            end--;
        }
        long[] amounts = new long[end - first];
        for (int i = 0; i < amounts.length; i++) {
            amounts[i] = counts.getAcquire(first + i);
        }
        return new Counts(first, amounts);
    }

    private static int bucket(long ns) {
        if (ns < PER_OCTAVE) {
            return (int) ns;
        }
        int shift = 63 - BITS - Long.numberOfLeadingZeros(ns);
        return (shift + 1) * PER_OCTAVE + (int) (ns >>> shift) - PER_OCTAVE;
    }

    private static double edgeNs(int bucket) {
        if (bucket < PER_OCTAVE) {
            return bucket;
        }
        int shift = bucket / PER_OCTAVE - 1;
        return Math.scalb((double) (bucket % PER_OCTAVE + PER_OCTAVE), shift);
    }
}
