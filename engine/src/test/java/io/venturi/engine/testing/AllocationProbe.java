package io.venturi.engine.testing;

import com.sun.management.ThreadMXBean;

import java.lang.management.ManagementFactory;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** Counts the bytes that the current thread allocates. */
public final class AllocationProbe {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int WARM_UP = 20_000;
    private static final int CALLS = 100_000;

    private AllocationProbe() {
    }

    /** Fails if 100,000 calls allocate a single byte once they have run often enough to be compiled. */
    public static void assertAllocatesNothing(Runnable call) {
        long allocated = Long.MAX_VALUE;
        for (int attempt = 0; attempt < 3 && allocated != 0; attempt++) { // a compiler thread may be slow
            run(call, WARM_UP);
            long before = THREADS.getCurrentThreadAllocatedBytes();
            run(call, CALLS);
            allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
        }
        assertEquals(0, allocated);
    }

    private static void run(Runnable call, int times) {
        for (int i = 0; i < times; i++) {
            call.run();
        }
    }
}
