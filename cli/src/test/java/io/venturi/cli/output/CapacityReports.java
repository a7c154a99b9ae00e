package io.venturi.cli.output;

import io.venturi.engine.metric.CapacityConnection;
import io.venturi.engine.metric.CapacityDirection;
import io.venturi.engine.metric.CapacityEvent;
import io.venturi.engine.metric.CapacityEvidence;
import io.venturi.engine.metric.CapacityHost;
import io.venturi.engine.metric.CapacityInterval;
import io.venturi.engine.metric.CapacityInterval.Part;
import io.venturi.engine.metric.CapacityReport;
import io.venturi.engine.metric.CapacityStatus;
import io.venturi.engine.metric.CapacityTally;
import io.venturi.engine.metric.CapacityTally.Variation;
import io.venturi.engine.metric.HostConditions;
import io.venturi.engine.metric.LoadedLatency;
import io.venturi.engine.metric.LoadedLatency.Spread;
import io.venturi.engine.metric.StampSource;
import io.venturi.engine.metric.ThroughputDirection;
import io.venturi.engine.plan.CapacityPlan;
import io.venturi.engine.plan.RttPlan;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Reports of capacity tests whose truth is known: four sub-intervals of 1 s, datagrams of 1222 bytes over IPv4. */
final class CapacityReports {
    private static final long SECOND = 1_000_000_000;
    private static final int PAYLOAD = 1_222;

    CapacityDirection direction = CapacityDirection.DOWN;
    CapacityPlan.Search search = CapacityPlan.Search.DEFAULT;
    String server = "192.0.2.1";
    CapacityHost here = new CapacityHost(0, 0, 0, 0, 0, 0.5);
    CapacityHost there;
    OptionalInt highestRow = OptionalInt.of(100);
    CapacityStatus status = CapacityStatus.COMPLETE;
    long lostInEach;
    long delayNs = 1_000_000;
    long[] datagrams = {5_000, 10_000, 9_000, 8_000};
    int stalled = -1;

    CapacityPlan plan() {
        return new CapacityPlan(List.of(server), direction, CapacityPlan.Connections.ONE, CapacityPlan.Timing.DEFAULT,
                search, CapacityPlan.Datagrams.DEFAULT, CapacityPlan.Marks.NONE, CapacityPlan.Access.NONE,
                CapacityPlan.Path.DEFAULT, CapacityPlan.Watch.NONE, RttPlan.Precision.DEFAULT);
    }

    CapacityReport report() {
        CapacityPlan plan = plan();
        List<CapacityInterval> intervals = new ArrayList<>();
        for (long count : datagrams) {
            int index = intervals.size() + 1;
            CapacityTally tally = new CapacityTally(count, count * PAYLOAD, lostInEach, 0, 0, 0,
                    Variation.of(count, 0, delayNs, count * delayNs / 2), Variation.of(20, 0, delayNs, 10 * delayNs));
            Part part = new Part(1, index, SECOND, index * SECOND, false, tally, -5_000_000, 1_000_000,
                    index == stalled);
            intervals.add(new CapacityInterval(index, (1_000 + index) * SECOND, index * SECOND, 1, List.of(part), 0, 0,
                    highestRow, here, Optional.ofNullable(there)));
        }
        InetSocketAddress address = new InetSocketAddress(server, 24_601);
        CapacityConnection connection = new CapacityConnection(1, server, address, address, address,
                Optional.of(plan.settings(20)), false, status);
        CapacityEvidence evidence = new CapacityEvidence(here, Optional.ofNullable(there), highestRow, 100e6,
                CapacityPlan.TOP_ROW, 72e9, HostConditions.UNKNOWN);
        List<CapacityEvent.Incident> incidents = status == CapacityStatus.COMPLETE ? List.of()
                : List.of(new CapacityEvent.Incident(1, status, address, 0));
        return new CapacityReport(1, 1_000 * SECOND, (1_000 + datagrams.length) * SECOND, plan.settings(20),
                List.of(connection), intervals, evidence, incidents, status);
    }

    /** 10 ms idle, 110 ms under load. */
    LoadedLatency latency(boolean saturated) {
        Spread idle = new Spread(150, 0, 150, 10e6, 10_000_000, 12_000_000, 13_000_000, 14_000_000);
        Spread loaded = new Spread(200, 10, 190, 109e6, 110_000_000, 120_000_000, 130_000_000, 140_000_000);
        return new LoadedLatency(direction == CapacityDirection.UP ? ThroughputDirection.UP
                : ThroughputDirection.DOWN, new LoadedLatency.Probes("irtt", new InetSocketAddress(server, 2112),
                20_000_000, 88), StampSource.KERNEL, idle, loaded, Optional.of(loaded), saturated);
    }
}
