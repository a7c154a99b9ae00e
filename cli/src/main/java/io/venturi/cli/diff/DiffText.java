package io.venturi.cli.diff;

import io.venturi.cli.diff.Comparison.Basis;
import io.venturi.cli.diff.Comparison.Line;
import io.venturi.cli.result.Unit;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;

/** A comparison for people, within 80 columns. */
public final class DiffText {
    private static final int WIDTH = 80;

    private DiffText() {
    }

    /** Print it; the writer stays open. */
    public static void print(Comparison comparison, PrintWriter to) {
        String test = "";
        for (Line line : comparison.lines()) {
            if (!line.test().equals(test)) {
                test = line.test();
                to.printf(Locale.ROOT, "%s: A is %s, B is %s%n%n  %-14s%12s%12s%9s%9s  %s%n", test,
                        runs(line.valuesA().length), runs(line.valuesB().length), "metric", "A", "B", "change",
                        comparison.basis() == Basis.RUNS ? "p" : "", comparison.basis() == Basis.RUNS ? "verdict" : "");
            }
            line(comparison.basis(), line, to);
        }
        to.println();
        for (String unlike : comparison.unlike()) {
            wrapped("Unlike, and compared all the same: " + unlike + ".", to);
        }
        comparison.notes().forEach(note -> wrapped(note, to));
        wrapped(verdict(comparison), to);
    }

    private static String runs(int count) {
        return count == 1 ? "1 run" : count + " runs, medians";
    }

    private static void line(Basis basis, Line line, PrintWriter to) {
        Unit unit = line.metric().unit();
        to.printf(Locale.ROOT, "  %-14s%12s%12s%9s%9s  %s%n", line.metric().name(), unit.show(line.medianA()),
                unit.show(line.medianB()), percent(line.relative()), p(line.adjustedP()),
                basis == Basis.RUNS ? word(line) : "");
        if (!Double.isNaN(line.shift().low()) && (line.shift().estimate() != 0 || line.shift().low() != 0
                || line.shift().high() != 0)) {
            to.printf("      shift %s, 95 %% of resamples within %s ... %s%n", signed(unit, line.shift().estimate()),
                    signed(unit, line.shift().low()), signed(unit, line.shift().high()));
        }
    }

    static String word(Line line) {
        return switch (line.verdict()) {
            case WORSE -> "WORSE";
            case BETTER -> "better";
            case SMALL -> "too small to matter";
            case NOT_PROVED -> "no change proved";
            case UNDECIDABLE -> "too few runs";
        };
    }

    /** The answer in a sentence. */
    static String verdict(Comparison comparison) {
        List<String> worse = comparison.lines().stream()
                .filter(line -> line.verdict() == Comparison.Verdict.WORSE)
                .map(line -> line.metric().name() + " by " + change(line)).toList();
        if (!worse.isEmpty()) {
            return "B is worse: " + String.join(", ", worse) + ".";
        }
        return comparison.undecidable() ? "Not decided." : "B is not shown to be worse.";
    }

    static String change(Line line) {
        return Double.isNaN(line.relative()) ? signed(line.metric().unit(), line.shift().estimate())
                : percent(line.relative());
    }

    static String percent(double share) {
        return Double.isNaN(share) ? "" : String.format(Locale.ROOT, "%+.1f %%", 100 * share);
    }

    /** Corrected for the number of metrics. */
    static String p(double p) {
        return Double.isNaN(p) ? "" : p < 0.0001 ? "<0.0001" : String.format(Locale.ROOT, "%.4f", p);
    }

    static String signed(Unit unit, double value) {
        return (value > 0 ? "+" : "") + unit.show(value);
    }

    private static void wrapped(String text, PrintWriter to) {
        StringBuilder line = new StringBuilder();
        for (String word : text.split(" ")) {
            if (!line.isEmpty() && line.length() + 1 + word.length() > WIDTH) {
                to.println(line);
                line.setLength(0);
            }
            line.append(line.isEmpty() ? "" : " ").append(word);
        }
        to.println(line);
    }
}
