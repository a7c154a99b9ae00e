package io.venturi.cli.output;

import io.venturi.engine.api.ThroughputListener;
import io.venturi.engine.metric.ThroughputDatagrams;
import io.venturi.engine.metric.ThroughputEvent;
import io.venturi.engine.metric.ThroughputInterval;
import io.venturi.engine.metric.ThroughputInterval.Part;
import io.venturi.engine.metric.ThroughputLive;
import io.venturi.engine.metric.ThroughputProtocol;
import io.venturi.engine.metric.ThroughputTcp;
import io.venturi.engine.plan.Durations;
import io.venturi.engine.plan.ThroughputPlan;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * What is shown while a throughput test runs: a line per interval, and on a terminal, below them, one that changes.
 */
public final class ThroughputProgress implements ThroughputListener, AutoCloseable {
    private static final long REDRAW_NS = 200_000_000;
    /** Shorter intervals are for files: nobody reads so fast. */
    private static final long SHORTEST_SHOWN_NS = 100_000_000;
    private static final String CLEAR = "\r\u001b[K";

    private final ThroughputPlan plan;
    private final PrintWriter out;
    private final boolean quiet;
    private final boolean live;
    private final int width;
    private final Consumer<ThroughputInterval> intervals;
    private volatile boolean closed;
    private volatile boolean idle;
    /** Guarded by {@code out}. */
    private boolean drawn;
    private Thread drawer;

    ThroughputProgress(ThroughputPlan plan, PrintWriter out, boolean quiet, boolean live, int width,
                       Consumer<ThroughputInterval> intervals) {
        this.plan = plan;
        this.out = out;
        this.quiet = quiet;
        this.live = live && !quiet;
        this.width = width;
        this.intervals = intervals;
    }

    /**
     * For this process.
     *
     * @param onStandardOutput {@code out} is standard output: a live line is shown there if it is a terminal
     * @param intervals        is handed each interval as it ends
     */
    public static ThroughputProgress of(ThroughputPlan plan, PrintWriter out, boolean quiet, boolean onStandardOutput,
                                        Consumer<ThroughputInterval> intervals) {
        boolean terminal = onStandardOutput && System.console() != null && System.console().isTerminal();
        return new ThroughputProgress(plan, out, quiet, terminal, CapacityProgress.columns(System.getenv("COLUMNS")),
                intervals);
    }

    /** Draw the live line from this, if there is one. */
    public void watch(Supplier<ThroughputLive> test) {
        if (live) {
            drawer = Thread.ofPlatform().daemon().name("venturi-live").start(() -> {
                while (!closed) {
                    draw(test.get());
                    LockSupport.parkNanos(REDRAW_NS);
                }
            });
        }
    }

    @Override
    public void onEvent(ThroughputEvent event) {
        switch (event) {
            case ThroughputEvent.Started started -> begin(started);
            case ThroughputEvent.Interval interval -> {
                intervals.accept(interval.interval());
                if (plan.reporting().intervalNs() >= SHORTEST_SHOWN_NS) {
                    say(line(interval.interval()));
                }
            }
            case ThroughputEvent.Notice notice -> say("Note: " + notice.text());
            case ThroughputEvent.Connected _, ThroughputEvent.Ended _ -> { }
        }
    }

    @Override
    public void onIdle(InetSocketAddress server, long idleNs) {
        idle = true;
        say("Latency without load first, " + Durations.format(idleNs) + ", by round trips to "
                + Figures.address(server));
    }

    @Override
    public void onNoLatency(String why) {
        say("Note: latency under load is not measured: " + why);
    }

    private void begin(ThroughputEvent.Started started) {
        idle = false;
        String way = switch (plan.flow().direction()) {
            case UP -> "to ";
            case DOWN -> "from ";
            case BOTH -> "to and from ";
        };
        say("Measuring " + way + Figures.address(started.start().remote()) + ", " + ThroughputText.what(plan)
                + ThroughputText.howLong(plan));
    }

    static String line(ThroughputInterval interval) {
        StringBuilder line = new StringBuilder(String.format(Locale.ROOT, "%7.2f s ", interval.endNs() / 1e9));
        for (boolean up : new boolean[] {false, true}) {
            List<Part> parts = interval.parts().stream().filter(part -> part.stream().sender() == up).toList();
            if (!parts.isEmpty()) {
                line.append(line.indexOf("bit/s") < 0 ? " " : "; ").append(Figures.rate(interval.bitsPerSecond(
                        parts.stream().mapToLong(Part::bytes).sum()))).append(up ? " up" : " down")
                        .append(facts(parts));
            }
        }
        return line.append(interval.omitted() ? " (not counted)" : "").toString();
    }

    private static String facts(List<Part> parts) {
        Optional<ThroughputDatagrams> first = parts.getFirst().datagrams();
        if (first.isPresent() && !parts.getFirst().stream().sender()) {
            long lost = parts.stream().mapToLong(part -> part.datagrams().map(ThroughputDatagrams::lost).orElse(0L))
                    .sum();
            return ", lost " + lost + ProtocolFigures.facts(parts);
        }
        if (!parts.getFirst().details().isEmpty()) {
            return ProtocolFigures.facts(parts);
        }
        List<ThroughputTcp> tcp = parts.stream().flatMap(part -> part.tcp().stream()).toList();
        return tcp.isEmpty() ? "" : ", sent again " + tcp.stream().mapToLong(it -> Math.max(0, it.retransmits())).sum()
                + ", RTT " + Figures.duration(tcp.stream().mapToLong(ThroughputTcp::rttUs).average().orElse(0) * 1e3)
                + ", cwnd " + ThroughputVerdict.bytes(tcp.stream().mapToLong(ThroughputTcp::congestionWindowBytes)
                .sum());
    }

    private void draw(ThroughputLive now) {
        String text = idle ? "latency without load ..." : now.elapsedNs() == 0 ? "opening ..."
                : String.format(Locale.ROOT, "%7.1f s  %s so far, %s on average", now.elapsedNs() / 1e9,
                        ThroughputVerdict.bytes(now.sentBytes() + now.receivedBytes()),
                        Figures.rate((now.sentBytes() + now.receivedBytes()) * 8e9 / now.elapsedNs()));
        synchronized (out) {
            if (!closed) {
                out.print(CLEAR + (text.length() < width ? text : text.substring(0, Math.max(0, width - 1))));
                out.flush();
                drawn = true;
            }
        }
    }

    private void say(String line) {
        if (!quiet && !closed) {
            synchronized (out) {
                clear();
                out.println(line);
                out.flush();
            }
        }
    }

    private void clear() {
        if (drawn) {
            out.print(CLEAR);
            drawn = false;
        }
    }

    /** Nothing more is said; the report comes. */
    @Override
    public void close() {
        synchronized (out) {
            closed = true;
            clear();
            out.flush();
        }
        if (drawer != null) {
            LockSupport.unpark(drawer);
        }
    }
}
