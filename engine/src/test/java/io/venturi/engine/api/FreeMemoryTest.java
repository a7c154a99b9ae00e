package io.venturi.engine.api;

import static io.venturi.engine.api.LoopbackPlans.QUIET;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.venturi.engine.error.HostException;
import io.venturi.engine.plan.RttPlan;
import io.venturi.engine.record.RoundTripTable;
import org.junit.jupiter.api.Test;

class FreeMemoryTest {
    private static final long GIB = 1L << 30;

    private static RttPlan plan(long durationNs, long intervalNs, long keepRows) {
        return LoopbackPlans.plan("127.0.0.1", durationNs, intervalNs, keepRows, QUIET);
    }

    private static String refusal(RttPlan plan, long bytes) {
        return assertThrows(HostException.class, () -> FreeMemory.require(plan, bytes)).getMessage();
    }

    @Test
    void shouldLetTestsThroughThatFit() {
        long needed = RoundTripTable.bytesFor(1_000_000);

        assertDoesNotThrow(() -> FreeMemory.require(plan(1_000_000, 1, 0), needed));
        assertDoesNotThrow(() -> FreeMemory.require(plan(RttPlan.ENDLESS, 1, 1_000_000), needed));
        assertDoesNotThrow(() -> FreeMemory.require(plan(1_000_000_000, 1_000_000, 0)));
    }

    @Test
    void shouldRefuseTestsThatDoNotFit() {
        long needed = RoundTripTable.bytesFor(1_000_000);

        assertEquals("All 1000000 probes would not fit the " + (needed - 1 >> 20) + " MiB of free memory. Shorten the"
                + " test, or keep only the last ones with continuous mode.",
                refusal(plan(1_000_000, 1, 0), needed - 1));
        assertEquals("The last 1000000 probes would not fit the " + (needed - 1 >> 20) + " MiB of free memory. Keep"
                + " fewer of them.", refusal(plan(RttPlan.ENDLESS, 1, 1_000_000), needed - 1));
    }

    @Test
    void shouldRefuseWhatIsBeyondAllNumbers() {
        assertTrue(refusal(plan(RttPlan.ENDLESS, 1, 0), GIB).startsWith("All probes of an endless test would not fit"));
        assertTrue(refusal(plan(RttPlan.ENDLESS - 1, 1, 0), GIB).startsWith("All 9223372036854775806 probes"));
        assertTrue(refusal(plan(RttPlan.ENDLESS, 1, Long.MAX_VALUE), GIB).startsWith("The last 9223372036854775807"));
    }
}
