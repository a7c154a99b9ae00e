package io.venturi.engine.protocol.iperf3;

/** The bytes of a control connection. Thread: one, but {@link #close} any. */
public interface ControlChannel extends AutoCloseable {
    /** Nothing came in time. */
    int SILENT = 0;
    /** The peer closed, or the connection broke. */
    int GONE = -1;

    /**
     * Take what there is, waiting at most {@code waitNs} for the first byte.
     *
     * @return how many bytes, {@link #SILENT} or {@link #GONE}
     */
    int receive(byte[] into, int offset, int length, long waitNs);

    /** Hand over all bytes within {@code waitNs}; false if that did not succeed. */
    boolean send(byte[] bytes, long waitNs);

    /** Close so that what was sent arrives, and the peer sees the end first; waits a moment for the peer's. */
    default void closeGently() {
        close();
    }

    @Override
    void close();
}
