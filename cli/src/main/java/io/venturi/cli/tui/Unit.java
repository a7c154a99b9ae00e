package io.venturi.cli.tui;

import io.venturi.cli.output.Figures;
import java.util.Locale;

/** What the numbers of a curve are. */
enum Unit {
    /** ns. */
    DELAY,
    /** Bits per second. */
    RATE,
    /** Packets, replies, rows. */
    COUNT,
    PER_CENT;

    /** With its unit; what is no finite number is unknown. */
    String format(double value) {
        if (!Double.isFinite(value)) {
            return Figure.UNKNOWN;
        }
        return switch (this) {
            case DELAY -> Figures.duration(value);
            case RATE -> Figures.rate(value);
            case COUNT -> count(value);
            case PER_CENT -> Figures.percent(value);
        };
    }

    private static String count(double value) {
        double size = Math.abs(value);
        return size < 10 && value != Math.rint(value) ? String.format(Locale.ROOT, "%.1f", value)
                : size < 10_000 ? String.format(Locale.ROOT, "%.0f", value)
                : size < 1e6 ? String.format(Locale.ROOT, "%.1fk", value / 1e3)
                : size < 1e9 ? String.format(Locale.ROOT, "%.1fM", value / 1e6)
                : String.format(Locale.ROOT, "%.1fG", value / 1e9);
    }
}
