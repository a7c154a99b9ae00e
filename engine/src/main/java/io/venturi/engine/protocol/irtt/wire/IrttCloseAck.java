package io.venturi.engine.protocol.irtt.wire;

import java.lang.foreign.MemorySegment;

import static io.venturi.engine.protocol.irtt.wire.IrttMessage.INT;
import static io.venturi.engine.protocol.irtt.wire.IrttMessage.LONG;

/**
 * The answer to a close, an extension of ours that only peers which negotiated {@link IrttParams#CLOSE_ACK} see.
 * Flags REPLY and CLOSE, with a key HMAC; little-endian; the tag moves everything up by 16:
 *
 * <pre>
 *   4..11  u64 token
 *  12..15  u32 highest sequence number accepted
 *  16..19  u32 requests accepted, duplicates not counted
 *  20..23  u32 requests accepted, duplicates included
 *  24..31  u64 received window at the highest sequence number; 0 if nothing was accepted
 * </pre>
 *
 * <p>The last reply of a session that ran too long has the same flags; it never has the same length, because a server
 * does not grant this extension to a session whose echoes are that long. A close is answered only if it is at least as
 * long as the answer.
 *
 * <p>Flyweight, owned by one thread.
 */
public final class IrttCloseAck {
    private static final int HIGHEST_SEQ = 8; // offsets from the token
    private static final int DISTINCT = 12;
    private static final int COUNT = 16;
    private static final int WINDOW = 20;
    private static final int BODY_BYTES = 28;

    private MemorySegment packet;
    private int token;

    /** Length of an answer: 32 bytes, with a tag 48. */
    public static int bytes(boolean keyed) {
        return IrttMessage.prefixBytes(keyed) + BODY_BYTES;
    }

    /** Take a received answer whose prefix and tag are sound: {@link DropReason#NONE} if the length is right. */
    public DropReason wrap(MemorySegment packet, int length, boolean keyed) {
        this.packet = packet;
        token = IrttMessage.prefixBytes(keyed);
        return length == bytes(keyed) ? DropReason.NONE : DropReason.FIELDS_LENGTH_TOO_LARGE;
    }

    /** Begin an answer in a buffer that has room for it. */
    public IrttCloseAck begin(MemorySegment to, boolean keyed, long token) {
        packet = to;
        this.token = IrttMessage.prefixBytes(keyed);
        IrttMessage.writePrefix(to, IrttMessage.REPLY | IrttMessage.CLOSE | (keyed ? IrttMessage.HMAC : 0));
        to.set(LONG, this.token, token);
        return this;
    }

    /** Token of the session that is closed now, unsigned. */
    public long token() {
        return packet.get(LONG, token);
    }

    /** Highest sequence number accepted, unsigned. */
    public int highestSeq() {
        return packet.get(INT, token + HIGHEST_SEQ);
    }

    public IrttCloseAck highestSeq(int value) {
        packet.set(INT, token + HIGHEST_SEQ, value);
        return this;
    }

    /** Requests accepted, duplicates not counted; unsigned, wraps. */
    public int distinct() {
        return packet.get(INT, token + DISTINCT);
    }

    public IrttCloseAck distinct(int value) {
        packet.set(INT, token + DISTINCT, value);
        return this;
    }

    /** Requests accepted, duplicates included; unsigned, wraps. */
    public int count() {
        return packet.get(INT, token + COUNT);
    }

    public IrttCloseAck count(int value) {
        packet.set(INT, token + COUNT, value);
        return this;
    }

    /** Bit k set: the request k before the highest was accepted; 0 if none was. */
    public long window() {
        return packet.get(LONG, token + WINDOW);
    }

    public IrttCloseAck window(long value) {
        packet.set(LONG, token + WINDOW, value);
        return this;
    }
}
