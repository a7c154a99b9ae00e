package io.venturi.engine.protocol.kcp.wire;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;

import io.venturi.engine.annotation.HotPath;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout.OfInt;
import java.lang.foreign.ValueLayout.OfShort;
import java.nio.ByteOrder;

/**
 * Header of a KCP segment, little-endian. A datagram holds one or more segments back to back. Sequence numbers and
 * times are unsigned 32 bits that wrap, so they are compared by the sign of their difference.
 *
 * <pre>
 *  0  4  conversation      4  1  command           5  1  fragments still to come (0 in a stream)
 *  6  2  window: packets the sender of this segment can still take
 *  8  4  time, ms: of this transmission; in an ACK that of the segment acknowledged
 * 12  4  sequence number; in an ACK that of the segment acknowledged
 * 16  4  unacknowledged: all numbers below have been received
 * 20  4  length of the data that follows
 * </pre>
 */
public final class KcpSegment {
    /** Bytes before the data. */
    public static final int HEADER_BYTES = 24;
    /** Command: data. */
    public static final int PUSH = 81;
    /** Command: one segment has been received. */
    public static final int ACK = 82;
    /** Command: what is your window? */
    public static final int ASK_WINDOW = 83;
    /** Command: this is my window. */
    public static final int TELL_WINDOW = 84;

    private static final OfInt INT = JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final OfShort SHORT = JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final int COMMAND = 4;
    private static final int FRAGMENT = 5;
    private static final int WINDOW = 6;
    private static final int TIME = 8;
    private static final int SEQ = 12;
    private static final int UNACKNOWLEDGED = 16;
    private static final int LENGTH = 20;

    private KcpSegment() {
    }

    public static int conversation(MemorySegment datagram, long at) {
        return datagram.get(INT, at);
    }

    public static int command(MemorySegment datagram, long at) {
        return datagram.get(JAVA_BYTE, at + COMMAND) & 0xff;
    }

    public static int window(MemorySegment datagram, long at) {
        return datagram.get(SHORT, at + WINDOW) & 0xffff;
    }

    /** Time in ms, wrapping. */
    public static int time(MemorySegment datagram, long at) {
        return datagram.get(INT, at + TIME);
    }

    public static int seq(MemorySegment datagram, long at) {
        return datagram.get(INT, at + SEQ);
    }

    public static int unacknowledged(MemorySegment datagram, long at) {
        return datagram.get(INT, at + UNACKNOWLEDGED);
    }

    /** Length as stated, which may be more than there is, or negative if it is above 2^31. */
    public static int length(MemorySegment datagram, long at) {
        return datagram.get(INT, at + LENGTH);
    }

    /** True if a whole segment of a known command begins at {@code at} in a datagram of {@code bytes}. */
    @HotPath
    public static boolean isWhole(MemorySegment datagram, long at, int bytes) {
        if (bytes - at < HEADER_BYTES) {
            return false;
        }
        int command = command(datagram, at);
        int length = length(datagram, at);
        return command >= PUSH && command <= TELL_WINDOW && length >= 0 && length <= bytes - at - HEADER_BYTES;
    }

    /** Write a header; the data, if any, belong behind it. */
    @HotPath
    public static void write(MemorySegment datagram, long at, int conversation, int command, int window, int timeMs,
                             int seq, int unacknowledged, int length) {
        datagram.set(INT, at, conversation);
        datagram.set(JAVA_BYTE, at + COMMAND, (byte) command);
        datagram.set(JAVA_BYTE, at + FRAGMENT, (byte) 0);
        datagram.set(SHORT, at + WINDOW, (short) Math.min(0xffff, window));
        datagram.set(INT, at + TIME, timeMs);
        datagram.set(INT, at + SEQ, seq);
        datagram.set(INT, at + UNACKNOWLEDGED, unacknowledged);
        datagram.set(INT, at + LENGTH, length);
    }
}
