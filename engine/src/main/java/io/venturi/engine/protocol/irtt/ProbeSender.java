package io.venturi.engine.protocol.irtt;

import io.venturi.engine.annotation.HotPath;
import io.venturi.engine.protocol.irtt.wire.Fill;
import io.venturi.engine.protocol.irtt.wire.IrttEcho;
import io.venturi.engine.protocol.irtt.wire.IrttHmac;
import io.venturi.engine.protocol.irtt.wire.IrttLayout;
import io.venturi.engine.protocol.irtt.wire.IrttMessage;
import io.venturi.engine.protocol.irtt.wire.IrttParams;
import io.venturi.engine.socket.Transmitter;
import java.lang.foreign.MemorySegment;

/**
 * Writes all datagrams of a client, in one slot, and sends those that are no probes: while a test runs, the next probe
 * waits there complete.
 *
 * <p>Thread: the lane. Allocates nothing per probe.
 */
final class ProbeSender {
    private final Transmitter transmitter;
    private final IrttHmac hmac;
    private final boolean keyed;
    private final Fill fill;
    private final boolean fillOnce;
    private final IrttEcho probe = new IrttEcho();
    private IrttLayout layout;
    private int packetBytes;
    private long token;
    private long nextSeq;

    /**
     * @param hmac     null without a key
     * @param fillOnce all probes get the bytes of the first
     */
    ProbeSender(Transmitter transmitter, IrttHmac hmac, Fill fill, boolean fillOnce) {
        this.transmitter = transmitter;
        this.hmac = hmac;
        this.keyed = hmac != null;
        this.fill = fill;
        this.fillOnce = fillOnce;
    }

    /** Send an open request: 1, or {@code -errno}. */
    int open(IrttParams asked, boolean noTest) {
        return send(IrttMessage.writeOpen(transmitter.slot(0), keyed, noTest, asked));
    }

    /** Send a close: 1, or {@code -errno}. */
    int close(long session, boolean acknowledged) {
        return send(IrttMessage.writeClose(transmitter.slot(0), keyed, session, acknowledged));
    }

    /** Close a session that nobody will use. The probe that waits in the slot, if any, is put back. */
    void closeSurplus(long session) {
        close(session, false); // is shorter than the header of any echo
        if (layout != null) {
            writeHeader();
            sign(packetBytes);
        }
    }

    private int send(int length) {
        sign(length);
        transmitter.length(0, length);
        return transmitter.flush(1);
    }

    /** From now on the slot holds a probe of this session; the first has the number 0. */
    void prepare(IrttLayout sessionLayout, int bytes, long session) {
        layout = sessionLayout;
        packetBytes = bytes;
        token = session;
        MemorySegment slot = transmitter.slot(0);
        slot.asSlice(0, packetBytes).fill((byte) 0);
        fill.fill(slot, layout.headerBytes(), packetBytes);
        writeHeader();
    }

    private void writeHeader() {
        MemorySegment slot = transmitter.slot(0);
        slot.asSlice(0, layout.headerBytes()).fill((byte) 0);
        probe.beginRequest(slot, layout, token).seq((int) nextSeq);
        transmitter.length(0, packetBytes);
    }

    /** All that can be done before the next send time is done before it: number, filling and tag. */
    @HotPath
    void seal(long seq) {
        if (seq != nextSeq && !fillOnce) {
            fill.fill(transmitter.slot(0), layout.headerBytes(), packetBytes);
        }
        nextSeq = seq;
        probe.seq((int) seq);
        sign(packetBytes);
    }

    @HotPath
    private void sign(int length) {
        if (keyed) {
            hmac.sign(transmitter.slot(0), length);
        }
    }
}
