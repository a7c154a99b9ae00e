package io.venturi.cli.output;

import io.venturi.engine.plan.AddressText;
import java.math.BigDecimal;
import java.net.InetSocketAddress;
import java.util.Locale;

/** Numbers and addresses as people read them. */
public final class Figures {

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

        /** Without the unit, and without digits finer than the error; at most 8 characters for what a test can give. */
        String format(double value, double boundNs) {
            double step = Math.pow(10, Math.floor(Math.log10(Math.max(1, boundNs))));
            int least = (int) Math.max(0, Math.rint(Math.log10(ns / step)));
            String plain = format(withinNs(value, boundNs));
            int decimals = plain.indexOf('.') < 0 ? 0 : plain.length() - plain.indexOf('.') - 1;
            return String.format(Locale.ROOT, "%." + Math.min(least, decimals) + "f", withinNs(value, boundNs) / ns);
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

    /** {@code 192.0.2.1:2112}, {@code [2001:db8::1]:2112}, {@code [::]:2112}. */
    public static String address(InetSocketAddress address) {
        return AddressText.of(address);
    }

    /** {@code 1 probe}, {@code 2 probes}. */
    public static String count(long n, String one) {
        return count(n, one, one + "s");
    }

    /** {@code 1 reply}, {@code 2 replies}. */
    static String count(long n, String one, String many) {
        return n + " " + (n == 1 ? one : many);
    }

    /** A duration with its unit: {@code 4.11 us}, {@code 12.3 ms}, {@code 1.25 s}. */
    public static String duration(double ns) {
        double size = Math.abs(ns);
        if (size < 1e3) {
            return String.format(Locale.ROOT, "%.0f ns", ns);
        }
        return size < 1e6 ? digits(ns / 1e3) + " us" : size < 1e9 ? digits(ns / 1e6) + " ms" : digits(ns / 1e9) + " s";
    }

    /** A bound of an error with its unit: two significant digits, rounded up. */
    static String bound(double ns) {
        if (ns < 1) {
            return "1 ns";
        }
        double step = Math.max(1, Math.pow(10, Math.floor(Math.log10(ns)) - 1));
        return shortest(Math.ceil(ns / step - 1e-9) * step);
    }

    /** A value with its unit and no digit finer than its error. */
    static String within(double ns, double boundNs) {
        return ns == 0 ? "0 ns" : shortest(withinNs(ns, boundNs));
    }

    /** A value without the digits that are finer than its error. */
    static double withinNs(double ns, double boundNs) {
        double step = boundNs < 1 ? 1 : Math.pow(10, Math.floor(Math.log10(boundNs)));
        return Math.rint(ns / step) * step + 0.0; // which makes -0 a 0
    }

    private static String shortest(double ns) {
        double size = Math.abs(ns);
        double unit = size < 1e3 ? 1 : size < 1e6 ? 1e3 : size < 1e9 ? 1e6 : 1e9;
        String name = size < 1e3 ? " ns" : size < 1e6 ? " us" : size < 1e9 ? " ms" : " s";
        return new BigDecimal(Math.rint(ns)).divide(new BigDecimal(unit)).stripTrailingZeros().toPlainString() + name;
    }

    private static String digits(double value) {
        double size = Math.abs(value);
        return String.format(Locale.ROOT, "%." + (size < 10 ? 2 : size < 100 ? 1 : 0) + "f", value);
    }

    /** Bits per second with a decimal prefix. */
    public static String rate(double bitsPerSecond) {
        return bitsPerSecond < 1e3 ? String.format(Locale.ROOT, "%.0f bit/s", bitsPerSecond)
                : bitsPerSecond < 1e6 ? digits(bitsPerSecond / 1e3) + " kbit/s"
                : bitsPerSecond < 1e9 ? digits(bitsPerSecond / 1e6) + " Mbit/s"
                : digits(bitsPerSecond / 1e9) + " Gbit/s";
    }

    /** A share with as many digits as a small one needs. */
    public static String percent(double percent) {
        return String.format(Locale.ROOT, percent == 0 || percent >= 10 ? "%.1f %%" : "%.3f %%", percent);
    }
}
