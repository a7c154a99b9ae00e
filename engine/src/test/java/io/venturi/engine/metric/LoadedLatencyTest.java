package io.venturi.engine.metric;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.venturi.engine.metric.LoadedLatency.Spread;
import io.venturi.engine.metric.LoadedLatency.Ungraded;
import java.net.InetSocketAddress;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LoadedLatencyTest {
    private static final long MS = 1_000_000;

    private static Spread spread(int n, long p50Ms, long p95Ms) {
        return new Spread(n, 0, n, p50Ms * MS, p50Ms * MS, p95Ms * MS, p95Ms * MS, p95Ms * MS);
    }

    private static LoadedLatency latency(Spread idle, Spread loaded, boolean saturated) {
        return new LoadedLatency(ThroughputDirection.DOWN, new LoadedLatency.Probes("irtt",
                new InetSocketAddress("192.0.2.1", 2112), 20 * MS, 88), StampSource.KERNEL, idle, loaded,
                Optional.empty(), saturated);
    }

    @ParameterizedTest
    @CsvSource({"-3, A+", "0, A+", "4.999, A+", "5, A", "29.999, A", "30, B", "59.999, B", "60, C", "199.999, C",
        "200, D", "399.999, D", "400, F", "60000, F"})
    void shouldGradeByTheScale(double increaseMs, String letter) {
        assertEquals(letter, BufferbloatGrade.of(Math.round(increaseMs * MS)).letter());
    }

    @Test
    void shouldGradeMedianAndP95Apart() {
        LoadedLatency latency = latency(spread(20, 10, 12), spread(20, 40, 300), true);

        assertEquals(Optional.of(BufferbloatGrade.B), latency.grade());
        assertEquals(Optional.of(BufferbloatGrade.D), latency.p95Grade());
        assertEquals(35_200, latency.probes().bitsPerSecond());
    }

    @Test
    void shouldNotGradeWhatDoesNotTellOfTheLoad() {
        Spread good = spread(20, 10, 40);

        assertEquals(Optional.empty(), latency(good, good, true).ungraded());
        assertEquals(Optional.of(Ungraded.TOO_FEW_SAMPLES), latency(spread(19, 10, 40), good, true).ungraded());
        assertEquals(Optional.of(Ungraded.TOO_FEW_SAMPLES), latency(good, spread(19, 10, 40), true).ungraded());
        assertEquals(Optional.of(Ungraded.NOISY_IDLE), latency(spread(20, 10, 41), good, true).ungraded());
        assertEquals(Optional.of(Ungraded.NEVER_SATURATED), latency(good, good, false).ungraded());
        assertEquals(Optional.empty(), latency(good, good, false).grade());
    }
}
