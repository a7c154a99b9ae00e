package io.venturi.engine.spi;

import io.venturi.engine.annotation.Incubating;
import java.lang.foreign.MemorySegment;

/**
 * One end of a stream of a {@link DatagramProtocol}, without I/O, thread or clock of its own, so that a test can drive
 * two of them against each other in virtual time. Payload and datagrams go through its {@link StreamHost}.
 *
 * <p>Thread: all methods but {@link #close} are called by the stream's own. They must not wait, and once running should
 * not allocate. Times are CLOCK_MONOTONIC, ns. What it throws ends the test with an error that names the protocol.
 */
@Incubating
public interface DatagramEndpoint extends AutoCloseable {

    /** Do what is due at {@code nowNs}: called again and again, and when {@link #dueNs} or a datagram has come. */
    void advance(long nowNs);

    /**
     * Take one datagram of the peer, valid during the call. Datagrams may be lost, doubled, late or not the peer's at
     * all.
     *
     * @param bytes length; what lies behind in {@code datagram} is of no meaning
     */
    void onDatagram(MemorySegment datagram, int bytes, long nowNs);

    /**
     * When {@link #advance} has work next, unless a datagram comes before. The engine knows by itself when the next
     * payload is due by the rate.
     *
     * @return {@link Long#MAX_VALUE} for never
     */
    long dueNs();

    /**
     * True if all payload taken so far has been delivered, as far as this end can know. Asked at the end of a sender.
     */
    default boolean isDrained() {
        return true;
    }

    /** Put the values of the declared figures into {@code values}, in the order of their declaration. */
    default void figures(double[] values) {
    }

    /** The stream is over. */
    @Override
    default void close() {
    }
}
