package io.venturi.engine.metric;

/**
 * Datagrams of a UDP stream, without those of the time omitted. At the sending end only {@code packets} is known.
 *
 * @param packets    sent; or at the receiver those up to the highest number that arrived, as iperf3 counts them
 * @param lost       as iperf3 counts them: a duplicate or late datagram takes back a loss
 * @param jitterNs   smoothed interarrival jitter (RFC 1889) at the end
 * @param outOfOrder arrived behind a higher number, duplicates among them, as iperf3 counts them
 * @param received   arrived, duplicates too; -1 if the end does not tell
 * @param duplicates copies of what had arrived; -1 if the end does not tell
 */
public record ThroughputDatagrams(long packets, long lost, double jitterNs, long outOfOrder, long received,
                                  long duplicates) {
    /** Nothing was counted. */
    public static final ThroughputDatagrams NONE = new ThroughputDatagrams(0, 0, 0, 0, -1, -1);

    /** Lost of those expected, percent. */
    public double lostPercent() {
        return packets == 0 ? 0 : 100.0 * lost / packets;
    }
}
