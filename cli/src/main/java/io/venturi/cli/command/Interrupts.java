package io.venturi.cli.command;

import java.util.concurrent.atomic.AtomicInteger;
import sun.misc.Signal;

/**
 * Turns Ctrl-C, SIGTERM and the end of the terminal (SIGHUP) into a wish to stop, so that what was measured is still
 * reported; the third one ends the program at once. Under {@code nohup} SIGHUP stays without effect.
 */
@SuppressWarnings("sunapi")
public final class Interrupts {
    private static final int PATIENCE = 2;

    private Interrupts() {
    }

    /** From now on call {@code again} on SIGHUP instead, on a thread of its own. */
    static void onHangUp(Runnable again) {
        Signal.handle(new Signal("HUP"), signal -> again.run());
    }

    /** From now on call {@code stop} on the first two signals, and end the program on the next. */
    public static void on(Runnable stop) {
        AtomicInteger seen = new AtomicInteger();
        for (String name : new String[] {"INT", "TERM", "HUP"}) {
            Signal.handle(new Signal(name), signal -> {
                if (seen.incrementAndGet() > PATIENCE) {
                    Runtime.getRuntime().exit(ExitCode.INTERRUPTED); // with hooks, which put the host back
                }
                stop.run();
            });
        }
    }

    /** As if the user had typed Ctrl-C. */
    static void raise() {
        Signal.raise(new Signal("INT"));
    }
}
