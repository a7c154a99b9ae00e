package io.venturi.cli.udpst;

import java.util.concurrent.atomic.AtomicBoolean;
import sun.misc.Signal;

/** SIGINT and SIGTERM of this process. */
@SuppressWarnings("sunapi")
final class UdpstSignals implements StopSignals {
    private static final int INTERRUPTED = 255;

    @Override
    public void onStop(Runnable action) {
        AtomicBoolean asked = new AtomicBoolean();
        for (String name : new String[] {"INT", "TERM"}) {
            Signal.handle(new Signal(name), _ -> {
                if (asked.getAndSet(true)) {
                    Runtime.getRuntime().halt(INTERRUPTED);
                }
                action.run();
            });
        }
    }
}
