package io.venturi.cli.output;

import io.venturi.engine.metric.CapacityInterval;
import io.venturi.engine.metric.CapacityLayer;
import io.venturi.engine.metric.CapacityReport;
import io.venturi.engine.metric.CapacityTally;
import io.venturi.engine.metric.CapacityTally.Variation;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The sub-intervals of capacity tests as CSV, a row each; what is not known is empty. */
public final class CapacityCsv {
    private static final List<String> COLUMNS = List.of("direction", "interval", "endWallNs", "endNs", "lengthNs",
            "activeConnections", "datagrams", "bytes", "lost", "reordered", "duplicates", "ceMarked",
            "goodputBitsPerSecond", "ipBitsPerSecond", "ethernetBitsPerSecond", "wireBitsPerSecond",
            "interfaceBitsPerSecond", "oneWayVariationMinNs", "oneWayVariationMeanNs", "oneWayVariationMaxNs",
            "roundTripVariationMinNs", "roundTripVariationMeanNs", "roundTripVariationMaxNs", "highestRow", "refused",
            "missedSlots", "receiveOverflow", "stalledNs", "stalled");

    private CapacityCsv() {
    }

    /** Header and rows of all tests. */
    public static void write(List<CapacityReport> reports, PrintWriter to) {
        to.println(String.join(",", COLUMNS));
        reports.forEach(report -> report.intervals().forEach(interval -> to.println(row(report, interval))));
    }

    private static String row(CapacityReport report, CapacityInterval interval) {
        CapacityTally tally = interval.tally();
        Stream<Object> head = Stream.of(report.direction().name().toLowerCase(Locale.ROOT), interval.index(),
                interval.endWallNs(), interval.endNs(), interval.lengthNs(), interval.activeConnections(),
                tally.datagrams(), tally.bytes(), tally.lost(), tally.reordered(), tally.duplicates(),
                tally.ceMarked(), rate(interval, CapacityLayer.GOODPUT), rate(interval, CapacityLayer.IP),
                rate(interval, CapacityLayer.ETHERNET), rate(interval, CapacityLayer.WIRE),
                Math.round(interval.interfaceBitsPerSecond()));
        Stream<Object> delays = Stream.of(tally.oneWayVariation(), tally.roundTripVariation())
                .flatMap(CapacityCsv::variation);
        Stream<Object> host = Stream.of(
                interval.highestRow().isPresent() ? interval.highestRow().getAsInt() : "",
                interval.here().refused(), interval.here().missedSlots(), interval.here().receiveOverflow(),
                interval.here().stalledNs(), interval.stalled());
        return Stream.of(head, delays, host).flatMap(part -> part).map(String::valueOf)
                .collect(Collectors.joining(","));
    }

    private static Stream<Object> variation(Variation variation) {
        return variation.present()
                ? Stream.of(variation.minNs(), variation.n() == 0 ? "" : Math.round(variation.meanNs()),
                        variation.maxNs())
                : Stream.of("", "", "");
    }

    private static long rate(CapacityInterval interval, CapacityLayer layer) {
        return Math.round(interval.bitsPerSecond(layer));
    }
}
