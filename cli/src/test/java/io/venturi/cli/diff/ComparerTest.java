package io.venturi.cli.diff;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.venturi.cli.diff.Comparison.Basis;
import io.venturi.cli.diff.Comparison.Verdict;
import io.venturi.cli.result.DelaySeries;
import io.venturi.cli.result.DelaySeries.Fate;
import io.venturi.cli.result.Figure;
import io.venturi.cli.result.Kind;
import io.venturi.cli.result.Result;
import io.venturi.cli.result.ResultReader;
import io.venturi.cli.result.Unit;
import io.venturi.engine.error.ConfigException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ComparerTest {
    private static final int RUNS = 8;
    /** Scatter of the median from run to run, as a share; p99 scatters twice as much. */
    private static final double NOISE = 0.015;

    @Test
    void shouldKeepQuietWhenNothingChanged() {
        int alarms = 0;
        for (int seed = 0; seed < 100; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            alarms += compare(runs(RUNS, 1, random), runs(RUNS, 1, random)).worse() ? 1 : 0;
        }

        assertTrue(alarms <= 5, alarms + " false alarms of 100");
        System.out.println("A/A: " + alarms + " false alarms of 100 comparisons, " + RUNS + " runs a side");
    }

    @Test
    void shouldFindAShiftOfFivePercent() {
        int found = 0;
        for (int seed = 0; seed < 100; seed++) {
            SplittableRandom random = new SplittableRandom(1000 + seed);
            found += compare(runs(RUNS, 1, random), runs(RUNS, 1.05, random)).worse() ? 1 : 0;
        }

        assertTrue(found >= 95, found + " of 100 found");
        System.out.println("5 % slower: " + found + " of 100 comparisons found it, " + RUNS + " runs a side");
    }

    @Test
    void shouldCallAShiftForTheBetterNoRegression() {
        SplittableRandom random = new SplittableRandom(7);

        Comparison comparison = compare(runs(RUNS, 1, random), runs(RUNS, 0.8, random));

        assertFalse(comparison.worse());
        assertEquals(Verdict.BETTER, comparison.lines().getFirst().verdict());
    }

    @Test
    void shouldCallAProvedShiftBelowTheThresholdSmall() {
        SplittableRandom random = new SplittableRandom(7);
        CompareOptions lenient = new CompareOptions(List.of("p50"), Map.of("p50", 0.5), Map.of(), 0.05, false);

        Comparison comparison = new Comparer(lenient).compare(runs(RUNS, 1, random), runs(RUNS, 1.2, random));

        assertEquals(Verdict.SMALL, comparison.lines().getFirst().verdict());
    }

    @Test
    void shouldSayThatNothingCanBeProvedWithFewRuns() {
        SplittableRandom random = new SplittableRandom(3);

        Comparison comparison = compare(runs(3, 1, random), runs(3, 2, random));

        assertTrue(comparison.undecidable());
        assertTrue(comparison.notes().getFirst().contains("5 runs a side"), comparison.notes().getFirst());
    }

    @Test
    void shouldOnlyIndicateWhenThereIsOneRunWithProbes() throws Exception {
        Result run = resource();

        Comparison comparison = compare(List.of(run), List.of(slower(run, 2)));

        assertEquals(Basis.SINGLE, comparison.basis(), "60 probes are too few to resample");
        assertFalse(comparison.worse());
        assertTrue(comparison.undecidable());
    }

    @Test
    void shouldBoundTheDifferenceOfTwoRunsByTheirProbes() {
        Result a = probes(1, 11);
        Result b = probes(1.5, 12);

        Comparison comparison = compare(List.of(a), List.of(b));

        assertEquals(Basis.PROBES, comparison.basis());
        Shift shift = comparison.lines().getFirst().shift();
        assertTrue(shift.low() > 0 && shift.low() <= shift.estimate() && shift.estimate() <= shift.high(),
                shift.toString());
        assertTrue(comparison.undecidable());
    }

    @Test
    void shouldRefuseUnlikeSetUpsUnlessForced() {
        SplittableRandom random = new SplittableRandom(5);
        List<Result> a = runs(RUNS, 1, random);
        List<Result> other = runs(RUNS, 1, random).stream().map(run -> with(run, Map.of("interval", "20 ms"))).toList();

        ConfigException refusal = assertThrows(ConfigException.class, () -> compare(a, other));

        assertTrue(refusal.getMessage().contains("interval is 10 ms and 20 ms"), refusal.getMessage());
        CompareOptions forced = new CompareOptions(List.of(), Map.of(), Map.of(), 0.05, true);
        assertEquals(1, new Comparer(forced).compare(a, other).unlike().size());
    }

    @Test
    void shouldNameTheMetricThatIsNotThere() {
        SplittableRandom random = new SplittableRandom(5);
        CompareOptions options = new CompareOptions(List.of("p98"), Map.of(), Map.of(), 0.05, false);

        ConfigException refusal = assertThrows(ConfigException.class,
                () -> new Comparer(options).compare(runs(5, 1, random), runs(5, 1, random)));

        assertTrue(refusal.getMessage().contains("p98"), refusal.getMessage());
    }

    @Test
    void shouldMatchTablesOfTheMannWhitneyTest() {
        assertEquals(2.0 / 252, Shift.p(new double[] {1, 2, 3, 4, 5}, new double[] {6, 7, 8, 9, 10}), 1e-12);
        assertEquals(2.0 / 252, Shift.leastP(5, 5), 1e-12);
        assertEquals(1, Shift.p(new double[] {0, 0, 0}, new double[] {0, 0, 0}));
        assertEquals(2, Shift.hodgesLehmann(new double[] {1, 2, 9}, new double[] {3, 4, 11}));
    }

    @Test
    void shouldCorrectForTheNumberOfMetrics() {
        double[] adjusted = Holm.adjust(new double[] {0.04, 0.01, 0.03});

        assertEquals(0.06, adjusted[0], 1e-12);
        assertEquals(0.03, adjusted[1], 1e-12);
        assertEquals(0.06, adjusted[2], 1e-12);
    }

    private static Comparison compare(List<Result> a, List<Result> b) {
        return new Comparer(CompareOptions.usual()).compare(a, b);
    }

    /** Round trips of 10 ms, times {@code factor}. */
    static List<Result> runs(int count, double factor, SplittableRandom random) {
        List<Result> runs = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            double p50 = 10e6 * factor * (1 + NOISE * random.nextGaussian());
            double p99 = 14e6 * factor * (1 + 2 * NOISE * random.nextGaussian());
            double loss = random.nextInt(3) * 0.01;
            runs.add(new Result("run" + i, Kind.ROUND_TRIP, "", "simulated", "", 0, "", List.of(),
                    Map.of("interval", "10 ms"), List.of(new Figure("p50", "p50", p50, Unit.NS),
                    new Figure("p99", "p99", p99, Unit.NS), new Figure("loss", "loss", loss, Unit.PERCENT)),
                    List.of(), List.of(), List.of(), List.of(), List.of()));
        }
        return runs;
    }

    private static Result with(Result run, Map<String, String> setUp) {
        return new Result(run.file(), run.kind(), run.direction(), run.tool(), run.where(), run.startNs(),
                run.summary(),
                run.warnings(), setUp, run.figures(), run.distributions(), run.delays(), run.intervals(), run.steps(),
                run.facts());
    }

    private static Result slower(Result run, double factor) {
        List<Figure> figures = run.figures().stream().map(figure -> new Figure(figure.metric(), figure.label(),
                figure.value() * factor, figure.unit())).toList();
        return new Result(run.file(), run.kind(), run.direction(), run.tool(), run.where(), run.startNs(),
                run.summary(),
                run.warnings(), run.setUp(), figures, run.distributions(), run.delays(), run.intervals(), run.steps(),
                run.facts());
    }

    private static Result probes(double factor, int seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int n = 1000;
        double[] sent = new double[n];
        double[] delay = new double[n];
        Fate[] fates = new Fate[n];
        for (int i = 0; i < n; i++) {
            sent[i] = i * 0.01;
            delay[i] = 10e6 * factor * (1 + 0.1 * random.nextGaussian());
            fates[i] = Fate.ANSWERED;
        }
        double[] sorted = delay.clone();
        Arrays.sort(sorted);
        return new Result("probes", Kind.ROUND_TRIP, "", "simulated", "", 0, "", List.of(), Map.of(),
                List.of(new Figure("p50", "p50", sorted[n / 2 - 1], Unit.NS)), List.of(),
                List.of(new DelaySeries("round trip", sent, delay, fates)), List.of(), List.of(),
                List.of());
    }

    private static Result resource() throws Exception {
        try (InputStream in = ResultReader.class.getResourceAsStream("rtt-rows.json")) {
            return ResultReader.read("rtt-rows.json", in).getFirst();
        }
    }
}
