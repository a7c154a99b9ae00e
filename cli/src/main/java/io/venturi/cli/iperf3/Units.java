package io.venturi.cli.iperf3;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;

/** Quantities in the widths and roundings of the classic tool. */
final class Units {
    /** The unit that suits. */
    static final char ADAPTIVE = 'a';
    private static final String[] BYTES = {"Bytes", "KBytes", "MBytes", "GBytes", "TBytes"};
    private static final String[] BITS = {"bits", "Kbits", "Mbits", "Gbits", "Tbits"};
    private static final String POWERS = "-kmgt";

    private Units() {
    }

    /** {@code 1.25 MBytes}, in steps of 1024. */
    static String transfer(double bytes) {
        return scaled(bytes, 1024, suiting(bytes, 1024), BYTES);
    }

    /**
     * {@code 10.5 Mbits/sec} in steps of 1000, or bytes in steps of 1024.
     *
     * @param unit one of kmgt for bits, of KMGT for bytes, or {@link #ADAPTIVE}
     */
    static String rate(double bitsPerSecond, char unit) {
        if (unit == ADAPTIVE) {
            return scaled(bitsPerSecond, 1000, suiting(bitsPerSecond, 1000), BITS) + "/sec";
        }
        int power = POWERS.indexOf(Character.toLowerCase(unit));
        return (Character.isLowerCase(unit) ? scaled(bitsPerSecond, 1000, power, BITS)
                : scaled(bitsPerSecond / 8, 1024, power, BYTES)) + "/sec";
    }

    private static int suiting(double value, double step) {
        int power = 0;
        for (double rest = value; rest >= step && power < BITS.length - 1; rest /= step) {
            power++;
        }
        return power;
    }

    private static String scaled(double value, double step, int power, String[] names) {
        double number = value / Math.pow(step, power);
        int decimals = number < 9.995 ? 2 : number < 99.95 ? 1 : 0;
        return String.format(Locale.ROOT, "%4." + decimals + "f %s", number, names[power]);
    }

    /** Two significant digits as printf's {@code %.2g} has them: 0, 18, 0.021, 1e+02. */
    static String percent(double value) {
        if (value == 0) {
            return "0";
        }
        BigDecimal rounded = new BigDecimal(value).round(new MathContext(2, RoundingMode.HALF_EVEN));
        int exponent = rounded.precision() - rounded.scale() - 1;
        BigDecimal plain = rounded.stripTrailingZeros();
        if (exponent >= -4 && exponent < 2) {
            return plain.scale() < 0 ? plain.setScale(0).toPlainString() : plain.toPlainString();
        }
        return String.format(Locale.ROOT, "%se%s%02d", plain.scaleByPowerOfTen(-exponent).toPlainString(),
                exponent < 0 ? "-" : "+", Math.abs(exponent));
    }
}
