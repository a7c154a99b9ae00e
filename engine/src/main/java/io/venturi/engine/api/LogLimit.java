package io.venturi.engine.api;

import java.net.InetSocketAddress;

/**
 * Passes on so many events a second that no flood of datagrams becomes a flood of log lines, and says how many more
 * there were. Thread: the lane.
 */
final class LogLimit implements ServerListener {
    private static final int MOST_PER_SECOND = 200;
    private static final long SECOND_NS = 1_000_000_000L;

    private final ServerListener listener;
    private long secondBeganNs = System.nanoTime();
    private int told;
    private long untold;

    LogLimit(ServerListener listener) {
        this.listener = listener;
    }

    @Override
    public void onEvent(InetSocketAddress peer, String code, String detail) {
        long nowNs = System.nanoTime();
        if (nowNs - secondBeganNs > SECOND_NS) {
            if (untold > 0) {
                listener.onEvent(null, "LogLimit", untold + " more events were not logged");
            }
            secondBeganNs = nowNs;
            told = 0;
            untold = 0;
        }
        if (told < MOST_PER_SECOND) {
            told++;
            listener.onEvent(peer, code, detail);
        } else {
            untold++;
        }
    }
}
