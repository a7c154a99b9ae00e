package io.venturi.engine.metric;

import java.net.InetSocketAddress;
import java.util.List;

/**
 * A throughput test as it was when its streams were open.
 *
 * @param server             true if this end is the server
 * @param local              of the control connection
 * @param remote             of the control connection
 * @param cookie             by which the connections of the test know each other
 * @param wallNs             when, CLOCK_REALTIME ns
 * @param streams            those open so far, in the order of creation
 * @param defaultMaxSegment  segment size of the control connection, bytes; 0 if not known
 * @param sendBufferBytes    SO_SNDBUF of the first stream, as the kernel accounts it; 0 if not known
 * @param receiveBufferBytes SO_RCVBUF likewise
 */
public record ThroughputStart(boolean server, InetSocketAddress local, InetSocketAddress remote, String cookie,
                              long wallNs, ThroughputSettings settings, List<ThroughputStream> streams,
                              int defaultMaxSegment, int sendBufferBytes, int receiveBufferBytes) {
    public ThroughputStart {
        streams = List.copyOf(streams);
    }
}
