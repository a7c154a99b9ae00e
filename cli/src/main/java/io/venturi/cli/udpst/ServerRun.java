package io.venturi.cli.udpst;

import io.venturi.engine.metric.CapacityEvent;
import io.venturi.engine.metric.CapacityStatus;
import java.io.PrintStream;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;

/** Serves until it is stopped, or, if asked to, until the first test is over. */
final class ServerRun {
    private static final int CONTROL = 1;

    private final Options options;
    private final EventText text;
    private final CountDownLatch over = new CountDownLatch(1);
    /** Of the first test; null until one ended. */
    private final AtomicReference<CapacityStatus> status = new AtomicReference<>();
    /** Written by the thread that tells events. */
    private CapacityStatus latest = CapacityStatus.COMPLETE;

    private ServerRun(Options options, PrintStream out) {
        this.options = options;
        this.text = new EventText(options, out);
    }

    /** @return exit status */
    static int run(Options options, Engine engine, StopSignals signals, PrintStream out) {
        return new ServerRun(options, out).run(engine, signals);
    }

    private int run(Engine engine, StopSignals signals) {
        Options.Server wanted = options.server();
        try (Engine.Responder server =
                     engine.serve(wanted.plan(), options.family(), OptionChecks.PRECISION, this::heard);
             PerformanceFile statistics = PerformanceFile.start(options, server)) {
            signals.onStop(over::countDown);
            text.awaiting(server.addresses().getFirst());
            over.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return status.get() == null ? CapacityStatus.INTERRUPTED.code() : status.get().code();
    }

    private void heard(CapacityEvent event) {
        text.print(event);
        if (event instanceof CapacityEvent.Incident incident && incident.connection() > CONTROL) {
            latest = incident.status();
        }
        if (options.server().once() && event instanceof CapacityEvent.Ended && event.connection() > CONTROL) {
            status.compareAndSet(null, latest);
            over.countDown();
        }
    }
}
