package io.venturi.cli.report;

import io.venturi.cli.result.Result;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Results as one HTML file that needs nothing else: tables as markup, so that they are there without a script, and
 * charts drawn by a script within the file. Its content policy forbids any use of the network.
 */
public final class HtmlReport {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private HtmlReport() {
    }

    /**
     * Write the page; the writer stays open.
     *
     * @param results at least one
     * @param version of this program, for the footer
     */
    public static void write(List<Result> results, String title, String version, PrintWriter to) {
        List<String> names = names(results);
        Tables tables = new Tables(results, names);
        for (String part : resource("report.html").split("(?=\\{\\{)|(?<=}})")) {
            switch (part.strip()) {
                case "{{title}}" -> to.print(Tables.escape(title));
                case "{{style}}" -> to.print(resource("report.css"));
                case "{{cards}}" -> to.print(tables.cards());
                case "{{figures}}" -> to.print(tables.figures());
                case "{{charts}}" -> to.print(ChartPlaces.of(results, names));
                case "{{distributions}}" -> to.print(tables.distributions());
                case "{{facts}}" -> to.print(tables.facts());
                case "{{made}}" -> to.print(Tables.escape("venturi " + version + ", "
                        + TIME.format(Instant.now().truncatedTo(ChronoUnit.SECONDS))));
                case "{{data}}" -> ChartData.write(results, names, to);
                case "{{library}}" -> to.print(resource("echarts/dist/echarts.min.js"));
                case "{{script}}" -> to.print(resource("report.js"));
                default -> to.print(part);
            }
        }
        to.println();
    }

    static String time(long ns) {
        return ns == 0 ? "" : TIME.format(Instant.EPOCH.plusNanos(ns));
    }

    /** What tells the results of a page from each other: file names without their folders, where that is enough. */
    private static List<String> names(List<Result> results) {
        Map<String, Integer> seen = new HashMap<>();
        List<String> names = new ArrayList<>();
        for (Result result : results) {
            String name = result.file().replaceFirst(".*/(?=.)", "") + (result.direction().isEmpty() ? "" : ", "
                    + result.direction());
            int count = seen.merge(name, 1, Integer::sum);
            names.add(count == 1 ? name : name + " (" + count + ")");
        }
        return names;
    }

    private static String resource(String name) {
        try (InputStream in = HtmlReport.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
