package io.venturi.cli.irtt;

import io.venturi.engine.metric.EndState;
import io.venturi.engine.metric.RttReport;
import java.util.EnumMap;
import java.util.Map;

/**
 * What the summary tells, whether just measured or read from a file.
 *
 * @param sendError    why sending ended early, or empty
 * @param receiveError why receiving ended early, or empty
 */
record IrttStats(Map<Series, DurationStats> series, Totals totals, String sendError, String receiveError) {
    static final String CLOSED_BY_SERVER = "[ServerClosed] server closed connection";

    static IrttStats of(RttReport report) {
        Map<Series, DurationStats> series = new EnumMap<>(Series.class);
        for (Series one : Series.values()) {
            series.put(one, one.of(report));
        }
        EndState end = report.run().end();
        String receiveError = switch (end) {
            case ENDED_BY_PEER -> CLOSED_BY_SERVER;
            case RECEIVE_FAILED -> report.run().endDetail();
            case COMPLETED, INTERRUPTED, SEND_FAILED -> "";
        };
        return new IrttStats(series, Totals.of(report),
                end == EndState.SEND_FAILED ? report.run().endDetail() : "", receiveError);
    }

    DurationStats of(Series one) {
        return series.getOrDefault(one, DurationStats.NONE);
    }
}
