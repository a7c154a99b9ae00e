package io.venturi.cli.result;

import java.util.Locale;
import java.util.Map;

/** Reads {@code venturi rtt --json}, schema {@code docs/schema/rtt.schema.json}. */
final class RttResults {
    private static final Map<String, String> DIRECTIONS =
            Map.of("roundTrip", "round trip", "forward", "forward", "reverse", "reverse");

    private final Json document;
    private final ResultBuilder to;
    private final String leading;

    private RttResults(String file, Json document) {
        this.document = document;
        this.to = new ResultBuilder(file, Kind.ROUND_TRIP);
        Json stamps = document.at("instrument", "stamps", "roundTrip");
        this.leading = stamps.present() ? stamps.text() : "user";
    }

    static Result read(String file, Json document, Probes probes) {
        RttResults reader = new RttResults(file, document);
        reader.run();
        document.need("metrics").items().forEach(reader::metric);
        reader.instrument();
        reader.to.delays.addAll(probes.series(reader.leading));
        reader.sentence();
        return reader.to.build();
    }

    private void run() {
        Json run = document.need("run");
        Json agreed = run.need("agreed");
        to.tool = "venturi";
        to.startNs = run.need("startWallNs").integer();
        to.where = run.get("local").text() + " to " + run.need("remote").text();
        to.setting("from", ResultBuilder.host(run.get("local").text()));
        to.setting("to", ResultBuilder.host(run.get("remote").text()));
        to.setting("protocol", agreed.get("protocol").text());
        to.setting("interval", Unit.NS.show(agreed.get("intervalNs").number()));
        Json length = agreed.get("lengths");
        to.setting("length", !length.present() || length.text().isEmpty() || length.text().equals("0")
                ? agreed.get("lengthBytes").anyText() : length.text());
        to.setting("schedule", agreed.get("schedule").text());
        to.setting("traffic class", agreed.get("trafficClass").anyText());
        to.setting("duration", agreed.get("durationNs").present()
                ? Unit.NS.show(agreed.get("durationNs").number()) : "until stopped");
        to.setting("stamps", leading);
        to.fact("Run", "measured for", Unit.NS.show(run.get("durationNs").number()));
        to.fact("Run", "waited", Unit.NS.show(run.get("waitNs").number()));
        to.fact("Run", "clocks of the two hosts", run.get("clockRelation").text());
        to.fact("Run", "ended", run.get("end").text());
        if (!run.get("end").text().equals("completed")) {
            to.warnings.add("The test did not run to its end: " + run.get("end").text()
                    + (run.get("endDetail").present() ? ", " + run.get("endDetail").text() : "") + ".");
        }
    }

    private void metric(Json metric) {
        String name = metric.need("metric").text();
        String way = DIRECTIONS.getOrDefault(metric.get("direction").text(), metric.get("direction").text());
        String by = metric.get("stampedBy").text();
        switch (name) {
            case "delay" -> delay(metric, way, by);
            case "ipdv", "pdv" -> {
                to.distribution(name + "." + way + "." + by, name.toUpperCase(Locale.ROOT) + " " + way + " ("
                        + by + ")", metric.get("ns"));
                if (way.equals("round trip") && by.equals(leading)) {
                    percentile(name + ".", name.toUpperCase(Locale.ROOT), metric.get("ns"));
                }
            }
            case "loss" -> loss(metric);
            case "reordering" -> to.figure("reordered", "Reordered", share(metric, "reordered", "received"),
                    Unit.PERCENT);
            case "duplication" -> to.figure("duplicates", "Duplicates", share(metric, "duplicates", "received"),
                    Unit.PERCENT);
            case "rate" -> to.figure("rate." + way, "Rate " + way, metric.get("bitsPerSecond").number(),
                    Unit.BITS_PER_SECOND);
            case "peerResidence" -> to.distribution("residence.peer", "In the server", metric.get("ns"));
            default -> { }
        }
    }

    private void delay(Json metric, String way, String by) {
        boolean related = way.equals("round trip") || !metric.get("clockRelation").text().equals("none");
        if (!related) {
            return; // a delay plus an unknown offset is not to be shown as a delay
        }
        to.distribution("delay." + way + "." + by, "Delay " + way + " (" + by + ")", metric.get("ns"));
        if (by.equals(leading)) {
            percentile(way.equals("round trip") ? "" : way + ".", way.equals("round trip") ? "Round trip"
                    : "One way " + way, metric.get("ns"));
        }
    }

    private void percentile(String prefix, String label, Json ns) {
        to.figure(prefix + "min", label + " min", ns.get("min").number(), Unit.NS);
        to.figure(prefix + "p50", label + " p50", ns.get("p50").number(), Unit.NS);
        to.figure(prefix + "p99", label + " p99", ns.get("p99").number(), Unit.NS);
        to.figure(prefix + "max", label + " max", ns.get("max").number(), Unit.NS);
    }

    private void loss(Json loss) {
        double known = loss.need("sent").number() - loss.get("unobserved").number();
        to.figure("sent", "Probes sent", loss.get("sent").number(), Unit.COUNT);
        to.figure("received", "Replies", loss.get("received").number(), Unit.COUNT);
        to.figure("loss", "Loss", loss.get("percent").number(), Unit.PERCENT);
        Json way = loss.get("byDirection");
        if (known > 0) {
            to.figure("loss.forward", "Loss forward", 100 * way.get("forward").number() / known, Unit.PERCENT);
            to.figure("loss.reverse", "Loss reverse", 100 * way.get("reverse").number() / known, Unit.PERCENT);
        }
        if (loss.get("unobserved").number() > 0) {
            to.figure("unobserved", "Unobserved by this host", loss.get("unobserved").number(), Unit.COUNT);
        }
    }

    private static double share(Json of, String part, String whole) {
        double all = of.get(whole).number();
        return all > 0 ? 100 * of.get(part).number() / all : Double.NaN;
    }

    private void instrument() {
        Json instrument = document.need("instrument");
        to.distribution("departure", "Departure lateness", instrument.get("departureLatenessNs"));
        if (instrument.get("degraded").flag()) {
            to.warnings.add("This host disturbed the measurement; see the counters under Instrument.");
        }
        for (String counter : new String[] {"missedSlots", "stalls", "stalledReplies", "ringOverruns",
            "socketOverflow", "outdatedReplies", "stampsDiscarded", "icmpErrors", "clockSteps"}) {
            to.fact("Instrument", counter, instrument.get(counter).anyText());
        }
        Json stamps = instrument.get("stamps");
        to.fact("Clocks and stamps", "stamps here", stamps.get("sent").text() + " / " + stamps.get("received").text());
        to.fact("Clocks and stamps", "stamps of the server", stamps.get("peerReceived").text() + " / "
                + stamps.get("peerSent").text());
        to.fact("Clocks and stamps", "card", stamps.at("card", "interface").text());
        to.fact("Clocks and stamps", "note", stamps.get("note").text());
        Json host = instrument.get("host");
        to.fact("Host", "kernel", host.get("os").text());
        to.fact("Host", "architecture", host.get("arch").text());
        to.fact("Host", "Java", host.get("java").text());
        to.fact("Host", "pacing", host.at("pacing", "used").text());
        host.get("tunings").items().forEach(tuning -> to.fact("Host", tuning.get("name").text(),
                tuning.get("granted").flag() ? "granted" : "not granted: " + tuning.get("reason").text()));
    }

    private void sentence() {
        to.summary = RoundTripSummary.of(to);
    }
}
