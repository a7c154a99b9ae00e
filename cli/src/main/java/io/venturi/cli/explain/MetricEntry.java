package io.venturi.cli.explain;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A metric as {@code docs/metrics.md} has it.
 *
 * @param name as in its index, such as {@code round trip}
 * @param heading of the section that defines it
 * @param good what a good value looks like
 * @param json where it is in results
 * @param diff its names for {@code venturi diff}; may be empty
 * @param source RFC and section
 * @param section lines of the section, Markdown
 */
public record MetricEntry(String name, String heading, String unit, String good, String json, String diff,
                          String source, List<String> section) {

    /** Whether a user means this one: by its name, its heading, or a name in results or for diff. */
    boolean answersTo(String word) {
        String wanted = plain(word);
        return plain(name).equals(wanted) || plain(heading).equals(wanted) || names(diff).contains(wanted)
                || names(json).contains(wanted);
    }

    /** Without case, spaces and signs, so that {@code one-way delay} and {@code oneWayDelay} are the same. */
    static String plain(String word) {
        return word.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9.]", "");
    }

    /** What stands in back quotes. */
    private static List<String> names(String cell) {
        return Pattern.compile("`([^`]+)`").matcher(cell).results()
                .map(found -> plain(found.group(1))).toList();
    }
}
