package io.venturi.cli.iperf3;

import io.venturi.cli.iperf3.Options.Form;
import java.util.concurrent.atomic.AtomicBoolean;

/** Serves until it is stopped, or, if asked to, until the first test is over. */
final class ServerRun {
    private static final String RULER = "-".repeat(59);
    private static final int DONE = 0;
    private static final int FAILED = 1;
    private static final long LOOK_NS = 200_000_000;
    private static final long NS = 1_000_000_000;

    private final Options options;
    private final Options.Server wanted;
    private final Output output;
    private final AtomicBoolean stopped = new AtomicBoolean();

    private ServerRun(Options options, Output output) {
        this.options = options;
        this.wanted = options.server().orElseThrow();
        this.output = output;
    }

    /** @return exit status */
    static int run(Options options, Engine engine, StopSignals signals, Output output) throws InterruptedException {
        return new ServerRun(options, output).run(engine, signals);
    }

    private int run(Engine engine, StopSignals signals) throws InterruptedException {
        signals.onStop(() -> stopped.set(true));
        Next next = Next.SERVE_AGAIN;
        while (next == Next.SERVE_AGAIN) {
            next = serve(engine);
        }
        if (next == Next.STOPPED) {
            output.error("interrupt - the server has terminated");
        }
        return next == Next.STOPPED ? FAILED : DONE;
    }

    private enum Next { OVER, STOPPED, SERVE_AGAIN }

    private Next serve(Engine engine) throws InterruptedException {
        try (Engine.Service service = engine.serve(wanted, number -> new ServedTest(options.display(), output,
                wanted.plan().intervalNs(), () -> announce(number + 1)))) {
            announce(1);
            while (!service.awaitLastTest(LOOK_NS)) {
                if (stopped.get()) {
                    return Next.STOPPED;
                }
                if (wanted.idleSeconds() > 0 && service.idleNs() >= wanted.idleSeconds() * NS) {
                    return wanted.once() ? Next.OVER : Next.SERVE_AGAIN;
                }
            }
            return Next.OVER;
        }
    }

    private void announce(long number) {
        if (options.display().form() == Form.TEXT && (number == 1 || !wanted.once())) {
            output.line(RULER);
            output.line("Server listening on " + wanted.port() + " (test #" + number + ")");
            output.line(RULER);
        }
    }
}
