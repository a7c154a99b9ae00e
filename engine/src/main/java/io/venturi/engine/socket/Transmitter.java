package io.venturi.engine.socket;

import java.lang.foreign.MemorySegment;

/**
 * Sends datagrams to one connected peer from preallocated slots: fill slots, set their lengths, flush.
 *
 * <p>Thread: the lane that owns the socket. Hot: allocates nothing.
 */
public interface Transmitter {

    /** How many datagrams one {@link #flush} can carry. */
    int capacity();

    /** Payload buffer of slot {@code index}, 0..capacity-1; its content stays from one flush to the next. */
    MemorySegment slot(int index);

    /** Set the payload length of slot {@code index} in bytes; it stays from one flush to the next. */
    void length(int index, int bytes);

    /**
     * Say when the datagram of slot {@code index} is to leave; counts for the next flush only. Without it a datagram
     * leaves as soon as it can.
     *
     * @param time ns on the clock that the socket was opened for, see {@link LaunchClock}
     */
    default void launchAt(int index, long time) {
        throw new UnsupportedOperationException("no launch times here");
    }

    /**
     * Hand slots 0..{@code count}-1 to the kernel.
     *
     * @return how many the kernel took, 1..count, or {@code -errno} when it took none; a refused datagram is not lost:
     *     it never was on the path and uses up no sequence number
     */
    int flush(int count);

    /** Datagrams the kernel has taken so far: the transmit stamp id of the next one. */
    long accepted();
}
