package io.venturi.engine.protocol.udpst.wire;

import java.lang.foreign.MemorySegment;

/** Null request, 48 bytes: id, version, cmdRequest 1, and the tail. Opens the firewall on the server's side. */
public final class NullPdu extends ControlPdu {
    /** pduId. */
    public static final int ID = 0xDEAD;
    /** Length. */
    public static final int BYTES = 48;

    public NullPdu() {
        super(BYTES);
    }

    /** Begin one in a buffer. */
    public NullPdu begin(MemorySegment to, int version) {
        begin(to, ID, version);
        u8(4, 1);
        return this;
    }
}
