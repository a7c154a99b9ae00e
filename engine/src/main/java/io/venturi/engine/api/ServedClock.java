package io.venturi.engine.api;

import io.venturi.engine.clock.KernelClockState;
import io.venturi.engine.clock.WallClock;
import io.venturi.engine.metric.SyncState;
import io.venturi.engine.protocol.stamp.ClockQuality;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Keeps a server's statements about its wall clock true: asks those who keep it at the start and then every
 * {@value #PERIOD_S} s, on a thread of its own. What ptp4l says is of one moment, so the worst of the last
 * {@value #ANSWERS} answers is told.
 */
final class ServedClock implements AutoCloseable {
    private static final int PERIOD_S = 16;
    private static final int ANSWERS = 4;

    private final List<Consumer<SyncState>> listeners = new ArrayList<>();
    private final CountDownLatch ended = new CountDownLatch(1);
    private final ArrayDeque<SyncState> answers = new ArrayDeque<>();
    private Thread thread;

    /** Before {@link #start}: who is to be told. */
    void tell(Consumer<SyncState> listener) {
        listeners.add(listener);
    }

    /** The same in STAMP's terms. */
    void tellQuality(Consumer<ClockQuality> listener) {
        listeners.add(state -> listener.accept(ClockQuality.of(state, KernelClockState.read().taiOffsetS())));
    }

    /** Ask for the first time, and go on. */
    void start() {
        ask();
        thread = Thread.ofPlatform().daemon().name("venturi-clock").start(this::run);
    }

    private void run() {
        try {
            while (!ended.await(PERIOD_S, TimeUnit.SECONDS)) {
                ask();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void ask() {
        if (answers.size() == ANSWERS) {
            answers.removeFirst();
        }
        answers.addLast(WallClock.ask().syncState());
        SyncState state = answers.stream().reduce(SyncState::worse).orElseThrow();
        listeners.forEach(listener -> listener.accept(state));
    }

    @Override
    public void close() {
        ended.countDown();
        if (thread != null) {
            thread.interrupt(); // it may wait for a program
        }
    }
}
