package io.venturi.cli.monitor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.venturi.cli.monitor.MonitorPlan.LoadKind;
import io.venturi.cli.monitor.MonitorPlan.LoadPlan;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class LoadScheduleTest {
    private static final long HOUR_NS = 3_600_000_000_000L;

    @Test
    void shouldSpreadTurnsOverTheTimeAndJitterThem() {
        LoadPlan load = new LoadPlan(LoadKind.CAPACITY, HOUR_NS, 0.1, 5_000_000_000L);
        MonitorPlan plan = Samples.plan(List.of(Samples.target("a"), Samples.target("b"), Samples.target("c")));
        try (LoadSchedule schedule = new LoadSchedule(plan, load, result -> { }, new Random(1))) {
            long[] gaps = LongStream.range(0, 1000).map(i -> schedule.nextGapNs()).toArray();

            long third = HOUR_NS / 3;
            assertTrue(LongStream.of(gaps).allMatch(gap -> gap >= 0.9 * third && gap <= 1.1 * third));
            assertEquals(third, LongStream.of(gaps).average().orElse(0), 0.01 * third);
            assertTrue(LongStream.of(gaps).distinct().count() > 900);
        }
    }
}
