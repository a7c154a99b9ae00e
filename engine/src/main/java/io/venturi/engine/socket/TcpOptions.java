package io.venturi.engine.socket;

/**
 * How a TCP socket is to be set up. 0 and empty mean the host's default.
 *
 * @param noDelay       TCP_NODELAY
 * @param maxSegment    TCP_MAXSEG, bytes
 * @param windowBytes   SO_SNDBUF and SO_RCVBUF to ask for
 * @param trafficClass  TOS or traffic class byte, 0..255
 * @param congestion    congestion control algorithm, such as {@code bbr}
 * @param pacingRate    SO_MAX_PACING_RATE, bytes per second
 * @param userTimeoutMs TCP_USER_TIMEOUT: how long sent data may stay unacknowledged, ms
 * @param keepAlive     SO_KEEPALIVE with the host's times
 * @param multipath     MPTCP instead of TCP
 * @param device        interface name to bind to
 * @param flowLabel     of IPv6, 1..1048575; only for those who connect
 */
public record TcpOptions(boolean noDelay, int maxSegment, int windowBytes, int trafficClass, String congestion,
                         long pacingRate, int userTimeoutMs, boolean keepAlive, boolean multipath, String device,
                         int flowLabel) {
    /** For messages that must not wait for others. */
    public static final TcpOptions CONTROL = new TcpOptions(true, 0, 0, 0, "", 0, 0, false, false, "", 0);
    /** What the host gives. */
    public static final TcpOptions DEFAULT = new TcpOptions(false, 0, 0, 0, "", 0, 0, false, false, "", 0);
}
