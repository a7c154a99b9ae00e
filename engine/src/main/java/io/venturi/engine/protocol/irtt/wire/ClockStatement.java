package io.venturi.engine.protocol.irtt.wire;

/**
 * What a server says of its wall clock when it grants {@link IrttParams#CLOCK_STATEMENT}: bits 8 to 15 and 16 to 21 of
 * the extensions are multiplier and exponent of its error, {@code multiplier * 2^exponent} ns, bit 22 says that it is
 * synchronised, bits 23 to 25 where its time comes from, as numbered by RFC 8972 section 4.3.
 */
public final class ClockStatement {
    private static final int MULTIPLIER = 8;
    private static final int EXPONENT = 16;
    private static final long SYNCHRONISED = 1L << 22;
    private static final int SOURCE = 23;
    private static final int MOST_EXPONENT = 63;

    private ClockStatement() {
    }

    /**
     * The bits, with the least error that can be written and is not below {@code errorNs}.
     *
     * @param source  0..7, 0 for unknown
     * @param errorNs not negative; {@link Long#MAX_VALUE} if no bound is known
     */
    public static long encode(boolean synchronised, int source, long errorNs) {
        long multiplier = errorNs;
        int exponent = 0;
        if (errorNs == Long.MAX_VALUE) {
            multiplier = 255;
            exponent = MOST_EXPONENT;
        }
        for (; multiplier > 255; exponent++) {
            multiplier = (multiplier >>> 1) + (multiplier & 1);
        }
        return multiplier << MULTIPLIER | (long) exponent << EXPONENT | (synchronised ? SYNCHRONISED : 0)
                | (long) (source & 7) << SOURCE;
    }

    /** True if the server says that its clock is kept by something outside it. */
    public static boolean isSynchronised(long extensions) {
        return (extensions & SYNCHRONISED) != 0;
    }

    /** Where its time comes from: 1 NTP, 2 PTP, 3 SSU or BITS, 4 satellites, 5 nowhere, 0 unknown. */
    public static int source(long extensions) {
        return (int) (extensions >>> SOURCE) & 7;
    }

    /** The error it states, ns; {@link Long#MAX_VALUE} if it is more than a long holds. */
    public static long errorNs(long extensions) {
        double ns = Math.scalb((double) (extensions >>> MULTIPLIER & 0xff), (int) (extensions >>> EXPONENT & 0x3f));
        return (long) ns; // a cast saturates
    }
}
