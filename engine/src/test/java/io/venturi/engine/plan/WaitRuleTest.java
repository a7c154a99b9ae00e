package io.venturi.engine.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.venturi.engine.error.ConfigException;
import io.venturi.engine.plan.WaitRule.Kind;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WaitRuleTest {
    private static final long S = 1_000_000_000;
    private static final long MS = 1_000_000;

    @Test
    void shouldParse() {
        assertEquals(WaitRule.DEFAULT, WaitRule.parse("3x4s"));
        assertEquals(new WaitRule(Kind.TIMES_MEAN, 5, 200 * MS), WaitRule.parse("5r200ms"));
        assertEquals(new WaitRule(Kind.FIXED, 0, 4 * S), WaitRule.parse("4s"));
        assertEquals(new WaitRule(Kind.FIXED, 0, 0), WaitRule.parse("0"));
        assertEquals(new WaitRule(Kind.TIMES_MAX, Integer.MAX_VALUE, 0), WaitRule.parse("2147483647x0s"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "r", "x4s", "3x", "3r", "3.5x4s", "0x4s", "-1x4s", "3x-4s", "-4s", "2147483648x1s",
        "3y4s", "3x4", "ax4s", "3x4x5s"})
    void shouldTellHowToWriteAWait(String text) {
        ConfigException refusal = assertThrows(ConfigException.class, () -> WaitRule.parse(text));

        assertTrue(refusal.getMessage().contains("3x4s") || refusal.getMessage().contains("is no duration"),
                refusal.getMessage());
    }

    @Test
    void shouldParseWhatItPrints() {
        Random random = new Random(1);
        for (int i = 0; i < 10_000; i++) {
            Kind kind = Kind.values()[random.nextInt(3)];
            int factor = kind == Kind.FIXED ? 0 : 1 + random.nextInt(Integer.MAX_VALUE);
            WaitRule rule = new WaitRule(kind, factor, random.nextLong() >>> 1 + random.nextInt(63));

            assertEquals(rule, WaitRule.parse(rule.toString()));
        }
    }

    @ParameterizedTest
    @CsvSource({"3x4s, 0, 0, 0, 4000", "3x4s, 1, 50, 40, 150", "3x4s, 1, 1, 1, 100", "3r4s, 9, 50, 40, 120",
        "3r4s, 9, 500, 20, 100", "3r4s, 0, 0, 0, 4000", "5ms, 9, 500, 400, 5", "0s, 0, 0, 0, 0", "1x0s, 0, 0, 0, 0"})
    void shouldWait(String rule, long replies, long maxMs, long meanMs, long expectedMs) {
        assertEquals(expectedMs * MS, WaitRule.parse(rule).waitNs(replies, maxMs * MS, meanMs * MS));
    }

    @Test
    void shouldWaitForeverAtMost() {
        WaitRule rule = WaitRule.parse("2147483647x4s");

        assertEquals(Long.MAX_VALUE, rule.waitNs(1, 5 * S, S));
        assertEquals(2_147_483_647L * S, rule.waitNs(1, S, S));
    }
}
