package io.venturi.engine.socket;

/** What the kernel tells about datagrams that were already sent. Called on the lane thread, must not allocate. */
public interface SocketEvents {

    /**
     * A datagram left the kernel.
     *
     * @param id       what {@link Transmitter#accepted()} was before that datagram was flushed
     * @param kernelNs when the driver took it, CLOCK_REALTIME ns
     */
    default void onTransmitStamp(long id, long kernelNs) {
    }

    /**
     * The network, or a host in it, refused an earlier datagram (ICMP).
     *
     * @param errno positive error number, such as ECONNREFUSED
     */
    default void onError(int errno) {
    }
}
