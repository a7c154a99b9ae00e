package io.venturi.cli.diff;

import io.venturi.cli.result.Kind;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the user asked of a comparison.
 *
 * @param metrics names; empty for those that decide, {@code all} for all
 * @param relative by metric, as a share
 * @param absolute by metric, in the unit of the metric (ns, bits per second, percent, count)
 * @param level chance of any false alarm
 * @param force compare whatever the set-ups
 */
public record CompareOptions(List<String> metrics, Map<String, Double> relative, Map<String, Double> absolute,
                             double level, boolean force) {

    /** Those used unless told otherwise. */
    public static CompareOptions usual() {
        return new CompareOptions(List.of(), Map.of(), Map.of(), 0.05, false);
    }

    boolean wants(String name, Kind kind) {
        List<String> wanted = metrics.isEmpty() ? Metric.deciding(kind) : metrics;
        return wanted.stream().anyMatch(one -> one.equals("all") || means(one, name));
    }

    /** {@code lossFree} stands for that of each frame size. */
    static boolean means(String asked, String name) {
        return asked.equals(name) || asked.equals("lossFree") && name.startsWith("lossFree.");
    }

    /** Every metric the user named. */
    Set<String> named() {
        Set<String> named = new LinkedHashSet<>(metrics);
        named.addAll(relative.keySet());
        named.addAll(absolute.keySet());
        return named;
    }

    Metric thresholds(Metric metric) {
        Metric changed = metric;
        if (relative.containsKey(metric.name())) {
            changed = changed.withRelative(relative.get(metric.name()));
        }
        if (absolute.containsKey(metric.name())) {
            changed = changed.withAbsolute(absolute.get(metric.name()));
        }
        return changed;
    }
}
