package io.venturi.cli.result;

import io.venturi.cli.result.IntervalSeries.Piece;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Reads {@code venturi throughput --json}, schema {@code docs/schema/throughput.schema.json}: a result for each way.
 */
final class ThroughputResults {

    private ThroughputResults() {
    }

    static List<Result> read(String file, Json document) {
        List<Result> results = new ArrayList<>();
        for (Json test : document.need("tests").items()) {
            for (Json way : test.need("ways").items()) {
                results.add(way(file, document.get("host"), test, way));
            }
        }
        if (results.isEmpty()) {
            throw document.error("there is no result in it: the test failed before anything was sent.");
        }
        return results;
    }

    private static Result way(String file, Json host, Json test, Json way) {
        ResultBuilder to = new ResultBuilder(file, Kind.THROUGHPUT);
        to.direction = way.need("direction").text();
        to.tool = "venturi";
        to.startNs = test.get("startWallNs").integer();
        setUp(to, test);
        to.figure("goodput", "Goodput, counted by the " + way.get("countedBy").text(),
                way.get("goodputBitsPerSecond").number(), Unit.BITS_PER_SECOND);
        to.figure("retransmits", "Retransmissions", way.get("retransmits").number(), Unit.COUNT);
        double expected = way.get("datagramsExpected").number();
        if (expected > 0) {
            to.figure("loss", "Loss", 100 * way.get("lost").number() / expected, Unit.PERCENT);
        }
        to.figure("duplicates", "Duplicates", way.get("duplicates").number(), Unit.COUNT);
        to.figure("reordered", "Reordered", way.get("reordered").number(), Unit.COUNT);
        to.figure("rfc3550Jitter", "RFC 3550 jitter", way.get("jitterNs").number(), Unit.NS);
        double[] rtts = test.get("streams").items().stream()
                .filter(stream -> stream.get("direction").text().equals(to.direction))
                .map(stream -> stream.at("kernel", "meanRoundTripNs")).filter(Json::present).mapToDouble(Json::number)
                .toArray();
        to.figure("tcpRtt", "Round trip as TCP sees it, mean", mean(rtts), Unit.NS);
        CapacityResults.latency(to, test.get("latency"));
        intervals(to, test.get("intervals"));
        facts(to, host, test, way);
        to.summary = way.at("verdict", "sentence").text();
        return to.build();
    }

    private static void setUp(ResultBuilder to, Json test) {
        Json settings = test.get("settings");
        to.where = test.get("local").text() + " and " + test.get("server").text();
        to.setting("from", ResultBuilder.host(test.get("local").text()));
        to.setting("to", ResultBuilder.host(test.get("server").text()));
        to.setting("protocol", test.get("transport").text());
        to.setting("streams", settings.get("streams").anyText());
        to.setting("duration", settings.get("durationNs").present()
                ? Unit.NS.show(settings.get("durationNs").number()) : "");
        to.setting("length", settings.get("blockBytes").anyText());
        to.setting("target rate", settings.get("streamBitsPerSecond").number() > 0
                ? Unit.BITS_PER_SECOND.show(settings.get("streamBitsPerSecond").number()) : "");
        to.setting("congestion control", settings.get("congestion").text());
        to.setting("traffic class", settings.get("trafficClass").anyText());
        to.fact("Run", "command", test.get("command").text());
        to.fact("Run", "ended", test.get("end").text());
        if (!test.get("end").text().equals("completed")) {
            to.warnings.add("The test did not run to its end: " + test.get("end").text()
                    + (test.get("failure").present() ? ", " + test.get("failure").text() : "") + ".");
        }
        test.get("notices").items().forEach(notice -> to.warnings.add(notice.text()));
    }

    private static void intervals(ResultBuilder to, Json intervals) {
        List<Piece> pieces = new ArrayList<>();
        for (Json interval : intervals.items()) {
            List<Json> parts = interval.get("parts").items().stream()
                    .filter(part -> part.get("direction").text().equals(to.direction)).toList();
            if (!interval.get("omitted").flag() && !parts.isEmpty()) {
                double datagrams = sum(parts, "datagrams");
                pieces.add(new Piece(interval.get("startNs").number() / 1e9, interval.get("endNs").number() / 1e9,
                        sum(parts, "bitsPerSecond"), datagrams > 0 ? 100 * sum(parts, "lost") / datagrams : Double.NaN,
                        mean(parts.stream().map(part -> part.get("roundTripNs")).filter(Json::present)
                                .mapToDouble(Json::number).toArray()), sum(parts, "retransmits"), false));
            }
        }
        if (!pieces.isEmpty()) {
            to.intervals.add(new IntervalSeries("intervals", "goodput", "round trip as TCP sees it", pieces));
        }
    }

    /** NaN if one part does not have it. */
    private static double sum(List<Json> parts, String name) {
        return parts.stream().mapToDouble(part -> part.get(name).number()).sum();
    }

    /** NaN of none. */
    static double mean(double[] values) {
        return Arrays.stream(values).average().orElse(Double.NaN);
    }

    private static void facts(ResultBuilder to, Json host, Json test, Json way) {
        to.fact("Verdict", "limited by", way.at("verdict", "limit").text());
        way.at("verdict", "reasons").items().forEach(reason -> to.fact("Verdict", "reason", reason.text()));
        host.members().forEach((name, value) -> to.fact("Host", name, value.anyText()));
        Json evidence = test.get("evidence");
        to.fact("Host", "congestion control, sender", evidence.get("senderCongestion").text());
        to.fact("Host", "congestion control, receiver", evidence.get("receiverCongestion").text());
        for (String end : new String[] {"here", "there"}) {
            evidence.get(end).members().forEach((name, value) -> to.fact("Instrument", end + ": " + name,
                    value.anyText()));
        }
    }
}
