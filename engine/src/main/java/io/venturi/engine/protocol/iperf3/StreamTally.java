package io.venturi.engine.protocol.iperf3;

import io.venturi.engine.metric.ProtocolFigure;
import io.venturi.engine.metric.ProtocolValue;
import io.venturi.engine.metric.ThroughputDatagrams;
import io.venturi.engine.metric.ThroughputEnd;
import io.venturi.engine.metric.ThroughputEvidence;
import io.venturi.engine.metric.ThroughputInterval;
import io.venturi.engine.metric.ThroughputTcp;
import io.venturi.engine.protocol.iperf3.wire.Iperf3Results;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToLongFunction;

/** What a stream did in each interval and in all, from the counts that were read. Thread: the one that reads them. */
final class StreamTally {
    private static final long UNKNOWN = -1;

    private final DataStream stream;
    private final boolean udp;
    private StreamCounts omitted = StreamCounts.ZERO;
    private StreamCounts omittedAtRead = StreamCounts.ZERO;
    private StreamCounts previous = StreamCounts.ZERO;
    private StreamCounts last = StreamCounts.ZERO;
    private long mostCongestionWindowBytes = UNKNOWN;
    private long mostSendWindowBytes = UNKNOWN;
    private long leastRttUs = UNKNOWN;
    private long mostRttUs = UNKNOWN;
    private long rttSumUs;
    private long rttSamples;
    private final Mean delivery = new Mean();
    private final Mean pacing = new Mean();

    StreamTally(DataStream stream, boolean udp) {
        this.stream = stream;
        this.udp = udp;
    }

    DataStream stream() {
        return stream;
    }

    boolean isSender() {
        return stream.identity().sender();
    }

    /** Read the counts; what they gained is the interval's. */
    ThroughputInterval.Part read() {
        StreamCounts read = last;
        StreamCounts uncounted = uncounted(); // before the counts: those may go on meanwhile, this may not be ahead
        last = stream.counts();
        uncounted = uncounted.withBytes(Math.min(uncounted.bytes(), last.bytes()));
        previous = read.plus(omittedAtRead, uncounted);
        omittedAtRead = uncounted;
        last.tcp().ifPresent(this::remember);
        return new ThroughputInterval.Part(stream.identity(), last.bytes() - previous.bytes(), tcp(),
                udp ? Optional.of(datagrams(previous)) : Optional.empty(), details(previous));
    }

    /** The protocol's figures: what counts have gained since then, others as they are. */
    private List<ProtocolValue> details(StreamCounts since) {
        List<ProtocolFigure> figures = stream.figures();
        List<ProtocolValue> details = new ArrayList<>();
        for (int i = 0; i < last.figures().size(); i++) {
            ProtocolFigure figure = figures.get(i);
            boolean gains = figure.kind() == ProtocolFigure.Kind.COUNT && !since.figures().isEmpty();
            details.add(new ProtocolValue(figure, last.figures().get(i) - (gains ? since.figures().get(i) : 0)));
        }
        return details;
    }

    private static List<ProtocolValue> details(List<ProtocolFigure> figures, Map<String, Double> told) {
        return figures.stream().filter(figure -> told.containsKey(figure.name()))
                .map(figure -> new ProtocolValue(figure, told.get(figure.name()))).toList();
    }

    private void remember(TcpCounts tcp) {
        mostCongestionWindowBytes = Math.max(mostCongestionWindowBytes, tcp.congestionWindowBytes());
        mostSendWindowBytes = Math.max(mostSendWindowBytes, tcp.sendWindowBytes());
        if (tcp.rttUs() >= 0) {
            leastRttUs = leastRttUs < 0 ? tcp.rttUs() : Math.min(leastRttUs, tcp.rttUs());
            mostRttUs = Math.max(mostRttUs, tcp.rttUs());
            rttSumUs += tcp.rttUs();
            rttSamples++;
        }
        delivery.add(tcp.deliveryBitsPerSecond());
        pacing.add(tcp.pacingBitsPerSecond());
    }

    /** What does not count, as far as it is known by now. */
    private StreamCounts uncounted() {
        return stream.omitted(omitted);
    }

    /** The time that is not counted is over; {@link #read} was just called. */
    void omit() {
        omitted = last;
        omittedAtRead = last;
        mostCongestionWindowBytes = UNKNOWN;
        mostSendWindowBytes = UNKNOWN;
        leastRttUs = UNKNOWN;
        mostRttUs = UNKNOWN;
        rttSumUs = 0;
        rttSamples = 0;
        delivery.clear();
        pacing.clear();
        stream.omit();
    }

    private Optional<ThroughputTcp> tcp() {
        return last.tcp().map(tcp -> new ThroughputTcp(retransmits(tcp, previous), tcp.congestionWindowBytes(),
                tcp.sendWindowBytes(), tcp.rttUs(), tcp.rttVariationUs(), tcp.pathMtu(), tcp.reorderings(),
                tcp.congestionWindowSegments(),
                new ThroughputTcp.Rates(tcp.deliveryBitsPerSecond(), tcp.pacingBitsPerSecond()),
                new ThroughputTcp.Limits(since(previous, tcp, TcpCounts::busyUs),
                        since(previous, tcp, TcpCounts::receiveWindowLimitedUs),
                        since(previous, tcp, TcpCounts::sendBufferLimitedUs))));
    }

