package io.venturi.engine.api;

import io.venturi.engine.metric.CapacityRate;
import io.venturi.engine.metric.CapacityRate.Transmitter;
import io.venturi.engine.protocol.udpst.wire.RateTable;
import io.venturi.engine.protocol.udpst.wire.SendingRate;
import java.util.List;
import java.util.stream.IntStream;

/** The sending rates a capacity test can have. */
public final class CapacityRates {

    private CapacityRates() {
    }

    /**
     * All rows from the lowest, of the table for such datagrams.
     *
     * @param longBursts as between two ends of venturi; other servers know bursts of up to 100 datagrams, so that with
     *                   small ones their last rows are all the same
     */
    public static List<CapacityRate> table(boolean jumbo, boolean traditionalMtu, boolean longBursts) {
        RateTable table = RateTable.of(jumbo, traditionalMtu, longBursts);
        return IntStream.rangeClosed(0, RateTable.LAST).mapToObj(row -> rate(row, table.row(row))).toList();
    }

    private static CapacityRate rate(int row, SendingRate rate) {
        int addOn = rate.addOn(2);
        return new CapacityRate(row, transmitter(rate, 1), transmitter(rate, 2), addOn & ~SendingRate.RANDOM,
                (addOn & SendingRate.RANDOM) != 0, rate.mbps() * 1e6);
    }

    private static Transmitter transmitter(SendingRate rate, int which) {
        return new Transmitter(rate.intervalUs(which), rate.payload(which) & ~SendingRate.RANDOM, rate.burst(which));
    }

    /** The row whose rate is nearest to this, the lower one of two. */
    public static CapacityRate nearest(List<CapacityRate> table, double bitsPerSecond) {
        CapacityRate nearest = table.getFirst();
        for (CapacityRate rate : table) {
            if (Math.abs(rate.bitsPerSecond() - bitsPerSecond) < Math.abs(nearest.bitsPerSecond() - bitsPerSecond)) {
                nearest = rate;
            }
        }
        return nearest;
    }
}
