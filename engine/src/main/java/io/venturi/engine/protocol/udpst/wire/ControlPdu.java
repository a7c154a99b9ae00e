package io.venturi.engine.protocol.udpst.wire;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.MemorySegment;

/**
 * A PDU that sets up a test. All three end with the same tail:
 * <pre>
 *  -1  1  authMode: 0 none, 1 HMAC
 *   0  4  authUnixTime, s
 *   4 32  authDigest
 *  36  1  keyId
 *  37  1  reserved
 *  38  2  checkSum
 * </pre>
 */
public abstract class ControlPdu extends Pdu {
    static final int TAIL_BYTES = 40;
    static final int DIGEST_BYTES = 32;
    private static final int DIGEST = 4;
    private static final int KEY_ID = 36;
    private static final int RESERVED = 37;
    private static final int CHECKSUM = 38;

    private final int length;
    private final int tail;
    private final int modeAt;

    ControlPdu(int length) {
        this.length = length;
        tail = length - TAIL_BYTES;
        modeAt = tail - 1;
    }

    /** Bytes of this PDU. */
    public final int length() {
        return length;
    }

    final void begin(MemorySegment to, int id, int version) {
        bytes = to;
        clear(0, length);
        u16(0, id);
        u16(2, version);
    }

    /** Protocol version, 0..65535. */
    public final int version() {
        return u16(2);
    }

    /** 0 none, 1 HMAC-SHA256; others are not defined. */
    public final int authMode() {
        return u8(modeAt);
    }

    /** When it was signed, seconds since 1970. */
    public final long authUnixTime() {
        return u32(tail);
    }

    /** Which of several keys, 0..255. */
    public final int keyId() {
        return u8(tail + KEY_ID);
    }

    final void keyId(int id) {
        u8(tail + KEY_ID, id);
    }

    final Fault checked() {
        return Checksum.isAbsentOrRight(bytes, length, tail + CHECKSUM) ? Fault.NONE : Fault.CHECKSUM;
    }

    /** Say that it is not authenticated. */
    public final void unsigned() {
        u8(modeAt, 0);
        clear(tail, length);
    }

    /** Everything of the tail but mode and key becomes zero: how a server answers who it shares no key with. */
    final void blankTail() {
        int id = keyId();
        clear(tail, length);
        keyId(id);
    }

    /**
     * Sign; everything else must be in place.
     *
     * @param unixTime now, seconds since 1970
     */
    public final void sign(PduKey key, int id, long unixTime) {
        u8(modeAt, 1);
        u32(tail, unixTime);
        clear(tail + DIGEST, length);
        keyId(id);
        byte[] digest = key.digest(bytes.asSlice(0, length).toArray(JAVA_BYTE));
        MemorySegment.copy(digest, 0, bytes, JAVA_BYTE, tail + DIGEST, DIGEST_BYTES);
    }

    /** True if signed with this key; takes the same time wherever the digest differs. */
    public final boolean isSignedWith(PduKey key) {
        byte[] claimed = bytes.asSlice(tail + DIGEST, DIGEST_BYTES).toArray(JAVA_BYTE);
        byte[] message = bytes.asSlice(0, length).toArray(JAVA_BYTE);
        java.util.Arrays.fill(message, tail + DIGEST, tail + DIGEST + DIGEST_BYTES, (byte) 0);
        message[tail + CHECKSUM] = 0;
        message[tail + CHECKSUM + 1] = 0;
        return java.security.MessageDigest.isEqual(claimed, key.digest(message));
    }

    final void unsealed() {
        u16(tail + CHECKSUM, 0);
    }

    /** Add the checksum; last of all. */
    public final void seal() {
        Checksum.write(bytes, length, tail + CHECKSUM);
    }
}
