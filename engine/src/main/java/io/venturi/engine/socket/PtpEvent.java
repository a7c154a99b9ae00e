package io.venturi.engine.socket;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;

import io.venturi.engine.annotation.HotPath;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * The head of a PTP Sync message (IEEE 1588-2008 13.3 and 13.6) with another protocol's packet behind it. Many network
 * cards stamp nothing that arrives but PTP event messages: they look at UDP port 319 and at these first bytes.
 *
 * <p>It says that the exact time follows in another message, so nobody on the way writes into it; its domain is one
 * that clocks do not use unless told to; its clock identity, of the locally administered kind, spells "venturi".
 *
 * <pre>
 *  0 message type 0 (Sync)   1 version 2        2 length u16 = 44    4 domain 127     6 flags: two-step
 *  8 correction s64 0       16 reserved        20 clock identity    28 port u16 1    30 sequence u16
 * 32 control 0 (Sync)       33 interval 0x7f   34 origin timestamp 0 (10 bytes)
 * </pre>
 */
public final class PtpEvent {
    /** UDP port of PTP event messages, which both ends of a test then have. */
    public static final int PORT = 319;
    /** What stands before the packet. */
    public static final int HEADER_BYTES = 44;

    private static final ValueLayout.OfLong LONG = JAVA_LONG_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    private static final ValueLayout.OfInt INT = JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    private static final ValueLayout.OfShort SHORT = JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    /** Message type, version and length. */
    private static final int SYNC = 0x0002_0000 | HEADER_BYTES;
    private static final int DOMAIN = 4;
    private static final byte OUR_DOMAIN = 127;
    private static final int FLAGS = 6;
    private static final short TWO_STEP = 0x0200;
    private static final int IDENTITY = 20;
    private static final long VENTURI = 0x7665_6e74_7572_6900L;
    private static final int PORT_NUMBER = 28;
    private static final int SEQUENCE = 30;
    private static final int INTERVAL = 33;
    private static final byte UNKNOWN_INTERVAL = 0x7f;

    private PtpEvent() {
    }

    /** Write a head, sequence number 0. */
    public static void write(MemorySegment packet) {
        packet.asSlice(0, HEADER_BYTES).fill((byte) 0);
        packet.set(INT, 0, SYNC);
        packet.set(JAVA_BYTE, DOMAIN, OUR_DOMAIN);
        packet.set(SHORT, FLAGS, TWO_STEP);
        packet.set(LONG, IDENTITY, VENTURI);
        packet.set(SHORT, PORT_NUMBER, (short) 1);
        packet.set(JAVA_BYTE, INTERVAL, UNKNOWN_INTERVAL);
    }

    /** Number a head; some cards find the stamp of a packet by this. */
    @HotPath
    static void sequence(MemorySegment packet, int number) {
        packet.set(SHORT, SEQUENCE, (short) number);
    }

    /** True if a packet of at least {@link #HEADER_BYTES} begins with a head of ours, which no STAMP packet does. */
    @HotPath
    static boolean isOurs(MemorySegment packet) {
        return packet.get(INT, 0) == SYNC && packet.get(LONG, IDENTITY) == VENTURI;
    }
}
