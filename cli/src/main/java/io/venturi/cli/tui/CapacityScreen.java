package io.venturi.cli.tui;

import io.venturi.cli.output.Figures;
import io.venturi.cli.output.Screen;
import io.venturi.engine.api.CapacityListener;
import io.venturi.engine.api.CapacityRates;
import io.venturi.engine.api.CapacityTest;
import io.venturi.engine.metric.CapacityDirection;
import io.venturi.engine.metric.CapacityEvent;
import io.venturi.engine.metric.CapacityInterval;
import io.venturi.engine.metric.CapacityLive;
import io.venturi.engine.metric.CapacityRate;
import io.venturi.engine.metric.CapacitySettings;
import io.venturi.engine.metric.CapacityTally;
import io.venturi.engine.metric.LiveRtt;
import io.venturi.engine.plan.CapacityPlan;
import io.venturi.engine.plan.Durations;
import io.venturi.engine.plan.LatencyPlan;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** The screen of a capacity test in one direction, and its listener. */
public final class CapacityScreen implements CapacityListener, Screen<CapacityListener, CapacityTest> {
    private static final long SLOT_NS = 200_000_000;
    private static final int INTERVALS = 200;

    private final CapacityPlan plan;
    private final List<CapacityRate> table;
    private final TimeLine rates = new TimeLine(SLOT_NS);
    private final TimeLine offered = new TimeLine(SLOT_NS);
    private final LatencyWatch latency = new LatencyWatch(SLOT_NS);
    private final LongSupplier collections;
    private final TimeLine oneWay = new TimeLine(SLOT_NS);
    private final TimeLine roundTrip = new TimeLine(SLOT_NS);
    /** Guarded by itself, as is the next. */
    private final Deque<CapacityInterval> intervals = new ArrayDeque<>();
    private CapacityPanels.Hosts hosts = CapacityPanels.Hosts.NONE;
    private final List<String> notes = new CopyOnWriteArrayList<>();
    private volatile CapacitySettings agreed;
    private volatile Supplier<CapacityLive> live = () -> CapacityLive.NONE;
    private volatile Supplier<Optional<LiveRtt>> probes = Optional::empty;
    private LiveScreen screen;

    CapacityScreen(CapacityPlan plan, LongSupplier collections) {
        this.collections = collections;
        this.plan = plan;
        table = CapacityRates.table(plan.datagrams().jumbo(), plan.datagrams().traditionalMtu(), true);
    }

    /** Show one; empty if this terminal has no size or cannot be had. */
    public static Optional<Screen<CapacityListener, CapacityTest>> open(CapacityPlan plan, Setup setup) {
        CapacityScreen model = new CapacityScreen(plan, new GcMeter()::collections);
        return LiveScreen.open(model::snapshot, setup).map(shown -> {
            model.screen = shown;
            return model;
        });
    }

    @Override
    public CapacityListener listener() {
        return this;
    }

    @Override
    public void watch(CapacityTest test) {
        watch(test::live, test::latency);
    }

    void watch(Supplier<CapacityLive> ofTest, Supplier<Optional<LiveRtt>> beside) {
        live = ofTest;
        probes = beside;
    }

    @Override
    public void onEvent(CapacityEvent event) {
        switch (event) {
            case CapacityEvent.Activated activated -> agreed = activated.agreed();
            case CapacityEvent.Interval interval -> add(interval.interval());
            case CapacityEvent.Incident incident -> notes.add((incident.server() == null ? ""
                    : Figures.address(incident.server()) + ": ") + incident.status().message() + ".");
            case CapacityEvent.Notice notice -> notes.add(notice.text());
            case CapacityEvent.Created _, CapacityEvent.Exchanged _, CapacityEvent.MinimumDelay _,
                 CapacityEvent.Trial _, CapacityEvent.SubInterval _, CapacityEvent.Stopping _,
                 CapacityEvent.Ended _ -> { }
        }
    }

