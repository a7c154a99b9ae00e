package io.venturi.cli.diff;

import io.venturi.cli.diff.Comparison.Basis;
import io.venturi.cli.diff.Comparison.Line;
import io.venturi.cli.diff.Comparison.Verdict;
import io.venturi.cli.result.Figure;
import io.venturi.cli.result.Result;
import io.venturi.cli.result.Unit;
import io.venturi.engine.error.ConfigException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Compares the results of two sides, and says no more than they allow. */
public final class Comparer {
    private final CompareOptions options;
    private final List<String> notes = new ArrayList<>();

    public Comparer(CompareOptions options) {
        this.options = options;
    }

    /**
     * Compare.
     *
     * @param a old side
     * @param b new side
     * @throws ConfigException if the sides are not comparable, with what differs
     */
    public Comparison compare(List<Result> a, List<Result> b) {
        Map<String, List<Result>> testsA = byTest(a);
        Map<String, List<Result>> testsB = byTest(b);
        if (!testsA.keySet().equals(testsB.keySet())) {
            throw new ConfigException("The sides hold different tests: " + String.join("; ", testsA.keySet())
                    + " on one, " + String.join("; ", testsB.keySet()) + " on the other.");
        }
        List<String> unlike = SetUps.differences(testsA, testsB);
        if (!unlike.isEmpty() && !options.force()) {
            throw new ConfigException("These results are not comparable: " + String.join("; ", unlike)
                    + ". --force compares them all the same.");
        }
        List<Line> lines = new ArrayList<>();
        boolean runs = testsA.values().stream().allMatch(list -> list.size() >= 2)
                && testsB.values().stream().allMatch(list -> list.size() >= 2);
        boolean probes = !runs && WithinRun.possible(testsA, testsB);
        testsA.forEach((test, resultsA) -> lines.addAll(runs ? measured(test, resultsA, testsB.get(test))
                : probes ? WithinRun.lines(test, resultsA.getFirst(), testsB.get(test).getFirst(), this::metrics)
                : single(test, resultsA, testsB.get(test))));
        options.named().stream().filter(name -> !name.equals("all") && lines.stream()
                .noneMatch(line -> CompareOptions.means(name, line.metric().name()))).findFirst().ifPresent(name -> {
                    throw new ConfigException("'" + name + "' cannot be compared: it is not in the results of both"
                            + " sides, or not asked for with --metrics. In them are: " + String.join(", ", names(a))
                            + ".");
                });
        if (lines.isEmpty()) {
            throw new ConfigException("No metric is in the results of both sides. In them are: "
                    + String.join(", ", names(a)) + ".");
        }
        Basis basis = runs ? Basis.RUNS : probes ? Basis.PROBES : Basis.SINGLE;
        return new Comparison(a, b, basis, options.level(), runs ? decided(lines) : lines, unlike, notes(basis, lines));
    }

    private static Map<String, List<Result>> byTest(List<Result> results) {
        Map<String, List<Result>> tests = new LinkedHashMap<>();
        results.forEach(result -> tests.computeIfAbsent(result.title(), title -> new ArrayList<>()).add(result));
        return tests;
    }

    private static Set<String> names(List<Result> results) {
        Set<String> names = new TreeSet<>();
        results.forEach(result -> result.figures().forEach(figure -> names.add(figure.metric())));
        names.removeIf(name -> !Metric.isComparable(name));
        return names;
    }

    /** The metrics to compare of a test: those that both sides have. */
    List<Metric> metrics(List<Result> a, List<Result> b) {
        Map<String, Unit> units = new LinkedHashMap<>();
        a.forEach(result -> result.figures().forEach(figure -> units.put(figure.metric(), figure.unit())));
        Set<String> both = new LinkedHashSet<>(units.keySet());
        Set<String> other = new LinkedHashSet<>();
        b.forEach(result -> result.figures().stream().map(Figure::metric).forEach(other::add));
        both.retainAll(other);
        List<Metric> metrics = new ArrayList<>();
        for (String name : both) {
            if (Metric.isComparable(name) && options.wants(name, a.getFirst().kind())) {
                metrics.add(options.thresholds(Metric.of(name, units.get(name))));
            }
        }
        return metrics;
    }

