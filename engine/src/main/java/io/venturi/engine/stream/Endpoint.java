package io.venturi.engine.stream;

import io.venturi.engine.socket.Packet;
import io.venturi.engine.socket.SocketEvents;

/**
 * One side of a protocol on one socket, with no I/O, thread or clock of its own: the lane hands it packets and tells
 * it the time, so a test can drive two of them against each other in virtual time.
 *
 * <p>Thread: all methods are called by one lane thread. Hot: once running, none of them may allocate or block.
 */
public interface Endpoint extends SocketEvents {

    /**
     * Do what is due at {@code nowNs} (CLOCK_MONOTONIC ns).
     *
     * @return amount of work done; 0 lets the lane wait until {@link #dueNs()} or the next packet
     */
    int advance(long nowNs);

    /** The next instant (CLOCK_MONOTONIC ns) at which {@link #advance} has work; {@link Long#MAX_VALUE} for none. */
    long dueNs();

    /**
     * Take one datagram. The packet is valid only during the call.
     *
     * @return length in bytes of the reply that was written over {@link Packet#payload()} and is to go back to where
     *     the packet came from; 0 for no reply
     */
    int onPacket(Packet packet);
}
