package io.venturi.engine.metric;

/**
 * What a receiver counted of the load in some time.
 *
 * @param datagrams  that arrived, duplicates and late ones included
 * @param bytes      their UDP payload
 * @param lost       sequence numbers that were skipped and did not arrive later in the same time
 * @param reordered  that arrived after a higher number
 * @param duplicates of numbers that had arrived
 * @param ceMarked   with ECN Congestion Experienced, 0 unless that is watched
 * @param oneWayVariation   one-way delay above the least of the test
 * @param roundTripVariation round trip of the feedback above the least of the test
 */
public record CapacityTally(long datagrams, long bytes, long lost, long reordered, long duplicates, long ceMarked,
                            Variation oneWayVariation, Variation roundTripVariation) {
    /** Nothing. */
    public static final CapacityTally NONE = new CapacityTally(0, 0, 0, 0, 0, 0, Variation.NONE, Variation.NONE);

    /**
     * Delay variation, ns.
     *
     * @param n     samples behind {@code sumNs}; the range may come from elsewhere and be known without
     * @param minNs 0 if there was no sample
     */
    public record Variation(long n, long minNs, long maxNs, long sumNs, boolean present) {
        /** No sample. */
        public static final Variation NONE = new Variation(0, 0, 0, 0, false);

        public Variation {
            if (n < 0 || minNs > maxNs) {
                throw new IllegalArgumentException("n " + n + ", min " + minNs + ", max " + maxNs);
            }
        }

        /** One whose range is known by its own samples. */
        public static Variation of(long n, long minNs, long maxNs, long sumNs) {
            return n == 0 ? NONE : new Variation(n, minNs, maxNs, sumNs, true);
        }

        /** Mean of the samples, 0 if there was none. */
        public double meanNs() {
            return n == 0 ? 0 : (double) sumNs / n;
        }

        /** Both together. */
        public Variation plus(Variation other) {
            if (!present || !other.present) {
                Variation ranged = present ? this : other;
                return new Variation(n + other.n, ranged.minNs, ranged.maxNs, sumNs + other.sumNs, ranged.present);
            }
            return new Variation(n + other.n, Math.min(minNs, other.minNs), Math.max(maxNs, other.maxNs),
                    sumNs + other.sumNs, true);
        }
    }

    public CapacityTally {
        if (datagrams < 0 || bytes < 0 || lost < 0 || reordered < 0 || duplicates < 0 || ceMarked < 0) {
            throw new IllegalArgumentException("datagrams %d, bytes %d, lost %d, reordered %d, duplicates %d, CE %d"
                    .formatted(datagrams, bytes, lost, reordered, duplicates, ceMarked));
        }
    }

    /** Both together. */
    public CapacityTally plus(CapacityTally other) {
        return new CapacityTally(datagrams + other.datagrams, bytes + other.bytes, lost + other.lost,
                reordered + other.reordered, duplicates + other.duplicates, ceMarked + other.ceMarked,
                oneWayVariation.plus(other.oneWayVariation), roundTripVariation.plus(other.roundTripVariation));
    }

    /** Datagrams sent, as far as the receiver can tell. */
    public long sent() {
        return datagrams + lost;
    }

    /** Share of the sent that arrived, 0..100; 0 if nothing was sent. */
    public double deliveredPercent() {
        return 100 * ratio(datagrams, sent());
    }

    /** Share of the sent that was lost, 0..1. */
    public double lossRatio() {
        return ratio(lost, sent());
    }

    /** Reordered datagrams, as a share of the sent, 0..1. */
    public double reorderedRatio() {
        return ratio(reordered, sent());
    }

    /** Duplicates, as a share of the sent. */
    public double duplicateRatio() {
        return ratio(duplicates, sent());
    }

    /** Share of the arrived that was marked, 0..100. */
    public double cePercent() {
        return 100 * ratio(ceMarked, datagrams);
    }

    /** Bits per second at that layer, if it all arrived within {@code lengthNs}; 0 if that is 0. */
    public double bitsPerSecond(CapacityLayer layer, boolean ipv6, long lengthNs) {
        return lengthNs <= 0 ? 0 : 8e9 * (bytes + (double) datagrams * layer.overheadBytes(ipv6)) / lengthNs;
    }

    private static double ratio(long part, long whole) {
        return whole == 0 ? 0 : (double) part / whole;
    }
}
