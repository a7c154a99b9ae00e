package io.venturi.engine.stats;

/** Which of {@code n} values in ascending order are the quantiles; ranks are 1..n (RFC 2330 section 11.3). */
record Ranks(long n) {

    /** Rank of the percentile given in hundredths of a percent, 1..10000. */
    long of(long perTenThousand) {
        return n / 10_000 * perTenThousand + Math.ceilDiv(n % 10_000 * perTenThousand, 10_000L);
    }

    long lowerMiddle() {
        return (n + 1) / 2;
    }

    long upperMiddle() {
        return n / 2 + 1;
    }

    /** Mean of two values in ascending order, rounded towards zero, without overflow. */
    static long middle(long lower, long upper) {
        if (lower < 0 && upper >= 0) {
            return (lower + upper) / 2;
        }
        long half = (upper - lower) / 2;
        return lower >= 0 ? lower + half : upper - half;
    }
}
