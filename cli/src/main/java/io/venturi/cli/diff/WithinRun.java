package io.venturi.cli.diff;

import io.venturi.cli.diff.Comparison.Line;
import io.venturi.cli.diff.Comparison.Verdict;
import io.venturi.cli.result.DelaySeries;
import io.venturi.cli.result.DelaySeries.Fate;
import io.venturi.cli.result.Quantiles;
import io.venturi.cli.result.Result;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.BiFunction;
import java.util.function.ToDoubleFunction;

/**
 * One run per side, by its probes. Neighbouring probes are alike, so blocks of them are drawn and not single ones
 * (moving block bootstrap). It bounds the difference of these two runs and never decides anything.
 */
final class WithinRun {
    private static final int DRAWS = 400;
    private static final int MOST_PROBES = 20_000;

    private WithinRun() {
    }

    /** Each test is one run per side, and both have probes. */
    static boolean possible(Map<String, List<Result>> a, Map<String, List<Result>> b) {
        return a.keySet().stream().allMatch(test -> hasProbes(a.get(test)) && hasProbes(b.get(test)));
    }

    private static boolean hasProbes(List<Result> results) {
        return results.size() == 1 && !results.getFirst().delays().isEmpty()
                && results.getFirst().delays().getFirst().size() >= 100;
    }

    static List<Line> lines(String test, Result a, Result b,
                            BiFunction<List<Result>, List<Result>, List<Metric>> metrics) {
        List<Line> lines = new ArrayList<>();
        for (Metric metric : metrics.apply(List.of(a), List.of(b))) {
            ToDoubleFunction<Sample> statistic = statistic(metric.name());
            if (statistic != null) {
                lines.add(line(test, metric, a, b, statistic));
            }
        }
        return lines;
    }

    private static Line line(String test, Metric metric, Result a, Result b, ToDoubleFunction<Sample> statistic) {
        DelaySeries seriesA = a.delays().getFirst();
        DelaySeries seriesB = b.delays().getFirst();
        SplittableRandom random = new SplittableRandom(seriesA.size() * 31L + seriesB.size());
        double[] differences = new double[DRAWS];
        for (int i = 0; i < DRAWS; i++) {
            differences[i] = statistic.applyAsDouble(Sample.draw(seriesB, random))
                    - statistic.applyAsDouble(Sample.draw(seriesA, random));
        }
        Arrays.sort(differences);
        int tail = DRAWS / 40;
        double valueA = a.value(metric.name());
        double valueB = b.value(metric.name());
        Shift shift = new Shift(valueB - valueA, differences[tail], differences[DRAWS - 1 - tail], Double.NaN);
        return new Line(test, metric, new double[] {valueA}, new double[] {valueB}, valueA, valueB, shift, Double.NaN,
                Verdict.UNDECIDABLE);
    }

    private static ToDoubleFunction<Sample> statistic(String metric) {
        return switch (metric) {
            case "p50" -> sample -> sample.quantile(0.5);
            case "p99" -> sample -> sample.quantile(0.99);
            case "loss" -> Sample::lossPercent;
            default -> null;
        };
    }

    /** Probes drawn from a run. */
    private record Sample(double[] sortedNs, double lost, double observed) {

        static Sample draw(DelaySeries from, SplittableRandom random) {
            int size = Math.min(from.size(), MOST_PROBES);
            int block = Math.max(1, (int) Math.round(Math.cbrt(from.size())) * 2);
            double[] values = new double[size];
            int kept = 0;
            int lost = 0;
            int observed = 0;
            for (int drawn = 0; drawn < size; drawn += block) {
                int start = random.nextInt(from.size());
                for (int i = 0; i < Math.min(block, size - drawn); i++) {
                    int at = (start + i) % from.size();
                    observed += from.fates()[at] == Fate.UNOBSERVED ? 0 : 1;
                    lost += from.fates()[at] == Fate.LOST ? 1 : 0;
                    if (!Double.isNaN(from.delayNs()[at])) {
                        values[kept++] = from.delayNs()[at];
                    }
                }
            }
            double[] sorted = Arrays.copyOf(values, kept);
            Arrays.sort(sorted);
            return new Sample(sorted, lost, observed);
        }

        double quantile(double share) {
            return sortedNs.length == 0 ? Double.NaN : Quantiles.of(sortedNs, share);
        }

        double lossPercent() {
            return observed == 0 ? Double.NaN : 100 * lost / observed;
        }
    }
}
