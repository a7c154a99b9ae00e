package io.venturi.cli.output;

import io.venturi.engine.api.CapacityListener;
import io.venturi.engine.api.CapacityRates;
import io.venturi.engine.metric.CapacityDirection;
import io.venturi.engine.metric.CapacityEvent;
import io.venturi.engine.metric.CapacityInterval;
import io.venturi.engine.metric.CapacityLayer;
import io.venturi.engine.metric.CapacityLive;
import io.venturi.engine.metric.CapacitySettings;
import io.venturi.engine.metric.CapacityTally;
import io.venturi.engine.plan.CapacityPlan;
import io.venturi.engine.plan.CapacityPlan.Start;
import io.venturi.engine.plan.Durations;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * What is shown while a capacity test runs: a line per sub-interval, and on a terminal, below them, one that changes.
 */
public final class CapacityProgress implements CapacityListener, AutoCloseable {
    private static final long REDRAW_NS = 200_000_000;
    private static final int DEFAULT_WIDTH = 80;
    private static final String CLEAR = "\r\u001b[K";

    private final CapacityPlan plan;
    private final PrintWriter out;
    private final boolean quiet;
    private final boolean live;
    private final int width;
    private volatile boolean closed;
    /** Guarded by {@code out}. */
    private boolean headed;
    private boolean drawn;
    private Thread drawer;

    CapacityProgress(CapacityPlan plan, PrintWriter out, boolean quiet, boolean live, int width) {
        this.plan = plan;
        this.out = out;
        this.quiet = quiet;
        this.live = live && !quiet;
        this.width = width;
    }

    /**
     * For this process.
     *
     * @param onStandardOutput {@code out} is standard output: a live line is shown there if it is a terminal
     */
    public static CapacityProgress of(CapacityPlan plan, PrintWriter out, boolean quiet, boolean onStandardOutput) {
        boolean terminal = onStandardOutput && System.console() != null && System.console().isTerminal();
        return new CapacityProgress(plan, out, quiet, terminal, columns(System.getenv("COLUMNS")));
    }

    static int columns(String variable) {
        return variable != null && variable.matches("[1-9][0-9]{0,3}") ? Integer.parseInt(variable) : DEFAULT_WIDTH;
    }

    /** Draw the live line from this, if there is one. */
    public void watch(Supplier<CapacityLive> test) {
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
    public void onEvent(CapacityEvent event) {
        switch (event) {
            case CapacityEvent.Activated activated -> begin(activated.agreed());
            case CapacityEvent.Interval interval -> say(line(interval.interval()));
            case CapacityEvent.Incident incident -> say("Note: " + (incident.server() == null ? ""
                    : Figures.address(incident.server()) + ": ") + incident.status().message() + ".");
            case CapacityEvent.Notice notice -> say("Note: " + notice.text());
            case CapacityEvent.Created _, CapacityEvent.Exchanged _, CapacityEvent.MinimumDelay _,
                 CapacityEvent.Trial _, CapacityEvent.SubInterval _, CapacityEvent.Stopping _,
                 CapacityEvent.Ended _ -> { }
        }
    }

    @Override
    public void onIdle(InetSocketAddress server, long idleNs) {
        say("Latency without load first, " + Durations.format(idleNs) + ", by round trips to "
                + Figures.address(server));
    }

    @Override
    public void onNoLatency(String why) {
        say("Note: latency under load is not measured: " + why);
    }

    private void begin(CapacitySettings agreed) {
        synchronized (out) {
            if (headed) {
                return;
            }
            headed = true;
        }
        CapacitySettings asked = plan.settings(agreed.protocolVersion());
        say("Measuring " + (agreed.direction() == CapacityDirection.UP ? "to " : "from ")
                + String.join(", ", plan.targets()) + " for " + Durations.format(agreed.testIntervalNs()) + " with "
                + Figures.count(plan.connections().max(), "connection") + rate());
        if (agreed.testIntervalNs() != asked.testIntervalNs()) {
            say("Note: the server reduced the duration to " + Durations.format(agreed.testIntervalNs()) + ".");
        }
        if (agreed.randomPayload() != asked.randomPayload()) {
            say("Note: the server does not grant a random payload: zeros are sent.");
        }
        if (agreed.row() != asked.row()) {
            say("Note: the server changed row " + asked.row() + " to " + agreed.row() + ".");
        }
        if (agreed.trafficClass() != asked.trafficClass()) {
            say("Note: the server changed the traffic class " + asked.trafficClass() + " to " + agreed.trafficClass()
                    + ".");
        }
    }

    /** A rate that was asked for becomes that of a row of the table, which the user is told. */
    private String rate() {
        if (plan.search().start() == Start.AUTOMATIC) {
            return "";
        }
        double bitsPerSecond = CapacityRates.table(plan.datagrams().jumbo(), plan.datagrams().traditionalMtu(), true)
                .get(plan.search().row()).bitsPerSecond();
        return (plan.search().start() == Start.FIXED ? " at" : " from") + " row " + plan.search().row()
                + " of the rate table, " + Figures.rate(bitsPerSecond) + " a connection";
    }

    private static String line(CapacityInterval interval) {
        CapacityTally tally = interval.tally();
        return String.format(Locale.ROOT, "%6.1f s  %s of IP, lost %d (%s), delay +%s one way",
                interval.endNs() / 1e9, Figures.rate(interval.bitsPerSecond(CapacityLayer.IP)), tally.lost(),
                Figures.percent(100 * tally.lossRatio()), Figures.duration(tally.oneWayVariation().maxNs()));
    }

    private void draw(CapacityLive now) {
        String text = now.phase() == CapacityLive.Phase.IDLE ? "latency without load ..."
                : now.phase() == CapacityLive.Phase.OPENING ? "opening ..."
                : String.format(Locale.ROOT, "%6.1f s  %s now, %s at most%s", now.elapsedNs() / 1e9,
                        Figures.rate(now.bitsPerSecond()), Figures.rate(now.maximumBitsPerSecond()),
                        now.highestRow() < 0 ? "" : ", row " + now.highestRow());
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
