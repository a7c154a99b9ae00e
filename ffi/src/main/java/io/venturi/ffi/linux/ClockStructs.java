package io.venturi.ffi.linux;

/**
 * Sizes and offsets, in bytes, of the structures that {@link ClockCalls} take and that are not among the generated
 * ones. Written by hand after the headers named; {@code native-src/abi-clocks.c} holds the same from the C compiler.
 */
public final class ClockStructs {
    /** {@code struct ptp_clock_caps}, linux/ptp_clock.h; all fields are ints, reserved ones to the end. */
    public static final int PTP_CLOCK_CAPS = 80;
    public static final int PTP_CLOCK_CAPS_MAX_ADJ = 0;
    public static final int PTP_CLOCK_CAPS_N_ALARM = 4;
    public static final int PTP_CLOCK_CAPS_N_EXT_TS = 8;
    public static final int PTP_CLOCK_CAPS_N_PER_OUT = 12;
    public static final int PTP_CLOCK_CAPS_PPS = 16;
    public static final int PTP_CLOCK_CAPS_N_PINS = 20;
    public static final int PTP_CLOCK_CAPS_CROSS_TIMESTAMPING = 24;

    /** {@code struct sockaddr_un}, sys/un.h: the family, then the path. */
    public static final int SOCKADDR_UN = 110;
    public static final int SOCKADDR_UN_SUN_PATH = 2;

    private ClockStructs() {
    }
}
