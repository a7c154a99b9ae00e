package io.venturi.engine.spi;

import io.venturi.engine.annotation.Incubating;
import java.lang.foreign.MemorySegment;

/**
 * What the engine gives to one end of a stream: payload when it is due, room for datagrams, and ears for what happened.
 *
 * <p>Thread: that of the stream. Allocates nothing.
 */
@Incubating
public interface StreamHost {

    /** True at the end that has payload to send. */
    boolean sends();

    /** A number that both ends of this stream have, and no other stream. */
    long token();

    /** Bytes of a block, the unit of pacing. */
    int blockBytes();

    // ---- payload ---------------------------------------------------------------------------------------------------

    /**
     * Take payload that is due by now: the next bytes of the stream. They count as sent from here on.
     *
     * @return how many bytes were put to {@code into} at {@code at}, at most {@code most}; fewer, or 0, if no more are
     *     due; with {@code most} a block, always a block but for the last one
     */
    int take(MemorySegment into, long at, int most);

    /**
     * Payload has arrived, for good and for the first time.
     *
     * @param position of its first byte in the stream, from 0
     */
    void deliver(long position, MemorySegment from, long at, int bytes);

    // ---- datagrams -------------------------------------------------------------------------------------------------

    /** Room for a datagram, or null if this host takes no more now: keep it and try again at the next advance. */
    MemorySegment claim();

    /**
     * Send {@code bytes} of what the last {@link #claim} gave. They leave when the call under way returns, or before.
     */
    void commit(int bytes);

    // ---- for the report --------------------------------------------------------------------------------------------

    /** A datagram with this number, from 1, was sent. For protocols that number their datagrams. */
    void sent(long number);

    /**
     * A datagram with this number, from 1, arrived; call it for copies too.
     *
     * @param sentNs by the sender's clock, for the jitter; 0 if not known
     */
    void arrived(long number, int bytes, long sentNs);

    /** A round trip took {@code ns}. */
    void roundTrip(long ns);
}
