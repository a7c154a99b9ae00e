package io.venturi.engine.protocol.iperf3;

import io.venturi.engine.socket.TcpSocket;
import java.net.InetSocketAddress;

/**
 * The control connection, for reports.
 *
 * @param server     true if this end is the server
 * @param maxSegment TCP_MAXSEG in force, bytes; 0 if not known
 */
public record ControlFacts(boolean server, InetSocketAddress local, InetSocketAddress remote, int maxSegment) {

    public static ControlFacts of(TcpSocket socket, boolean server) {
        return new ControlFacts(server, socket.localAddress(), socket.remoteAddress(), socket.maxSegment());
    }
}
