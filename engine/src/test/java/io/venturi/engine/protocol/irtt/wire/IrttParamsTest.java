package io.venturi.engine.protocol.irtt.wire;

import io.venturi.engine.error.ConfigException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.lang.foreign.MemorySegment;
import java.util.Random;

import static io.venturi.engine.testing.PacketFixture.bytes;
import static io.venturi.engine.testing.PacketFixture.hex;
import static io.venturi.engine.testing.PacketFixture.normal;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class IrttParamsTest {
    private static final IrttParams EMPTY = new IrttParams(0, 0, 0, 0, ReceivedStats.NONE, StampAt.NONE,
            StampClock.UNSET, 0, "", 0);

    private final IrttParamsReader reader = new IrttParamsReader();

    @Test
    void shouldEncodeAscendingIdsAndLeaveOutZeros() {
        IrttParams params = new IrttParams(1, 300_000_000, 200_000_000, 40, ReceivedStats.COUNT, StampAt.MIDPOINT,
                StampClock.WALL, 184, "rand", IrttParams.CLOSE_ACK);

        assertEquals(normal("0102|02808c8d9e02|038088debe01|0450|0502|0608|0702|08f002|090472616e64|4004"),
                encoded(params));
        assertEquals("", encoded(EMPTY));
    }

    @Test
    void shouldEncodeAnEndlessDurationInTenBytes() {
        IrttParams params = new IrttParams(0, Long.MAX_VALUE, 0, 0, ReceivedStats.NONE, StampAt.NONE,
                StampClock.UNSET, 0, "", 0);

        assertEquals(normal("02|feffffffffffffffff01"), encoded(params));
    }

    @Test
    void shouldReadWhatItWrote() {
        Random random = new Random(11);
        for (int i = 0; i < 2_000; i++) {
            IrttParams params = new IrttParams(random.nextInt(), random.nextLong() >>> 1 + random.nextInt(62),
                    random.nextLong() >>> 1 + random.nextInt(62), random.nextLong() >> random.nextInt(63),
                    ReceivedStats.values()[random.nextInt(4)], StampAt.values()[random.nextInt(5)],
                    StampClock.values()[random.nextInt(4)], random.nextInt(), "\u00ff".repeat(random.nextInt(33)),
                    random.nextLong());

            assertEquals(DropReason.NONE, read(encoded(params)));

            assertEquals(params, reader.params());
            assertEquals(encoded(params).length() / 2, params.encodedBytes());
        }
    }

    @Test
    void shouldForgetTheParametersOfTheMessageBefore() {
        read("0102|0502|090472616e64");

        assertEquals(DropReason.NONE, read(""));

        assertEquals(EMPTY, reader.params());
    }

    @Test
    void shouldAcceptAnyOrderAndUnknownIdsAndTakeTheLastOfRepeatedOnes() {
        assertEquals(DropReason.NONE, read("0706|0a02|0606|4d04|0502|0506|ffffffffffffffffff01 7f|038088debe01|"
                + "028094ebdc03|0102|0000"));

        assertEquals(new IrttParams(1, 500_000_000, 200_000_000, 0, ReceivedStats.BOTH, StampAt.BOTH, StampClock.BOTH,
                0, "", 0), reader.params());
    }

    @Test
    void shouldAcceptAnyLengthAndTrafficClassAsIntegers() {
        assertEquals(DropReason.NONE, read("0401|08feffffffffffffffff01"));

        assertEquals(-1, reader.params().length());
        assertEquals(Integer.MAX_VALUE, reader.params().trafficClass());
    }

    @ParameterizedTest
    @CsvSource({
        "0200, INVALID_PARAM_VALUE", // duration 0
        "0201, INVALID_PARAM_VALUE", // duration -1
        "0300, INVALID_PARAM_VALUE",
        "0508, INVALID_RECEIVED_STATS_INT",
        "0501, INVALID_RECEIVED_STATS_INT",
        "060a, INVALID_STAMP_AT_INT",
        "0700, INVALID_CLOCK_INT",
        "0708, INVALID_CLOCK_INT",
        "02, SHORT_PARAM_BUFFER", // no value
        "0280, SHORT_PARAM_BUFFER",
        "80, SHORT_PARAM_BUFFER", // no whole id
        "09, SHORT_PARAM_BUFFER",
        "0903 6162, SHORT_PARAM_BUFFER",
        "4d 8080808080808080808000, PARAM_OVERFLOW", // eleven bytes, though the id is unknown
        "02 ffffffffffffffffff02, PARAM_OVERFLOW", // 65 bits
        "8080808080808080808000 02, PARAM_OVERFLOW",
        "0921 616161616161616161616161616161616161616161616161616161616161616161, PARAM_OVERFLOW",
        "09 ffffffffffffffffff01, PARAM_OVERFLOW",
        "0200 0502, INVALID_PARAM_VALUE"}) // what follows does not heal it
    void shouldRejectMalformedBlocksAsAWhole(String block, DropReason reason) {
        assertEquals(reason, read(block));
    }

    @Test
    void shouldNeverThrowWhateverItReads() {
        Random random = new Random(12);
        int accepted = 0;
        for (int i = 0; i < 200_000; i++) {
            byte[] block = new byte[random.nextInt(24)];
            random.nextBytes(block);
            for (int b = 0; b < block.length; b++) {
                block[b] = random.nextInt(3) == 0 ? block[b] : (byte) random.nextInt(12);
            }

            if (reader.read(MemorySegment.ofArray(block), 0, block.length) == DropReason.NONE) {
                accepted++;
                assertTrue(reader.params().encodedBytes() <= IrttParams.MAX_BYTES);
            }
        }
        assertTrue(accepted > 1_000, "only " + accepted + " blocks were sound");
    }

    @Test
    void shouldRefuseValuesThatNoPeerWouldAccept() {
        assertThrows(ConfigException.class, () -> new IrttParams(1, 1, 1, 0, ReceivedStats.NONE, StampAt.NONE,
                StampClock.BOTH, 0, "x".repeat(33), 0));
        assertThrows(ConfigException.class, () -> new IrttParams(1, -1, 1, 0, ReceivedStats.NONE, StampAt.NONE,
                StampClock.BOTH, 0, "", 0));
    }

    private DropReason read(String block) {
        byte[] bytes = bytes(block);
        return reader.read(MemorySegment.ofArray(bytes), 0, bytes.length);
    }

    private static String encoded(IrttParams params) {
        MemorySegment buffer = MemorySegment.ofArray(new byte[IrttParams.MAX_BYTES]);
        return hex(buffer, params.encode(buffer, 0));
    }
}
