package io.venturi.cli.report;

import io.venturi.cli.result.DelaySeries;
import io.venturi.cli.result.DelaySeries.Fate;
import io.venturi.cli.result.Quantiles;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What the charts of a series of probes need, small enough for a page whatever the number of probes. */
final class DelayCharts {
    private static final int MOST_POINTS = 4000;
    private static final int TIME_BINS = 100;
    private static final int PER_DECADE = 20;

    private final DelaySeries series;
    private final double[] sorted;

    DelayCharts(DelaySeries series) {
        this.series = series;
        this.sorted = Arrays.stream(series.delayNs()).filter(ns -> !Double.isNaN(ns)).sorted().toArray();
    }

    /**
     * The course of the delay. With few probes each is a point and the three values are the same; otherwise a point is
     * a bucket of time with its least, middle and greatest value. NaN: nothing came back.
     */
    record Point(double atS, double lowNs, double middleNs, double highNs) {
    }

    /** Probes per point of {@link #course}. */
    int probesPerPoint() {
        return Math.max(1, (series.size() + MOST_POINTS - 1) / MOST_POINTS);
    }

    List<Point> course() {
        int step = probesPerPoint();
        List<Point> points = new ArrayList<>();
        for (int from = 0; from < series.size(); from += step) {
            int to = Math.min(series.size(), from + step);
            double[] values = Arrays.stream(series.delayNs(), from, to).filter(ns -> !Double.isNaN(ns)).sorted()
                    .toArray();
            points.add(values.length == 0 ? new Point(series.sentS()[from], Double.NaN, Double.NaN, Double.NaN)
                    : new Point(series.sentS()[from], values[0], Quantiles.of(values, 0.5),
                            values[values.length - 1]));
        }
        return points;
    }

    /** When probes of this fate were sent; one for each point of the course at most. */
    List<Double> times(Fate fate) {
        List<Double> times = new ArrayList<>();
        int step = probesPerPoint();
        int last = -1;
        for (int i = 0; i < series.size(); i++) {
            if (series.fates()[i] == fate && i / step != last) {
                times.add(series.sentS()[i]);
                last = i / step;
            }
        }
        return times;
    }

    /** Pairs of share and delay, from 0 towards 1, as far as the number of probes tells: 1 - 1/n. */
    List<double[]> quantiles() {
        List<double[]> pairs = new ArrayList<>();
        if (sorted.length == 0) {
            return pairs;
        }
        double decades = Math.log10(sorted.length);
        for (int i = 0; i <= decades * PER_DECADE; i++) {
            double share = 1 - Math.pow(10, -(double) i / PER_DECADE);
            pairs.add(new double[] {share, Quantiles.of(sorted, share)});
        }
        if (sorted.length > 1) {
            double share = 1 - 1.0 / sorted.length;
            pairs.add(new double[] {share, sorted[sorted.length - 1]});
        }
        return pairs;
    }

    /** Pairs of delay and share of values not above it. */
    List<double[]> distribution() {
        List<double[]> pairs = new ArrayList<>();
        int points = Math.min(sorted.length, 400);
        for (int i = 0; i < points; i++) {
            int rank = points == 1 ? 0 : (int) Math.round((double) i * (sorted.length - 1) / (points - 1));
            pairs.add(new double[] {sorted[rank], (rank + 1.0) / sorted.length});
        }
        return pairs;
    }

    /** Share of the values in each bin; none without a value. */
    double[] histogram(Bins bins) {
        double[] shares = new double[bins.count()];
        for (double ns : sorted) {
            shares[bins.of(ns)] += 1.0 / sorted.length;
        }
        return shares;
    }

    /** The length of a column of {@link #heat}. */
    double columnS() {
        return series.size() == 0 ? 0 : Math.max(1e-9, series.sentS()[series.size() - 1] / TIME_BINS);
    }

    /** Triples of column, bin and count, where there is any. */
    List<int[]> heat(Bins bins) {
        int[][] counts = new int[TIME_BINS][bins.count()];
        for (int i = 0; i < series.size(); i++) {
            if (!Double.isNaN(series.delayNs()[i])) {
                int column = Math.clamp((long) (series.sentS()[i] / columnS()), 0, TIME_BINS - 1);
                counts[column][bins.of(series.delayNs()[i])]++;
            }
        }
        List<int[]> cells = new ArrayList<>();
        for (int column = 0; column < TIME_BINS; column++) {
            for (int bin = 0; bin < bins.count(); bin++) {
                if (counts[column][bin] > 0) {
                    cells.add(new int[] {column, bin, counts[column][bin]});
                }
            }
        }
        return cells;
    }
}
