package io.venturi.engine.api;

import io.venturi.engine.socket.Packet;

/**
 * Tells a {@link ServerListener} of dropped datagrams, at most {@link #MOST_PER_SECOND} times a second.
 *
 * <p>Thread: the lane.
 */
final class DropLog {
    private static final int MOST_PER_SECOND = 10;
    private static final long SECOND_NS = 1_000_000_000L;

    private final ServerListener listener;
    private long secondBeganNs;
    private int told;
    private long untold;

    DropLog(ServerListener listener) {
        this.listener = listener;
    }

    void dropped(Packet packet, String code, String text) {
        long nowNs = packet.receivedUserNs();
        if (nowNs - secondBeganNs > SECOND_NS) {
            if (untold > 0) {
                listener.onEvent(null, "Drop", untold + " more drops were not logged");
            }
            secondBeganNs = nowNs;
            told = 0;
            untold = 0;
        }
        if (told++ < MOST_PER_SECOND) {
            listener.onEvent(packet.peerAddress(), "Drop", "[" + code + "] " + text);
        } else {
            untold++;
        }
    }
}
