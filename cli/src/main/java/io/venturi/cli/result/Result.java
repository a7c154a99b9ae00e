package io.venturi.cli.result;

import java.util.List;
import java.util.Map;

/**
 * One test, whoever measured it. What the file does not tell is absent or NaN, never 0.
 *
 * @param file as it was named
 * @param direction empty, or which of the tests of the file this is: {@code down}, {@code up}
 * @param tool who measured, with its version if that is known
 * @param where the two ends, for people
 * @param startNs wall clock in ns since 1970; 0 if it is not known
 * @param summary the result in one sentence
 * @param warnings what a reader has to know before trusting the figures
 * @param setUp what has to be alike for two results to be comparable, by name
 */
public record Result(String file, Kind kind, String direction, String tool, String where, long startNs,
                     String summary, List<String> warnings, Map<String, String> setUp, List<Figure> figures,
                     List<Distribution> distributions, List<DelaySeries> delays, List<IntervalSeries> intervals,
                     List<Steps> steps, List<Fact> facts) {

    public Result {
        warnings = List.copyOf(warnings);
        figures = List.copyOf(figures);
        distributions = List.copyOf(distributions);
        delays = List.copyOf(delays);
        intervals = List.copyOf(intervals);
        steps = List.copyOf(steps);
        facts = List.copyOf(facts);
    }

    /** {@code Round trips}, {@code IP-layer capacity, up}. */
    public String title() {
        return kind.title() + (direction.isEmpty() ? "" : ", " + direction);
    }

    /** The value of a metric; NaN if this result has none. */
    public double value(String metric) {
        return figures.stream().filter(figure -> figure.metric().equals(metric)).mapToDouble(Figure::value)
                .findFirst().orElse(Double.NaN);
    }
}
