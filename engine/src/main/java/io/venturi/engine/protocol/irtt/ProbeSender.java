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
 * Writes and sends all datagrams of a client, in one slot: while a test runs, the next probe waits there complete. Knows
 * which transmit stamp belongs to which probe.
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
    private final StampIds stampIds = new StampIds();
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
        stampIds.other(transmitter.accepted());
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
        sign(packetBytes);
    }

    private void writeHeader() {
        MemorySegment slot = transmitter.slot(0);
        slot.asSlice(0, layout.headerBytes()).fill((byte) 0);
        probe.beginRequest(slot, layout, token).seq((int) nextSeq);
        transmitter.length(0, packetBytes);
    }

    /** Send the probe that waits in the slot: 1, or {@code -errno}, and then it still waits there. */
    @HotPath
    int sendProbe() {
        long id = transmitter.accepted();
        int accepted = transmitter.flush(1);
        if (accepted == 1) {
            stampIds.probe(id, nextSeq);
        }
        return accepted;
    }

    /** All that can be done before the next send time is done before it: number, filling and tag. */
    @HotPath
    void prepareNext(long seq) {
        nextSeq = seq;
        probe.seq((int) seq);
        if (!fillOnce) {
            fill.fill(transmitter.slot(0), layout.headerBytes(), packetBytes);
        }
        sign(packetBytes);
    }

    @HotPath
    private void sign(int length) {
        if (keyed) {
            hmac.sign(transmitter.slot(0), length);
        }
    }

    /** The probe that datagram {@code id} of the socket was, once; -1 if it was none or is forgotten. */
    @HotPath
    long takeStamped(long id) {
        return stampIds.take(id);
    }
}
