package io.venturi.cli.result;

/** A round-trip test in one sentence. */
final class RoundTripSummary {

    private RoundTripSummary() {
    }

    static String of(ResultBuilder result) {
        double sent = value(result, "sent");
        double received = value(result, "received");
        if (received == 0) {
            return "None of " + Unit.COUNT.show(sent) + " probes was answered.";
        }
        double loss = value(result, "loss");
        String lost = Double.isNaN(loss) ? "Loss is not known" : loss == 0 ? "Nothing was lost"
                : Unit.PERCENT.show(loss) + " was lost";
        return "Half of the round trips took " + Unit.NS.show(value(result, "p50")) + " or less"
                + (Double.isNaN(value(result, "p99")) ? "" : ", 99 % " + Unit.NS.show(value(result, "p99"))
                + " or less") + ". " + lost + " of " + Unit.COUNT.show(sent) + " probes.";
    }

    private static double value(ResultBuilder result, String metric) {
        return result.figures.stream().filter(figure -> figure.metric().equals(metric))
                .mapToDouble(Figure::value).findFirst().orElse(Double.NaN);
    }
}
