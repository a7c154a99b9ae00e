package io.venturi.cli.diff;

import io.venturi.cli.diff.Comparison.Line;
import io.venturi.cli.result.Unit;
import java.io.PrintWriter;

/** A comparison as Markdown, such as for a comment on a change. */
public final class DiffMarkdown {

    private DiffMarkdown() {
    }

    /** Print it; the writer stays open. */
    public static void print(Comparison comparison, PrintWriter to) {
        to.println("**" + cell(DiffText.verdict(comparison)) + "**\n");
        to.println("| test | metric | A | B | shift | 95 % interval | p | verdict |");
        to.println("|---|---|---:|---:|---:|---:|---:|---|");
        for (Line line : comparison.lines()) {
            Unit unit = line.metric().unit();
            Shift shift = line.shift();
            String interval = Double.isNaN(shift.low()) ? ""
                    : DiffText.signed(unit, shift.low()) + " ... " + DiffText.signed(unit, shift.high());
            String change = DiffText.percent(line.relative());
            to.println("| " + String.join(" | ", cell(line.test()), cell(line.metric().name()),
                    unit.show(line.medianA()), unit.show(line.medianB()), DiffText.signed(unit, shift.estimate())
                    + (change.isEmpty() ? "" : " (" + change + ")"), interval, DiffText.p(line.adjustedP()),
                    DiffText.word(line)) + " |");
        }
        to.println();
        comparison.unlike().forEach(unlike -> to.println("- Unlike, and compared all the same: " + cell(unlike)));
        comparison.notes().forEach(note -> to.println("- " + cell(note)));
    }

    /** Text from files must not begin a cell, a tag or a link of its own. */
    private static String cell(String text) {
        return text.replaceAll("([\\\\|<>\\[\\]`*_])", "\\\\$1").replace('\n', ' ');
    }
}
