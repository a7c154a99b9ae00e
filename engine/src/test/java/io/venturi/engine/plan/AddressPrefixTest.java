package io.venturi.engine.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.venturi.engine.error.ConfigException;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AddressPrefixTest {

    @ParameterizedTest
    @CsvSource({"192.0.2.0/24, 192.0.2.0/24", "192.0.2.7, 192.0.2.7", "192.0.2.7/32, 192.0.2.7", "0.0.0.0/0, 0.0.0.0/0",
        "::ffff:192.0.2.0/120, 192.0.2.0/24", "::ffff:192.0.2.7, 192.0.2.7", "::ffff:0:0/96, 0.0.0.0/0",
        "2001:db8::/32, 2001:db8::/32", "::/0, ::/0", "0:0:0:0:0:0:0:1, ::1"})
    void shouldReadPrefixesAndAddresses(String text, String normal) {
        AddressPrefix prefix = AddressPrefix.parse(text);

        assertEquals(normal, prefix.toString());
        assertEquals(prefix, AddressPrefix.parse(normal));
    }

    @ParameterizedTest
    @CsvSource({"192.0.2.1/24, write 192.0.2.0/24", "2001:db8::1/32, bits set behind the first 32",
        "192.0.2.0/33, is 0 to 32", "192.0.2.0/, is 0 to 32", "192.0.2.0/08, is 0 to 32", "192.0.2.0/-1, is 0 to 32",
        "::/129, is 0 to 128", "::ffff:192.0.2.0/24, is 96 to 128", "192.0.2, no address", "192.0.2.256, no address",
        "192.0.02.1, no address", "host.example, no address", "fe80::1%lo, no address", "[::1], no address",
        "'', no address", "1.2.3.4:5, no address", "::1::, no address", "'192.0.2.0 /24', no address"})
    void shouldSayWhatIsWrong(String text, String words) {
        ConfigException wrong = assertThrows(ConfigException.class, () -> AddressPrefix.parse(text));

        assertTrue(wrong.getMessage().contains(words), wrong.getMessage());
    }

    @Test
    void shouldReadBackWhateverItWrites() {
        SplittableRandom random = new SplittableRandom(4632);
        for (int i = 0; i < 20_000; i++) {
            boolean ipv4 = random.nextBoolean();
            int bits = random.nextInt(ipv4 ? 33 : 129);
            long high = ipv4 ? 0 : random.nextLong();
            long low = ipv4 ? 0xffffL << 32 | random.nextInt() & 0xffffffffL : random.nextLong();
            int whole = ipv4 ? 96 + bits : bits;
            long cutHigh = whole == 0 ? 0 : high & -1L << 64 - Math.min(64, whole);
            long cutLow = whole <= 64 ? 0 : low & -1L << 128 - whole;
            AddressPrefix prefix = new AddressPrefix(cutHigh, cutLow, whole);

            assertEquals(prefix, AddressPrefix.parse(prefix.toString()), prefix.toString());
            assertTrue(prefix.contains(new AddressPrefix(high, low, 128)), prefix.toString());
            assertTrue(prefix.contains(new AddressPrefix(prefix.lastHigh(), prefix.lastLow(), 128)), prefix.toString());
        }
    }

    @Test
    void shouldKeepTheFamiliesApart() {
        assertFalse(AddressPrefix.parse("::/0").contains(AddressPrefix.parse("192.0.2.1")));
        assertFalse(AddressPrefix.parse("0.0.0.0/0").contains(AddressPrefix.parse("::1")));
    }
}
