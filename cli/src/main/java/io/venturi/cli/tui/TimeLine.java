package io.venturi.cli.tui;

import java.util.Arrays;

/**
 * Values along the time of a test, in slots of equal length, which doubles whenever there would be too many.
 *
 * <p>Thread-safe.
 */
final class TimeLine {
    private static final int SLOTS = 1_024;

    private final double[] sum = new double[SLOTS];
    private final double[] max = new double[SLOTS];
    private final long[] n = new long[SLOTS];
    private long slotNs;
    /** Slots up to the last one that was reached. */
    private int used;

    /** @param slotNs length of a slot in the beginning */
    TimeLine(long slotNs) {
        this.slotNs = slotNs;
    }

    /** A value at a time since the beginning; times before it count as its. */
    synchronized void add(long atNs, double value) {
        span(atNs, atNs, value);
    }

    /** A mean over a time that ends at {@code toNs}: in each slot behind that of {@code fromNs}. */
    synchronized void span(long fromNs, long toNs, double value) {
        int last = reach(toNs);
        int first = (int) Math.min(last, Math.max(0, fromNs) / slotNs + 1);
        for (int slot = first; slot <= last; slot++) {
            max[slot] = n[slot] == 0 ? value : Math.max(max[slot], value);
            sum[slot] += value;
            n[slot]++;
        }
    }

    /** The time is this now, whether there are values or not. */
    synchronized void advance(long atNs) {
        reach(atNs);
    }

    private int reach(long atNs) {
        while (Math.max(0, atNs) / slotNs >= SLOTS) {
            halve();
        }
        int slot = (int) (Math.max(0, atNs) / slotNs);
        used = Math.max(used, slot + 1);
        return slot;
    }

    private void halve() {
        for (int i = 0; i < SLOTS; i += 2) {
            boolean both = n[i] > 0 && n[i + 1] > 0;
            max[i / 2] = both ? Math.max(max[i], max[i + 1]) : n[i] > 0 ? max[i] : max[i + 1];
            sum[i / 2] = sum[i] + sum[i + 1];
            n[i / 2] = n[i] + n[i + 1];
        }
        Arrays.fill(max, SLOTS / 2, SLOTS, 0);
        Arrays.fill(sum, SLOTS / 2, SLOTS, 0);
        Arrays.fill(n, SLOTS / 2, SLOTS, 0);
        slotNs *= 2;
        used = (used + 1) / 2;
    }

    /** Mean of each slot, NaN where there was no value. */
    synchronized double[] means() {
        double[] means = new double[used];
        for (int i = 0; i < used; i++) {
            means[i] = n[i] == 0 ? Double.NaN : sum[i] / n[i];
        }
        return means;
    }

    /** Greatest of each slot, NaN where there was no value. */
    synchronized double[] maxima() {
        double[] maxima = new double[used];
        for (int i = 0; i < used; i++) {
            maxima[i] = n[i] == 0 ? Double.NaN : max[i];
        }
        return maxima;
    }

    /** Greatest of each slot, up to the next value that of the last: for values of longer intervals. */
    double[] filled() {
        double[] filled = maxima();
        for (int i = 1; i < filled.length; i++) {
            filled[i] = Double.isNaN(filled[i]) ? filled[i - 1] : filled[i];
        }
        return filled;
    }

    /** End of the last slot, s. */
    synchronized double seconds() {
        return used * (slotNs / 1e9);
    }
}
