package io.venturi.engine.protocol.udpst.wire;

import io.venturi.engine.annotation.HotPath;
import java.lang.foreign.MemorySegment;

/**
 * Status feedback of a receiver, version 20; for others see {@link StatusLayout}:
 * <pre>
 *   0  2  pduId 0xFEED               112 16  one-way delay variation of the trial, ms: min, max, sum, count
 *   2  1  testAction, 3 1 rxStopped  128  4  rttMinimum, ms
 *   4  4  spduSeqNo, from 1          132  4  rttVarSample, ms
 *   8 28  srStruct: row to use now   136  1  delayMinUpd
 *  36  4  subIntSeqNo, completed     140  4  tiDeltaTime, us
 *  40 56  the last sub-interval      144  8  tiRxDatagrams, tiRxBytes
 *  96 12  trial: loss, ooo, dup      152  8  spduTime
 * 108  4  clockDeltaMin, signed ms   163  1  authMode
 * 176  4  tiRxCECount, 180 4 of the sub-interval, 185 1 modifierBitmap: 1 marks are bleached
 *
 * sub-interval, from 40: rxDatagrams 4, rxBytes 8, deltaTime us 4, loss 4, ooo 4, dup 4, delay variation ms: min 4,
 * max 4, sum 4, count 4, round-trip variation ms: min 4, max 4, accumTime ms 4
 * </pre>
 * What is reserved is sent as zeros and ignored: 9.0.0 sends garbage there.
 */
public final class StatusPdu extends Pdu {
    /** pduId. */
    public static final int ID = 0xFEED;
    /** Length of version 20. */
    public static final int BYTES = 204;

    private static final int RATE = 8;
    private static final int INTERVAL = 40;
    private static final int WRITTEN_CHECKSUM = 186;
    private static final int READ_CHECKSUM = 202;

    private StatusLayout layout;
    private boolean doubtful;

    /** @param layout what is written, and read from PDUs of its length */
    public StatusPdu(StatusLayout layout) {
        this.layout = layout;
    }

    /** Begin one in a buffer, which becomes zeros. */
    public StatusPdu begin(MemorySegment to) {
        bytes = to;
        clear(0, layout.bytes());
        u16(0, ID);
        return this;
    }

    /** Bytes of what is written. */
    public int length() {
        return layout.bytes();
    }

    /**
     * Take a received datagram. In version 20 a wrong checksum where 9.0.0 looks for it is no fault, because 9.0.0
     * itself leaves garbage there; see {@link #isDoubtful}.
     */
    public Fault wrap(MemorySegment datagram, int length) {
        bytes = datagram;
        if (length != layout.bytes()) {
            return Fault.SIZE;
        }
        if (u16(0) != ID || u8(2) > 2 || u8(3) > 1) {
            return Fault.FORMAT;
        }
        doubtful = false;
        if (layout == StatusLayout.LEGACY) {
            return Checksum.isAbsentOrRight(bytes, length, layout.checksum) ? Fault.NONE : Fault.CHECKSUM;
        }
        boolean none = u16(WRITTEN_CHECKSUM) == 0 && u16(READ_CHECKSUM) == 0;
        doubtful = !none && Checksum.sum(bytes, length) != 0xffff;
        return Fault.NONE;
    }

    /** True if the wrapped PDU has something in place of a checksum that is none. */
    public boolean isDoubtful() {
        return doubtful;
    }

    /** 0 running, 1 and 2 stop. */
    public int action() {
        return u8(2);
    }

    /** True if its sender has heard nothing for a second. */
    public boolean rxStopped() {
        return u8(3) != 0;
    }

    public StatusPdu state(int action, boolean rxStopped) {
        u8(2, action);
        u8(3, rxStopped ? 1 : 0);
        return this;
    }

    /** Number of the PDU, from 1. */
    public long seq() {
        return u32(4);
    }

    public StatusPdu seq(long value) {
        u32(4, value);
        return this;
    }

    /** The row an upstream sender is to use now. */
    public void rate(SendingRate into) {
        into.read(this, RATE);
    }

    public StatusPdu putRate(SendingRate rate) {
        rate.write(this, RATE);
        return this;
    }

    /** Sub-intervals completed so far. */
    public long intervals() {
        return u32(36);
    }

    /** Read the last sub-interval that was completed; nothing of it if there is none yet. */
    public void interval(IntervalBlock into) {
        into.read(this, layout);
    }

    public StatusPdu putInterval(long completed, IntervalBlock block) {
        u32(36, completed);
        if (completed > 0) {
            block.write(this, layout);
        }
        return this;
    }

    /** Read what the trial interval gave. */
    @HotPath
    public void trial(TrialBlock into) {
        into.read(this, layout);
    }

    public StatusPdu putTrial(TrialBlock block) {
        block.write(this, layout);
        return this;
    }

    /** When it was sent, ns since 1970. */
    public long time() {
        return time(layout.at(152));
    }

    public StatusPdu time(long wallNs) {
        time(layout.at(152), wallNs);
        return this;
    }

    /** True if congestion marks are taken off on the way. */
    public boolean bleached() {
        return layout.modifiers >= 0 && (u8(layout.modifiers) & 1) != 0;
    }

    public StatusPdu marks(int authMode, boolean bleached) {
        if (layout.modifiers >= 0) {
            u8(163, authMode);
            u8(layout.modifiers, bleached ? 1 : 0);
        }
        return this;
    }

    /** Add the checksum where it is read; last of all. */
    public void seal() {
        Checksum.write(bytes, layout.bytes(), layout.checksum);
    }

    static int intervalAt(int offset) {
        return INTERVAL + offset;
    }
}
