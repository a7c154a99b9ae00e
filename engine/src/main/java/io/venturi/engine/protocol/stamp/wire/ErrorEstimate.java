package io.venturi.engine.protocol.stamp.wire;

import io.venturi.engine.annotation.HotPath;

/**
 * How good a clock is, in 16 bits: S (synchronised to an outside source), Z (format of the time stamps), 6 bits scale,
 * 8 bits multiplier; the error is {@code multiplier * 2^(scale - 32)} s (RFC 4656 4.1.2, RFC 8186 for Z).
 */
public final class ErrorEstimate {
    private static final int SYNCHRONISED = 0x8000;
    private static final int PTP = 0x4000;
    private static final int MOST_MULTIPLIER = 255;
    private static final long NS_PER_S = 1_000_000_000;
    /** 34 years; more is no estimate. */
    private static final long MOST_NS = (1L << 30) * NS_PER_S;

    private ErrorEstimate() {
    }

    /**
     * The least estimate that can be written and is not below {@code errorNs}.
     *
     * @param errorNs bound of the clock's error, not negative; 0 becomes the least there is, 2^-32 s
     */
    public static int encode(boolean synchronised, TimestampFormat format, long errorNs) {
        long boundNs = Math.clamp(errorNs, 0, MOST_NS);
        long units = (boundNs / NS_PER_S << 32) + ((boundNs % NS_PER_S << 32) + NS_PER_S - 1) / NS_PER_S;
        int scale = 0;
        for (; units > MOST_MULTIPLIER; scale++) {
            units = units + 1 >>> 1;
        }
        return (synchronised ? SYNCHRONISED : 0) | (format == TimestampFormat.PTP ? PTP : 0)
                | scale << 8 | (int) Math.max(1, units);
    }

    /** False if the multiplier is zero, which marks a packet as corrupt. */
    @HotPath
    public static boolean isSound(int estimate) {
        return (estimate & 0xff) != 0;
    }

    /** True if the clock is said to be synchronised to an outside source. */
    public static boolean isSynchronised(int estimate) {
        return (estimate & SYNCHRONISED) != 0;
    }

    /** The format in which time stamps are said to be. */
    @HotPath
    public static TimestampFormat format(int estimate) {
        return (estimate & PTP) != 0 ? TimestampFormat.PTP : TimestampFormat.NTP;
    }

    /** The estimated error, ns, rounded up; {@link Long#MAX_VALUE} if it is more than a long holds. */
    public static long errorNs(int estimate) {
        double ns = Math.ceil((estimate & 0xff) * Math.scalb(1e9, (estimate >>> 8 & 0x3f) - 32));
        return (long) ns; // a cast saturates
    }
}
