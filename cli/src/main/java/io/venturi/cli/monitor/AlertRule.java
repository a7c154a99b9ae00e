package io.venturi.cli.monitor;

import io.venturi.engine.error.ConfigException;
import io.venturi.engine.plan.Durations;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A condition on the intervals of a target that is worth being told, as people write it: {@code loss > 1% for 1m},
 * {@code p99 > 50ms for 5m}, {@code silent for 30s}, {@code change}, {@code rate < 50Mbps}.
 *
 * @param limit  a share for loss, ns for delays, bits per second for rates; else not used
 * @param holdMs how long the condition has to hold without a break, ms
 * @param text   as it was written, blanks made single
 */
public record AlertRule(Subject subject, double limit, long holdMs, String text) {
    private static final Pattern FORM = Pattern.compile(
            "(?<subject>[a-z]\\w*)(?: ?(?<sign>[<>]) ?(?<limit>[^ <>]+))?(?: for (?<hold>\\S+))?");
    private static final Pattern RATE = Pattern.compile("(\\d+(?:\\.\\d+)?)([kmg]?)(?:bps|bit/s)");

    /** What is looked at. */
    public enum Subject {
        /** Share of the probes that were lost. */
        LOSS,
        /** Median. */
        P50, P90, P95, P99, MAX,
        /** Not a single reply. */
        SILENT,
        /** The median has moved to another level. */
        CHANGE,
        /** Result of a load test. */
        RATE
    }

    /**
     * Parse.
     *
     * @throws ConfigException if it is no rule
     */
    public static AlertRule parse(String text) {
        String plain = text.strip().toLowerCase(Locale.ROOT).replaceAll("\\s+", " ");
        Matcher form = FORM.matcher(plain);
        if (!form.matches()) {
            throw noRule(text);
        }
        Subject subject;
        try {
            subject = Subject.valueOf(form.group("subject").toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw noRule(text);
        }
        boolean limited = subject != Subject.SILENT && subject != Subject.CHANGE;
        String sign = subject == Subject.RATE ? "<" : ">";
        boolean once = subject == Subject.CHANGE || subject == Subject.RATE;
        if (limited != (form.group("limit") != null) || limited && !sign.equals(form.group("sign"))
                || once && form.group("hold") != null) {
            throw noRule(text);
        }
        long holdMs = form.group("hold") == null ? 0 : Durations.parse(form.group("hold")) / 1_000_000;
        return new AlertRule(subject, limited ? limit(subject, form.group("limit"), text) : 0, holdMs, plain);
    }

    private static double limit(Subject subject, String limit, String text) {
        if (subject == Subject.LOSS) {
            try {
                double percent = Double.parseDouble(limit.replaceFirst("%$", ""));
                if (limit.endsWith("%") && percent >= 0 && percent < 100) {
                    return percent / 100;
                }
            } catch (NumberFormatException e) {
                // told below
            }
            throw noRule(text);
        }
        if (subject == Subject.RATE) {
            Matcher rate = RATE.matcher(limit);
            if (!rate.matches()) {
                throw noRule(text);
            }
            int power = " kmg".indexOf(rate.group(2).isEmpty() ? " " : rate.group(2));
            return Double.parseDouble(rate.group(1)) * Math.pow(1000, power);
        }
        return Durations.parse(limit);
    }

    private static ConfigException noRule(String text) {
        return new ConfigException("\"" + text + "\" is no alert rule. Examples: \"loss > 1% for 1m\", \"p99 > 50ms for"
                + " 5m\" (also p50, p90, p95, max), \"silent for 30s\", \"change\", \"rate < 50Mbps\".");
    }

    /** Whether the condition holds in an interval; empty if the interval does not tell. */
    Optional<Boolean> holds(Window window) {
        boolean none = window.delays().getTotalCount() == 0;
        return switch (subject) {
            case SILENT -> Optional.of(window.silent());
            case LOSS -> window.counts().sent() == 0 || window.loaded() ? Optional.empty()
                    : Optional.of(window.counts().lossRatio() > limit);
            case P50, P90, P95, P99, MAX -> none || window.loaded() ? Optional.empty()
                    : Optional.of(ns(window) > limit);
            case CHANGE, RATE -> Optional.empty();
        };
    }

    /** What is compared with the limit: ns, a share, or 1 and 0 for silent and not. */
    double value(Window window) {
        return switch (subject) {
            case SILENT -> window.silent() ? 1 : 0;
            case LOSS -> window.counts().lossRatio();
            case P50, P90, P95, P99, MAX -> ns(window);
            case CHANGE, RATE -> 0;
        };
    }

    private long ns(Window window) {
        return switch (subject) {
            case P50 -> window.percentile(50);
            case P90 -> window.percentile(90);
            case P95 -> window.percentile(95);
            case P99 -> window.percentile(99);
            default -> window.percentile(100);
        };
    }
}
