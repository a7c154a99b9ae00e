package io.venturi.engine.protocol.iperf3;

import io.venturi.engine.protocol.iperf3.wire.Iperf3Parameters;

/** Opens the data streams of one test. Thread: that of the conversation. */
interface StreamOpener extends AutoCloseable {

    /** The protocol that carries the streams; called before {@link #prepare} if it is neither TCP nor UDP. */
    void carriedBy(Carrier carrier);

    /**
     * Before the client is told to open its streams.
     *
     * @param waitNs at most; false if it cannot begin by then, and is to be asked again
     * @throws ControlException if it never can
     */
    default boolean prepare(Iperf3Parameters parameters, long waitNs) throws ControlException {
        return true;
    }

    /** True if others wait for this one to be ready. */
    default boolean isInTheWay() {
        return false;
    }

    /**
     * The next stream, in the order of creation.
     *
     * @param waitNs at most; null if none came by then
     * @throws ControlException if there will be none
     */
    DataStream open(int index, boolean sender, Iperf3Parameters parameters, Budgets budgets, long waitNs)
            throws ControlException;

    /** Whoever waits in {@link #open} is to return soon. Any thread. */
    default void giveUp() {
    }

    @Override
    default void close() {
    }
}
