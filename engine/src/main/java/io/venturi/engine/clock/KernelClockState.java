package io.venturi.engine.clock;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.venturi.ffi.linux.ClockCalls;
import io.venturi.ffi.linux.Libc;
import io.venturi.ffi.linux.gen.Linux;
import io.venturi.ffi.linux.gen.timex;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/**
 * What the kernel says of CLOCK_REALTIME. Reading it changes nothing and needs no permission.
 *
 * <p>{@code maxErrorNs} is what the program that disciplines the clock last wrote, growing by 500 us per second to 16
 * s. ntpd and chronyd write an estimate; linuxptp writes 0 at each update, which says nothing.
 *
 * @param synchronised  somebody keeps the clock and has done so lately
 * @param status        bits as in the header, {@link #statusNames}
 * @param offsetNs      what the kernel's loop has still to correct
 * @param frequencyPpm  by how much the clock is made faster
 * @param maxErrorNs    bound of the error, by whoever keeps the clock
 * @param estErrorNs    estimate of the error, likewise
 * @param taiOffsetS    TAI - UTC as somebody told the kernel; 0 until then
 * @param leapPending   a leap second is inserted (1) or deleted (-1) at the end of this UTC day; else 0
 * @see <a href="https://man7.org/linux/man-pages/man2/adjtimex.2.html">adjtimex(2)</a>
 */
public record KernelClockState(boolean synchronised, int status, long offsetNs, double frequencyPpm, long maxErrorNs,
                               long estErrorNs, int taiOffsetS, int leapPending) {
    private static final int TIME_ERROR = 5;
    private static final double PPM = 1 << 16;
    private static final List<Bit> BITS = List.of(bit("PLL", Linux.STA_PLL()), bit("PPSFREQ", Linux.STA_PPSFREQ()),
            bit("PPSTIME", Linux.STA_PPSTIME()), bit("FLL", Linux.STA_FLL()), bit("INS", Linux.STA_INS()),
            bit("DEL", Linux.STA_DEL()), bit("UNSYNC", Linux.STA_UNSYNC()), bit("FREQHOLD", Linux.STA_FREQHOLD()),
            bit("PPSSIGNAL", Linux.STA_PPSSIGNAL()), bit("CLOCKERR", Linux.STA_CLOCKERR()),
            bit("NANO", Linux.STA_NANO()));

    private record Bit(String name, int mask) {}

    /** As it is now. */
    public static KernelClockState read() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment buffer = arena.allocate(timex.layout());
            int result = ClockCalls.adjtimex(Libc.callState(arena), buffer); // fails only on a bad pointer
            return of(result < 0 ? TIME_ERROR : result, buffer);
        }
    }

    /** Of a filled {@code struct timex} and the result of the call. */
    static KernelClockState of(int result, MemorySegment timexSegment) {
        int status = timexSegment.get(JAVA_INT, timex.status$offset());
        boolean nano = (status & Linux.STA_NANO()) != 0;
        long offset = timexSegment.get(JAVA_LONG, timex.offset$offset());
        boolean synchronised = result != TIME_ERROR && (status & Linux.STA_UNSYNC()) == 0;
        int leap = (status & Linux.STA_INS()) != 0 ? 1 : (status & Linux.STA_DEL()) != 0 ? -1 : 0;
        return new KernelClockState(synchronised, status, nano ? offset : offset * 1_000,
                timexSegment.get(JAVA_LONG, timex.freq$offset()) / PPM,
                timexSegment.get(JAVA_LONG, timex.maxerror$offset()) * 1_000,
                timexSegment.get(JAVA_LONG, timex.esterror$offset()) * 1_000,
                timexSegment.get(JAVA_INT, timex.tai$offset()), leap);
    }

    /** Names of the status bits that are set, as in the header without STA_. */
    public List<String> statusNames() {
        List<String> names = new ArrayList<>();
        for (Bit bit : BITS) {
            if ((status & bit.mask) != 0) {
                names.add(bit.name);
            }
        }
        return names;
    }

    private static Bit bit(String name, int mask) {
        return new Bit(name, mask);
    }
}
