package io.venturi.engine.clock;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.venturi.engine.annotation.HotPath;
import io.venturi.ffi.linux.Libc;
import io.venturi.ffi.linux.gen.Linux;
import io.venturi.ffi.linux.gen.timespec;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * The host's clocks, ns, about 25 ns a reading where the clock source can be read in user space.
 *
 * <p>Thread: {@link #MONOTONIC} any; one from {@link #realtime()} or {@link #tai()} belongs to the thread that reads
 * it, because it reads into a buffer of its own.
 *
 * @see <a href="https://man7.org/linux/man-pages/man2/clock_gettime.2.html">clock_gettime(2)</a>
 */
public final class SystemClock {
    /** CLOCK_MONOTONIC, which {@link System#nanoTime()} is on Linux, same zero. */
    public static final Clock MONOTONIC = new Monotonic();

    private SystemClock() {
    }

    /** A reader of CLOCK_REALTIME for one thread. */
    public static Clock realtime() {
        return new Settable(Linux.CLOCK_REALTIME(), Timescale.REALTIME);
    }

    /** A reader of CLOCK_TAI for one thread; where nobody has told the kernel of leap seconds, it is CLOCK_REALTIME. */
    public static Clock tai() {
        return new Settable(Linux.CLOCK_TAI(), Timescale.TAI);
    }

    private static final class Monotonic implements Clock {
        @HotPath
        @Override
        public long nanoTime() {
            return System.nanoTime();
        }

        @Override
        public Timescale timescale() {
            return Timescale.MONOTONIC;
        }
    }

    private static final class Settable implements Clock {
        private static final long SEC = timespec.tv_sec$offset();
        private static final long NSEC = timespec.tv_nsec$offset();

        private final int id;
        private final Timescale timescale;
        private final MemorySegment now = Arena.ofAuto().allocate(timespec.layout());

        Settable(int id, Timescale timescale) {
            this.id = id;
            this.timescale = timescale;
        }

        @HotPath
        @Override
        public long nanoTime() {
            Libc.clockGettime(id, now);
            return now.get(JAVA_LONG, SEC) * 1_000_000_000L + now.get(JAVA_LONG, NSEC);
        }

        @Override
        public Timescale timescale() {
            return timescale;
        }
    }
}
