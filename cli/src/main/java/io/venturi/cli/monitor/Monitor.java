package io.venturi.cli.monitor;

import io.venturi.engine.error.HostException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * Watches the targets of a plan until it is stopped. {@link #run} by one thread, which takes what others have measured
 * and tells it; {@link #stop} by any.
 */
final class Monitor {
    private static final int MOST_AT_ONCE = 2;
    private static final long UPKEEP_MS = 600_000;
    /** How long the last intervals may take to come to their end. */
    private static final long LAST_MS = 6_000;

    private final MonitorPlan plan;
    private final History history;
    private final HistoryUpkeep upkeep;
    private final Consumer<MonitorEvent> listener;
    private final Map<String, TargetWatch> watches = new LinkedHashMap<>();
    private final List<TargetProbe> probes = new ArrayList<>();
    private final LinkedBlockingQueue<Object> measured = new LinkedBlockingQueue<>();
    private final AtomicInteger begun = new AtomicInteger();
    private LoadSchedule loads;
    private long startMs;
    private long tidiedMs;
    private long failedWrites;
    private int ended;
    private volatile boolean stopped;

    /** Wakes the thread that runs it. */
    private static final Object STOP = new Object();

    /**
     * To be run once.
     *
     * @param history null for none, else to be closed by the caller
     * @param limits  of the history
     */
    Monitor(MonitorPlan plan, History history, HistoryUpkeep.Limits limits, Consumer<MonitorEvent> listener) {
        this.plan = plan;
        this.history = history;
        this.upkeep = history == null ? null : new HistoryUpkeep(history, limits);
        this.listener = listener;
        for (MonitorTarget target : plan.targets()) {
            probes.add(new TargetProbe(target, plan));
            watches.put(target.name(), new TargetWatch(target.name(), plan));
        }
    }

    /** Measure until {@link #stop}, or one interval if that is all that is wanted. */
    void run() throws InterruptedException {
        startMs = System.currentTimeMillis();
        tidy(startMs);
        loads = plan.load().map(load -> new LoadSchedule(plan, load, measured::add, RandomGenerator.getDefault()))
                .orElse(null);
        ExecutorService workers = Executors.newCachedThreadPool(
                Thread.ofPlatform().name("venturi-monitor-", 0).daemon().factory());
        ScheduledExecutorService starter = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().name("venturi-monitor-start").daemon().factory());
        try {
            schedule(starter, workers);
            if (loads != null && !plan.once()) {
                loads.start();
            }
            while (!stopped && !(plan.once() && ended == probes.size())) {
                take(measured.take());
            }
        } finally {
            starter.shutdownNow();
            probes.forEach(TargetProbe::stop);
            if (loads != null) {
                loads.close();
            }
            takeLast();
            workers.shutdownNow();
        }
        long nowMs = System.currentTimeMillis();
        listener.accept(new MonitorEvent.Summary(nowMs, startMs,
                watches.values().stream().map(watch -> watch.summary(startMs, nowMs)).toList()));
    }

    /** Spread over an interval, so that they do not all send, and speak, at the same moment. */
    private void schedule(ScheduledExecutorService starter, ExecutorService workers) {
        long gapNs = plan.once() ? 0 : plan.intervalNs() / probes.size();
        for (int i = 0; i < probes.size(); i++) {
            TargetProbe probe = probes.get(i);
            Runnable begin = () -> begin(probe, workers);
            if (plan.once()) {
                begin.run();
            } else {
                starter.scheduleAtFixedRate(begin, i * Math.min(gapNs, 1_000_000_000L), plan.intervalNs(),
                        TimeUnit.NANOSECONDS);
            }
        }
    }

    private void begin(TargetProbe probe, ExecutorService workers) {
        if (stopped || probe.running() >= MOST_AT_ONCE) {
            return; // the one before hangs; what is told then is told by it
        }
        begun.incrementAndGet();
        workers.execute(() -> {
            boolean loadedBefore = loads != null && loads.loading();
            Window window;
            try {
                window = probe.measure(System.currentTimeMillis());
            } catch (RuntimeException e) { // a defect; the other targets go on
                window = Window.failed(probe.target().name(), System.currentTimeMillis(),
                        plan.intervalNs() / 1_000_000, false, "Defect of venturi: " + e);
            }
            boolean loaded = loadedBefore || loads != null && loads.loadedSince(window.startMs());
            measured.add(loaded ? window.underLoad() : window);
        });
    }

    /** End all: what is being measured becomes shorter intervals. */
    void stop() {
        stopped = true;
        measured.add(STOP);
    }

    private void takeLast() throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(LAST_MS);
        while (ended < begun.get() || !measured.isEmpty()) {
            Object next = measured.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
            if (next == null) {
                return;
            }
            take(next);
        }
    }

    private void take(Object next) {
        if (next instanceof Window window) {
            ended++;
            boolean cut = stopped && window.counts().sent() == 0; // there was no time to measure
            if (!cut) {
                take(window);
            }
        } else if (next instanceof LoadResult load) {
            keep(() -> history.append(load));
            listener.accept(new MonitorEvent.Load(load));
            watches.get(load.target()).take(load).forEach(this::tell);
        }
    }

    private void take(Window window) {
        keep(() -> history.append(List.of(window)));
        TargetWatch watch = watches.get(window.target());
        List<MonitorEvent> events = watch.take(window);
        listener.accept(new MonitorEvent.Interval(window, watch.rolling()));
        events.forEach(this::tell);
        if (window.endMs() - tidiedMs > UPKEEP_MS) {
            tidy(window.endMs());
        }
    }

    private void tell(MonitorEvent event) {
        if (event instanceof MonitorEvent.Alert alert) {
            keep(() -> history.append(new History.Event(event.target(), event.atMs(), "alert",
                    (alert.firing() ? "firing: " : "over: ") + alert.rule().text()
                            + (alert.value().isEmpty() ? "" : " (" + alert.value() + ")"))));
        } else if (event instanceof MonitorEvent.LevelChange change) {
            keep(() -> history.append(new History.Event(event.target(), change.change().atMs(), "change",
                    MonitorText.change(change.change()))));
        }
        listener.accept(event);
    }

    private void tidy(long nowMs) {
        tidiedMs = nowMs;
        keep(() -> upkeep.run(nowMs));
    }

    /** A disk that is full does not end the measurement; it is told now and then, and counted in the metrics. */
    private void keep(Runnable write) {
        if (history == null) {
            return;
        }
        try {
            write.run();
        } catch (HostException e) {
            if (failedWrites++ % 100 == 0) {
                listener.accept(new MonitorEvent.Notice(System.currentTimeMillis(), e.getMessage()));
            }
        }
    }

    long failedWrites() {
        return failedWrites;
    }

    /** Some alert that makes the exit status 1 has fired. */
    boolean failed() {
        return watches.values().stream().anyMatch(TargetWatch::failed);
    }

    /** Some target answered at least once. */
    boolean anyAnswer() {
        return watches.values().stream().anyMatch(TargetWatch::answered);
    }
}
