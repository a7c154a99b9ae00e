package io.venturi.engine.protocol.iperf3;

import java.util.List;
import java.util.Optional;

/**
 * What a stream has counted since it was opened.
 *
 * @param bytes      payload
 * @param blocks     writes, reads or datagrams
 * @param packets    datagrams sent, or highest number received
 * @param errors     lost, as iperf3 counts them
 * @param outOfOrder as iperf3 counts them
 * @param received   datagrams that arrived, copies too
 * @param duplicates copies among them
 * @param tcp        of a TCP stream that sends
 * @param figures    of a protocol that has its own, in the order of their declaration
 */
record StreamCounts(long bytes, long blocks, long packets, long errors, long outOfOrder, long received,
                    long duplicates, double jitterNs, Optional<TcpCounts> tcp, List<Double> figures) {
    static final StreamCounts ZERO = new StreamCounts(0, 0, 0, 0, 0, 0, 0, 0, Optional.empty());

    /** Of TCP or UDP. */
    StreamCounts(long bytes, long blocks, long packets, long errors, long outOfOrder, long received, long duplicates,
                 double jitterNs, Optional<TcpCounts> tcp) {
        this(bytes, blocks, packets, errors, outOfOrder, received, duplicates, jitterNs, tcp, List.of());
    }

    StreamCounts withBytes(long other) {
        return new StreamCounts(other, blocks, packets, errors, outOfOrder, received, duplicates, jitterNs, tcp,
                figures);
    }

    /** With as much more as {@code to} has more than {@code from}. */
    StreamCounts plus(StreamCounts from, StreamCounts to) {
        return new StreamCounts(bytes + to.bytes - from.bytes, blocks + to.blocks - from.blocks,
                packets + to.packets - from.packets, errors + to.errors - from.errors,
                outOfOrder + to.outOfOrder - from.outOfOrder, received + to.received - from.received,
                duplicates + to.duplicates - from.duplicates, jitterNs, tcp, figures);
    }
}
