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
     * A datagram left the network card.
     *
     * @param id    as in {@link #onTransmitStamp}
     * @param nicNs ns by the card's own clock, which has no relation to any other
     */
    default void onNicTransmitStamp(long id, long nicNs) {
    }

    /**
     * The oldest reply with {@link Packet#stampReply} that was not told of yet was handed to the kernel.
     *
     * @param id what {@link #onTransmitStamp} will call it, or negative if the kernel refused it
     */
    default void onReplied(long id) {
    }

    /**
     * This host's queue dropped an earlier datagram because it could not leave in time. It never was on the path.
     *
     * @param time as it was given to {@link Transmitter#launchAt}
     */
    default void onMissedLaunch(long time) {
    }

    /**
     * The network, or a host in it, refused an earlier datagram (ICMP).
     *
     * @param errno positive error number, such as ECONNREFUSED
     */
    default void onError(int errno) {
    }
}
