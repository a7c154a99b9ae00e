package io.venturi.cli.output;

import io.venturi.cli.config.DryRun;
import io.venturi.cli.config.Setting;
import io.venturi.cli.config.Source;
import io.venturi.engine.plan.Durations;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What would be done, for people. */
public final class PlanText {
    private static final int WIDTH = 80;

    private PlanText() {
    }

    /** Print it, within 80 columns where names and values allow that. */
    public static void print(DryRun run, PrintWriter out) {
        out.println((run.command() + " " + String.join(" ", run.arguments())).strip() + ": nothing was sent.");
        out.println();
        options(run.options(), out);
        for (Record plan : run.plans()) {
            out.println();
            out.println("Plan:");
            List<String[]> rows = new ArrayList<>();
            fields("", PlanFields.of(plan), rows);
            int widest = rows.stream().mapToInt(row -> row[0].length()).max().orElse(0);
            rows.forEach(row -> out.println(("  " + pad(row[0], widest) + "  " + row[1]).stripTrailing()));
        }
        out.flush();
    }

    /** A line for each option that was given, then the defaults in running text. */
    public static void options(List<DryRun.Choice> options, PrintWriter out) {
        List<DryRun.Choice> given = options.stream()
                .filter(choice -> choice.setting().source() != Source.DEFAULT).toList();
        int widest = given.stream().mapToInt(choice -> choice.option().length()).max().orElse(0);
        int value = given.stream().mapToInt(choice -> choice.setting().value().length()).max().orElse(0);
        out.println(given.isEmpty() ? "All options have their defaults:" : "Given:");
        for (DryRun.Choice choice : given) {
            Setting setting = choice.setting();
            out.println("  " + pad(choice.option(), widest) + "  " + pad(setting.value(), value) + "  "
                    + setting.from());
        }
        if (!given.isEmpty()) {
            out.println();
            out.println("Defaults:");
        }
        out.println(wrapped(options.stream().filter(choice -> choice.setting().source() == Source.DEFAULT)
                .map(PlanText::shortly).toList()));
    }

    private static String shortly(DryRun.Choice choice) {
        String value = choice.setting().value();
        return choice.option() + (value.isEmpty() ? " none" : " " + value);
    }

    private static String wrapped(List<String> items) {
        StringBuilder lines = new StringBuilder();
        int column = WIDTH;
        for (int i = 0; i < items.size(); i++) {
            String item = items.get(i) + (i < items.size() - 1 ? "," : "");
            if (column + 1 + item.length() > WIDTH) {
                lines.append(i == 0 ? "  " : System.lineSeparator() + "  ").append(item);
                column = 2 + item.length();
            } else {
                lines.append(' ').append(item);
                column += 1 + item.length();
            }
        }
        return lines.toString();
    }

    private static void fields(String prefix, Map<String, Object> fields, List<String[]> rows) {
        fields.forEach((name, value) -> {
            if (value instanceof Map<?, ?> nested) {
                @SuppressWarnings("unchecked")
                Map<String, Object> below = (Map<String, Object>) nested;
                fields(prefix + name + ".", below, rows);
            } else {
                rows.add(new String[] {prefix + name.replaceFirst("Ns$", ""), text(name, value)});
            }
        });
    }

    private static String text(String name, Object value) {
        return switch (value) {
            case null -> "none";
            case Long endless when name.endsWith("Ns") && endless == Long.MAX_VALUE -> "endless";
            case Long ns when name.endsWith("Ns") -> Durations.format(ns);
            case List<?> all -> all.isEmpty() ? "none"
                    : all.stream().map(each -> text(name, each)).collect(Collectors.joining(", "));
            case Map<?, ?> map -> map.entrySet().stream().map(entry -> entry.getKey() + " "
                    + text((String) entry.getKey(), entry.getValue())).collect(Collectors.joining(", "));
            case String text when text.isEmpty() -> "none";
            default -> value.toString();
        };
    }

    private static String pad(String text, int width) {
        return text + " ".repeat(Math.max(0, width - text.length()));
    }
}
