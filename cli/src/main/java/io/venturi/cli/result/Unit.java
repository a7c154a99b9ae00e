package io.venturi.cli.result;

import java.util.Locale;

/** What a figure counts, and how it reads. */
public enum Unit {
    NS, BITS_PER_SECOND, PERCENT, COUNT, FRAMES_PER_SECOND;

    /** With the unit and three digits or so; what is not known (NaN) is a dash. */
    public String show(double value) {
        if (Double.isNaN(value)) {
            return "–";
        }
        return switch (this) {
            case NS -> scaled(value, " ns", " us", " ms", " s");
            case BITS_PER_SECOND -> scaled(value, " bit/s", " kbit/s", " Mbit/s", " Gbit/s");
            case PERCENT -> String.format(Locale.ROOT, value == 0 ? "%.0f %%" : Math.abs(value) >= 10 ? "%.1f %%"
                    : "%.3f %%", value);
            case COUNT -> String.format(Locale.ROOT, value == Math.rint(value) ? "%.0f" : "%.2f", value);
            case FRAMES_PER_SECOND -> scaled(value, " /s", " k/s", " M/s", " G/s");
        };
    }

    private static String scaled(double value, String... names) {
        int step = 0;
        double rest = value;
        while (Math.abs(rest) >= 999.5 && step < names.length - 1) {
            rest /= 1000;
            step++;
        }
        double size = Math.abs(rest);
        int decimals = size < 9.995 ? 2 : size < 99.95 ? 1 : 0;
        boolean whole = step == 0 && rest == Math.rint(rest);
        return String.format(Locale.ROOT, "%." + (whole ? 0 : decimals) + "f", rest) + names[step];
    }
}
