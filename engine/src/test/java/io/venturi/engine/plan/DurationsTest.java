package io.venturi.engine.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.venturi.engine.error.ConfigException;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationsTest {

    @ParameterizedTest
    @CsvSource({"0, 0", "-0, 0", "0s, 0", "1ns, 1", "500us, 500000", "500\u00b5s, 500000", "500\u03bcs, 500000",
        "10ms, 10000000", "1s, 1000000000", "1.5s, 1500000000", ".5s, 500000000", "1.s, 1000000000", "1m, 60000000000",
        "1m30s, 90000000000", "1h2m3s4ms5us6ns, 3723004005006", "1s1s, 2000000000", "1h, 3600000000000",
        "-1.5s, -1500000000", "+2s, 2000000000", "1.9999ns, 1", "-1.9999ns, -1", "0.1ns, 0", "0.000000001s, 1",
        "9223372036854775807ns, 9223372036854775807", "2562047h47m16.854775807s, 9223372036854775807",
        "-9223372036854775808ns, -9223372036854775808"})
    void shouldParse(String text, long ns) {
        assertEquals(ns, Durations.parse(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "1", "00", "s", "-", "+", "--1s", "1 s", " 1s", "1s ", "1x", "1sec", "1.2.3s",
        "1e3s", "1d", "ms", ".s", "1s2", "1S", "0x1s", "\u0661s", "9223372036854775808ns", "2562048h", "-2562048h"})
    void shouldTellHowToWriteADuration(String text) {
        ConfigException refusal = assertThrows(ConfigException.class, () -> Durations.parse(text));

        assertTrue(refusal.getMessage().startsWith("\"" + text + "\" is no duration."), refusal.getMessage());
    }

    @ParameterizedTest
    @CsvSource({"0, 0s", "1, 1ns", "999, 999ns", "1000, 1\u00b5s", "1500, 1.5\u00b5s", "200000000, 200ms",
        "999999999, 999.999999ms", "1000000000, 1s", "60000000000, 1m0s", "90500000000, 1m30.5s",
        "3600000000000, 1h0m0s", "3661000000001, 1h1m1.000000001s", "-1500, -1.5\u00b5s",
        "9223372036854775807, 2562047h47m16.854775807s", "-9223372036854775808, -2562047h47m16.854775808s"})
    void shouldFormat(long ns, String text) {
        assertEquals(text, Durations.format(ns));
    }

    @Test
    void shouldParseWhatItFormats() {
        Random random = new Random(1);
        for (int i = 0; i < 100_000; i++) {
            long ns = random.nextLong() >> random.nextInt(64);

            assertEquals(ns, Durations.parse(Durations.format(ns)));
        }
        assertEquals(Long.MIN_VALUE, Durations.parse(Durations.format(Long.MIN_VALUE)));
        assertEquals(Long.MAX_VALUE, Durations.parse(Durations.format(Long.MAX_VALUE)));
    }
}
