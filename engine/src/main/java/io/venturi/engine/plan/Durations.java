package io.venturi.engine.plan;

import io.venturi.engine.error.ConfigException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as people write them: {@code 10ms}, {@code 1m30s}, {@code 1.5s}, {@code 500us}; values in ns. */
public final class Durations {
    private static final Pattern PART = Pattern.compile("(\\d+(?:\\.\\d*)?|\\.\\d+)(ns|us|\u00b5s|\u03bcs|ms|s|m|h)");
    private static final BigDecimal LEAST = BigDecimal.valueOf(Long.MIN_VALUE);
    private static final BigDecimal MOST = BigDecimal.valueOf(Long.MAX_VALUE);

    private Durations() {
    }

    /**
     * Parse one or more numbers with units ns, us, ms, s, m, h; a bare 0 needs no unit. Fractions of a ns are dropped.
     *
     * @return ns, negative if a minus sign stands in front
     * @throws ConfigException if the text is no duration or does not fit 292 years
     */
    public static long parse(String text) {
        boolean negative = text.startsWith("-");
        String rest = negative || text.startsWith("+") ? text.substring(1) : text;
        if (rest.equals("0")) {
            return 0;
        }
        Matcher part = PART.matcher(rest);
        BigDecimal sum = BigDecimal.ZERO;
        int at = 0;
        while (at < rest.length() && part.find(at) && part.start() == at) {
            sum = sum.add(new BigDecimal(number(part.group(1))).multiply(BigDecimal.valueOf(unitNs(part.group(2)))));
            at = part.end();
        }
        BigDecimal ns = (negative ? sum.negate() : sum).setScale(0, RoundingMode.DOWN);
        if (at == 0 || at < rest.length() || ns.compareTo(LEAST) < 0 || ns.compareTo(MOST) > 0) {
            throw new ConfigException("\"" + text + "\" is no duration. Write a number and a unit (ns, us, ms, s, m,"
                    + " h), such as 500us, 10ms or 1m30s.");
        }
        return ns.longValueExact();
    }

    private static String number(String digits) {
        return digits.startsWith(".") ? "0" + digits : digits;
    }

    private static long unitNs(String unit) {
        return switch (unit) {
            case "ns" -> 1L;
            case "us", "\u00b5s", "\u03bcs" -> 1_000L;
            case "ms" -> 1_000_000L;
            case "s" -> 1_000_000_000L;
            case "m" -> 60_000_000_000L;
            case "h" -> 3_600_000_000_000L;
            default -> throw new AssertionError(unit);
        };
    }

    /**
     * Exact and short: {@code 1ns}, {@code 1.5us} with the micro sign, {@code 200ms}, {@code 1m0s}, {@code 1h0m0s},
     * {@code 0s}.
     */
    public static String format(long ns) {
        if (ns == 0) {
            return "0s";
        }
        if (ns < 0) {
            return ns == Long.MIN_VALUE ? "-2562047h47m16.854775808s" : "-" + format(-ns);
        }
        if (ns < 1_000) {
            return ns + "ns";
        }
        if (ns < 1_000_000) {
            return decimal(ns, 1_000) + "\u00b5s";
        }
        if (ns < 1_000_000_000) {
            return decimal(ns, 1_000_000) + "ms";
        }
        long hours = ns / 3_600_000_000_000L;
        long minutes = ns / 60_000_000_000L % 60;
        String seconds = decimal(ns % 60_000_000_000L, 1_000_000_000) + "s";
        return (hours > 0 ? hours + "h" : "") + (hours > 0 || minutes > 0 ? minutes + "m" : "") + seconds;
    }

    private static String decimal(long ns, long unit) {
        return BigDecimal.valueOf(ns).divide(BigDecimal.valueOf(unit)).stripTrailingZeros().toPlainString();
    }
}