    private List<Line> measured(String test, List<Result> a, List<Result> b) {
        List<Line> lines = new ArrayList<>();
        for (Metric metric : metrics(a, b)) {
            double[] valuesA = values(a, metric);
            double[] valuesB = values(b, metric);
            if (valuesA.length < a.size() || valuesB.length < b.size()) {
                notes.add(metric.name() + " is missing in " + (a.size() + b.size() - valuesA.length - valuesB.length)
                        + " of the results, which are left out of its comparison.");
            }
            if (valuesA.length >= 2 && valuesB.length >= 2) {
                lines.add(new Line(test, metric, valuesA, valuesB, Shift.median(valuesA.clone()),
                        Shift.median(valuesB.clone()), Shift.between(valuesA, valuesB), Double.NaN,
                        Verdict.UNDECIDABLE));
            }
        }
        return lines;
    }

    private static double[] values(List<Result> results, Metric metric) {
        return results.stream().mapToDouble(result -> result.value(metric.name()))
                .filter(value -> !Double.isNaN(value)).toArray();
    }

    private List<Line> single(String test, List<Result> a, List<Result> b) {
        List<Line> lines = new ArrayList<>();
        for (Metric metric : metrics(a, b)) {
            double[] valuesA = values(a, metric);
            double[] valuesB = values(b, metric);
            double medianA = Shift.median(valuesA.clone());
            double medianB = Shift.median(valuesB.clone());
            lines.add(new Line(test, metric, valuesA, valuesB, medianA, medianB,
                    new Shift(Shift.hodgesLehmann(valuesA, valuesB), Double.NaN, Double.NaN, Double.NaN),
                    Double.NaN, Verdict.UNDECIDABLE));
        }
        return lines;
    }

    private List<Line> decided(List<Line> lines) {
        double[] adjusted = Holm.adjust(lines.stream().mapToDouble(line -> line.shift().p()).toArray());
        List<Line> decided = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            Line line = lines.get(i);
            boolean decidable = lines.size() * Shift.leastP(line.valuesA().length, line.valuesB().length)
                    < options.level();
            decided.add(new Line(line.test(), line.metric(), line.valuesA(), line.valuesB(), line.medianA(),
                    line.medianB(), line.shift(), adjusted[i],
                    decidable ? verdict(line, adjusted[i]) : Verdict.UNDECIDABLE));
        }
        return decided;
    }

    private Verdict verdict(Line line, double adjustedP) {
        Shift shift = line.shift();
        boolean zeroInside = shift.low() <= 0 && shift.high() >= 0;
        if (adjustedP >= options.level() || zeroInside) {
            return Verdict.NOT_PROVED;
        }
        if (Math.abs(shift.estimate()) < line.metric().least(line.medianA())) {
            return Verdict.SMALL;
        }
        return shift.estimate() > 0 == line.metric().higherIsWorse() ? Verdict.WORSE : Verdict.BETTER;
    }

    private List<String> notes(Basis basis, List<Line> lines) {
        switch (basis) {
            case RUNS -> {
                int least = lines.stream().mapToInt(line -> Math.min(line.valuesA().length, line.valuesB().length))
                        .min().orElse(0);
                int needed = needed(lines.size());
                if (least < needed) {
                    notes.add("With " + least + " runs on a side and " + lines.size() + " metrics nothing can be proved"
                            + " at all: " + needed + " runs a side are the least, 8 or more are better.");
                }
            }
            case PROBES -> notes.add("One run a side: the intervals are over the probes of these two runs and tell"
                    + " whether these two differ. Whether further runs would, they cannot tell: runs differ by"
                    + " themselves. Compare at least " + needed(lines.size()) + " runs a side to decide.");
            case SINGLE -> notes.add("One value on a side: the differences are shown, and nothing can be said about"
                    + " their cause. Compare at least " + needed(lines.size()) + " runs a side, or results with"
                    + " --rows for an indication.");
        }
        return List.copyOf(notes);
    }

    /** Runs per side from which so many metrics can be decided. */
    private int needed(int metrics) {
        int runs = 2;
        while (metrics * Shift.leastP(runs, runs) >= options.level()) {
            runs++;
        }
        return runs;
    }
}
