package io.venturi.engine.protocol.stamp.wire;

import io.venturi.engine.annotation.HotPath;
import java.lang.foreign.MemorySegment;
import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

/**
 * Signs and verifies with HMAC-SHA-256, of which the first 16 bytes are sent: base packets (RFC 8762 4.4) and TLVs
 * (RFC 8972 4.8). Allocates nothing per packet, which is why this is not {@code javax.crypto.Mac}.
 *
 * <p>Owned by one thread.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc2104">RFC 2104: HMAC</a>
 */
public final class StampHmac {
    /** Bytes of a tag on the wire. */
    public static final int TAG_BYTES = 16;

    private static final int BLOCK_BYTES = 64;
    private static final int SEQ_BYTES = 4;
    private static final int MOST_BYTES = 65_535;

    private final MessageDigest sha256;
    private final byte[] innerPad;
    private final byte[] outerPad;
    private final byte[] message = new byte[MOST_BYTES];
    private final byte[] digest = new byte[32];
    private final byte[] tag = new byte[TAG_BYTES];
    private final byte[] claimed = new byte[TAG_BYTES];

    /** @param key a key that is present */
    public StampHmac(StampKey key) {
        try {
            sha256 = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
        byte[] secret = key.secret().length > BLOCK_BYTES ? sha256.digest(key.secret()) : key.secret();
        innerPad = pad(secret, 0x36);
        outerPad = pad(secret, 0x5c);
    }

    /** Write the tag of an authenticated base packet that is complete but for it. */
    @HotPath
    public void sign(MemorySegment packet) {
        computeBase(packet);
        MemorySegment.copy(tag, 0, packet, JAVA_BYTE, StampLayout.HMAC, TAG_BYTES);
    }

    /** True if an authenticated base packet carries the right tag; takes the same time wherever it differs. */
    @HotPath
    public boolean verify(MemorySegment packet) {
        computeBase(packet);
        return isTag(packet, StampLayout.HMAC);
    }

    /**
     * Write the tag of TLVs: it covers the packet's sequence number and the bytes {@code from} (inclusive) to
     * {@code to} (exclusive), which are all TLVs before the one that holds the tag.
     *
     * @param at where the tag goes
     */
    @HotPath
    public void signTlvs(MemorySegment packet, int from, int to, int at) {
        computeTlvs(packet, from, to);
        MemorySegment.copy(tag, 0, packet, JAVA_BYTE, at, TAG_BYTES);
    }

    /** True if the tag at {@code at} is that of {@link #signTlvs}. */
    @HotPath
    public boolean verifyTlvs(MemorySegment packet, int from, int to, int at) {
        computeTlvs(packet, from, to);
        return isTag(packet, at);
    }

    private boolean isTag(MemorySegment packet, int at) {
        MemorySegment.copy(packet, JAVA_BYTE, at, claimed, 0, TAG_BYTES);
        return MessageDigest.isEqual(tag, claimed);
    }

    private void computeBase(MemorySegment packet) {
        MemorySegment.copy(packet, JAVA_BYTE, 0, message, 0, StampLayout.HMAC);
        compute(StampLayout.HMAC);
    }

    private void computeTlvs(MemorySegment packet, int from, int to) {
        MemorySegment.copy(packet, JAVA_BYTE, 0, message, 0, SEQ_BYTES);
        MemorySegment.copy(packet, JAVA_BYTE, from, message, SEQ_BYTES, to - from);
        compute(SEQ_BYTES + to - from);
    }

    private void compute(int length) {
        try {
            sha256.update(innerPad);
            sha256.update(message, 0, length);
            sha256.digest(digest, 0, digest.length);
            sha256.update(outerPad);
            sha256.update(digest);
            sha256.digest(digest, 0, digest.length);
        } catch (DigestException e) {
            throw new AssertionError("a SHA-256 digest has 32 bytes", e);
        }
        System.arraycopy(digest, 0, tag, 0, TAG_BYTES);
    }

    private static byte[] pad(byte[] secret, int with) {
        byte[] pad = Arrays.copyOf(secret, BLOCK_BYTES);
        for (int i = 0; i < BLOCK_BYTES; i++) {
            pad[i] ^= (byte) with;
        }
        return pad;
    }
}
