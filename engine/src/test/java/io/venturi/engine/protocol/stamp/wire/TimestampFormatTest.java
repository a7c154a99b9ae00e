package io.venturi.engine.protocol.stamp.wire;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

class TimestampFormatTest {
    private static final long S = 1_000_000_000;
    /** 2036-02-07 06:28:16 UTC, when 32 bits of NTP seconds are used up. */
    private static final long ROLLOVER_NS = ((1L << 32) - 2_208_988_800L) * S;

    @Test
    void shouldWriteKnownInstants() {
        assertEquals(0x83aa7e80_00000000L, TimestampFormat.NTP.encode(0));
        assertEquals(0xeeaaa520_40000000L, TimestampFormat.NTP.encode(1_795_172_000L * S + S / 4));
        assertEquals(0x6b0026a0_0ee6b280L, TimestampFormat.PTP.encode(1_795_172_000L * S + S / 4));
    }

    @Test
    void shouldGoOnInTheNextEra() {
        assertEquals(0xffffffff_80000000L, TimestampFormat.NTP.encode(ROLLOVER_NS - S / 2));
        assertEquals(0x00000000_80000000L, TimestampFormat.NTP.encode(ROLLOVER_NS + S / 2));
        for (long nearNs : new long[] {ROLLOVER_NS - 3_600 * S, ROLLOVER_NS + 3_600 * S}) {
            assertEquals(ROLLOVER_NS - S / 2, TimestampFormat.NTP.decode(0xffffffff_80000000L, nearNs));
            assertEquals(ROLLOVER_NS + S / 2, TimestampFormat.NTP.decode(0x00000000_80000000L, nearNs));
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldReadWhatItWroteToTheNanosecond(TimestampFormat format) {
        Random random = new Random(31);
        for (int i = 0; i < 100_000; i++) {
            long wallNs = Math.abs(random.nextLong()) % (200L * 365 * 86_400 * S);
            long nearNs = wallNs + random.nextInt() % 60L * 365 * 86_400 * S / 2;

            assertEquals(wallNs, format.decode(format.encode(wallNs), nearNs));
        }
    }

    @Test
    void shouldKnowThatASecondHasLessThanABillionNanoseconds() {
        assertTrue(TimestampFormat.PTP.isSound(999_999_999));
        assertFalse(TimestampFormat.PTP.isSound(1_000_000_000));
        assertTrue(TimestampFormat.NTP.isSound(-1));
    }
}
