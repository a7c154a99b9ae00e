package io.venturi.engine.protocol.udpst;

import io.venturi.engine.clock.Clock;
import io.venturi.engine.metric.CapacityEvent;
import io.venturi.engine.socket.AccessGate;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** What the control ports and the tests of one server share. Thread-safe; the listener is called on any lane. */
public final class UdpstServing {
    /** In events, the control socket is connection 1. */
    private static final int FIRST_TEST = 2;

    private final UdpstServerOptions options;
    private final Admission admission;
    private volatile AccessGate gate = AccessGate.open();
    private final UdpstCounters counters = new UdpstCounters();
    private final LoadCounts load = new LoadCounts();
    private final AtomicInteger connections = new AtomicInteger(FIRST_TEST);
    private final Clock monotonic;
    private final Supplier<Clock> realtime;
    private final LongSupplier random;
    private final Consumer<CapacityEvent> listener;
    private final LoadLog.Opener logs;

    /**
     * @param realtime gives a clock for one lane each time
     * @param random   seeds
     * @param logs     where the stamps of received load go; called on any lane
     */
    public UdpstServing(UdpstServerOptions options, Admission admission, Clock monotonic, Supplier<Clock> realtime,
                        LongSupplier random, Consumer<CapacityEvent> listener, LoadLog.Opener logs) {
        this.options = options;
        this.admission = admission;
        this.monotonic = monotonic;
        this.realtime = realtime;
        this.random = random;
        this.listener = listener;
        this.logs = logs;
    }

    /** Accept set-ups of those only whom it lets in. */
    public void guardedBy(AccessGate newGate) {
        gate = newGate;
    }

    AccessGate gate() {
        return gate;
    }

    UdpstServerOptions options() {
        return options;
    }

    /** Connections and bandwidth taken now. */
    public Admission admission() {
        return admission;
    }

    /** What was done so far. */
    public UdpstCounters counters() {
        return counters;
    }

    /** What was sent so far. */
    public LoadCounts load() {
        return load;
    }

    int nextConnection() {
        return connections.getAndIncrement();
    }

    Clock monotonic() {
        return monotonic;
    }

    Clock newRealtime() {
        return realtime.get();
    }

    long random() {
        return random.getAsLong();
    }

    Consumer<CapacityEvent> listener() {
        return listener;
    }

    LoadLog.Opener logs() {
        return logs;
    }
}
