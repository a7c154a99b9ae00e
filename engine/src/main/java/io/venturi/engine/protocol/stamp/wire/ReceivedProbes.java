package io.venturi.engine.protocol.stamp.wire;

import io.venturi.engine.annotation.HotPath;
import java.lang.foreign.MemorySegment;

import static io.venturi.engine.protocol.stamp.wire.StampPacket.INT;
import static io.venturi.engine.protocol.stamp.wire.StampPacket.LONG;

/**
 * Value of the experimental TLV {@link TlvType#RECEIVED_PROBES}: which probes of the session a stateful reflector has
 * received, so that every lost one is known to be lost on the way there or back. The sender sends the mark and zeros.
 *
 * <pre>
 *  0  u32  mark 76 74 69 31, because experimental types belong to nobody
 *  4  u32  flags: bit 0 the receive time stamp is the reflector's kernel's
 *  8  u64  window: bit k set, probe (sender's sequence number - k) was received; bit 0 clear, nothing is told
 * 16  u32  received, duplicates included
 * 20  u32  received, duplicates not counted
 * </pre>
 *
 * <p>Stateless: all methods take the packet and the offset of the value.
 */
public final class ReceivedProbes {
    public static final int BYTES = 24;
    /** Flag: the receive time stamp was taken by the kernel. */
    public static final int KERNEL_RECEIVE = 1;

    private static final int MARK = 0x76746931;
    private static final int FLAGS = 4;
    private static final int WINDOW = 8;
    private static final int COUNT = 16;
    private static final int DISTINCT = 20;

    private ReceivedProbes() {
    }

    /** True if this value is what we think it is, and not another experiment. */
    @HotPath
    public static boolean isMarked(MemorySegment packet, int at) {
        return packet.get(INT, at) == MARK;
    }

    /** True if a reflector of ours wrote this. One that knows another experiment of this type may send zeros back. */
    @HotPath
    public static boolean isAnswer(MemorySegment packet, int at) {
        return isMarked(packet, at) && count(packet, at) != 0;
    }

    /** Write what a sender sends: the mark, zeros. */
    static void ask(MemorySegment packet, int at) {
        packet.set(INT, at, MARK);
        write(packet, at, 0, 0, 0, 0);
    }

    /** Write what a reflector answers. */
    @HotPath
    public static void write(MemorySegment packet, int at, int flags, long window, int count, int distinct) {
        packet.set(INT, at + FLAGS, flags);
        packet.set(LONG, at + WINDOW, window);
        packet.set(INT, at + COUNT, count);
        packet.set(INT, at + DISTINCT, distinct);
    }

    public static int flags(MemorySegment packet, int at) {
        return packet.get(INT, at + FLAGS);
    }

    public static long window(MemorySegment packet, int at) {
        return packet.get(LONG, at + WINDOW);
    }

    public static int count(MemorySegment packet, int at) {
        return packet.get(INT, at + COUNT);
    }

    public static int distinct(MemorySegment packet, int at) {
        return packet.get(INT, at + DISTINCT);
    }
}
