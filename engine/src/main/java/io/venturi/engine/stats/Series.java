package io.venturi.engine.stats;

import io.venturi.engine.metric.RoundTrip;
import io.venturi.engine.metric.Summary;
import io.venturi.engine.record.RoundTripRow;
import io.venturi.engine.record.RoundTripTable;

import java.util.function.ToLongFunction;

/**
 * One value of each row and its statistics, so that what is added while the test runs and what is selected from the
 * rows at the end are the same. {@link RoundTrip#ABSENT} is left out.
 *
 * <p>Thread: the writer of the table. {@link #take} allocates nothing.
 */
final class Series {
    private final ToLongFunction<RoundTrip> value;
    private final Sample sample;

    Series(ToLongFunction<RoundTrip> value, Sample sample) {
        this.value = value;
        this.sample = sample;
    }

    void take(RoundTrip row) {
        long valueNs = value.applyAsLong(row);
        if (valueNs != RoundTrip.ABSENT) {
            sample.add(valueNs);
        }
    }

    /** The value of a row, {@link RoundTrip#ABSENT} if it has none. */
    long valueOf(RoundTrip row) {
        return value.applyAsLong(row);
    }

    /** As it stands, with quantiles of the histogram. */
    Summary summary() {
        return sample.summary();
    }

    /** Of the differences to the least value, when {@code summary} is that of the values. */
    Summary aboveMin(Summary summary) {
        return sample.summary(summary.quantiles().minus(summary.min()), summary.min());
    }

    /** With exact quantiles from all rows, selected in {@code column}. */
    Summary exactSummary(RoundTripTable table, LongColumn column) {
        if (sample.n() == 0) {
            return Summary.NONE;
        }
        column.clear();
        RoundTripRow row = table.cursor();
        for (long seq = table.first(); seq < table.end(); seq++) {
            long valueNs = value.applyAsLong(row.moveTo(seq));
            if (valueNs != RoundTrip.ABSENT) {
                column.add(valueNs);
            }
        }
        return sample.summary(column.quantiles());
    }
}
