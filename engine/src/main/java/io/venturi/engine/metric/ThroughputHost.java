package io.venturi.engine.metric;

/**
 * What this host did to a throughput test, besides the CPU time of its process.
 *
 * @param busiestThread   share of its time in which the busiest stream thread ran or waited for a CPU, 0..1; NaN if not
 *                        known
 * @param refused         times its kernel refused a datagram, which was sent later
 * @param receiveOverflow datagrams that arrived here and were dropped because a socket buffer was full
 */
public record ThroughputHost(double busiestThread, long refused, long receiveOverflow) {
    /** Nothing is known. */
    public static final ThroughputHost UNKNOWN = new ThroughputHost(Double.NaN, 0, 0);
}
