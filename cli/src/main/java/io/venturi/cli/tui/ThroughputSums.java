package io.venturi.cli.tui;

import io.venturi.engine.metric.ThroughputDatagrams;
import io.venturi.engine.metric.ThroughputInterval;
import io.venturi.engine.metric.ThroughputTcp;
import java.util.List;

/**
 * What the intervals of a throughput test add up to, those omitted too; -1 for what nobody told.
 *
 * @param retransmits of TCP streams this end sends on
 * @param datagrams   expected, of UDP streams this end receives
 * @param lost        of them
 * @param outOfOrder  of them
 */
record ThroughputSums(long retransmits, long datagrams, long lost, long outOfOrder) {
    static final ThroughputSums NONE = new ThroughputSums(-1, -1, -1, -1);

    ThroughputSums plus(ThroughputInterval interval) {
        List<ThroughputTcp> tcp = interval.parts().stream().flatMap(part -> part.tcp().stream())
                .filter(it -> it.retransmits() >= 0).toList();
        List<ThroughputDatagrams> received = interval.parts().stream().filter(part -> !part.stream().sender())
                .flatMap(part -> part.datagrams().stream()).toList();
        return new ThroughputSums(
                tcp.isEmpty() ? retransmits : Math.max(0, retransmits)
                        + tcp.stream().mapToLong(ThroughputTcp::retransmits).sum(),
                received.isEmpty() ? datagrams : Math.max(0, datagrams)
                        + received.stream().mapToLong(ThroughputDatagrams::packets).sum(),
                received.isEmpty() ? lost : Math.max(0, lost)
                        + received.stream().mapToLong(ThroughputDatagrams::lost).sum(),
                received.isEmpty() ? outOfOrder : Math.max(0, outOfOrder)
                        + received.stream().mapToLong(ThroughputDatagrams::outOfOrder).sum());
    }
}
