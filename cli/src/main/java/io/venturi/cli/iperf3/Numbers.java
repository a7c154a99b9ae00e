package io.venturi.cli.iperf3;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Numbers on the command line, read as C programs read them: what does not belong to the number is left out. */
final class Numbers {
    private static final Pattern INTEGER = Pattern.compile("\\s*([+-]?\\d{1,18}).*", Pattern.DOTALL);
    private static final Pattern REAL = Pattern.compile("\\s*([+-]?(?:\\d+\\.?\\d*|\\.\\d+)(?:[eE][+-]?\\d+)?)(.*)",
            Pattern.DOTALL);
    private static final Pattern PREFIXED = Pattern.compile("(-?)(0[xX])?([0-9a-fA-F]{1,15})");
    private static final String SUFFIXES = "kmgt";

    private Numbers() {
    }

    /** The leading digits, or 0. */
    static long integer(String text) {
        Matcher form = INTEGER.matcher(text);
        return form.matches() ? Long.parseLong(form.group(1)) : 0;
    }

    /** The leading number, or 0. */
    static double real(String text) {
        Matcher form = REAL.matcher(text);
        return form.matches() ? Double.parseDouble(form.group(1)) : 0;
    }

    /** Bytes: K, M, G and T are powers of 1024. */
    static long size(String text) {
        return (long) scaled(text, 1024);
    }

    /** Bits per second: K, M, G and T are powers of 1000. */
    static long rate(String text) {
        return (long) scaled(text, 1000);
    }

    private static double scaled(String text, double step) {
        Matcher form = REAL.matcher(text);
        String suffix = form.matches() ? form.group(2).toLowerCase(Locale.ROOT) : "?";
        int power = suffix.isEmpty() ? 0 : SUFFIXES.indexOf(suffix.charAt(0)) + 1;
        if (!suffix.isEmpty() && power == 0) {
            throw Refusal.parameter("invalid unit value or suffix: '" + text + "'");
        }
        return Double.parseDouble(form.group(1)) * Math.pow(step, power);
    }

    /** A whole word in decimal, in octal behind 0 or in hexadecimal behind 0x; -1 if it is no such number. */
    static long prefixed(String text) {
        Matcher form = PREFIXED.matcher(text);
        if (!form.matches()) {
            return -1;
        }
        int base = form.group(2) != null ? 16 : form.group(3).startsWith("0") ? 8 : 10;
        try {
            return Long.parseLong(form.group(1) + form.group(3), base);
        } catch (NumberFormatException e) {
            return -1;
        }
    }
}
