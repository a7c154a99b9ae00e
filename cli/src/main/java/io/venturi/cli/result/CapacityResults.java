package io.venturi.cli.result;

import io.venturi.cli.result.IntervalSeries.Piece;
import java.util.ArrayList;
import java.util.List;

/** Reads {@code venturi capacity --json}, schema {@code docs/schema/capacity.schema.json}. */
final class CapacityResults {

    private CapacityResults() {
    }

    static List<Result> read(String file, Json document) {
        return document.need("tests").items().stream().map(test -> test(file, test)).toList();
    }

    private static Result test(String file, Json test) {
        ResultBuilder to = new ResultBuilder(file, Kind.CAPACITY);
        to.direction = test.need("direction").text();
        to.tool = "venturi";
        to.startNs = test.need("startWallNs").integer();
        setUp(to, test);
        Json maximum = test.get("maximum");
        to.figure("capacity", "Maximum IP-layer capacity", maximum.at("bitsPerSecond", "ip").number(),
                Unit.BITS_PER_SECOND);
        to.figure("goodput", "Goodput of that sub-interval", maximum.at("bitsPerSecond", "goodput").number(),
                Unit.BITS_PER_SECOND);
        to.figure("capacity.mean", "Mean, climb included", test.at("summary", "meanBitsPerSecond", "ip").number(),
                Unit.BITS_PER_SECOND);
        to.figure("loss", "Loss at the maximum", loss(maximum), Unit.PERCENT);
        to.figure("rttVariation.max", "Round-trip variation at the maximum, max",
                maximum.at("roundTripVariationNs", "max").number(), Unit.NS);
        latency(to, test.get("latency"));
        intervals(to, test.need("intervals"));
        host(to, test.get("evidence"));
        to.summary = test.at("verdict", "sentence").text();
        test.at("verdict", "reasons").items().forEach(reason -> to.fact("Verdict", "reason", reason.text()));
        to.fact("Verdict", "limited by", test.at("verdict", "limit").text());
        if (test.at("status", "code").number() != 0) {
            to.warnings.add("The test did not run to its end: " + test.at("status", "message").text() + ".");
        }
        return to.build();
    }

    private static void setUp(ResultBuilder to, Json test) {
        List<Json> connections = test.get("connections").items();
        if (!connections.isEmpty()) {
            Json first = connections.getFirst();
            to.where = first.get("local").text() + " and " + first.get("server").text()
                    + (connections.size() > 1 ? " and " + (connections.size() - 1) + " more" : "");
            to.setting("from", ResultBuilder.host(first.get("local").text()));
            to.setting("to", ResultBuilder.host(first.get("server").text()));
        }
        Json settings = test.get("agreed").present() ? test.get("agreed") : test.get("requested");
        to.setting("protocol", "udpst");
        to.setting("connections", Integer.toString(connections.size()));
        to.setting("duration", Unit.NS.show(settings.get("testNs").number()));
        to.setting("interval", Unit.NS.show(settings.get("subIntervalNs").number()));
        to.setting("algorithm", settings.get("algorithm").text());
        to.setting("fixed row", settings.get("fixedRow").anyText());
        to.setting("delay thresholds", Unit.NS.show(settings.get("lowerThresholdNs").number()) + " / "
                + Unit.NS.show(settings.get("upperThresholdNs").number()));
        to.setting("traffic class", settings.get("trafficClass").anyText());
        to.fact("Run", "command", test.get("command").text());
        to.fact("Run", "ended", test.at("status", "message").text());
    }

    /** Round trips before and under the load, where they were measured. */
    static void latency(ResultBuilder to, Json latency) {
        if (!latency.present()) {
            return;
        }
        to.distribution("idle", "Round trip before the load", latency.get("idleRoundTripNs"));
        to.distribution("loaded", "Round trip under load", latency.get("loadedRoundTripNs"));
        to.figure("idle.p50", "Idle round trip p50", latency.at("idleRoundTripNs", "p50").number(), Unit.NS);
        to.figure("loaded.p50", "Loaded round trip p50", latency.at("loadedRoundTripNs", "p50").number(), Unit.NS);
        to.figure("loaded.p95", "Loaded round trip p95", latency.at("loadedRoundTripNs", "p95").number(), Unit.NS);
        Json grade = latency.get("bufferbloat");
        to.fact("Verdict", "bufferbloat", grade.get("grade").text());
        to.fact("Verdict", "bufferbloat in words", grade.get("sentence").text());
    }

    private static void intervals(ResultBuilder to, Json intervals) {
        List<Piece> pieces = new ArrayList<>();
        for (Json interval : intervals.items()) {
            double end = interval.get("endNs").number() / 1e9;
            pieces.add(new Piece(end - interval.get("lengthNs").number() / 1e9, end,
                    interval.at("bitsPerSecond", "ip").number(), loss(interval),
                    interval.at("roundTripVariationNs", "max").number(), Double.NaN, interval.get("stalled").flag()));
        }
        if (!pieces.isEmpty()) {
            to.intervals.add(new IntervalSeries("sub-intervals", "IP rate", "round-trip variation, max", pieces));
        }
    }

    /** Share of the datagrams sent, from what arrived and what did not; NaN without either. */
    private static double loss(Json interval) {
        double lost = interval.get("lost").number();
        double all = interval.get("datagrams").number() + lost;
        return all > 0 ? 100 * lost / all : Double.NaN;
    }

    private static void host(ResultBuilder to, Json evidence) {
        for (String end : new String[] {"here", "there"}) {
            evidence.get(end).members().forEach((name, value) -> to.fact("Instrument", end + ": " + name,
                    name.endsWith("Ns") ? Unit.NS.show(value.number())
                            : name.endsWith("Share") ? Unit.PERCENT.show(100 * value.number()) : value.anyText()));
        }
        evidence.get("tunings").items().forEach(tuning -> to.fact("Host", tuning.get("name").text(),
                tuning.get("granted").flag() ? "granted" : "not granted: " + tuning.get("reason").text()));
    }
}
