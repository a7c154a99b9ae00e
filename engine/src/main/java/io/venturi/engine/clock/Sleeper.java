package io.venturi.engine.clock;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.venturi.engine.annotation.HotPath;
import io.venturi.ffi.linux.Errno;
import io.venturi.ffi.linux.Libc;
import io.venturi.ffi.linux.gen.Linux;
import io.venturi.ffi.linux.gen.timespec;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * Sleeps until an absolute CLOCK_MONOTONIC time, so that lateness does not add up.
 *
 * <p>Thread: one. Allocates nothing per sleep.
 *
 * @see <a href="https://man7.org/linux/man-pages/man2/clock_nanosleep.2.html">clock_nanosleep(2)</a>
 */
public final class Sleeper {
    private static final int MONOTONIC = Linux.CLOCK_MONOTONIC();
    private static final int ABSOLUTE = Linux.TIMER_ABSTIME();
    private static final long SEC = timespec.tv_sec$offset();
    private static final long NSEC = timespec.tv_nsec$offset();

    private final MemorySegment until;

    public Sleeper() {
        Arena arena = Arena.ofAuto();
        until = arena.allocate(timespec.layout());
    }

    /** Sleep until {@code ns} on CLOCK_MONOTONIC; returns at once if that has passed. Signals do not cut it short. */
    @HotPath
    public void until(long ns) {
        until.set(JAVA_LONG, SEC, ns / 1_000_000_000L);
        until.set(JAVA_LONG, NSEC, ns % 1_000_000_000L);
        int result;
        do {
            result = Libc.clockNanosleep(MONOTONIC, ABSOLUTE, until);
        } while (result == -Errno.EINTR);
    }
}
