package io.venturi.cli.report;

import io.venturi.cli.result.Distribution;
import io.venturi.cli.result.Fact;
import io.venturi.cli.result.Figure;
import io.venturi.cli.result.Result;
import io.venturi.cli.result.Unit;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The parts of a page that are markup. Whatever comes from files is escaped. */
final class Tables {
    private static final String UNKNOWN = "–";
    private static final double[] SHARES = {0, 0.5, 0.9, 0.95, 0.99, 0.999, 0.9999, 1};
    private static final String[] HEADS = {"min", "p50", "p90", "p95", "p99", "p99.9", "p99.99", "max"};

    private final List<Result> results;
    private final List<String> names;

    Tables(List<Result> results, List<String> names) {
        this.results = results;
        this.names = names;
    }

    /** Text as it may stand between tags and in quoted attributes. */
    static String escape(String text) {
        StringBuilder escaped = new StringBuilder(text.length() + 16);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '&' -> escaped.append("&amp;");
                case '"' -> escaped.append("&quot;");
                case '\'' -> escaped.append("&#39;");
                default -> escaped.append(c < ' ' && c != '\n' && c != '\t' ? '\ufffd' : c);
            }
        }
        return escaped.toString();
    }

    /** Per result: what, where, when, and the answer. */
    String cards() {
        StringBuilder html = new StringBuilder();
        for (int i = 0; i < results.size(); i++) {
            Result result = results.get(i);
            html.append("<article class=\"card\"><h2>").append(escape(result.title())).append("</h2><p class=\"name\">")
                    .append(escape(names.get(i))).append("</p><p class=\"answer\">")
                    .append(escape(capital(result.summary()))).append("</p>");
            result.warnings().forEach(warning -> html.append("<p class=\"warning\"><strong>Note</strong> ")
                    .append(escape(warning)).append("</p>"));
            html.append("<dl>");
            entry(html, "Where", result.where());
            entry(html, "When", HtmlReport.time(result.startNs()));
            entry(html, "Measured by", result.tool());
            html.append("</dl></article>\n");
        }
        return html.toString();
    }

    /** Verdicts of results go on after a colon. */
    private static String capital(String sentence) {
        return sentence.isEmpty() ? "" : sentence.substring(0, 1).toUpperCase(Locale.ROOT) + sentence.substring(1);
    }

    private static void entry(StringBuilder html, String name, String value) {
        html.append("<dt>").append(name).append("</dt><dd>").append(value.isEmpty() ? UNKNOWN : escape(value))
                .append("</dd>");
    }

    /** A row for each figure, a column for each result. */
    String figures() {
        Map<List<String>, Map<Integer, Figure>> rows = new LinkedHashMap<>();
        Map<List<String>, String> labels = new HashMap<>();
        for (int i = 0; i < results.size(); i++) {
            Result result = results.get(i);
            for (Figure figure : result.figures()) {
                // Tools word it differently, but the loss of a capacity test is another than that of round trips.
                String label = labels.computeIfAbsent(List.of(result.kind().name(), figure.metric()),
                        kind -> figure.label());
                rows.computeIfAbsent(List.of(figure.metric(), label), row -> new LinkedHashMap<>()).put(i, figure);
            }
        }
        StringBuilder html = new StringBuilder("<div class=\"wide\"><table>");
        head(html, "Figure", names);
        rows.forEach((row, figures) -> {
            html.append("<tr><th scope=\"row\" title=\"").append(escape(row.getFirst())).append("\">")
                    .append(escape(row.getLast())).append("</th>");
            for (int i = 0; i < results.size(); i++) {
                cell(html, figures.containsKey(i) ? figures.get(i).shown() : UNKNOWN);
            }
            html.append("</tr>");
        });
        return html.append("</tbody></table></div>").toString();
    }

    /** A table for each result with samples. */
    String distributions() {
        StringBuilder html = new StringBuilder();
        for (int i = 0; i < results.size(); i++) {
            if (!results.get(i).distributions().isEmpty()) {
                html.append("<h3>").append(escape(names.get(i))).append("</h3><div class=\"wide\"><table>");
                head(html, "Sample", List.of("n", "mean", "stddev"));
                int end = html.lastIndexOf("</tr></thead>");
                html.insert(end, Arrays.stream(HEADS).map(head -> "<th scope=\"col\">" + head + "</th>")
                        .collect(Collectors.joining()));
                results.get(i).distributions().forEach(distribution -> row(html, distribution));
                html.append("</tbody></table></div>");
            }
        }
        return html.isEmpty() ? "<p class=\"hint\">There is no sample of delay in these results.</p>" : html.toString();
    }

    private static void row(StringBuilder html, Distribution distribution) {
        html.append("<tr><th scope=\"row\">").append(escape(distribution.label())).append("</th>");
        cell(html, Unit.COUNT.show(distribution.n()));
        cell(html, Unit.NS.show(distribution.meanNs()));
        cell(html, Unit.NS.show(distribution.stddevNs()));
        for (double share : SHARES) {
            cell(html, Unit.NS.show(distribution.quantile(share)));
        }
        html.append("</tr>");
    }

    /** Settings, host, clocks and counters, grouped; a column for each result. */
    String facts() {
        Map<String, Map<String, Map<Integer, String>>> groups = new LinkedHashMap<>();
        for (int i = 0; i < results.size(); i++) {
            for (Fact fact : results.get(i).facts()) {
                groups.computeIfAbsent(fact.group(), group -> new LinkedHashMap<>())
                        .computeIfAbsent(fact.name(), name -> new LinkedHashMap<>())
                        .merge(i, fact.value(), (one, other) -> one + "; " + other);
            }
        }
        return groups.entrySet().stream().map(group -> group(group.getKey(), group.getValue()))
                .collect(Collectors.joining());
    }

    private String group(String name, Map<String, Map<Integer, String>> rows) {
        StringBuilder html = new StringBuilder("<details open><summary>").append(escape(name))
                .append("</summary><div class=\"wide\"><table class=\"facts\">");
        head(html, "", names);
        rows.forEach((row, values) -> {
            html.append("<tr><th scope=\"row\">").append(escape(row)).append("</th>");
            for (int i = 0; i < results.size(); i++) {
                cell(html, values.getOrDefault(i, UNKNOWN));
            }
            html.append("</tr>");
        });
        return html.append("</tbody></table></div></details>\n").toString();
    }

    private static void head(StringBuilder html, String first, List<String> columns) {
        Function<String, String> column = name -> "<th scope=\"col\">" + escape(name) + "</th>";
        html.append("<thead><tr><th scope=\"col\">").append(escape(first)).append("</th>")
                .append(columns.stream().map(column).collect(Collectors.joining()))
                .append("</tr></thead><tbody>");
    }

    private static void cell(StringBuilder html, String value) {
        html.append("<td>").append(escape(value)).append("</td>");
    }
}
