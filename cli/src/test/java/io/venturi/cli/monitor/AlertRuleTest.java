package io.venturi.cli.monitor;

import static io.venturi.cli.monitor.Samples.T0;
import static io.venturi.cli.monitor.Samples.window;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.venturi.engine.error.ConfigException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AlertRuleTest {
    private static final int STEP_MS = 10_000;

    @Test
    void shouldReadRulesAsPeopleWriteThem() {
        assertEquals(new AlertRule(AlertRule.Subject.LOSS, 0.01, 60_000, "loss > 1% for 1m"),
                AlertRule.parse("  Loss  > 1%  for 1m"));
        assertEquals(50e6, AlertRule.parse("p99>50ms").limit());
        assertEquals(50e6, AlertRule.parse("rate < 50Mbps").limit());
        assertEquals(30_000, AlertRule.parse("silent for 30s").holdMs());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "loss", "loss > 1", "loss < 1%", "loss > 100%", "p98 > 1ms", "p99 > 5", "silent > 1%",
        "change for 1m", "rate > 5Mbps", "rate < 5", "rate < 5Mbps for 1m", "loss > 1% for", "p99 > 1ms or so"})
    void shouldRefuseWhatIsNoRule(String text) {
        assertThrows(ConfigException.class, () -> AlertRule.parse(text));
    }

    @Test
    void shouldFireOnceTheConditionHasHeldAndEndWhenItNoLongerDoes() {
        AlertState state = new AlertState(AlertRule.parse("loss > 10% for 20s"), false);

        assertEquals(Optional.empty(), state.take(window("a", T0, 1, 1, 1)));
        assertEquals(Optional.of(true), state.take(window("a", T0 + STEP_MS, 1, 1, 1)));
        assertEquals(Optional.empty(), state.take(window("a", T0 + 2 * STEP_MS, 1, 1, 1)));
        assertEquals(Optional.of(false), state.take(window("a", T0 + 3 * STEP_MS, 0, 1, 1)));
        assertTrue(state.everFired() && !state.firing());
    }

    @Test
    void shouldBeginAnewWhenTheConditionBreaksOff() {
        AlertState state = new AlertState(AlertRule.parse("p99 > 1us for 20s"), false);

        state.take(window("a", T0, 0, 2000));
        state.take(window("a", T0 + STEP_MS, 0, 500));

        assertEquals(Optional.empty(), state.take(window("a", T0 + 2 * STEP_MS, 0, 2000)));
    }

    @Test
    void shouldLeaveDelaysUndecidedWhenNothingAnswersOrTheHostLoadsThePath() {
        AlertRule rule = AlertRule.parse("p99 > 1us");

        assertEquals(Optional.empty(), rule.holds(window("a", T0, 5)));
        assertEquals(Optional.empty(), rule.holds(window("a", T0, 0, 2000).underLoad()));
        assertEquals(Optional.of(true), AlertRule.parse("silent").holds(window("a", T0, 5)));
    }

    @Test
    void shouldNotWaitWhenThereIsOneIntervalOnly() {
        assertEquals(Optional.of(true),
                new AlertState(AlertRule.parse("silent for 1h"), true).take(window("a", T0, 5)));
    }

    @Test
    void shouldTellRatesOncePerFallOfEitherDirection() {
        TargetWatch watch = new TargetWatch("a", Samples.plan(List.of(Samples.target("a")), "rate < 50Mbps"));

        assertTrue(watch.take(load("down", 60e6)).isEmpty());
        assertEquals(1, watch.take(load("up", 10e6)).size());
        assertTrue(watch.take(load("down", 60e6)).isEmpty(), "still low upwards");
        List<MonitorEvent> over = watch.take(load("up", 70e6));
        assertFalse(((MonitorEvent.Alert) over.getFirst()).firing());
    }

    private static LoadResult load(String direction, double rate) {
        return new LoadResult("a", T0, MonitorPlan.LoadKind.CAPACITY, direction, rate, 0, "");
    }
}
