package io.venturi.engine.plan;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.venturi.engine.error.ConfigException;
import io.venturi.engine.metric.RttSettings.PeerStamps;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RttPlanTest {
    private static final RttPlan.Target TARGET = new RttPlan.Target("192.0.2.1", RttPlan.Family.ANY, "", "");
    private static final RttPlan.Probes PROBES = new RttPlan.Probes(1, 1, 0, "none", false);

    private static RttPlan plan(List<Long> timeouts, byte[] key, long keepRows) {
        return new RttPlan(TARGET, PROBES, RttPlan.Replies.ALL, RttPlan.Marks.NONE, timeouts, WaitRule.DEFAULT, false,
                key, RttPlan.Precision.DEFAULT, keepRows);
    }

    private static RttPlan.Replies filled(String fill) {
        return new RttPlan.Replies(PeerStamps.BOTH, RttPlan.PeerClock.BOTH, true, true, fill);
    }

    private static void refuses(Executable what) {
        assertThrows(ConfigException.class, what);
    }

    @ParameterizedTest
    @CsvSource({"1000, 200, 5", "400, 200, 2", "401, 200, 3", "500, 1000, 1", "1, 1, 1",
        "9223372036854775806, 1, 9223372036854775806", "9223372036854775807, 5, 9223372036854775807"})
    void shouldKnowHowManyProbesFit(long durationNs, long intervalNs, long expected) {
        assertEquals(expected, new RttPlan.Probes(durationNs, intervalNs, 0, "none", false).expected());
    }

    @Test
    void shouldRefuseWhatIsOutOfRange() {
        refuses(() -> new RttPlan.Target(" ", RttPlan.Family.ANY, "", ""));
        refuses(() -> new RttPlan.Probes(0, 1, 0, "none", false));
        refuses(() -> new RttPlan.Probes(-1, 1, 0, "none", false));
        refuses(() -> new RttPlan.Probes(1, 0, 0, "none", false));
        refuses(() -> new RttPlan.Probes(1, 1, -1, "none", false));
        refuses(() -> new RttPlan.Probes(1, 1, 65_508, "none", false));
        refuses(() -> new RttPlan.Marks(256, 0, RttPlan.DontFragment.DEFAULT));
        refuses(() -> new RttPlan.Marks(0, 256, RttPlan.DontFragment.DEFAULT));
        refuses(() -> plan(List.of(), new byte[0], 0));
        refuses(() -> plan(List.of(200_000_000L, 199_999_999L), new byte[0], 0));
        refuses(() -> plan(List.of(200_000_000L), new byte[0], -1));
        assertDoesNotThrow(() -> plan(List.of(200_000_000L), new byte[0], 0));
        assertDoesNotThrow(() -> new RttPlan.Probes(1, 1, 65_507, "none", false));
    }

    @Test
    void shouldNotAskServersForWhatEndsThem() {
        refuses(() -> filled("pattern:"));
        refuses(() -> filled("x".repeat(33)));
        assertDoesNotThrow(() -> filled("pattern:00"));
        assertDoesNotThrow(() -> filled("x".repeat(32)));
    }

    @Test
    void shouldNotChangeWithWhatItWasMadeOf() {
        byte[] key = {1, 2, 3};
        List<Long> timeouts = new ArrayList<>(List.of(1_000_000_000L));
        RttPlan plan = plan(timeouts, key, 0);

        key[0] = 9;
        timeouts.clear();
        plan.key()[1] = 9;

        assertArrayEquals(new byte[] {1, 2, 3}, plan.key());
        assertEquals(List.of(1_000_000_000L), plan.openTimeoutsNs());
    }
}
