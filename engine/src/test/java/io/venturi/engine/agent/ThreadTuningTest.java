package io.venturi.engine.agent;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
        List<String> outcome = inThread(() -> {
            List<String> said = ThreadTuning.NONE.apply();
            assertEquals(1, Libc.prctl(state, PR_GET_TIMERSLACK, 0));
            return said;
        });

        assertEquals(List.of(), outcome);
    }

    @Test
    void shouldStayOnTheCpuItIsPinnedTo() throws Exception {
        int allowed = firstCpu(inThread(this::affinity));

        List<String> outcome = inThread(() -> {
            List<String> said = new ThreadTuning(allowed, 0).apply();
            MemorySegment set = affinity();
            assertEquals(allowed, firstCpu(set));
            assertEquals(1, cpus(set));
            return said;
        });

        assertEquals(List.of("pinned to CPU " + allowed), outcome);
    }

    @Test
    void shouldSayThatACpuDoesNotExist() throws Exception {
        List<String> outcome = inThread(() -> {
            int before = cpus(affinity());
            List<String> said = new ThreadTuning(1000, 0).apply();
            assertEquals(before, cpus(affinity()));
            return said;
        });

        assertEquals(List.of("not pinned to CPU 1000 (EINVAL: invalid argument); is it online and in this cpuset?"),
                outcome);
        assertEquals(List.of("not pinned to CPU 1024: there is no such CPU"),
                inThread(() -> new ThreadTuning(1024, 0).apply()));
    }

    @Test
    void shouldRunInTheRealTimeClassOrSayWhyNot() throws Exception {
        String outcome = inThread(() -> new ThreadTuning(-1, 1).apply()).getFirst();

        assertTrue(List.of("SCHED_FIFO priority 1", "no SCHED_FIFO (EPERM: operation not permitted); run as root, or"
                + " with CAP_SYS_NICE or RLIMIT_RTPRIO").contains(outcome), outcome);
        if (!outcome.startsWith("SCHED_FIFO")) {
            Skip.because("this user may not ask for SCHED_FIFO; its refusal was as expected");
        }
    }

    @Test
    void shouldSayThatAPriorityIsNone() throws Exception {
        assertTrue(inThread(() -> new ThreadTuning(-1, 100).apply()).getFirst()
                .startsWith("no SCHED_FIFO (EINVAL: invalid argument)"));
    }

    @Test
    void shouldSayAllThatWasAskedForInOrder() throws Exception {
        List<String> outcome = inThread(() -> new ThreadTuning(1024, 100).apply());

        assertEquals(2, outcome.size());
        assertTrue(outcome.getFirst().startsWith("not pinned"));
        assertTrue(outcome.getLast().startsWith("no SCHED_FIFO"));
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
