package io.venturi.cli.iperf3;

import io.venturi.engine.metric.ThroughputDatagrams;
import io.venturi.engine.metric.ThroughputEnd;
import io.venturi.engine.metric.ThroughputInterval.Part;
import java.util.List;

/** Several streams as one, by the rules of the classic tool. */
final class Sums {

    private Sums() {
    }

    /** Counts added up; jitter is the plain average. */
    static ThroughputDatagrams datagrams(List<ThroughputDatagrams> all) {
        return new ThroughputDatagrams(all.stream().mapToLong(ThroughputDatagrams::packets).sum(),
                all.stream().mapToLong(ThroughputDatagrams::lost).sum(),
                all.stream().mapToDouble(ThroughputDatagrams::jitterNs).average().orElse(0),
                all.stream().mapToLong(ThroughputDatagrams::outOfOrder).sum(), -1, -1);
    }

    /** Of the streams that tell; -1 if none does. */
    static long retransmits(List<Part> parts) {
        return known(parts.stream().mapToLong(part -> part.tcp().map(tcp -> tcp.retransmits()).orElse(-1L)).toArray());
    }

    /** Counts added up over the longest duration. */
    static ThroughputEnd ends(List<ThroughputEnd> ends) {
        return new ThroughputEnd(ends.stream().mapToLong(ThroughputEnd::bytes).sum(),
                ends.stream().mapToLong(ThroughputEnd::durationNs).max().orElse(0),
                known(ends.stream().mapToLong(ThroughputEnd::retransmits).toArray()),
                datagrams(ends.stream().map(ThroughputEnd::datagrams).toList()));
    }

    private static long known(long[] counts) {
        long sum = -1;
        for (long count : counts) {
            if (count >= 0) {
                sum = Math.max(0, sum) + count;
            }
        }
        return sum;
    }
}
