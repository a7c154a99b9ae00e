package io.venturi.engine.agent;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import io.venturi.engine.metric.HostConditions.Tuning;
import io.venturi.ffi.linux.Errno;
import io.venturi.ffi.linux.Libc;
import io.venturi.ffi.linux.gen.Linux;
import io.venturi.ffi.linux.gen.cpu_set_t;
import io.venturi.ffi.linux.gen.sched_param;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/**
 * What a lane thread asks of the host before it measures. Everything is applied from inside the thread, because it
 * holds for the calling thread only. What is refused is said, never fatal.
 *
 * @param cpu          CPU to stay on, or -1 for any
 * @param fifoPriority SCHED_FIFO priority 1..99, or 0 for the normal class
 */
public record ThreadTuning(int cpu, int fifoPriority) {
    /** Timer slack 1 ns and nothing else. */
    public static final ThreadTuning NONE = new ThreadTuning(-1, 0);

    /** A tenth of the weight of others: at 19 nothing would be shown where lanes fill all CPUs. */
    private static final int LOW_PRIORITY = 10;
    /** Nine times the weight of others. */
    private static final int HIGH_PRIORITY = -10;

    /**
     * Apply to the calling thread.
     *
     * @return what was asked for, each with the answer; not the timer slack if that was granted, as it always should be
     */
    public List<Tuning> apply() {
        List<Tuning> outcome = new ArrayList<>();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = Libc.callState(arena);
            int slack = Libc.prctl(state, Linux.PR_SET_TIMERSLACK(), 1);
            if (slack < 0) {
                outcome.add(answer("timer slack of 1 ns", slack, "sleeps end later by the host's default"));
            }
            if (cpu >= 0) {
                outcome.add(pin(arena, state));
            }
            if (fifoPriority > 0) {
                outcome.add(fifo(arena, state));
            }
        }
        return outcome;
    }

    private Tuning pin(Arena arena, MemorySegment state) {
        MemorySegment set = arena.allocate(cpu_set_t.layout());
        if (cpu >= set.byteSize() * 8) {
            return new Tuning("CPU " + cpu, false, "there is no such CPU");
        }
        set.set(JAVA_BYTE, cpu / 8, (byte) (1 << cpu % 8));
        return answer("CPU " + cpu, Libc.schedSetaffinity(state, 0, set), "is it online and in this cpuset?");
    }

    private Tuning fifo(Arena arena, MemorySegment state) {
        MemorySegment param = arena.allocate(sched_param.layout());
        param.set(JAVA_INT, 0, fifoPriority);
        return answer("SCHED_FIFO priority " + fifoPriority,
                Libc.schedSetscheduler(state, 0, Linux.SCHED_FIFO(), param),
                "run as root, or with CAP_SYS_NICE or RLIMIT_RTPRIO");
    }

    /**
     * Let the calling thread, which works little and is waited for, go before others: nice -10. Without CAP_SYS_NICE it
     * stays as it is. Threads that it starts begin like that.
     */
    public static void goBeforeOthers() {
        nice(HIGH_PRIORITY);
    }

    private static void nice(int priority) {
        try (Arena arena = Arena.ofConfined()) {
            Libc.setThreadPriority(Libc.callState(arena), priority);
        }
    }

    /**
     * Make the calling thread, which measures nothing, give way to others: nice 10, and not on this CPU if there is
     * another. What is refused stays as it is.
     *
     * @param taken CPU of a lane, -1 for none
     */
    public static void yieldToOthers(int taken) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = Libc.callState(arena);
            Libc.setThreadPriority(state, LOW_PRIORITY);
            MemorySegment set = arena.allocate(cpu_set_t.layout());
            if (taken < 0 || taken >= set.byteSize() * 8 || Libc.schedGetaffinity(state, 0, set) < 0) {
                return;
            }
            set.set(JAVA_BYTE, taken / 8, (byte) (set.get(JAVA_BYTE, taken / 8) & ~(1 << taken % 8)));
            Libc.schedSetaffinity(state, 0, set); // refuses an empty set
        }
    }

    /** Lock the process in memory (mlockall, on fault). */
    public static Tuning lockMemory() {
        try (Arena arena = Arena.ofConfined()) {
            int result = Libc.mlockall(Libc.callState(arena),
                    Linux.MCL_CURRENT() | Linux.MCL_FUTURE() | Linux.MCL_ONFAULT());
            return answer("memory lock", result, "run as root, or with CAP_IPC_LOCK or a larger RLIMIT_MEMLOCK");
        }
    }

    /** What the kernel answered: {@code result} is 0 or more, or {@code -errno}. */
    private static Tuning answer(String name, int result, String help) {
        return result >= 0
                ? new Tuning(name, true, "")
                : new Tuning(name, false, Errno.describe(-result) + "; " + help);
    }
}