    private static long since(StreamCounts before, TcpCounts now, ToLongFunction<TcpCounts> field) {
        long value = field.applyAsLong(now);
        return value < 0 ? UNKNOWN : value - before.tcp().map(field::applyAsLong).orElse(0L);
    }

    private static long retransmits(TcpCounts now, StreamCounts before) {
        return now.retransmits() < 0 ? UNKNOWN
                : now.retransmits() - before.tcp().map(TcpCounts::retransmits).orElse(0L);
    }

    private ThroughputDatagrams datagrams(StreamCounts since) {
        if (isSender()) {
            return new ThroughputDatagrams(last.packets() - since.packets(), 0, 0, 0, UNKNOWN, UNKNOWN);
        }
        return new ThroughputDatagrams(last.packets() - since.packets(), Math.max(0, last.errors() - since.errors()),
                last.jitterNs(), last.outOfOrder() - since.outOfOrder(), last.received() - since.received(),
                last.duplicates() - since.duplicates());
    }

    /** Without the time omitted. */
    long bytes() {
        return last.bytes() - omittedAtRead.bytes();
    }

    /** Everything, as it is now. */
    long bytesNow() {
        return stream.bytes();
    }

    /** Without the time omitted, as it is now. */
    long countedBytesNow() {
        return stream.bytes() - uncounted().bytes();
    }

    /** Without the time omitted, as it is now. */
    long countedBlocksNow() {
        return stream.blocks() - uncounted().blocks();
    }

    /** What this end counted. */
    ThroughputEnd own(long durationNs) {
        return new ThroughputEnd(bytes(), durationNs, totalRetransmits(),
                udp ? datagrams(omittedAtRead) : ThroughputDatagrams.NONE, details(omitted));
    }

    private long totalRetransmits() {
        return last.tcp().map(tcp -> retransmits(tcp, omitted)).orElse(UNKNOWN);
    }

    /** What the other end counted, by its word. */
    ThroughputEnd other(Iperf3Results.Stream told, long durationNs) {
        long ns = told.seconds() > 0 ? (long) (told.seconds() * 1e9) : durationNs;
        if (!udp) {
            return new ThroughputEnd(told.bytes(), ns, isSender() ? UNKNOWN : told.retransmits(),
                    ThroughputDatagrams.NONE, details(stream.figures(), told.figures()));
        }
        boolean pair = told.omittedErrors() >= 0;
        long packets = Math.max(0, told.packets() - (pair ? told.omittedPackets() : omittedAtRead.packets()));
        long lost = isSender() ? Math.max(0, told.errors() - Math.max(0, told.omittedErrors())) : 0;
        return new ThroughputEnd(told.bytes(), ns, UNKNOWN, new ThroughputDatagrams(packets, lost,
                isSender() ? told.jitterSeconds() * 1e9 : 0, 0, UNKNOWN, UNKNOWN),
                details(stream.figures(), told.figures()));
    }

    /** What this end tells the other one. */
    Iperf3Results.Stream toTell(long durationNs) {
        long errors = Math.max(last.errors(), omittedAtRead.errors());
        Map<String, Double> figures = new LinkedHashMap<>();
        details(omitted).forEach(detail -> figures.put(detail.figure().name(), detail.value()));
        return new Iperf3Results.Stream(stream.identity().id(), bytes(), totalRetransmits(), last.jitterNs() / 1e9,
                errors, last.packets(), omittedAtRead.errors(), omittedAtRead.packets(), durationNs / 1e9, figures);
    }

    /** True if the kernel tells what it sent again. */
    boolean knowsRetransmits() {
        return last.tcp().filter(tcp -> tcp.retransmits() >= 0).isPresent();
    }

    Optional<ThroughputEvidence> evidence() {
        return last.tcp().map(tcp -> new ThroughputEvidence(mostCongestionWindowBytes, mostSendWindowBytes, leastRttUs,
                rttSamples == 0 ? UNKNOWN : rttSumUs / rttSamples, mostRttUs, tcp.reorderings(),
                since(omitted, tcp, TcpCounts::busyUs), since(omitted, tcp, TcpCounts::receiveWindowLimitedUs),
                since(omitted, tcp, TcpCounts::sendBufferLimitedUs), delivery.value(), pacing.value(),
                tcp.emptyRttUs()));
    }

    /** Of the samples that told something. */
    private static final class Mean {
        private double sum;
        private long n;

        void add(long value) {
            if (value >= 0) {
                sum += value;
                n++;
            }
        }

        void clear() {
            sum = 0;
            n = 0;
        }

        long value() {
            return n == 0 ? UNKNOWN : Math.round(sum / n);
        }
    }
}
