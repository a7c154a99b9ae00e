package io.venturi.engine.protocol.irtt.wire;

import io.venturi.engine.annotation.HotPath;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

/**
 * What all messages of IRTT protocol 1 begin with, and the whole of those that are not echoes. Little-endian, no gaps:
 *
 * <pre>
 *  0..2   magic 14 a7 5b
 *  3      flags: 01 OPEN, 02 REPLY, 04 CLOSE, 08 HMAC; the others are zero
 *  4..19  HMAC-MD5 tag, if flag HMAC is set; what follows moves up by 16
 *  4..11  u64 token, in all but open requests
 *
 *  open request   OPEN (CLOSE: no test)           parameters
 *  open reply     OPEN REPLY (CLOSE: no test)     token (0: no test), parameters
 *  echo request                                   token, see {@link IrttEcho}
 *  echo reply     REPLY (CLOSE: the last one)     token, see {@link IrttEcho}
 *  close          CLOSE                           token; whatever follows is ignored
 *  close answer   REPLY CLOSE                     token, see {@link IrttCloseAck}
 * </pre>
 *
 * <p>Flyweight, owned by one thread. The static writers leave the tag to {@link IrttHmac#sign}.
 */
public final class IrttMessage {
    /** Handshake. */
    public static final int OPEN = 0x01;
    /** Sent by a server. */
    public static final int REPLY = 0x02;
    /** Ends a session. */
    public static final int CLOSE = 0x04;
    /** Carries a tag. */
    public static final int HMAC = 0x08;

    /** Registered nowhere; what servers listen on unless told otherwise. */
    public static final int DEFAULT_PORT = 2112;
    /** Longest open reply that existing clients can read, bytes. */
    public static final int MAX_OPEN_REPLY_BYTES = 92;

    static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    static final int TAG = 4;
    static final int TAG_BYTES = 16;
    static final int TOKEN_BYTES = 8;

    private static final int MAGIC = 0x5ba714; // bytes 14 a7 5b, below the flag byte
    private static final int RESERVED_FLAGS = 0xf0;

    private MemorySegment packet;
    private int length;
    private int flags;
    private int body;

    /** Length of what precedes the token or the parameters of an open request: 4 bytes, with a tag 20. */
    public static int prefixBytes(boolean keyed) {
        return keyed ? TAG + TAG_BYTES : TAG;
    }

    /**
     * Look at the first {@code length} bytes of a datagram.
     *
     * @param keyed true if we have a key, so that there must be a tag; whether it is right is for {@link IrttHmac}
     * @return {@link DropReason#NONE} if the prefix is sound, and only then do the accessors mean anything
     */
    @HotPath
    public DropReason wrap(MemorySegment packet, int length, boolean keyed) {
        if (length < prefixBytes(keyed)) {
            return DropReason.FIELDS_LENGTH_TOO_LARGE;
        }
        int head = packet.get(INT, 0);
        if ((head & 0xffffff) != MAGIC) {
            return DropReason.BAD_MAGIC;
        }
        this.packet = packet;
        this.length = length;
        flags = head >>> 24;
        body = prefixBytes(keyed);
        if ((flags & RESERVED_FLAGS) != 0) {
            return DropReason.INVALID_FLAG_BITS_SET;
        }
        if (keyed != ((flags & HMAC) != 0)) {
            return keyed ? DropReason.NO_HMAC : DropReason.UNEXPECTED_HMAC;
        }
        return DropReason.NONE;
    }

    /** The flag byte, 0..15. */
    public int flags() {
        return flags;
    }

    public boolean isOpen() {
        return (flags & OPEN) != 0;
    }

    public boolean isReply() {
        return (flags & REPLY) != 0;
    }

    public boolean isClose() {
        return (flags & CLOSE) != 0;
    }

    /** True if the datagram is long enough to hold a token. */
    public boolean hasToken() {
        return length >= body + TOKEN_BYTES;
    }

    /** The token, unsigned; only after {@link #hasToken}. */
    public long token() {
        return packet.get(LONG, body);
    }

    /** Where the parameters of an open message begin, bytes: after the token in a reply. */
    public int paramsOffset() {
        return isReply() ? body + TOKEN_BYTES : body;
    }

    /**
     * Write an open request, without its tag.
     *
     * @param noTest true to ask for the parameters only
     * @return its length in bytes
     */
    public static int writeOpen(MemorySegment to, boolean keyed, boolean noTest, IrttParams params) {
        writePrefix(to, OPEN | (noTest ? CLOSE : 0) | (keyed ? HMAC : 0));
        return params.encode(to, prefixBytes(keyed));
    }

    /** Length of an open reply with these parameters, bytes. Allocates. */
    public static int openReplyBytes(boolean keyed, IrttParams params) {
        return prefixBytes(keyed) + TOKEN_BYTES + params.encodedBytes();
    }

    /**
     * Write an open reply, without its tag.
     *
     * @param token 0 in the answer to an open that wants no test, which is then marked as such
     * @return its length in bytes
     */
    public static int writeOpenReply(MemorySegment to, boolean keyed, long token, IrttParams params) {
        writePrefix(to, OPEN | REPLY | (token == 0 ? CLOSE : 0) | (keyed ? HMAC : 0));
        int body = prefixBytes(keyed);
        to.set(LONG, body, token);
        return params.encode(to, body + TOKEN_BYTES);
    }

    /**
     * Write a close, without its tag.
     *
     * @param acknowledged true to pad it with zeros to the length of the {@link IrttCloseAck} it asks for
     * @return its length in bytes
     */
    public static int writeClose(MemorySegment to, boolean keyed, long token, boolean acknowledged) {
        writePrefix(to, CLOSE | (keyed ? HMAC : 0));
        int body = prefixBytes(keyed);
        to.set(LONG, body, token);
        int end = body + TOKEN_BYTES;
        if (!acknowledged) {
            return end;
        }
        int padded = IrttCloseAck.bytes(keyed);
        for (int at = end; at < padded; at++) {
            to.set(JAVA_BYTE, at, (byte) 0);
        }
        return padded;
    }

    /** Write magic and flags. */
    @HotPath
    static void writePrefix(MemorySegment to, int flags) {
        to.set(INT, 0, flags << 24 | MAGIC);
    }
}
