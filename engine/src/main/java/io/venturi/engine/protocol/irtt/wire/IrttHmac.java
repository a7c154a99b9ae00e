package io.venturi.engine.protocol.irtt.wire;

import io.venturi.engine.annotation.HotPath;

import java.lang.foreign.MemorySegment;
import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

import static io.venturi.engine.protocol.irtt.wire.IrttMessage.TAG;
import static io.venturi.engine.protocol.irtt.wire.IrttMessage.TAG_BYTES;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;

/**
 * Signs and verifies messages with HMAC-MD5. The tag covers the whole UDP payload, in which the tag itself counts as
 * zeros. Allocates nothing per packet, which is why this is not {@code javax.crypto.Mac}.
 *
 * <p>Owned by one thread. MD5 is what the protocol prescribes; it keeps strangers out, it does not keep secrets.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc2104">RFC 2104: HMAC</a>
 */
public final class IrttHmac {
    private static final int BLOCK_BYTES = 64;

    private final MessageDigest md5;
    private final byte[] innerPad;
    private final byte[] outerPad;
    private final byte[] message = new byte[IrttLayout.MAX_IPV6_BYTES];
    private final byte[] tag = new byte[TAG_BYTES];
    private final byte[] claimed = new byte[TAG_BYTES];

    /** @param key a key that is present */
    public IrttHmac(IrttKey key) {
        try {
            md5 = MessageDigest.getInstance("MD5");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has MD5", e);
        }
        byte[] secret = key.secret().length > BLOCK_BYTES ? md5.digest(key.secret()) : key.secret();
        innerPad = pad(secret, 0x36);
        outerPad = pad(secret, 0x5c);
    }

    /** Write the tag of a message of {@code length} bytes, at most 65527, that is complete but for the tag. */
    @HotPath
    public void sign(MemorySegment packet, int length) {
        compute(packet, length);
        MemorySegment.copy(tag, 0, packet, JAVA_BYTE, TAG, TAG_BYTES);
    }

    /** True if the message, at least a prefix long, carries the right tag; takes the same time wherever it differs. */
    @HotPath
    public boolean verify(MemorySegment packet, int length) {
        if (length > message.length) {
            return false;
        }
        compute(packet, length);
        MemorySegment.copy(packet, JAVA_BYTE, TAG, claimed, 0, TAG_BYTES);
        return MessageDigest.isEqual(tag, claimed);
    }

    private void compute(MemorySegment packet, int length) {
        MemorySegment.copy(packet, JAVA_BYTE, 0, message, 0, length);
        Arrays.fill(message, TAG, TAG + TAG_BYTES, (byte) 0);
        try {
            md5.update(innerPad);
            md5.update(message, 0, length);
            md5.digest(tag, 0, TAG_BYTES);
            md5.update(outerPad);
            md5.update(tag);
            md5.digest(tag, 0, TAG_BYTES);
        } catch (DigestException e) {
            throw new AssertionError("an MD5 digest has 16 bytes", e);
        }
    }

    private static byte[] pad(byte[] secret, int with) {
        byte[] pad = Arrays.copyOf(secret, BLOCK_BYTES);
        for (int i = 0; i < BLOCK_BYTES; i++) {
            pad[i] ^= (byte) with;
        }
        return pad;
    }
}
