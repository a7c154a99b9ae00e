package io.venturi.cli.report;

import io.venturi.cli.result.Result;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;

/** Places for the charts of which there is something to draw, with a caption that says how to read them. */
final class ChartPlaces {
    private final StringBuilder html = new StringBuilder();
    private final List<Result> results;
    private final List<String> names;

    private ChartPlaces(List<Result> results, List<String> names) {
        this.results = results;
        this.names = names;
    }

    static String of(List<Result> results, List<String> names) {
        ChartPlaces places = new ChartPlaces(results, names);
        places.each("course", "Delay over time", "Each point is a probe, or the middle of several with the band from"
                + " the least to the greatest. Marks below: probes that were lost, and such as this host may have"
                + " missed.", result -> !result.delays().isEmpty());
        places.shared("percentile", "Percentiles", "The further right, the rarer: 99 % of the probes were not slower"
                + " than the value at 99 %.", result -> result.distributions().stream()
                .anyMatch(distribution -> distribution.quantiles().size() > 2));
        places.shared("cdf", "Cumulative distribution", "Share of the probes that were not slower.",
                ChartPlaces::hasDelay);
        places.shared("histogram", "Histogram", "Share of the probes in each bin of delay.", ChartPlaces::hasDelay);
        places.each("heat", "Delay over time, by how many", "The brighter or darker against the ground, the more"
                + " probes had that delay at that time.", ChartPlaces::hasDelay);
        places.each("intervals", "Rate, loss and delay over time", "A gap is a value that is not known.",
                result -> !result.intervals().isEmpty());
        places.shared("steps", "Highest rate without loss", "By size of the Ethernet frames, bits on the wire.",
                result -> !result.steps().isEmpty());
        return places.html.toString();
    }

    private static boolean hasDelay(Result result) {
        return !result.delays().isEmpty()
                && Arrays.stream(result.delays().getFirst().delayNs()).anyMatch(ns -> !Double.isNaN(ns));
    }

    /** One chart for all results. */
    private void shared(String kind, String title, String caption, Predicate<Result> has) {
        if (results.stream().anyMatch(has)) {
            place(kind, -1, title, caption);
        }
    }

    /** A chart for each result. */
    private void each(String kind, String title, String caption, Predicate<Result> has) {
        for (int i = 0; i < results.size(); i++) {
            if (has.test(results.get(i))) {
                place(kind, i, results.size() == 1 ? title : title + ": " + names.get(i), caption);
            }
        }
    }

    private void place(String kind, int of, String title, String caption) {
        html.append("<figure class=\"").append(kind).append("\"><h3>").append(Tables.escape(title))
                .append("</h3><div class=\"chart\" data-chart=\"").append(kind).append("\" data-of=\"").append(of)
                .append("\" role=\"img\" aria-label=\"").append(Tables.escape(title)).append("\"></div><figcaption>")
                .append(Tables.escape(caption)).append("</figcaption></figure>\n");
    }
}
