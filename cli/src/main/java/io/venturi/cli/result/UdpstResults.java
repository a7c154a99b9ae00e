package io.venturi.cli.result;

import io.venturi.cli.result.IntervalSeries.Piece;
import java.util.ArrayList;
import java.util.List;

/** Reads the JSON of the udpst program, and that of {@code venturi udpst}: rates in Mbit/s, times in s. */
final class UdpstResults {
    private static final double MBIT = 1e6;

    private UdpstResults() {
    }

    static Result read(String file, Json document) {
        ResultBuilder to = new ResultBuilder(file, Kind.CAPACITY);
        Json input = document.get("Input");
        Json output = document.get("Output");
        to.tool = ("udpst " + document.at("IPLayerCapSupported", "SoftwareVersion").text()).strip();
        String role = input.get("Role").text();
        to.direction = role.equals("Sender") ? "up" : role.equals("Receiver") ? "down" : "";
        to.startNs = ResultBuilder.instant(output.get("BOMTime"));
        if (input.present()) {
            setUp(to, input);
        }
        Json maximum = output.get("AtMax");
        double capacity = maximum.get("MaxIPLayerCapacity").number() * MBIT;
        to.figure("capacity", "Maximum IP-layer capacity", capacity, Unit.BITS_PER_SECOND);
        to.figure("capacity.mean", "Mean, climb included",
                output.at("Summary", "IPLayerCapacitySummary").number() * MBIT, Unit.BITS_PER_SECOND);
        to.figure("loss", "Loss at the maximum", 100 * maximum.get("LossRatioAtMax").number(), Unit.PERCENT);
        to.figure("rttVariation.max", "Round-trip variation at the maximum, max",
                maximum.get("RTTMax").number() * 1e9, Unit.NS);
        intervals(to, output.get("IncrementalResult"));
        to.fact("Run", "ended", output.get("Status").text());
        String error = document.get("ErrorMessage").text();
        if (!error.isEmpty()) {
            to.warnings.add("udpst says: " + error.strip());
        }
        to.summary = Double.isNaN(capacity) ? "Nothing was measured."
                : "At best " + Unit.BITS_PER_SECOND.show(capacity) + " of IP packets arrived in a sub-interval.";
        return to.build();
    }

    private static void setUp(ResultBuilder to, Json input) {
        to.where = input.get("ClientIPAddress").text() + " and " + input.get("HostIPAddress").text();
        to.setting("from", input.get("ClientIPAddress").text());
        to.setting("to", input.get("HostIPAddress").text());
        to.setting("protocol", "udpst");
        to.setting("connections", input.get("NumberOfConnections").anyText());
        double pieces = input.get("NumberTestSubIntervals").number();
        to.setting("duration", Unit.NS.show(pieces * input.get("TestSubInterval").number() * 1e6));
        to.setting("interval", Unit.NS.show(input.get("TestSubInterval").number() * 1e6));
        to.setting("algorithm", input.get("RateAdjAlgorithm").text());
        to.setting("fixed row", input.get("TestType").text().equals("Fixed")
                ? input.get("SendingRateIndex").anyText() : "");
        to.setting("delay thresholds", Unit.NS.show(input.get("LowerThresh").number() * 1e6) + " / "
                + Unit.NS.show(input.get("UpperThresh").number() * 1e6));
        to.setting("traffic class", input.get("DSCP").anyText());
        to.fact("Clocks and stamps", "resolution", "1 ms");
        to.fact("Run", "jumbo datagrams", input.get("JumboFramesPermitted").anyText().equals("1") ? "yes" : "no");
    }

    private static void intervals(ResultBuilder to, Json intervals) {
        List<Piece> pieces = new ArrayList<>();
        double start = 0;
        for (Json interval : intervals.items()) {
            double end = interval.get("Seconds").number();
            pieces.add(new Piece(start, end, interval.get("IPLayerCapacity").number() * MBIT,
                    100 * interval.get("LossRatio").number(), interval.get("RTTMax").number() * 1e9, Double.NaN,
                    false));
            start = end;
        }
        if (!pieces.isEmpty()) {
            to.intervals.add(new IntervalSeries("sub-intervals", "IP rate", "round-trip variation, max", pieces));
        }
    }
}
