package io.venturi.engine.protocol.stamp;

import io.venturi.engine.annotation.HotPath;

/**
 * Which reply a transmit stamp belongs to. Replies are numbered by the kernel when they are sent, which is after they
 * were made: they wait here in order until they are {@link #sent}, then by their number until they are stamped.
 *
 * <p>Remembers the last {@value #PLACES} of either. Owned by the lane thread; allocates nothing after construction.
 */
final class ReplyStamps {
    private static final int PLACES = 1 << 12;
    private static final int MASK = PLACES - 1;
    private static final long NONE = -1;

    private final StampSession[] waiting = new StampSession[PLACES];
    private final long[] waitingReply = new long[PLACES];
    private final StampSession[] sent = new StampSession[PLACES];
    private final long[] sentReply = new long[PLACES];
    private final long[] sentId = new long[PLACES];
    private long made;
    private long settled;

    /** A reply of this session was made whose sender will ask when it left. */
    @HotPath
    void made(StampSession session, int seq) {
        int i = (int) made++ & MASK;
        waiting[i] = session;
        waitingReply[i] = (long) session.life() << 32 | seq & 0xffff_ffffL;
        if (made - settled > PLACES) { // nobody tells when replies are sent
            settled = made - PLACES;
        }
    }

    /** The oldest reply that waits was sent as datagram {@code id}, or refused if that is negative. */
    @HotPath
    void sent(long id) {
        if (settled == made) {
            return;
        }
        int from = (int) settled++ & MASK;
        if (id >= 0) {
            int to = (int) id & MASK;
            sent[to] = waiting[from];
            sentReply[to] = waitingReply[from];
            sentId[to] = id;
        }
    }

    /** Datagram {@code id} left at {@code wallNs}. */
    @HotPath
    void stamped(long id, long wallNs) {
        int i = (int) id & MASK;
        if (sent[i] != null && sentId[i] == id) {
            sent[i].stamped((int) (sentReply[i] >>> 32), (int) sentReply[i], wallNs);
            sentId[i] = NONE;
        }
    }
}
