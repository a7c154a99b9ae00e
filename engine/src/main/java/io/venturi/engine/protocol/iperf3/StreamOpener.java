package io.venturi.engine.protocol.iperf3;

import io.venturi.engine.protocol.iperf3.wire.Iperf3Parameters;

/** Opens the data streams of one test. Thread: that of the conversation. */
interface StreamOpener extends AutoCloseable {

    /** The protocol that carries the streams; called before {@link #prepare} if it is neither TCP nor UDP. */
    void carriedBy(Carrier carrier);

    /** Before the client is told to open its streams. */
    default void prepare(Iperf3Parameters parameters) throws ControlException {
    }

    /**
     * The next stream, in the order of creation.
     *
     * @param waitNs at most; null if none came by then
     * @throws ControlException if there will be none
     */
    DataStream open(int index, boolean sender, Iperf3Parameters parameters, Budgets budgets, long waitNs)
            throws ControlException;

    @Override
    default void close() {
    }
}
