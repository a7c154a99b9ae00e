package io.venturi.cli.irtt;

import io.venturi.engine.plan.Durations;
import java.math.BigDecimal;
import java.math.RoundingMode;

/** Numbers as people read them. */
final class Display {
    private static final double KILO = 1_000;
    private static final double MEGA = 1_000_000;
    private static final double GIGA = 1_000_000_000;

    private Display() {
    }

    /** A duration in ns to three or four digits, halves rounded away from zero. */
    static String duration(long ns) {
        long stepNs = stepNs(Math.abs(ns));
        long restNs = ns % stepNs;
        long roundedNs = ns - restNs + (Math.abs(restNs) * 2 >= stepNs ? Long.signum(ns) * stepNs : 0);
        return Durations.format(roundedNs);
    }

    private static long stepNs(long ns) {
        long[] belowNs = {1_000, 10_000, 100_000, 1_000_000, 100_000_000, 1_000_000_000L, 10_000_000_000L,
            60_000_000_000L};
        long[] stepsNs = {1, 10, 100, 1_000, 10_000, 100_000, 10_000_000, 100_000_000};
        for (int i = 0; i < belowNs.length; i++) {
            if (ns < belowNs[i]) {
                return stepsNs[i];
            }
        }
        return 1_000_000_000;
    }

    static String bitrate(long bps) {
        if (bps < KILO) {
            return bps + " bps";
        }
        if (bps < MEGA) {
            return decimals(bps / KILO, 1) + " Kbps";
        }
        return bps < GIGA ? decimals(bps / MEGA, 2) + " Mbps" : decimals(bps / GIGA, 3) + " Gbps";
    }

    static String percent(double percent) {
        return decimals(percent, 2) + "%";
    }

    /** The double's exact value is rounded, as C and Go do it; {@code String.format} would round its shortest text. */
    static String decimals(double value, int digits) {
        return new BigDecimal(value).setScale(digits, RoundingMode.HALF_EVEN).toPlainString();
    }
}
