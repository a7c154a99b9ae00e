package io.venturi.engine.agent;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.venturi.engine.metric.HostConditions.Tuning;
import io.venturi.engine.testing.Skip;
import io.venturi.ffi.linux.Libc;
import io.venturi.ffi.linux.gen.Linux;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;

/** Each in a thread of its own, for what is set holds until the thread ends. */
class ThreadTuningTest {
    private static final int PR_GET_TIMERSLACK = Linux.PR_GET_TIMERSLACK();

    private final Arena arena = Arena.ofAuto();
    private final MemorySegment state = Libc.callState(arena);

    @Test
    void shouldShortenTimerSlackAndSayNothingWhenNothingWasAskedFor() throws Exception {
        List<Tuning> outcome = inThread(() -> {
            List<Tuning> said = ThreadTuning.NONE.apply();
            assertEquals(1, Libc.prctl(state, PR_GET_TIMERSLACK, 0));
            return said;
        });

        assertEquals(List.of(), outcome);
    }

    @Test
    void shouldStayOnTheCpuItIsPinnedTo() throws Exception {
        int allowed = firstCpu(inThread(this::affinity));

        List<Tuning> outcome = inThread(() -> {
            List<Tuning> said = new ThreadTuning(allowed, 0).apply();
            MemorySegment set = affinity();
            assertEquals(allowed, firstCpu(set));
            assertEquals(1, cpus(set));
            return said;
        });

        assertEquals(List.of(new Tuning("CPU " + allowed, true, "")), outcome);
    }

    @Test
    void shouldSayThatACpuDoesNotExist() throws Exception {
        List<Tuning> outcome = inThread(() -> {
            int before = cpus(affinity());
            List<Tuning> said = new ThreadTuning(1000, 0).apply();
            assertEquals(before, cpus(affinity()));
            return said;
        });

        assertEquals(List.of(new Tuning("CPU 1000", false,
                "EINVAL: invalid argument; is it online and in this cpuset?")), outcome);
        assertEquals(List.of(new Tuning("CPU 1024", false, "there is no such CPU")),
                inThread(() -> new ThreadTuning(1024, 0).apply()));
    }

    @Test
    void shouldRunInTheRealTimeClassOrSayWhyNot() throws Exception {
        Tuning outcome = inThread(() -> new ThreadTuning(-1, 1).apply()).getFirst();

        assertEquals("SCHED_FIFO priority 1", outcome.name());
        if (!outcome.granted()) {
            assertEquals("EPERM: operation not permitted; run as root, or with CAP_SYS_NICE or RLIMIT_RTPRIO",
                    outcome.reason());
            Skip.because("this user may not ask for SCHED_FIFO; its refusal was as expected");
        }
        assertEquals("", outcome.reason());
    }

    @Test
    void shouldSayThatAPriorityIsNone() throws Exception {
        Tuning outcome = inThread(() -> new ThreadTuning(-1, 100).apply()).getFirst();

        assertFalse(outcome.granted());
        assertTrue(outcome.reason().startsWith("EINVAL: invalid argument; "), outcome.reason());
    }

    @Test
    void shouldSayAllThatWasAskedForInOrder() throws Exception {
        List<Tuning> outcome = inThread(() -> new ThreadTuning(1024, 100).apply());

        assertEquals(List.of("CPU 1024", "SCHED_FIFO priority 100"), outcome.stream().map(Tuning::name).toList());
        assertEquals(List.of(false, false), outcome.stream().map(Tuning::granted).toList());
    }

    private MemorySegment affinity() {
        MemorySegment set = arena.allocate(128, 8);
        assertEquals(0, Libc.schedGetaffinity(state, 0, set));
        return set;
    }

    private static int firstCpu(MemorySegment set) {
        return BitSet.valueOf(set.toArray(JAVA_BYTE)).nextSetBit(0);
    }

    private static int cpus(MemorySegment set) {
        return BitSet.valueOf(set.toArray(JAVA_BYTE)).cardinality();
    }

    private static <T> T inThread(Callable<T> body) throws Exception {
        FutureTask<T> task = new FutureTask<>(body);
        Thread.ofPlatform().start(task);
        return task.get();
    }
}
