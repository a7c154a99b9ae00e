package io.venturi.cli.irtt;

import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import sun.misc.Signal;

/** SIGINT and SIGTERM of this process. */
@SuppressWarnings("sunapi")
final class IrttSignals implements StopSignals {
    private static final int SECOND_SIGNAL = 3;
    private static final Map<String, String> NAMES = Map.of("INT", "interrupt", "TERM", "terminated");

    @Override
    public void onStop(Consumer<String> action) {
        AtomicBoolean asked = new AtomicBoolean();
        NAMES.forEach((signal, name) -> Signal.handle(new Signal(signal), _ -> {
            if (asked.getAndSet(true)) {
                Runtime.getRuntime().halt(SECOND_SIGNAL);
            }
            action.accept(name);
        }));
    }
}
