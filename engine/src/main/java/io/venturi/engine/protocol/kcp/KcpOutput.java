package io.venturi.engine.protocol.kcp;

import java.lang.foreign.MemorySegment;

/** Where a session puts its datagrams. Called on the thread that owns the session; must not allocate. */
public interface KcpOutput {

    /** Room for one datagram of the session's MTU, or null if none can be taken now: the session tries again later. */
    MemorySegment claim();

    /** Send {@code bytes} of what the last {@link #claim} gave. */
    void commit(int bytes);
}
