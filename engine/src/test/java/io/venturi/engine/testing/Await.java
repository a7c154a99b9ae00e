package io.venturi.engine.testing;

import java.util.function.BooleanSupplier;

import static org.junit.jupiter.api.Assertions.fail;

/** Waits for what another thread or the kernel will bring about, never for a time. */
public final class Await {
    /** So long that only a defect reaches it, however busy the machine is. */
    public static final long BOUND_NS = 20_000_000_000L;

    private Await() {
    }

    /** Ask until it is true; fails with {@code what} after {@link #BOUND_NS}. */
    public static void until(String what, BooleanSupplier condition) {
        long giveUpNs = System.nanoTime() + BOUND_NS;
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > giveUpNs) {
                fail("waited in vain for " + what);
            }
            Thread.yield();
        }
    }
}
