package io.venturi.cli.output;

import io.venturi.engine.host.Concern;
import io.venturi.engine.host.Figure;
import io.venturi.engine.host.Finding;
import io.venturi.engine.host.HostReport;
import io.venturi.engine.host.Measurement;
import io.venturi.engine.host.Measurement.Spread;
import io.venturi.engine.host.Remedy;
import io.venturi.engine.host.Target;
import io.venturi.engine.host.Verdict;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** An examination of this host for people: what decides, what stands behind it, and a verdict. 80 columns. */
public final class DoctorText {
    private static final int COLUMNS = 80;
    private static final String INDENT = " ".repeat(17);
    private static final String RED = "31";
    private static final String YELLOW = "33";
    private static final String GREEN = "32";
    private static final String BOLD = "1";

    private final HostReport report;
    private final boolean oneWay;
    private final boolean colours;
    private final PrintWriter out;

    private DoctorText(HostReport report, boolean oneWay, boolean colours, PrintWriter out) {
        this.report = report;
        this.oneWay = oneWay;
        this.colours = colours;
        this.out = out;
    }

    /**
     * Print the whole report.
     *
     * @param oneWay  the verdict is to be on one-way delays too
     * @param colours standard output is a terminal that shows them
     */
    public static void print(HostReport report, boolean oneWay, boolean colours, PrintWriter out) {
        DoctorText text = new DoctorText(report, oneWay, colours, out);
        text.figures();
        text.measurements();
        text.findings();
        text.verdict();
    }

    private void figures() {
        out.println();
        out.println(paint(BOLD, "How far off this host puts 99 of 100 probes"
                + (report.device().isEmpty() ? "" : ", by " + report.device()
                        + (report.driver().isEmpty() ? "" : " (" + report.driver() + ")"))));
        out.println();
        out.print("  %-38s".formatted(""));
        for (Verdict verdict : report.verdicts()) {
            out.print("%8s".formatted(verdict.target().label()));
        }
        out.println();
        for (Figure figure : report.figures()) {
            out.print("  %-24s%14s".formatted(figure.kind().label(),
                    figure.ns().map(Figures::duration).orElse("unknown")));
            for (Verdict verdict : report.verdicts()) {
                out.print(cell(!verdict.limiting().contains(figure) && !verdict.oneWay().contains(figure)));
            }
            out.println(figure.kind().oneWayOnly() ? "  *" : "");
        }
        out.print("  %-38s".formatted("fit for round trips"));
        report.verdicts().forEach(verdict -> out.print(cell(verdict.isFit())));
        out.println();
        if (report.figures().stream().anyMatch(figure -> figure.kind().oneWayOnly())) {
            out.println("  * matters to one-way delays between two hosts only");
        }
        for (Figure figure : report.figures()) {
            if (figure.ns().isEmpty()) {
                paragraph("  unknown: ", "    ", figure.kind().label() + ": " + figure.why());
            }
        }
    }

    private String cell(boolean good) {
        return paint(good ? GREEN : RED, "%8s".formatted(good ? "yes" : "no"));
    }

    private void measurements() {
        out.println();
        out.println(paint(BOLD, "  %-24s%14s%14s%14s".formatted("Measured: late, or away", "p50", "p99", "max")));
        List<Measurement> untried = new ArrayList<>();
        for (Measurement measurement : report.measurements()) {
            measurement.spread().ifPresentOrElse(spread -> out.println("  %-24s%14s%14s%14s".formatted(
                    measurement.what().label(), Figures.duration(spread.p50Ns()), Figures.duration(spread.p99Ns()),
                    Figures.duration(spread.maxNs()))), () -> untried.add(measurement));
        }
        untried.stream().collect(Collectors.groupingBy(Measurement::why, java.util.LinkedHashMap::new,
                Collectors.mapping(one -> one.what().label(), Collectors.joining(", "))))
                .forEach((why, labels) -> paragraph("  not measured: ", "    ", labels + ": " + why));
    }

    private void findings() {
        String section = "";
        String reason = "";
        for (Finding finding : report.findings()) {
            String heading = heading(finding);
            if (!heading.equals(section)) {
                out.println();
                out.println(paint(BOLD, heading));
                section = heading;
            }
            switch (finding) {
                case Finding.Limits limits -> limits(limits);
                case Finding.Unknown(Concern concern, String why) -> {
                    entry(YELLOW, concern, why.equals(reason) ? "the same" : why);
                    reason = why;
                }
                case Finding.Good(Concern concern, String found) -> entry(GREEN, concern, found);
            }
        }
    }

