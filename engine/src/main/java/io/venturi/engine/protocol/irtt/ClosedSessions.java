package io.venturi.engine.protocol.irtt;

import io.venturi.engine.protocol.irtt.wire.IrttCloseAck;
import io.venturi.engine.socket.Packet;

/**
 * Final counts of the sessions that ended last, so that a client whose close or whose answer was lost gets the same
 * answer again. Bounded: the oldest is forgotten first.
 *
 * <p>Owned by the lane thread.
 */
final class ClosedSessions {
    /** How long an answer can be repeated. */
    static final long REMEMBERED_NS = 10_000_000_000L;
    /** How many sessions are remembered. */
    static final int CAPACITY = 256;

    private final Closed[] closed = new Closed[CAPACITY];
    private int oldest;

    ClosedSessions() {
        for (int i = 0; i < CAPACITY; i++) {
            closed[i] = new Closed();
        }
    }

    /** Remember a session that ends at {@code nowNs}, CLOCK_MONOTONIC. */
    Closed add(IrttSession session, long nowNs) {
        Closed entry = closed[oldest];
        oldest = (oldest + 1) % CAPACITY;
        entry.set(session, nowNs);
        return entry;
    }

    /** The session that the sender of the packet had with this token; null if it is not remembered. */
    Closed find(long token, Packet packet, long nowNs) {
        for (Closed entry : closed) {
            if (token != 0 && entry.token == token && nowNs - entry.closedNs <= REMEMBERED_NS
                    && entry.peer.matches(packet)) {
                return entry;
            }
        }
        return null;
    }

    /** What is left of a session. */
    static final class Closed {
        private final PeerAddress peer = new PeerAddress();
        private long token;
        private long closedNs;
        private int trafficClass;
        private int highest;
        private int distinct;
        private int count;
        private long window;

        private void set(IrttSession session, long nowNs) {
            ReceivedWindow received = session.received();
            peer.set(session.peer());
            token = session.token();
            closedNs = nowNs;
            trafficClass = session.trafficClass();
            highest = received.highest();
            distinct = received.distinct();
            count = received.count();
            window = received.highestWindow();
        }

        /** Traffic class byte for the answer, or {@link Packet#UNKNOWN}. */
        int trafficClass() {
            return trafficClass;
        }

        /** Fill in an answer that has been begun. */
        void write(IrttCloseAck ack) {
            ack.highestSeq(highest).distinct(distinct).count(count).window(window);
        }
    }
}
