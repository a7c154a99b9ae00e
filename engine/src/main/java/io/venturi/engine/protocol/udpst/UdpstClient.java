package io.venturi.engine.protocol.udpst;

import io.venturi.engine.clock.Clock;
import io.venturi.engine.metric.CapacityEvent;
import io.venturi.engine.metric.CapacityHost;
import io.venturi.engine.metric.CapacityInterval;
import io.venturi.engine.metric.CapacityInterval.Part;
import io.venturi.engine.metric.CapacityLayer;
import io.venturi.engine.metric.CapacityLive;
import io.venturi.engine.metric.CapacityLive.Phase;
import io.venturi.engine.metric.CapacityStatus;
import io.venturi.engine.metric.CapacityTally;
import io.venturi.engine.protocol.udpst.wire.TrialBlock;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The client of one test: its connections, each an endpoint on a socket of its own, and what they have in common. All
 * run on one lane.
 *
 * <p>Thread: the lane, but {@link #stop}, {@link #live}, {@link #isOver} and {@link #status} any.
 */
public final class UdpstClient {
    private final UdpstClientOptions options;
    private final Clock monotonic;
    private final Clock realtime;
    private final Consumer<CapacityEvent> listener;
    private final LoadLog.Opener logs;
    private final Aggregate aggregate;
    private final LoadCounts load = new LoadCounts();
    private final Verdict verdict = new Verdict();
    private final List<UdpstConnection> connections = new ArrayList<>();
    private int active;
    private boolean aborted;
    private int open;
    private CapacityTally total = CapacityTally.NONE;
    private double maximum;
    private long startedNs = Long.MIN_VALUE;
    private volatile boolean stopRequested;
    private volatile boolean over;
    private volatile CapacityLive live = CapacityLive.NONE;

    /**
     * @param realtime for the lane alone
     * @param listener called on the lane: must be quick
     * @param host     what this host did since the begin; asked on the lane
     * @param logs     where the stamps of received load go
     */
    public UdpstClient(UdpstClientOptions options, Clock monotonic, Clock realtime, Consumer<CapacityEvent> listener,
                       Supplier<CapacityHost> host, LoadLog.Opener logs) {
        this.options = options;
        this.monotonic = monotonic;
        this.realtime = realtime;
        this.listener = listener;
        this.logs = logs;
        aggregate = new Aggregate(host, this::emitted);
    }

    /**
     * Add a connection, before the lane starts.
     *
     * @param socket connected to {@code server}
     * @param seed   of what is random in it
     */
    public UdpstConnection connect(TestSocket socket, InetSocketAddress server, boolean ipv6, long seed) {
        UdpstConnection connection =
                new UdpstConnection(this, connections.size(), socket, server, ipv6, seed);
        connections.add(connection);
        active++;
        open++;
        return connection;
    }

    // ---- what connections ask and tell ---------------------------------------------------------------------------

    UdpstClientOptions options() {
        return options;
    }

    Clock monotonic() {
        return monotonic;
    }

    Clock realtime() {
        return realtime;
    }

    /** What was sent. Any thread. */
    public LoadCounts load() {
        return load;
    }

    Consumer<CapacityEvent> listener() {
        return listener;
    }

    LoadLog.Opener logs() {
        return logs;
    }

    boolean stopRequested() {
        return stopRequested;
    }

    void note(CapacityStatus status) {
        verdict.note(status);
    }

    void completed() {
        verdict.completed();
    }

    void started(long nowNs) {
        if (startedNs == Long.MIN_VALUE) {
            startedNs = nowNs;
            live = new CapacityLive(Phase.RUNNING, 0, active, 0, 0, CapacityTally.NONE, -1);
        }
    }

    void part(Part part) {
        listener.accept(new CapacityEvent.SubInterval(part));
        aggregate.add(part, active, realtime.nanoTime());
    }

    private void emitted(CapacityInterval interval) {
        if (!interval.stalled()) {
            maximum = Math.max(maximum, interval.bitsPerSecond(CapacityLayer.IP));
        }
        listener.accept(new CapacityEvent.Interval(interval));
    }

    void trial(TrialBlock trial, int row, long nowNs) {
        aggregate.row(row);
        total = total.plus(ConnectionEvents.tally(trial));
        double sum = 0;
        int highest = -1;
        boolean stopping = stopRequested;
        for (UdpstConnection connection : connections) {
            sum += connection.bitsPerSecond();
            highest = Math.max(highest, connection.row());
            stopping |= connection.isStopping();
        }
        live = new CapacityLive(stopping ? Phase.STOPPING : Phase.RUNNING, nowNs - startedNs, active, sum, maximum,
                total, highest);
    }

    /**
     * A connection has come to its end.
     *
     * @param failed it did not reach the stop
     */
    void ended(boolean failed) {
        open--;
        if (failed) {
            active--;
            if (active < options.minConnections() && !aborted && !stopRequested) {
                aborted = true;
                listener.accept(new CapacityEvent.Incident(0, CapacityStatus.TOO_FEW_CONNECTIONS, null,
                        options.minConnections()));
                verdict.note(CapacityStatus.TOO_FEW_CONNECTIONS);
                connections.forEach(UdpstConnection::abandon);
            } else {
                aggregate.settle(active, realtime.nanoTime());
            }
        }
        if (open == 0 && !over) {
            aggregate.flush(active, realtime.nanoTime());
            listener.accept(new CapacityEvent.Ended(0));
            over = true;
        }
    }

    // ---- any thread ----------------------------------------------------------------------------------------------

    /** End the test before its time; what was measured so far counts. */
    public void stop() {
        verdict.note(CapacityStatus.INTERRUPTED);
        stopRequested = true;
    }

    /** True once all connections are closed. */
    public boolean isOver() {
        return over;
    }

    /** How it went, or goes. */
    public CapacityStatus status() {
        return verdict.status();
    }

    /** How it stood at the last trial interval. */
    public CapacityLive live() {
        return live;
    }

    /** In the order in which they were added. */
    public List<UdpstConnection> connections() {
        return List.copyOf(connections);
    }
}
