package io.venturi.cli.udpst;

import io.venturi.engine.metric.CapacityInterval;
import io.venturi.engine.metric.CapacityInterval.Part;
import io.venturi.engine.metric.CapacityLayer;
import io.venturi.engine.metric.CapacityTally;
import io.venturi.engine.metric.CapacityTally.Variation;
import java.util.List;

/**
 * The numbers of a sub-interval, or of several together, as the classic tool rounds them: delays in whole ms.
 *
 * @param minOneWayMs  least one-way delay with the difference of the clocks, 0 if there was none
 * @param minRoundTripMs least round trip, 0 if there was none
 */
record Figures(int activeConnections, CapacityTally tally, Ms oneWay, Ms roundTrip, double mbps, double ethernetMbps,
               double ethernetFcsMbps, double vlanMbps, double interfaceMbps, long minOneWayMs, long minRoundTripMs) {
    private static final long NS_PER_MS = 1_000_000;
    private static final double BITS_PER_MEGABIT = 1e6;

    /** Delay variation in ms. */
    record Ms(long min, long avg, long max) {
        static Ms of(Variation variation) {
            return new Ms(ms(variation.minNs()), average(variation), ms(variation.maxNs()));
        }

        long range() {
            return max - min;
        }

        @Override
        public String toString() {
            return min + "/" + avg + "/" + max;
        }
    }

    static Figures of(CapacityInterval interval) {
        CapacityTally tally = interval.tally();
        return new Figures(interval.activeConnections(), tally, Ms.of(tally.oneWayVariation()),
                Ms.of(tally.roundTripVariation()), mbps(interval, CapacityLayer.IP),
                mbps(interval, CapacityLayer.ETHERNET_WITHOUT_FCS), mbps(interval, CapacityLayer.ETHERNET),
                mbps(interval, CapacityLayer.ETHERNET_VLAN), interval.interfaceBitsPerSecond() / BITS_PER_MEGABIT,
                present(interval.minOneWayDelayNs()) + ms(tally.oneWayVariation().minNs()),
                present(interval.minRoundTripNs()));
    }

    static Figures of(Part part) {
        CapacityTally tally = part.tally();
        return new Figures(1, tally, Ms.of(tally.oneWayVariation()), Ms.of(tally.roundTripVariation()),
                part.bitsPerSecond(CapacityLayer.IP) / BITS_PER_MEGABIT, 0, 0, 0, 0, present(part.minOneWayDelayNs()),
                present(part.minRoundTripNs()));
    }

    /** Totals of the counts, means of the rates; at least one interval. */
    static Figures summary(List<CapacityInterval> intervals) {
        CapacityTally tally = intervals.stream().map(CapacityInterval::tally)
                .reduce(CapacityTally.NONE, CapacityTally::plus);
        Ms oneWay = Ms.of(tally.oneWayVariation());
        long average = Math.round(intervals.stream()
                .mapToLong(interval -> average(interval.tally().oneWayVariation())).average().orElse(0));
        CapacityInterval last = intervals.getLast();
        return new Figures(last.activeConnections(), tally, new Ms(oneWay.min(), average, oneWay.max()),
                Ms.of(tally.roundTripVariation()), mean(intervals, CapacityLayer.IP), 0, 0, 0,
                intervals.stream().mapToDouble(CapacityInterval::interfaceBitsPerSecond).average().orElse(0)
                        / BITS_PER_MEGABIT,
                present(last.minOneWayDelayNs()), present(last.minRoundTripNs()));
    }

    private static double mean(List<CapacityInterval> intervals, CapacityLayer layer) {
        return intervals.stream().mapToDouble(interval -> mbps(interval, layer)).average().orElse(0);
    }

    private static double mbps(CapacityInterval interval, CapacityLayer layer) {
        return interval.bitsPerSecond(layer) / BITS_PER_MEGABIT;
    }

    /** Half up, also of negative values. */
    static long ms(long ns) {
        return Math.floorDiv(ns + NS_PER_MS / 2, NS_PER_MS);
    }

    static long present(long ns) {
        return ns == Part.ABSENT ? 0 : ms(ns);
    }

    private static long average(Variation variation) {
        return variation.n() == 0 ? 0 : (ms(variation.sumNs()) * 10 / variation.n() + 5) / 10;
    }
}
