package io.venturi.engine.metric;

import java.net.InetSocketAddress;

/**
 * A data stream of a throughput test.
 *
 * @param index  place in the order of creation, from 0
 * @param id     by which the two ends call it: 1, 3, 4, 5 ...
 * @param socket what reports call it: 5, 7, 9 and so on in the order of creation, as iperf3's descriptors are
 * @param sender true if this end sends
 */
public record ThroughputStream(int index, int id, int socket, boolean sender, InetSocketAddress local,
                               InetSocketAddress remote) {
}
