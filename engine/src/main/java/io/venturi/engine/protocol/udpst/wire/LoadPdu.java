package io.venturi.engine.protocol.udpst.wire;

import io.venturi.engine.annotation.HotPath;
import java.lang.foreign.MemorySegment;

/**
 * Header of a load datagram, 32 bytes; what follows is filling:
 * <pre>
 *  0  2  pduId 0xBEEF                12  8  spduTime: send time of the last status received, 0 before any
 *  2  1  testAction                  20  8  lpduTime: send time of this burst
 *  3  1  rxStopped                   28  2  rttRespDelay, ms from that status to this burst
 *  4  4  lpduSeqNo, from 1           30  2  checkSum of the header
 *  8  2  udpPayload, bytes
 * 10  2  spduSeqErr
 * </pre>
 */
public final class LoadPdu extends Pdu {
    /** pduId. */
    public static final int ID = 0xBEEF;
    /** Shortest datagram. */
    public static final int BYTES = 32;
    /** Smallest random payload over IPv4; over IPv6 it is {@link #BYTES}. */
    public static final int LEAST_RANDOM_IPV4 = 52;
    /** spduSeqErr: the last status came late or twice. */
    public static final int OUT_OF_ORDER = 65_535;

    /** Begin headers in a buffer of the sender; the filling stays. */
    public LoadPdu begin(MemorySegment to) {
        bytes = to;
        clear(0, BYTES);
        u16(0, ID);
        return this;
    }

    /** Go on writing in a buffer that {@link #begin} once prepared. */
    @HotPath
    public LoadPdu resume(MemorySegment to) {
        bytes = to;
        return this;
    }

    /** Take a received datagram. */
    @HotPath
    public Fault wrap(MemorySegment datagram, int length) {
        bytes = datagram;
        if (length < BYTES) {
            return Fault.SIZE;
        }
        if (u16(0) != ID || u8(2) > 2 || u8(3) > 1) {
            return Fault.FORMAT;
        }
        return Checksum.isAbsentOrRight(bytes, BYTES, 30) ? Fault.NONE : Fault.CHECKSUM;
    }

    /** 0 running, 1 and 2 stop. */
    public int action() {
        return u8(2);
    }

    /** True if its sender has heard nothing for a second. */
    public boolean rxStopped() {
        return u8(3) != 0;
    }

    public LoadPdu state(int action, boolean rxStopped) {
        u8(2, action);
        u8(3, rxStopped ? 1 : 0);
        return this;
    }

    /** Number of the datagram, from 1. */
    public long seq() {
        return u32(4);
    }

    public LoadPdu seq(long value) {
        u32(4, value);
        return this;
    }

    /** UDP payload it was sent with, header included, bytes. */
    public int payload() {
        return u16(8);
    }

    public LoadPdu payload(int value) {
        u16(8, value);
        return this;
    }

    /** Status PDUs missing before the last one, or {@link #OUT_OF_ORDER}. */
    public int statusError() {
        return u16(10);
    }

    /** Send time of the last status received, ns since 1970; 0 before any. */
    public long statusTime() {
        return time(12);
    }

    /** When it was sent, ns since 1970. */
    public long time() {
        return time(20);
    }

    /** From the last status received to this, ms. */
    public int responseDelayMs() {
        return u16(28);
    }

    public LoadPdu status(int error, long timeNs, int responseDelayMs) {
        u16(10, error);
        time(12, timeNs);
        u16(28, responseDelayMs);
        return this;
    }

    public LoadPdu time(long wallNs) {
        time(20, wallNs);
        return this;
    }

    /** Say that it has no checksum. */
    public LoadPdu unsealed() {
        u16(30, 0);
        return this;
    }

    /** Add the checksum; last of all. */
    public LoadPdu seal() {
        Checksum.write(bytes, BYTES, 30);
        return this;
    }
}
