package io.venturi.cli.explain;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The metrics of {@code docs/metrics.md}, which the build puts beside this class: what the command says and what the
 * documentation says is one text. Its section {@code At a glance} is a table with a row for each metric.
 */
public final class MetricBook {
    private static final String INDEX = "At a glance";
    private static final Pattern HEADING = Pattern.compile("#{2,3} (.+)");
    private static final Pattern LINK = Pattern.compile("\\[([^]]+)]\\(#([^)]+)\\)");
    private static final int COLUMNS = 6;

    private final List<MetricEntry> entries;

    private MetricBook(List<MetricEntry> entries) {
        this.entries = List.copyOf(entries);
    }

    /** The book of this program. */
    public static MetricBook read() {
        try (InputStream in = MetricBook.class.getResourceAsStream("metrics.md")) {
            return parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * A book from its text.
     *
     * @throws IllegalArgumentException if a row of the index names no section, or lacks a column
     */
    static MetricBook parse(String text) {
        Map<String, List<String>> sections = new LinkedHashMap<>();
        Map<String, String> headings = new LinkedHashMap<>();
        String current = "";
        for (String line : text.lines().toList()) {
            Matcher heading = HEADING.matcher(line);
            if (heading.matches()) {
                current = anchor(heading.group(1));
                headings.put(current, heading.group(1));
            } else {
                sections.computeIfAbsent(current, anchor -> new ArrayList<>()).add(line);
            }
        }
        List<MetricEntry> entries = new ArrayList<>();
        for (String row : sections.getOrDefault(anchor(INDEX), List.of())) {
            Matcher link = LINK.matcher(row);
            if (row.startsWith("|") && link.find()) {
                entries.add(entry(row, link, headings, sections));
            }
        }
        return new MetricBook(entries);
    }

    private static MetricEntry entry(String row, Matcher link, Map<String, String> headings,
                                     Map<String, List<String>> sections) {
        String[] cells = row.replaceFirst("^\\|\\s*", "").split("\\s*\\|\\s*", -1);
        String anchor = link.group(2);
        if (!headings.containsKey(anchor) || cells.length < COLUMNS) {
            throw new IllegalArgumentException("no section for, or too few columns in: " + row);
        }
        return new MetricEntry(link.group(1), headings.get(anchor), cells[1], cells[2], cells[3], cells[4], cells[5],
                sections.getOrDefault(anchor, List.of()));
    }

    /** As the usual renderers of Markdown name a heading. */
    static String anchor(String heading) {
        return heading.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9 -]", "").replace(' ', '-');
    }

    public List<MetricEntry> entries() {
        return entries;
    }

    /** Those a user may mean by a word. */
    public List<MetricEntry> find(String word) {
        return entries.stream().filter(entry -> entry.answersTo(word)).toList();
    }

    /** Names of those whose definition has the word, for users who know another name. */
    public List<String> speakingOf(String word) {
        String wanted = word.toLowerCase(Locale.ROOT);
        return entries.stream().filter(entry -> String.join(" ", entry.section()).toLowerCase(Locale.ROOT)
                .contains(wanted)).map(MetricEntry::name).distinct().toList();
    }
}