    private String heading(Finding finding) {
        return switch (finding) {
            case Finding.Limits _ -> "Stands in the way of " + report.target().label() + ", or may";
            case Finding.Unknown _ -> "Unknown";
            case Finding.Good _ -> "In order for " + report.target().label();
        };
    }

    private void limits(Finding.Limits limits) {
        entry(RED, limits.concern(), limits.found());
        paragraph(INDENT, INDENT, limits.why() + (limits.errorNs() > 0 && limits.concern() != Concern.CLOCK_SYNC
                ? " (about " + Figures.duration(limits.errorNs()) + ")" : ""));
        String measured = measured(limits.concern());
        if (!measured.isEmpty()) {
            paragraph(INDENT, INDENT + "  ", "measured: " + measured);
        }
        for (Remedy remedy : limits.remedies()) {
            switch (remedy) {
                case Remedy.Fix fix -> paragraph(INDENT, INDENT + "  ", "--fix: " + fix.text());
                case Remedy.Command(String text) -> paragraph(INDENT, INDENT + "  ", "run: " + text);
                case Remedy.BootLine(String text) ->
                    paragraph(INDENT, INDENT + "  ", "add to the kernel's command line: " + text);
                case Remedy.Advice(String text) -> paragraph(INDENT, INDENT + "  ", text);
            }
        }
    }

    private String measured(Concern concern) {
        return report.measurements().stream().filter(one -> one.what().shows(concern))
                .filter(one -> one.spread().isPresent())
                .map(one -> one.what().label() + " " + show(one.spread().orElseThrow()))
                .collect(Collectors.joining("; "));
    }

    private static String show(Spread spread) {
        return "p99 " + Figures.duration(spread.p99Ns()) + ", max " + Figures.duration(spread.maxNs());
    }

    private void entry(String colour, Concern concern, String text) {
        String label = "  %-15s".formatted(concern.label());
        paragraph(paint(colour, label), label.length(), INDENT, text);
    }

    private void verdict() {
        Verdict verdict = report.verdict();
        boolean fit = oneWay ? verdict.isFitOneWay() : verdict.isFit();
        List<Figure> limiting = new ArrayList<>(verdict.limiting());
        if (oneWay) {
            limiting.addAll(verdict.oneWay());
        }
        out.println();
        String text = fit ? "fit for " + verdict.target().label() + (oneWay ? ", one-way delays included." : ".")
                : "not fit for " + verdict.target().label() + ": " + limiting.stream().map(figure ->
                figure.kind().label() + " " + figure.ns().map(Figures::duration).orElse("unknown"))
                .collect(Collectors.joining(", ")) + ".";
        paragraph(paint(fit ? GREEN : RED, "Verdict: "), 9, "", text + finest(fit));
    }

    private String finest(boolean fit) {
        if (fit) {
            return "";
        }
        return report.verdicts().stream().filter(one -> oneWay ? one.isFitOneWay() : one.isFit()).map(Verdict::target)
                .findFirst().map(Target::label).map(label -> " It is fit for " + label + ".").orElse("");
    }

    private String paint(String colour, String text) {
        return colours ? "\u001b[" + colour + "m" + text + "\u001b[0m" : text;
    }

    private void paragraph(String first, String indent, String text) {
        paragraph(first, first.length(), indent, text);
    }

    /** Words in lines of 79 characters; {@code width} is what {@code first} takes on a screen. */
    private void paragraph(String first, int width, String indent, String text) {
        StringBuilder line = new StringBuilder(first);
        int column = width;
        boolean begun = false;
        for (String word : text.split(" ")) {
            if (begun && column + word.length() >= COLUMNS) {
                out.println(line.toString().stripTrailing());
                line = new StringBuilder(indent);
                column = indent.length();
            }
            line.append(word).append(' ');
            column += word.length() + 1;
            begun = true;
        }
        out.println(line.toString().stripTrailing());
    }

    /** A name as JSON has it: {@code RT_THROTTLING} is {@code rtThrottling}. */
    static String camel(Enum<?> value) {
        StringBuilder name = new StringBuilder();
        for (String part : value.name().toLowerCase(Locale.ROOT).split("_")) {
            name.append(name.isEmpty() ? part : Character.toUpperCase(part.charAt(0)) + part.substring(1));
        }
        return name.toString();
    }
}
