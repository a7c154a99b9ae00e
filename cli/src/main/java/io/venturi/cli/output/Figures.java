package io.venturi.cli.output;

import java.util.Locale;

/** Numbers as people read them. */
final class Figures {

    /** One unit for a whole table, so that its rows compare at a glance. */
    enum Unit {
        US("us", 1e3), MS("ms", 1e6);

        private final String label;
        private final double ns;

        Unit(String label, double ns) {
            this.label = label;
            this.ns = ns;
        }

        /** The unit in which {@code ns} and its neighbours read best. */
        static Unit suiting(double ns) {
            return Math.abs(ns) < 1e6 ? US : MS;
        }

        String label() {
            return label;
        }

        /** Without the unit, three significant digits or better, at most 8 characters for what a test can give. */
        String format(double value) {
            double scaled = value / ns;
            double size = Math.abs(scaled);
            int decimals = size < 10 ? 3 : size < 100 ? 2 : size < 10_000 ? 1 : 0;
            return String.format(Locale.ROOT, "%." + decimals + "f", scaled);
        }
    }

    private Figures() {
    }

    /** A duration with its unit: {@code 4.11 us}, {@code 12.3 ms}, {@code 1.25 s}. */
    static String duration(double ns) {
        double size = Math.abs(ns);
        if (size < 1e3) {
            return String.format(Locale.ROOT, "%.0f ns", ns);
        }
        return size < 1e6 ? digits(ns / 1e3) + " us" : size < 1e9 ? digits(ns / 1e6) + " ms" : digits(ns / 1e9) + " s";
    }

    private static String digits(double value) {
        double size = Math.abs(value);
        return String.format(Locale.ROOT, "%." + (size < 10 ? 2 : size < 100 ? 1 : 0) + "f", value);
    }

    /** Bits per second with a decimal prefix. */
    static String rate(double bitsPerSecond) {
        return bitsPerSecond < 1e3 ? String.format(Locale.ROOT, "%.0f bit/s", bitsPerSecond)
                : bitsPerSecond < 1e6 ? digits(bitsPerSecond / 1e3) + " kbit/s"
                : bitsPerSecond < 1e9 ? digits(bitsPerSecond / 1e6) + " Mbit/s"
                : digits(bitsPerSecond / 1e9) + " Gbit/s";
    }

    /** A share with as many digits as a small one needs. */
    static String percent(double percent) {
        return String.format(Locale.ROOT, percent == 0 || percent >= 10 ? "%.1f %%" : "%.3f %%", percent);
    }
}
