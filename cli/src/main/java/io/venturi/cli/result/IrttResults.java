package io.venturi.cli.result;

import java.util.Arrays;

/** Reads the JSON of the irtt program, and that of {@code venturi irtt}. */
final class IrttResults {
    private static final String[] MEASURES = {"rtt", "send_delay", "receive_delay", "ipdv_round_trip", "ipdv_send",
        "ipdv_receive"};
    private static final String[] KEYS = {"delay.round trip", "delay.forward", "delay.reverse", "ipdv.round trip",
        "ipdv.forward", "ipdv.reverse"};
    private static final String[] LABELS = {"Delay round trip", "Delay forward", "Delay reverse", "IPDV round trip",
        "IPDV forward", "IPDV reverse"};

    private IrttResults() {
    }

    static Result read(String file, Json document, Probes probes) {
        ResultBuilder to = new ResultBuilder(file, Kind.ROUND_TRIP);
        to.tool = ("irtt " + document.at("version", "irtt").text()).strip();
        setUp(to, document.need("config"));
        Json stats = document.need("stats");
        to.startNs = ResultBuilder.instant(stats.get("start_time"));
        for (int i = 0; i < MEASURES.length; i++) {
            to.distribution(KEYS[i], LABELS[i], stats.get(MEASURES[i]));
        }
        to.delays.addAll(probes.series("user"));
        percentiles(to, stats);
        counts(to, stats);
        host(to, document, stats);
        to.summary = RoundTripSummary.of(to);
        return to.build();
    }

    private static void setUp(ResultBuilder to, Json config) {
        Json params = config.get("params");
        to.where = config.get("local_address").text() + " to " + config.get("remote_address").text();
        to.setting("from", ResultBuilder.host(config.get("local_address").text()));
        to.setting("to", ResultBuilder.host(config.get("remote_address").text()));
        to.setting("protocol", "irtt");
        to.setting("interval", Unit.NS.show(params.get("interval").number()));
        to.setting("length", params.get("length").anyText());
        to.setting("schedule", "isochronous");
        to.setting("traffic class", params.get("dscp").anyText());
        to.setting("duration", Unit.NS.show(params.get("duration").number()));
        to.setting("stamps", "user");
        to.fact("Run", "timer", config.get("timer").text());
        to.fact("Run", "waiter", config.get("waiter").text());
        to.fact("Clocks and stamps", "clock", params.get("clock").text());
        to.fact("Clocks and stamps", "stamps of the server", params.get("stamp_at").text());
    }

    /** irtt's statistics have a median only; the rest comes from the probes. */
    private static void percentiles(ResultBuilder to, Json stats) {
        Json rtt = stats.get("rtt");
        to.figure("min", "Round trip min", rtt.get("min").number(), Unit.NS);
        to.figure("p50", "Round trip p50", rtt.get("median").number(), Unit.NS);
        if (!to.delays.isEmpty()) {
            double[] sorted = Arrays.stream(to.delays.getFirst().delayNs()).filter(ns -> !Double.isNaN(ns)).sorted()
                    .toArray();
            if (sorted.length > 0) {
                to.figure("p99", "Round trip p99", Quantiles.of(sorted, 0.99), Unit.NS);
            }
        }
        to.figure("max", "Round trip max", rtt.get("max").number(), Unit.NS);
        to.figure("forward.p50", "One way forward p50", stats.at("send_delay", "median").number(), Unit.NS);
        to.figure("reverse.p50", "One way reverse p50", stats.at("receive_delay", "median").number(), Unit.NS);
        to.figure("ipdv.p50", "IPDV p50", stats.at("ipdv_round_trip", "median").number(), Unit.NS);
    }

    private static void counts(ResultBuilder to, Json stats) {
        to.figure("sent", "Probes sent", stats.get("packets_sent").number(), Unit.COUNT);
        to.figure("received", "Replies", stats.get("packets_received").number(), Unit.COUNT);
        to.figure("loss", "Loss", stats.get("packet_loss_percent").number(), Unit.PERCENT);
        // irtt writes 0 for both directions when it could not tell them apart, so only what adds up is shown.
        double up = stats.get("upstream_loss_percent").number();
        double down = stats.get("downstream_loss_percent").number();
        if (stats.get("server_packets_received").number() > 0) {
            to.figure("loss.forward", "Loss forward", up, Unit.PERCENT);
            to.figure("loss.reverse", "Loss reverse", down, Unit.PERCENT);
        }
        to.figure("duplicates", "Duplicates", stats.get("duplicate_percent").number(), Unit.PERCENT);
        to.figure("rate.forward", "Rate forward", stats.at("send_rate", "bps").number(), Unit.BITS_PER_SECOND);
        to.figure("rate.reverse", "Rate reverse", stats.at("receive_rate", "bps").number(), Unit.BITS_PER_SECOND);
    }

    private static void host(ResultBuilder to, Json document, Json stats) {
        Json system = document.get("system_info");
        to.fact("Host", "name", system.get("hostname").text());
        to.fact("Host", "system", system.get("os").text());
        to.fact("Host", "CPUs", system.get("cpus").anyText());
        to.fact("Host", "Go", system.get("go_version").text());
        to.fact("Instrument", "timer misses", stats.get("timer_misses").anyText());
        to.fact("Instrument", "timer error, mean", Unit.NS.show(stats.at("timer_error", "mean").number()));
    }
}
