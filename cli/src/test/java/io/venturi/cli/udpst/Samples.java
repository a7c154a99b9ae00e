package io.venturi.cli.udpst;

import io.venturi.engine.metric.CapacityConnection;
import io.venturi.engine.metric.CapacityEvidence;
import io.venturi.engine.metric.CapacityHost;
import io.venturi.engine.metric.CapacityInterval;
import io.venturi.engine.metric.CapacityInterval.Part;
import io.venturi.engine.metric.CapacityReport;
import io.venturi.engine.metric.CapacityStatus;
import io.venturi.engine.metric.CapacityTally;
import io.venturi.engine.metric.CapacityTally.Variation;
import io.venturi.engine.metric.HostConditions;
import io.venturi.engine.plan.CapacityPlan;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** The tests whose output by the classic tool is among the resources: 100 bytes each 50 ms, three of them lost. */
final class Samples {
    static final InetSocketAddress SERVER = new InetSocketAddress("127.0.0.1", 24_715);
    private static final long MS = 1_000_000;

    /** One sub-interval: {@code rtt} are least, sum and greatest in ms. */
    record Row(String endTime, long lengthMs, long datagrams, long lost, long rttMin, long rttSum, long rttMax) {}

    private Samples() {
    }

    static List<Row> ofJson() {
        return List.of(new Row("2026-11-20T16:05:26.487334Z", 1_000, 20, 0, 0, 40, 4),
                new Row("2026-11-20T16:05:27.493431Z", 1_006, 20, 3, 4, 120, 7),
                new Row("2026-11-20T16:05:28.488832Z", 1_010, 20, 0, 0, 71, 8),
                new Row("2026-11-20T16:05:29.494832Z", 1_006, 20, 0, 0, 30, 3),
                new Row("2026-11-20T16:05:30.490135Z", 1_010, 20, 0, 3, 90, 6));
    }

    static List<Row> ofText() {
        return List.of(new Row("2026-11-20T16:05:26.487334Z", 1_000, 19, 0, 0, 22, 3),
                new Row("2026-11-20T16:05:27.487334Z", 1_000, 20, 3, 3, 80, 5),
                new Row("2026-11-20T16:05:28.487334Z", 1_000, 20, 0, 5, 140, 8),
                new Row("2026-11-20T16:05:29.487334Z", 1_000, 20, 0, 0, 60, 8),
                new Row("2026-11-20T16:05:30.487334Z", 1_000, 20, 0, 0, 40, 3));
    }

    static CapacityReport report(CapacityPlan plan, int ident, List<Row> rows, CapacityStatus status) {
        List<CapacityInterval> intervals = new ArrayList<>();
        long endNs = 0;
        for (Row row : rows) {
            endNs += row.lengthMs() * MS;
            CapacityTally tally = new CapacityTally(row.datagrams(), 100 * row.datagrams(), row.lost(), 0, 0, 0,
                    Variation.of(row.datagrams(), 0, 0, 0),
                    Variation.of(20, row.rttMin() * MS, row.rttMax() * MS, row.rttSum() * MS));
            int index = intervals.size() + 1;
            Part part = new Part(1, index, row.lengthMs() * MS, endNs, false, tally, 0, 0, false);
            intervals.add(new CapacityInterval(index, ns(row.endTime()), endNs, 1, List.of(part), 0, 0,
                    OptionalInt.empty(), CapacityHost.UNKNOWN, Optional.empty()));
        }
        CapacityConnection connection = new CapacityConnection(1, "127.0.0.1", SERVER,
                new InetSocketAddress("127.0.0.1", 50_000), new InetSocketAddress("127.0.0.1", 40_000),
                Optional.of(plan.settings(20)), false, status);
        CapacityEvidence evidence = new CapacityEvidence(CapacityHost.UNKNOWN, Optional.empty(), OptionalInt.empty(), 0,
                CapacityPlan.TOP_ROW, 72e9, HostConditions.UNKNOWN);
        return new CapacityReport(ident, ns("2026-11-20T16:05:25.381448Z"), ns("2026-11-20T16:05:30.842031Z"),
                plan.settings(20), List.of(connection), intervals, evidence, List.of(), status);
    }

    private static long ns(String time) {
        Instant instant = Instant.parse(time);
        return instant.getEpochSecond() * 1_000_000_000L + instant.getNano();
    }
}