    private void add(CapacityInterval interval) {
        CapacityTally tally = interval.tally();
        long atNs = interval.endNs() - interval.lengthNs() / 2;
        if (tally.oneWayVariation().present()) {
            oneWay.add(atNs, tally.oneWayVariation().maxNs());
        }
        if (tally.roundTripVariation().present()) {
            roundTrip.add(atNs, tally.roundTripVariation().maxNs());
        }
        synchronized (intervals) {
            hosts = hosts.plus(interval);
            intervals.addLast(interval);
            if (intervals.size() > INTERVALS) {
                intervals.removeFirst();
            }
        }
    }

    private CapacityPanels panels(CapacityLive now) {
        synchronized (intervals) {
            return new CapacityPanels(now, List.copyOf(intervals), hosts, table);
        }
    }

    @Override
    public void onIdle(InetSocketAddress server, long idleNs) {
        // the phase says so
    }

    @Override
    public void onNoLatency(String why) {
        notes.add("latency under load is not measured: " + why);
    }

    Snapshot snapshot() {
        CapacityLive now = live.get();
        boolean running = now.phase() == CapacityLive.Phase.RUNNING && now.elapsedNs() > 0;
        if (running) {
            rates.add(now.elapsedNs(), now.bitsPerSecond());
            if (now.highestRow() >= 0 && now.highestRow() < table.size()) {
                offered.add(now.elapsedNs(), table.get(now.highestRow()).bitsPerSecond());
            }
        }
        boolean loaded = running || now.phase() == CapacityLive.Phase.STOPPING;
        latency.look(probes.get(), loaded);
        CapacityPanels panels = panels(now);
        Panel.Curves rate = new Panel.Curves("IP-layer rate", Unit.RATE, 0, rates.seconds(),
                List.of(new Panel.Curve("received", Tone.FIRST, rates.filled())));
        Panel.Curves path = new Panel.Curves("Search path", Unit.RATE, 0, rates.seconds(),
                List.of(new Panel.Curve("sent by a connection", Tone.SECOND, offered.filled()),
                        new Panel.Curve("received", Tone.FIRST, rates.filled())));
        Panel.Curves variation = new Panel.Curves("Delay above the least, greatest of each interval", Unit.DELAY, 0,
                Math.max(oneWay.seconds(), roundTrip.seconds()),
                List.of(new Panel.Curve("round trip", Tone.SECOND, roundTrip.filled()),
                        new Panel.Curve("one way", Tone.FIRST, oneWay.filled())));
        boolean probed = plan.latency().mode() != LatencyPlan.Mode.OFF;
        Panel host = panels.host(collections.getAsLong());
        List<Page> pages = new ArrayList<>();
        pages.add(new Page("Rate", List.of(rate, variation), probed
                ? List.of(panels.rate(), panels.loss(), latency.sheet(), host)
                : List.of(panels.rate(), panels.loss(), host)));
        pages.add(new Page("Search", List.of(path), List.of(panels.search(plan.search()))));
        if (probed) {
            pages.add(latency.page());
        }
        pages.add(new Page("Intervals", panels.grid()));
        pages.add(new Page("Instrument", List.of(notesPanel()), List.of(host)));
        return new Snapshot("capacity", String.join(", ", plan.targets()), what(), phase(now),
                loaded ? now.elapsedNs() : -1, agreed == null ? plan.timing().testNs() : agreed.testIntervalNs(),
                pages);
    }

    private String what() {
        int most = plan.connections().max();
        return (plan.direction() == CapacityDirection.UP ? "up" : "down") + ", " + most
                + (most == 1 ? " connection" : " connections");
    }

    private String phase(CapacityLive now) {
        return switch (now.phase()) {
            case IDLE -> "idle latency, " + Durations.format(plan.latency().idleNs());
            case OPENING -> "opening";
            case RUNNING -> "measuring";
            case STOPPING -> "ending";
        };
    }

    private Panel notesPanel() {
        List<String> lines = new ArrayList<>(List.of(
                "What this host refused, missed or dropped is told apart from what the path lost."));
        notes.forEach(note -> lines.add("Note: " + note));
        return new Panel.Lines("Notes", lines);
    }

    @Override
    public List<String> notes() {
        List<String> all = new ArrayList<>(notes);
        if (screen != null) {
            all.addAll(screen.notes());
        }
        return all;
    }

    @Override
    public void close() {
        if (screen != null) {
            screen.close();
        }
    }
}
