package io.venturi.cli.output;

import io.venturi.engine.metric.ThroughputDatagrams;
import io.venturi.engine.metric.ThroughputInterval;
import io.venturi.engine.metric.ThroughputInterval.Part;
import io.venturi.engine.metric.ThroughputReport;
import io.venturi.engine.metric.ThroughputTcp;
import java.io.PrintWriter;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** The intervals of throughput tests as CSV, a row for each stream; what is not known is empty. */
public final class ThroughputCsv {
    private static final List<String> COLUMNS = List.of("test", "interval", "startNs", "endNs", "omitted", "stream",
            "direction", "bytes", "bitsPerSecond", "retransmits", "roundTripUs", "roundTripVariationUs",
            "congestionWindowBytes", "congestionWindowSegments", "sendWindowBytes", "deliveryBitsPerSecond",
            "pacingBitsPerSecond", "busyUs", "receiveWindowLimitedUs", "sendBufferLimitedUs", "datagrams", "received",
            "lost", "duplicates", "reordered", "jitterNs");
    private static final int TCP_COLUMNS = 11;
    private static final int UDP_COLUMNS = 6;

    private ThroughputCsv() {
    }

    /** Header and rows of all tests. */
    public static void write(List<ThroughputReport> reports, PrintWriter to) {
        to.println(String.join(",", COLUMNS));
        for (int test = 0; test < reports.size(); test++) {
            List<ThroughputInterval> intervals = reports.get(test).intervals();
            for (int i = 0; i < intervals.size(); i++) {
                for (Part part : intervals.get(i).parts()) {
                    to.println(row(test + 1, i + 1, intervals.get(i), part));
                }
            }
        }
    }

    private static String row(int test, int index, ThroughputInterval interval, Part part) {
        Stream<Object> head = Stream.of(test, index, interval.startNs(), interval.endNs(), interval.omitted(),
                part.stream().id(), part.stream().sender() ? "up" : "down", part.bytes(),
                Math.round(interval.bitsPerSecond(part.bytes())));
        Stream<?> tcp = part.tcp().<Stream<?>>map(ThroughputCsv::tcp).orElseGet(() -> empty(TCP_COLUMNS));
        Stream<?> udp = part.datagrams().<Stream<?>>map(told -> datagrams(part, told))
                .orElseGet(() -> empty(UDP_COLUMNS));
        return Stream.of(head, tcp, udp).flatMap(cells -> cells).map(String::valueOf).collect(Collectors.joining(","));
    }

    private static Stream<String> empty(int columns) {
        return Stream.generate(() -> "").limit(columns);
    }

    private static Stream<String> tcp(ThroughputTcp tcp) {
        return known(tcp.retransmits(), tcp.rttUs(), tcp.rttVariationUs(), tcp.congestionWindowBytes(),
                tcp.congestionWindowSegments(), tcp.sendWindowBytes(), tcp.rates().delivery(), tcp.rates().pacing(),
                tcp.limits().busyUs(), tcp.limits().receiveWindowLimitedUs(), tcp.limits().sendBufferLimitedUs());
    }

    private static Stream<String> datagrams(Part part, ThroughputDatagrams told) {
        return part.stream().sender() ? known(told.packets(), -1, -1, -1, -1, -1)
                : known(told.packets(), told.received(), told.lost(), told.duplicates(),
                        told.duplicates() < 0 ? -1 : Math.max(0, told.outOfOrder() - told.duplicates()),
                        Math.round(told.jitterNs()));
    }

    private static Stream<String> known(long... values) {
        return LongStream.of(values).mapToObj(value -> value < 0 ? "" : Long.toString(value));
    }
}
