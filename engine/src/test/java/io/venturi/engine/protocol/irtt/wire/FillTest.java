package io.venturi.engine.protocol.irtt.wire;

import io.venturi.engine.error.ConfigException;
import io.venturi.engine.testing.AllocationProbe;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.HexFormat;

import static io.venturi.engine.testing.PacketFixture.hex;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class FillTest {

    @Test
    void shouldGoOnInThePatternFromPacketToPacket() {
        Fill fill = Fill.of("pattern:010203");
        byte[] packet = new byte[7];

        fill.fill(MemorySegment.ofArray(packet), 2, 7);
        assertEquals("00000102030102", hex(packet));

        fill.fill(MemorySegment.ofArray(packet), 3, 7);
        assertEquals("00000103010203", hex(packet));
    }

    @Test
    void shouldRepeatPatternsLongerThanWhatIsCopiedAtOnce() {
        StringBuilder digits = new StringBuilder();
        for (int i = 0; i < 300; i++) {
            digits.append("%04x".formatted(i));
        }
        byte[] packet = new byte[1_500];

        Fill fill = Fill.of("pattern:" + digits);
        fill.fill(MemorySegment.ofArray(packet), 0, 700);
        fill.fill(MemorySegment.ofArray(packet), 700, 1_500);

        byte[] pattern = HexFormat.of().parseHex(digits);
        for (int i = 0; i < packet.length; i++) {
            assertEquals(pattern[i % pattern.length], packet[i], "byte " + i);
        }
    }

    @Test
    void shouldFillEveryByteAtRandomAndNoOther() {
        byte[] packet = new byte[40];
        byte[] seen = new byte[40];
        Fill fill = new Fill.Random(1);
        for (int i = 0; i < 50; i++) {
            fill.fill(MemorySegment.ofArray(packet), 3, 38);
            for (int b = 0; b < packet.length; b++) {
                seen[b] |= packet[b];
            }
        }

        assertEquals("000000" + "ff".repeat(35) + "0000", hex(seen));
    }

    @Test
    void shouldNotRepeatItselfWhenRandom() {
        byte[] first = new byte[64];
        byte[] second = new byte[64];
        Fill fill = new Fill.Random(1);

        fill.fill(MemorySegment.ofArray(first), 0, 64);
        fill.fill(MemorySegment.ofArray(second), 0, 64);

        assertNotEquals(hex(first), hex(second));
    }

    @Test
    void shouldLeaveThePayloadAloneWhenNone() {
        byte[] packet = {1, 2, 3};

        Fill.of("none").fill(MemorySegment.ofArray(packet), 0, 3);

        assertEquals("010203", hex(packet));
    }

    @Test
    void shouldPrintTheDescriptorItWasMadeFrom() {
        assertEquals("none", Fill.of("none").toString());
        assertEquals("rand", Fill.of("rand").toString());
        assertEquals("pattern:00ff", Fill.of("pattern:00Ff").toString());
        assertEquals(Fill.DEFAULT_PATTERN, Fill.of("pattern").toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "pattern:", "pattern:0", "pattern:zz", "random", "Rand", "pattern:0011 "})
    void shouldRefuseOtherDescriptors(String descriptor) {
        assertTrue(Fill.parse(descriptor).isEmpty());
        assertThrows(ConfigException.class, () -> Fill.of(descriptor));
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "rand", "pattern:010203"})
    void shouldAllocateNothingPerPacket(String descriptor) {
        MemorySegment packet = Arena.ofAuto().allocate(1_472);
        Fill fill = Fill.of(descriptor);

        AllocationProbe.assertAllocatesNothing(() -> fill.fill(packet, 60, 173));
    }
}
