package io.venturi.engine.testing;

import io.venturi.engine.socket.Packet;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.HexFormat;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

/** Datagrams from and to hex, in which blanks, line ends and bars may separate fields. */
public final class PacketFixture {
    /** Room for the largest UDP payload. */
    public static final int SLOT_BYTES = 65_536;

    private static final HexFormat HEX = HexFormat.of();

    private PacketFixture() {
    }

    /** An empty receive slot of native memory. */
    public static Packet slot() {
        return slot(SLOT_BYTES);
    }

    /** An empty receive slot of native memory. */
    public static Packet slot(int bytes) {
        return new Packet(Arena.ofAuto().allocate(bytes));
    }

    /** A datagram arrives in the slot; what the slot held beyond it stays there, as it does in a real one. */
    public static Packet receive(Packet slot, byte[] datagram, long receivedUserNs, long receivedUserWallNs) {
        MemorySegment.copy(datagram, 0, slot.payload(), JAVA_BYTE, 0, datagram.length);
        slot.reset(datagram.length, false, receivedUserNs, receivedUserWallNs);
        return slot;
    }

    /** The bytes of a hex text. */
    public static byte[] bytes(String hex) {
        return HEX.parseHex(hex.replaceAll("[\\s|]", ""));
    }

    /** The hex text of bytes, without separators. */
    public static String hex(byte[] bytes) {
        return HEX.formatHex(bytes);
    }

    /** The hex text of the first {@code length} bytes of a buffer. */
    public static String hex(MemorySegment buffer, int length) {
        return hex(buffer.asSlice(0, length).toArray(JAVA_BYTE));
    }

    /** A hex text in the form that {@link #hex} gives. */
    public static String normal(String hex) {
        return hex(bytes(hex));
    }
}
