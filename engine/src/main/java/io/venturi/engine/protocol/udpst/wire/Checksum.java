package io.venturi.engine.protocol.udpst.wire;

import io.venturi.engine.annotation.HotPath;
import java.lang.foreign.MemorySegment;

/** The internet checksum over the head of a PDU, of which a field of zero says that there is none (RFC 1071). */
final class Checksum {

    private Checksum() {
    }

    /** One's-complement sum of {@code length} bytes, an even number: 0xFFFF over what holds its own checksum. */
    @HotPath
    static int sum(MemorySegment bytes, int length) {
        long sum = 0;
        for (int at = 0; at < length; at += Short.BYTES) {
            sum += Short.toUnsignedInt(bytes.get(Pdu.SHORT, at));
        }
        while (sum >> 16 != 0) {
            sum = (sum & 0xffff) + (sum >> 16);
        }
        return (int) sum;
    }

    /** Write the checksum of {@code length} bytes at {@code field}. */
    @HotPath
    static void write(MemorySegment bytes, int length, int field) {
        bytes.set(Pdu.SHORT, field, (short) 0);
        bytes.set(Pdu.SHORT, field, (short) ~sum(bytes, length));
    }

    /** True if there is none at {@code field}, or the right one. */
    @HotPath
    static boolean isAbsentOrRight(MemorySegment bytes, int length, int field) {
        return bytes.get(Pdu.SHORT, field) == 0 || sum(bytes, length) == 0xffff;
    }
}
