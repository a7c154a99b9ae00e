package io.venturi.engine.clock;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.venturi.ffi.linux.gen.ptp_clock_time;
import io.venturi.ffi.linux.gen.ptp_sys_offset_extended;
import io.venturi.ffi.linux.gen.ptp_sys_offset_precise;
import java.lang.foreign.MemorySegment;

/**
 * One comparison of a PTP hardware clock with CLOCK_REALTIME. At the system time {@code systemNs} the other one showed
 * {@code phcNs}, give or take {@code halfWidthNs}.
 *
 * @param systemNs    CLOCK_REALTIME, ns since 1970
 * @param phcNs       the hardware clock, ns since its own beginning
 * @param halfWidthNs bound of the error of their difference
 */
public record PhcOffset(long systemNs, long phcNs, long halfWidthNs, Method method) {
    /** What card and kernel leave of a pair that is taken at once. */
    private static final long PRECISE_HALF_WIDTH_NS = 100;

    /** How the two were compared. */
    public enum Method {
        /** Both were latched at once by the hardware (PTP_SYS_OFFSET_PRECISE). */
        PRECISE,
        /** The kernel read the system clock before and after the other one (PTP_SYS_OFFSET_EXTENDED). */
        EXTENDED,
        /** The same from user space. */
        SANDWICH
    }

    /** The hardware clock less CLOCK_REALTIME, ns. */
    public long offsetNs() {
        return phcNs - systemNs;
    }

    /** The pair in a filled {@code struct ptp_sys_offset_precise}. */
    static PhcOffset ofPrecise(MemorySegment pair) {
        return new PhcOffset(time(pair, ptp_sys_offset_precise.sys_realtime$offset()),
                time(pair, ptp_sys_offset_precise.device$offset()), PRECISE_HALF_WIDTH_NS, Method.PRECISE);
    }

    /** The narrowest of the first {@code count} samples in a filled {@code struct ptp_sys_offset_extended}. */
    static PhcOffset ofExtended(MemorySegment samples, int count) {
        PhcOffset best = null;
        long stride = ptp_clock_time.sizeof();
        for (int i = 0; i < count; i++) {
            long at = ptp_sys_offset_extended.ts$offset() + 3 * stride * i;
            PhcOffset next = between(time(samples, at), time(samples, at + stride), time(samples, at + 2 * stride),
                    Method.EXTENDED);
            best = better(best, next);
        }
        return best;
    }

    /** A reading of the other clock between two of the system's. */
    static PhcOffset between(long beforeNs, long phcNs, long afterNs, Method method) {
        long widthNs = Math.max(0, afterNs - beforeNs); // the system clock may have been set back in between
        return new PhcOffset(beforeNs + widthNs / 2, phcNs, (widthNs + 1) / 2, method);
    }

    /** The narrower of the two; {@code a} may be null. */
    static PhcOffset better(PhcOffset a, PhcOffset b) {
        return a == null || b.halfWidthNs < a.halfWidthNs ? b : a;
    }

    private static long time(MemorySegment from, long at) {
        return from.get(JAVA_LONG, at + ptp_clock_time.sec$offset()) * 1_000_000_000L
                + Integer.toUnsignedLong(from.get(JAVA_INT, at + ptp_clock_time.nsec$offset()));
    }
}
