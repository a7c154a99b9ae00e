package io.venturi.engine.protocol.stamp.wire;

import io.venturi.engine.annotation.HotPath;
import java.lang.foreign.MemorySegment;

import static io.venturi.engine.protocol.stamp.wire.StampPacket.INT;
import static io.venturi.engine.protocol.stamp.wire.StampPacket.LONG;
import static io.venturi.engine.protocol.stamp.wire.StampPacket.SHORT;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;

/**
 * A cursor over TLVs: flags u8, type u8, length of the value u16, value (RFC 8972 4). Offsets of values are relative to
 * the TLV that the cursor stands on. Sub-TLVs have the same form.
 *
 * <p>Flyweight, owned by one thread. Type 0 is zero padding of a sender that knows no TLVs and ends the list.
 */
public final class Tlvs {
    /** Flags, type and length. */
    public static final int HEADER_BYTES = 4;
    /** Flag of senders, cleared by a reflector that knows the type. */
    public static final int UNRECOGNISED = 0x80;
    /** Flag of reflectors: the length cannot be right. */
    public static final int MALFORMED = 0x40;
    /** Flag of reflectors: the tag of the TLVs is not right. */
    public static final int INTEGRITY = 0x20;

    private static final int TYPE = 1;
    private static final int LENGTH = 2;

    private MemorySegment packet;
    private int end;
    private int at;
    private int next;

    /** Stand before the first of the TLVs in bytes {@code from} (inclusive) to {@code end} (exclusive). */
    @HotPath
    public Tlvs wrap(MemorySegment packet, int from, int end) {
        this.packet = packet;
        this.end = end;
        at = from;
        next = from;
        return this;
    }

    /** Go to the next TLV; false if there is none. Accessors but the header's may be used only if it {@link #fits}. */
    @HotPath
    public boolean next() {
        at = next;
        if (at > end - HEADER_BYTES || type() == TlvType.NONE) {
            return false;
        }
        next = fits() ? value() + length() : end; // nothing can be found behind a length that is wrong
        return true;
    }

    /** True if the value ends where the packet does, or before. */
    @HotPath
    public boolean fits() {
        return length() <= end - value();
    }

    /** Where this TLV begins, bytes from the beginning of the packet. */
    public int offset() {
        return at;
    }

    /** Where the value begins, bytes from the beginning of the packet. */
    public int value() {
        return at + HEADER_BYTES;
    }

    public int flags() {
        return Byte.toUnsignedInt(packet.get(JAVA_BYTE, at));
    }

    public void flags(int value) {
        packet.set(JAVA_BYTE, at, (byte) value);
    }

    /** True if this flag is set. */
    public boolean is(int flag) {
        return (flags() & flag) != 0;
    }

    public int type() {
        return Byte.toUnsignedInt(packet.get(JAVA_BYTE, at + TYPE));
    }

    public void type(int value) {
        packet.set(JAVA_BYTE, at + TYPE, (byte) value);
    }

    /** Length of the value, 0..65535. */
    public int length() {
        return Short.toUnsignedInt(packet.get(SHORT, at + LENGTH));
    }

    /** The byte at {@code offset} of the value, unsigned. */
    public int byteAt(int offset) {
        return Byte.toUnsignedInt(packet.get(JAVA_BYTE, value() + offset));
    }

    public Tlvs byteAt(int offset, int value) {
        packet.set(JAVA_BYTE, value() + offset, (byte) value);
        return this;
    }

    /** The two bytes at {@code offset} of the value, unsigned. */
    public int shortAt(int offset) {
        return Short.toUnsignedInt(packet.get(SHORT, value() + offset));
    }

    public Tlvs shortAt(int offset, int value) {
        packet.set(SHORT, value() + offset, (short) value);
        return this;
    }

    /** The four bytes at {@code offset} of the value. */
    public int intAt(int offset) {
        return packet.get(INT, value() + offset);
    }

    public Tlvs intAt(int offset, int value) {
        packet.set(INT, value() + offset, value);
        return this;
    }

    /** The eight bytes at {@code offset} of the value. */
    public long longAt(int offset) {
        return packet.get(LONG, value() + offset);
    }

    public Tlvs longAt(int offset, long value) {
        packet.set(LONG, value() + offset, value);
        return this;
    }
}
