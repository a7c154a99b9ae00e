package io.venturi.engine.api;

/**
 * What a server has done so far.
 *
 * @param sessions   sessions opened; none of stateless reflectors
 * @param live       sessions there are now
 * @param replies    echo requests answered
 * @param replyBytes UDP payload bytes of those answers
 * @param dropped    datagrams dropped for any reason
 */
public record ServerTotals(long sessions, long live, long replies, long replyBytes, long dropped) {
    /** Nothing was done. */
    public static final ServerTotals NONE = new ServerTotals(0, 0, 0, 0, 0);

    ServerTotals plus(ServerTotals other) {
        return new ServerTotals(sessions + other.sessions, live + other.live, replies + other.replies,
                replyBytes + other.replyBytes, dropped + other.dropped);
    }
}
