package io.venturi.cli.result;

import java.util.SortedMap;

/**
 * A sample as its statistics.
 *
 * @param key stable name such as {@code delay.roundTrip.kernel}
 * @param quantiles by share of the sample, 0 (least) to 1 (greatest), in ns; only what the file has
 * @param n NaN if the file does not tell
 */
public record Distribution(String key, String label, double n, double meanNs, double stddevNs,
                           SortedMap<Double, Double> quantiles) {

    /** NaN if the file does not have this quantile. */
    public double quantile(double share) {
        return quantiles.getOrDefault(share, Double.NaN);
    }
}
