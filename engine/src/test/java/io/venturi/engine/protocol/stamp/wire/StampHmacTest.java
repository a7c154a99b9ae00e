package io.venturi.engine.protocol.stamp.wire;

import io.venturi.engine.testing.AllocationProbe;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Random;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

class StampHmacTest {

    @ParameterizedTest
    @ValueSource(ints = {1, 16, 63, 64, 65, 200})
    void shouldAgreeWithThePlatformForKeysOfAnyLength(int keyBytes) throws Exception {
        Random random = new Random(keyBytes);
        byte[] secret = new byte[keyBytes];
        random.nextBytes(secret);
        byte[] packet = new byte[300];
        random.nextBytes(packet);
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(secret, "HmacSHA256"));
        byte[] baseTag = Arrays.copyOf(mac.doFinal(Arrays.copyOf(packet, 96)), 16);
        mac.update(packet, 0, 4);
        mac.update(packet, 112, 100);
        byte[] tlvTag = Arrays.copyOf(mac.doFinal(), 16);
        StampHmac hmac = new StampHmac(StampKey.of(secret));

        hmac.sign(MemorySegment.ofArray(packet));
        hmac.signTlvs(MemorySegment.ofArray(packet), 112, 212, 216);

        assertArrayEquals(baseTag, Arrays.copyOfRange(packet, 96, 112));
        assertArrayEquals(tlvTag, Arrays.copyOfRange(packet, 216, 232));
        assertTrue(hmac.verify(MemorySegment.ofArray(packet)));
        assertTrue(hmac.verifyTlvs(MemorySegment.ofArray(packet), 112, 212, 216));
    }

    @Test
    void shouldNoticeEveryFlippedBit() {
        byte[] packet = new byte[112];
        new Random(33).nextBytes(packet);
        StampHmac hmac = new StampHmac(StampKey.of(new byte[] {1, 2, 3}));
        hmac.sign(MemorySegment.ofArray(packet));
        for (int bit = 0; bit < packet.length * 8; bit++) {
            packet[bit / 8] ^= (byte) (1 << bit % 8);

            assertFalse(hmac.verify(MemorySegment.ofArray(packet)), "bit " + bit);

            packet[bit / 8] ^= (byte) (1 << bit % 8);
        }
    }

    @Test
    void shouldNotShowTheKey() {
        assertEquals("StampKey[hidden]", StampKey.of(new byte[] {65}).toString());
        assertFalse(StampKey.of(new byte[0]).isPresent());
    }

    @Test
    void shouldAllocateNothingPerPacket() {
        MemorySegment packet = Arena.ofAuto().allocate(1_472);
        StampHmac hmac = new StampHmac(StampKey.of(new byte[] {1, 2, 3}));

        AllocationProbe.assertAllocatesNothing(() -> {
            hmac.sign(packet);
            hmac.verify(packet);
            hmac.signTlvs(packet, 112, 200, 204);
        });
    }
}
