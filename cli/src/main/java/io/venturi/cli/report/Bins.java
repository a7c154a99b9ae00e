package io.venturi.cli.report;

import io.venturi.cli.result.DelaySeries;
import io.venturi.cli.result.Quantiles;
import java.util.Arrays;
import java.util.List;

/**
 * Bins of delay that all results of a page share. They are logarithmic where the values span more than a factor of 8.
 *
 * @param edgesNs ascending, one more than there are bins
 */
record Bins(double[] edgesNs) {
    private static final int COUNT = 60;
    private static final double WIDE = 8;

    /** From the least value of all to the greatest; no bins if there is no value. */
    static Bins over(List<DelaySeries> all) {
        double[] values = all.stream().flatMapToDouble(series -> Arrays.stream(series.delayNs()))
                .filter(ns -> !Double.isNaN(ns)).sorted().toArray();
        if (values.length == 0) {
            return new Bins(new double[0]);
        }
        double least = values[0];
        double most = Math.max(values[values.length - 1], least + 1);
        double typical = Quantiles.of(values, 0.9);
        boolean logarithmic = least > 0 && (most / least > WIDE || typical / least > WIDE);
        double[] edges = new double[COUNT + 1];
        for (int i = 0; i <= COUNT; i++) {
            double share = (double) i / COUNT;
            edges[i] = logarithmic ? least * Math.pow(most / least, share) : least + (most - least) * share;
        }
        edges[0] = least;
        edges[COUNT] = most;
        return new Bins(edges);
    }

    int count() {
        return Math.max(0, edgesNs.length - 1);
    }

    /** Number of the bin of a value within the edges. */
    int of(double ns) {
        int found = Arrays.binarySearch(edgesNs, ns);
        int bin = found >= 0 ? found : -found - 2;
        return Math.clamp(bin, 0, count() - 1);
    }
}
