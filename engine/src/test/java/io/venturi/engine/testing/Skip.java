package io.venturi.engine.testing;

import org.junit.jupiter.api.Assumptions;

/** Leaves out a test that this host cannot run, and says so. */
public final class Skip {

    private Skip() {
    }

    /** Print the reason and abort the running test. */
    public static void because(String reason) {
        System.out.println("Test skipped: " + reason);
        Assumptions.abort(reason);
    }
}
