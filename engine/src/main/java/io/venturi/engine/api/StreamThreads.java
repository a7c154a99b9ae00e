package io.venturi.engine.api;

import io.venturi.engine.agent.ThreadTuning;
import io.venturi.engine.metric.HostConditions.Tuning;
import io.venturi.engine.plan.RttPlan.Precision;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/** Makes a thread for each data stream, which asks the host for what the plan says before it begins. Thread-safe. */
final class StreamThreads implements ThreadFactory {
    private final ThreadTuning tuning;
    private final AtomicInteger made = new AtomicInteger();
    /** Guarded by itself. */
    private final Set<Tuning> tunings = new LinkedHashSet<>();
    /** Guarded by this; NaN while not known. */
    private double busiest = Double.NaN;

    StreamThreads(Precision precision) {
        tuning = new ThreadTuning(precision.cpu(), precision.fifoPriority());
    }

    @Override
    public Thread newThread(Runnable stream) {
        Thread thread = new Thread(() -> {
            List<Tuning> answers = tuning.apply();
            synchronized (tunings) {
                tunings.addAll(answers);
            }
            RunTime before = RunTime.ofThisThread();
            stream.run();
            busy(RunTime.ofThisThread().shareSince(before));
        }, "venturi-throughput-" + made.incrementAndGet());
        thread.setDaemon(true);
        return thread;
    }

    private synchronized void busy(double share) {
        busiest = Double.isNaN(busiest) ? share : Math.max(busiest, share);
    }

    /**
     * Share of its time in which the busiest of the threads that have ended ran or waited for a CPU; NaN if not known.
     */
    synchronized double busiestShare() {
        return busiest;
    }

    /** What the threads so far asked for, each with the answer. */
    List<Tuning> tunings() {
        synchronized (tunings) {
            return List.copyOf(tunings);
        }
    }
}
