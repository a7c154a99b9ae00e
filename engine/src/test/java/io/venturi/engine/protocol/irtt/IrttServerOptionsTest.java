package io.venturi.engine.protocol.irtt;

import io.venturi.engine.error.ConfigException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

class IrttServerOptionsTest {

    @Test
    void shouldRefuseValuesOutOfRange() {
        for (var builder : List.of(builder().maxDurationNs(-1), builder().minIntervalNs(-1),
                builder().maxLengthBytes(-1), builder().timeoutNs(1), builder().timeoutNs(Long.MAX_VALUE),
                builder().packetBurst(-1), builder().maxSessions(0), builder().maxSessionsPerAddress(0),
                builder().opensPerSecond(-1), builder().fill("pattern:"))) {
            assertThrows(ConfigException.class, builder::build);
        }
    }

    @ParameterizedTest
    @CsvSource({"rand, rand, true", "rand, rande, false", "rand, ran, false", "*, anything, true",
        "pattern:*, pattern:00, true", "pattern:*, pattern, false", "*:*0, pattern:100, true",
        "*:*0, pattern:101, false", "p*n, pattern, true", "'', x, false", "**, x, true", "a*b*c, a-b-b-c, true"})
    void shouldMatchFillsAgainstGlobs(String glob, String fill, boolean allowed) {
        assertEquals(allowed, builder().allowedFills(List.of(glob)).build().allowsFill(fill));
    }

    @Test
    void shouldAllowNoFillWhenTheListIsEmpty() {
        assertFalse(builder().allowedFills(List.of()).build().allowsFill("rand"));
    }

    private static IrttServerOptions.Builder builder() {
        return IrttServerOptions.builder();
    }
}
