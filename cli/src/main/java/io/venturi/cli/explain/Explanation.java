package io.venturi.cli.explain;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Metrics as text of at most 80 columns. */
public final class Explanation {
    private static final int WIDTH = 80;
    private static final int INDENT = 14;

    private final PrintWriter out;

    public Explanation(PrintWriter out) {
        this.out = out;
    }

    /** All of them, one line each. */
    public void list(List<MetricEntry> entries) {
        out.println("Metrics; venturi explain NAME tells more of one.\n");
        entries.forEach(entry -> {
            String line = String.format(Locale.ROOT, "  %-24s%-20s%s", entry.name(), plain(entry.unit()),
                    plain(entry.source()));
            out.println(line.length() <= WIDTH ? line : line.substring(0, WIDTH - 3) + "...");
        });
    }

    /** One in full. */
    public void print(MetricEntry entry) {
        out.println(entry.heading());
        out.println();
        fact("Unit", entry.unit());
        fact("Good", entry.good());
        fact("In the JSON", entry.json());
        fact("In diff", entry.diff());
        fact("Source", entry.source());
        out.println();
        body(entry.section());
    }

    private void fact(String name, String value) {
        if (!value.isEmpty()) {
            List<String> lines = wrap(plain(value), WIDTH - INDENT);
            for (int i = 0; i < lines.size(); i++) {
                out.printf("%-" + INDENT + "s%s%n", i == 0 ? name : "", lines.get(i));
            }
        }
    }

    private void body(List<String> lines) {
        StringBuilder paragraph = new StringBuilder();
        boolean code = false;
        boolean block = false; // ends with a blank line, as a paragraph does
        for (String line : lines) {
            if (line.startsWith("```")) {
                flush(paragraph);
                code = !code;
                block = true;
            } else if (code) {
                out.println("  " + line);
            } else if (line.startsWith("|")) {
                flush(paragraph);
                row(line);
                block = true;
            } else if (line.isBlank()) {
                if (flush(paragraph) | block) {
                    out.println();
                }
                block = false;
            } else {
                paragraph.append(paragraph.isEmpty() ? "" : " ").append(line.strip());
            }
        }
        flush(paragraph);
    }

    /** True if there was something. */
    private boolean flush(StringBuilder paragraph) {
        if (paragraph.isEmpty()) {
            return false;
        }
        wrap(plain(paragraph.toString()), WIDTH).forEach(out::println);
        paragraph.setLength(0);
        return true;
    }

    private void row(String line) {
        String[] cells = line.replaceFirst("^\\|\\s*", "").split("\\s*\\|\\s*");
        if (cells[0].matches("[-: ]*")) {
            return;
        }
        List<String> lines = wrap(plain(String.join("; ", List.of(cells).subList(1, cells.length))), WIDTH - 26);
        String first = plain(cells[0]);
        List<String> left = wrap(first, 23);
        for (int i = 0; i < Math.max(lines.size(), left.size()); i++) {
            out.println(String.format(Locale.ROOT, "  %-24s%s", i < left.size() ? left.get(i) : "",
                    i < lines.size() ? lines.get(i) : "").stripTrailing());
        }
    }

    /** Without the marks of Markdown. */
    static String plain(String markdown) {
        return markdown.replaceAll("\\[([^]]+)]\\([^)]+\\)", "$1")
                .replaceAll("`|(?<!\\S)\\*{1,2}(?=\\S)|(?<=\\S)\\*{1,2}(?!\\S)", "").strip();
    }

    static List<String> wrap(String text, int width) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : text.split(" +")) {
            if (!line.isEmpty() && line.length() + 1 + word.length() > width) {
                lines.add(line.toString());
                line.setLength(0);
            }
            line.append(line.isEmpty() ? "" : " ").append(word);
        }
        lines.add(line.toString());
        return lines;
    }
}
