package io.venturi.engine.clock;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.venturi.engine.error.ConfigException;
import io.venturi.engine.error.NativeException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Against structures filled as the kernel fills them. */
class PhcOffsetTest {
    private static final long S = 1_000_000_000L;

    private static void time(MemorySegment to, long at, long ns) {
        to.set(JAVA_LONG, at, Math.floorDiv(ns, S));
        to.set(JAVA_INT, at + 8, (int) Math.floorMod(ns, S));
    }

    @Test
    void shouldTakeTheNarrowestSample() {
        MemorySegment samples = Arena.ofAuto().allocate(1216, 8);
        long[][] read = {{100 * S, 37 * S, 100 * S + 3_000}, {100 * S + 5_000, 37 * S + 5_400, 100 * S + 5_801},
            {100 * S + 9_000, 37 * S + 9_500, 100 * S + 11_000}};
        for (int i = 0; i < read.length; i++) {
            for (int k = 0; k < 3; k++) {
                time(samples, 16 + 48 * i + 16 * k, read[i][k]);
            }
        }

        PhcOffset best = PhcOffset.ofExtended(samples, 3);

        assertEquals(new PhcOffset(100 * S + 5_400, 37 * S + 5_400, 401, PhcOffset.Method.EXTENDED), best);
        assertEquals(-63 * S, best.offsetNs());
    }

    @Test
    void shouldTakeAPrecisePairAsItIs() {
        MemorySegment pair = Arena.ofAuto().allocate(64, 8);
        time(pair, 0, 137 * S + 7);
        time(pair, 16, 100 * S + 2);

        assertEquals(37 * S + 5, PhcOffset.ofPrecise(pair).offsetNs());
        assertEquals(100, PhcOffset.ofPrecise(pair).halfWidthNs());
    }

    @Test
    void shouldNotGiveANegativeWidthWhenTheSystemClockIsSetBackInBetween() {
        assertEquals(0, PhcOffset.between(500, 400, 100, PhcOffset.Method.SANDWICH).halfWidthNs());
    }

    @Test
    void shouldSayWhatIsWrongWithAClockThatIsNotThere() {
        NativeException wrong = assertThrows(NativeException.class, () -> PtpHardwareClock.open(998_877));

        assertTrue(wrong.getMessage().contains("/dev/ptp998877") && wrong.getMessage().contains("venturi clock"),
                wrong.getMessage());
        assertTrue(assertThrows(ConfigException.class, () -> PtpHardwareClock.indexOf("no-such-if")).getMessage()
                .contains("no-such-if"));
        assertThrows(ConfigException.class, () -> PtpHardwareClock.indexOf("much-too-long-a-name"));
        assertEquals(-1, PtpHardwareClock.indexOf("lo"));
    }

    @Test
    void shouldListClocksInOrder() {
        List<Integer> indices = PtpHardwareClock.indices();

        assertEquals(indices.stream().sorted().distinct().toList(), indices);
    }
}
