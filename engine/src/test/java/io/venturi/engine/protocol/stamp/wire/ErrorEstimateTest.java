package io.venturi.engine.protocol.stamp.wire;

import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static io.venturi.engine.protocol.stamp.wire.TimestampFormat.NTP;
import static io.venturi.engine.protocol.stamp.wire.TimestampFormat.PTP;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

class ErrorEstimateTest {
    private static final BigInteger NS_PER_S = BigInteger.valueOf(1_000_000_000);

    @ParameterizedTest
    @CsvSource({"0, 0001", "1, 0005", "59, 00fe", "1000, 0587", "1000000, 0f84", "1000000000, 1980",
        "16000000000, 1d80", "9223372036854775807, 3780"})
    void shouldEncodeKnownErrors(long errorNs, String hex) {
        assertEquals(Integer.parseInt(hex, 16), ErrorEstimate.encode(false, NTP, errorNs));
    }

    @Test
    void shouldKeepBothFlags() {
        assertEquals(0x8587, ErrorEstimate.encode(true, NTP, 1_000));
        assertEquals(0xc587, ErrorEstimate.encode(true, PTP, 1_000));
        assertTrue(ErrorEstimate.isSynchronised(0x8001));
        assertFalse(ErrorEstimate.isSynchronised(0x7fff));
        assertSame(PTP, ErrorEstimate.format(0x4001));
        assertSame(NTP, ErrorEstimate.format(0xbfff));
    }

    @Test
    void shouldBeTheLeastThatIsNotBelowTheError() {
        Random random = new Random(32);
        for (int i = 0; i < 100_000; i++) {
            long errorNs = random.nextLong() >>> 1 + random.nextInt(62);
            int estimate = ErrorEstimate.encode(random.nextBoolean(), NTP, errorNs);
            int multiplier = estimate & 0xff;
            int scale = estimate >>> 8 & 0x3f;

            assertTrue(ErrorEstimate.isSound(estimate));
            if (errorNs > (1L << 30) * 1_000_000_000) {
                continue;
            }
            assertTrue(covers(multiplier, scale, errorNs), errorNs + " ns");
            assertTrue(multiplier == 1 || !covers(multiplier - 1, scale, errorNs), errorNs + " ns");
            assertTrue(scale == 0 || multiplier >= 128, errorNs + " ns");
            assertTrue(ErrorEstimate.errorNs(estimate) >= errorNs);
        }
    }

    private static boolean covers(int multiplier, int scale, long errorNs) {
        BigInteger estimate = BigInteger.valueOf(multiplier).shiftLeft(scale).multiply(NS_PER_S);
        return estimate.compareTo(BigInteger.valueOf(errorNs).shiftLeft(32)) >= 0;
    }

    @Test
    void shouldCallAZeroMultiplierCorrupt() {
        assertFalse(ErrorEstimate.isSound(0xff00));
        assertTrue(ErrorEstimate.isSound(0x0001));
    }

    @Test
    void shouldReadWhatNoClockWillEverSay() {
        assertEquals(Long.MAX_VALUE, ErrorEstimate.errorNs(0x3fff));
        assertEquals(1, ErrorEstimate.errorNs(0x0001));
    }
}
