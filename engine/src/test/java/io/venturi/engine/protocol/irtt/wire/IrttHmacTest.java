package io.venturi.engine.protocol.irtt.wire;

import io.venturi.engine.error.ConfigException;
import io.venturi.engine.testing.AllocationProbe;
import io.venturi.engine.protocol.irtt.Captured;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;

import static io.venturi.engine.testing.PacketFixture.bytes;
import static io.venturi.engine.testing.PacketFixture.hex;
import static io.venturi.engine.testing.PacketFixture.normal;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class IrttHmacTest {
    private final IrttHmac hmac = new IrttHmac(IrttKey.parse(Captured.KEY));

    @ParameterizedTest
    @ValueSource(strings = {Captured.KEYED_OPEN, Captured.KEYED_OPEN_REPLY, Captured.KEYED_ECHO_REQUEST_0,
        Captured.KEYED_ECHO_REPLY_0, Captured.KEYED_CLOSE})
    void shouldReproduceTheTagsOfARealPeer(String captured) {
        byte[] message = bytes(captured);
        assertTrue(hmac.verify(MemorySegment.ofArray(message), message.length));

        Arrays.fill(message, 4, 20, (byte) 0x5a);
        hmac.sign(MemorySegment.ofArray(message), message.length);

        assertEquals(normal(captured), hex(message));
    }

    @Test
    void shouldNoticeEveryFlippedBit() {
        byte[] message = bytes(Captured.KEYED_OPEN);
        for (int bit = 0; bit < message.length * 8; bit++) {
            message[bit / 8] ^= (byte) (1 << bit % 8);

            assertFalse(hmac.verify(MemorySegment.ofArray(message), message.length), "bit " + bit);

            message[bit / 8] ^= (byte) (1 << bit % 8);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 63, 64, 65, 200})
    void shouldAgreeWithThePlatformForKeysOfAnyLength(int keyBytes) throws Exception {
        Random random = new Random(keyBytes);
        byte[] secret = new byte[keyBytes];
        random.nextBytes(secret);
        byte[] message = new byte[1 + 20 + random.nextInt(2_000)];
        random.nextBytes(message);
        Arrays.fill(message, 4, 20, (byte) 0);
        Mac mac = Mac.getInstance("HmacMD5");
        mac.init(new SecretKeySpec(secret, "HmacMD5"));
        byte[] expected = mac.doFinal(message);

        new IrttHmac(IrttKey.parse("0x" + HexFormat.of().withUpperCase().formatHex(secret)))
                .sign(MemorySegment.ofArray(message), message.length);

        assertArrayEquals(expected, Arrays.copyOfRange(message, 4, 20));
    }

    @Test
    void shouldReadKeysAsTextOrHex() {
        assertArrayEquals(new byte[] {(byte) 0xde, (byte) 0xad}, IrttKey.parse("0xdeAD").secret());
        assertArrayEquals("0Xdead".getBytes(UTF_8), IrttKey.parse("0Xdead").secret());
        assertArrayEquals("gr\u00fcn".getBytes(UTF_8), IrttKey.parse("gr\u00fcn").secret());
        assertFalse(IrttKey.parse("").isPresent());
        assertFalse(IrttKey.parse("0x").isPresent());
    }

    @Test
    void shouldNotShowTheKeyWhenItIsRefusedOrPrinted() {
        ConfigException refused = assertThrows(ConfigException.class, () -> IrttKey.parse("0xabc"));
        assertThrows(ConfigException.class, () -> IrttKey.parse("0xzz"));

        assertFalse(refused.getMessage().contains("abc"));
        assertFalse(IrttKey.parse("hush").toString().contains("hush"));
    }

    @Test
    void shouldAllocateNothingPerMessage() {
        MemorySegment message = Arena.ofAuto().allocate(1_472);

        AllocationProbe.assertAllocatesNothing(() -> {
            hmac.sign(message, 200);
            hmac.verify(message, 200);
        });
    }
}
