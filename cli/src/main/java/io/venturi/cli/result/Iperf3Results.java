package io.venturi.cli.result;

import io.venturi.cli.result.IntervalSeries.Piece;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Reads {@code iperf3 -J}, and that of {@code venturi iperf3 -J}. */
final class Iperf3Results {

    private Iperf3Results() {
    }

    static List<Result> read(String file, Json document) {
        boolean both = document.at("end", "sum_received_bidir_reverse").present();
        boolean reverse = document.at("start", "test_start", "reverse").number() > 0;
        List<Result> results = new ArrayList<>();
        results.add(direction(file, document, reverse ? "down" : "up", ""));
        if (both) {
            results.add(direction(file, document, "down", "_bidir_reverse"));
        }
        return results;
    }

    private static Result direction(String file, Json document, String direction, String suffix) {
        ResultBuilder to = new ResultBuilder(file, Kind.THROUGHPUT);
        Json start = document.need("start");
        Json end = document.get("end");
        to.direction = direction;
        to.tool = start.get("version").text().replaceFirst("^iperf ", "iperf3 ");
        to.startNs = Math.round(start.at("timestamp", "timesecs").number()) * 1_000_000_000L;
        setUp(to, start);
        boolean udp = start.at("test_start", "protocol").text().equals("UDP");
        Json sent = end.get("sum_sent" + suffix);
        Json received = end.get("sum_received" + suffix);
        to.figure("goodput", "Goodput, as received", received.get("bits_per_second").number(), Unit.BITS_PER_SECOND);
        to.figure("sent", "Sent", sent.get("bits_per_second").number(), Unit.BITS_PER_SECOND);
        if (udp) {
            Json tally = received.get("lost_percent").present() ? received : end.get("sum");
            to.figure("loss", "Loss", tally.get("lost_percent").number(), Unit.PERCENT);
            to.figure("rfc3550Jitter", "RFC 3550 jitter", tally.get("jitter_ms").number() * 1e6, Unit.NS);
        } else {
            to.figure("retransmits", "Retransmissions", sent.get("retransmits").number(), Unit.COUNT);
            if (direction.equals("up")) { // the other end's are not in the file
                tcpRtt(to, end);
            }
        }
        intervals(to, document.get("intervals"), "sum" + suffix);
        host(to, document);
        summary(to, document, udp);
        return to.build();
    }

    private static void setUp(ResultBuilder to, Json start) {
        List<Json> connected = start.get("connected").items();
        if (!connected.isEmpty()) {
            Json first = connected.getFirst();
            to.where = first.get("local_host").text() + " and " + first.get("remote_host").text() + " port "
                    + first.get("remote_port").anyText();
            to.setting("from", first.get("local_host").text());
            to.setting("to", first.get("remote_host").text());
        }
        Json test = start.get("test_start");
        to.setting("protocol", test.get("protocol").text());
        to.setting("streams", test.get("num_streams").anyText());
        to.setting("duration", test.get("duration").anyText() + " s");
        to.setting("length", test.get("blksize").anyText());
        double target = test.get("target_bitrate").number();
        to.setting("target rate", target > 0 ? Unit.BITS_PER_SECOND.show(target) : "");
        to.setting("traffic class", test.get("tos").anyText());
        to.fact("Run", "omitted at the start", test.get("omit").anyText() + " s");
    }

    /** The mean over the streams. */
    private static void tcpRtt(ResultBuilder to, Json end) {
        double[] means = end.get("streams").items().stream().map(stream -> stream.at("sender", "mean_rtt"))
                .filter(Json::present).mapToDouble(Json::number).filter(us -> us > 0).toArray();
        to.figure("tcpRtt", "Round trip as TCP sees it, mean", ThroughputResults.mean(means) * 1e3, Unit.NS);
    }

    private static void intervals(ResultBuilder to, Json intervals, String sum) {
        List<Piece> pieces = new ArrayList<>();
        for (Json interval : intervals.items()) {
            Json all = interval.get(sum);
            if (!all.present() || all.get("omitted").flag()) {
                continue;
            }
            double[] rtts = interval.get("streams").items().stream().map(stream -> stream.get("rtt"))
                    .filter(Json::present).mapToDouble(Json::number).filter(us -> us > 0).toArray();
            pieces.add(new Piece(all.get("start").number(), all.get("end").number(),
                    all.get("bits_per_second").number(), all.get("lost_percent").number(),
                    sum.equals("sum") ? ThroughputResults.mean(rtts) * 1e3 : Double.NaN,
                    all.get("retransmits").number(), false));
        }
        if (!pieces.isEmpty()) {
            to.intervals.add(new IntervalSeries("intervals", "rate", "round trip as TCP sees it", pieces));
        }
    }

    private static void host(ResultBuilder to, Json document) {
        Json start = document.get("start");
        Json end = document.get("end");
        to.fact("Host", "system", start.get("system_info").text());
        to.fact("Host", "congestion control, sender", end.get("sender_tcp_congestion").text());
        end.get("cpu_utilization_percent").members().forEach((name, share) -> {
            if (name.endsWith("total")) {
                to.fact("Instrument", "CPU " + name.replace("_total", ""),
                        String.format(Locale.ROOT, "%.0f %%", share.number()));
            }
        });
    }

    private static void summary(ResultBuilder to, Json document, boolean udp) {
        String error = document.get("error").text();
        if (!error.isEmpty()) {
            to.warnings.add("iperf3 says: " + error);
        }
        Result soFar = to.build();
        double goodput = soFar.value("goodput");
        double extra = soFar.value(udp ? "loss" : "retransmits");
        to.summary = Double.isNaN(goodput) ? "Nothing was measured."
                : Unit.BITS_PER_SECOND.show(goodput) + " arrived" + (Double.isNaN(extra) ? "."
                : udp ? ", " + Unit.PERCENT.show(extra) + " was lost."
                : ", " + Unit.COUNT.show(extra) + (extra == 1 ? " retransmission." : " retransmissions."));
    }
}
