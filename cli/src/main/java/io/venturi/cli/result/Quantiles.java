package io.venturi.cli.result;

/** Quantiles of values, as RFC 2330 section 11.3 and the rest of this program have them. */
public final class Quantiles {

    private Quantiles() {
    }

    /**
     * The smallest value whose share of values not above it reaches {@code share}.
     *
     * @param sorted ascending, at least one
     */
    public static double of(double[] sorted, double share) {
        int rank = (int) Math.ceil(share * sorted.length - 1e-9);
        return sorted[Math.clamp(rank - 1L, 0, sorted.length - 1)];
    }
}
