package io.venturi.engine.host;

import io.venturi.engine.agent.ThreadTuning;
import io.venturi.engine.error.HostException;
import io.venturi.engine.host.Measurement.Spread;
import io.venturi.engine.host.Measurement.What;
import io.venturi.engine.metric.HostConditions.Tuning;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/** Runs one measurement on a thread of its own, so that what it asks of the scheduler ends with it. */
final class Trial {
    /** As the measuring threads of slow probes have it. */
    static final ThreadTuning REAL_TIME = new ThreadTuning(-1, 10);

    private Trial() {
    }

    /**
     * Measure on a new thread and wait for it.
     *
     * @param tuning what the thread asks for; null to leave it as it is born
     * @return what was measured; unavailable if the tuning was refused
     */
    static Measurement run(What what, ThreadTuning tuning, Supplier<Spread> body) {
        AtomicReference<Measurement> outcome = new AtomicReference<>();
        Thread thread = new Thread(() -> {
            List<Tuning> answers = tuning == null ? List.of() : tuning.apply();
            outcome.set(answers.stream().filter(answer -> !answer.granted()).findFirst()
                    .map(refused -> Measurement.unavailable(what, refused.name() + ": " + refused.reason()))
                    .orElseGet(() -> Measurement.of(what, body.get())));
        }, "venturi-doctor");
        thread.setDaemon(true); // an interrupted examination does not wait for it
        AtomicReference<Throwable> failure = new AtomicReference<>();
        thread.setUncaughtExceptionHandler((_, thrown) -> failure.set(thrown));
        thread.start();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new HostException("The examination was interrupted.", e);
        }
        if (failure.get() != null) {
            throw new IllegalStateException("measuring " + what, failure.get());
        }
        return outcome.get();
    }
}
