package io.venturi.engine.protocol.udpst.wire;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * Bytes of a PDU in network order. Flyweights, owned by one thread: {@code wrap} validates once, accessors do not;
 * setters return the PDU. All numbers are unsigned unless noted.
 */
public abstract class Pdu {
    static final ValueLayout.OfShort SHORT = ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    /** A u32 that stands for "no sample". */
    public static final long NONE = 0xffff_ffffL;

    private static final long SECOND_NS = 1_000_000_000L;
    /** As long as the longest PDU. */
    private static final MemorySegment ZEROS = MemorySegment.ofArray(new byte[StatusPdu.BYTES]);

    MemorySegment bytes;

    Pdu() {
    }

    /** What the first two bytes of a datagram say it is; -1 if it is shorter. */
    public static int id(MemorySegment datagram, int length) {
        return length < Short.BYTES ? -1 : Short.toUnsignedInt(datagram.get(SHORT, 0));
    }

    final int u8(int at) {
        return Byte.toUnsignedInt(bytes.get(JAVA_BYTE, at));
    }

    final void u8(int at, int value) {
        bytes.set(JAVA_BYTE, at, (byte) value);
    }

    final int u16(int at) {
        return Short.toUnsignedInt(bytes.get(SHORT, at));
    }

    final void u16(int at, int value) {
        bytes.set(SHORT, at, (short) value);
    }

    final long u32(int at) {
        return Integer.toUnsignedLong(bytes.get(INT, at));
    }

    final void u32(int at, long value) {
        bytes.set(INT, at, (int) value);
    }

    /** Seconds and nanoseconds since 1970 as ns; 0 if both are zero. */
    final long time(int at) {
        return u32(at) * SECOND_NS + u32(at + Integer.BYTES);
    }

    final void time(int at, long wallNs) {
        u32(at, wallNs / SECOND_NS);
        u32(at + Integer.BYTES, wallNs % SECOND_NS);
    }

    final void clear(int from, int to) {
        MemorySegment.copy(ZEROS, 0, bytes, from, to - from);
    }
}
