package io.venturi.cli.tui;

import io.venturi.cli.output.Screen;
import io.venturi.engine.api.ThroughputListener;
import io.venturi.engine.api.ThroughputTest;
import io.venturi.engine.metric.LiveRtt;
import io.venturi.engine.metric.ThroughputDirection;
import io.venturi.engine.metric.ThroughputEvent;
import io.venturi.engine.metric.ThroughputInterval;
import io.venturi.engine.metric.ThroughputLive;
import io.venturi.engine.metric.ThroughputProtocol;
import io.venturi.engine.metric.ThroughputTcp;
import io.venturi.engine.plan.Durations;
import io.venturi.engine.plan.LatencyPlan;
import io.venturi.engine.plan.ThroughputPlan;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** The screen of a throughput test, and its listener. */
public final class ThroughputScreen implements ThroughputListener, Screen<ThroughputListener, ThroughputTest> {
    private static final long SLOT_NS = 200_000_000;
    private static final long LEAST_LOOK_NS = 150_000_000;
    private static final int INTERVALS = 200;

    private final ThroughputPlan plan;
    private final Consumer<ThroughputInterval> each;
    private final LongSupplier collections;
    private final TimeLine down = new TimeLine(SLOT_NS);
    private final TimeLine up = new TimeLine(SLOT_NS);
    private final TimeLine roundTrip = new TimeLine(SLOT_NS);
    private final TimeLine window = new TimeLine(SLOT_NS);
    private final LatencyWatch latency = new LatencyWatch(SLOT_NS);
    private final List<String> notes = new CopyOnWriteArrayList<>();
    /** Guarded by itself, as are the sums. */
    private final Deque<ThroughputInterval> intervals = new ArrayDeque<>();
    private ThroughputSums sums = ThroughputSums.NONE;
    private volatile String phase = "preparing";
    private volatile Supplier<ThroughputLive> live = () -> ThroughputLive.NONE;
    private volatile Supplier<Optional<LiveRtt>> probes = Optional::empty;
    /** The rest by the screen's thread. */
    private ThroughputLive before = ThroughputLive.NONE;
    private double downNow = Double.NaN;
    private double upNow = Double.NaN;
    private LiveScreen screen;

    ThroughputScreen(ThroughputPlan plan, Consumer<ThroughputInterval> each, LongSupplier collections) {
        this.plan = plan;
        this.each = each;
        this.collections = collections;
    }

    /**
     * Show one; empty if this terminal has no size or cannot be had.
     *
     * @param each is handed each interval as it ends
     */
    public static Optional<Screen<ThroughputListener, ThroughputTest>> open(
            ThroughputPlan plan, Consumer<ThroughputInterval> each, Setup setup) {
        ThroughputScreen model = new ThroughputScreen(plan, each, new GcMeter()::collections);
        return LiveScreen.open(model::snapshot, setup).map(shown -> {
            model.screen = shown;
            return model;
        });
    }

    @Override
    public ThroughputListener listener() {
        return this;
    }

    @Override
    public void watch(ThroughputTest test) {
        watch(test::live, test::latency);
    }

    void watch(Supplier<ThroughputLive> ofTest, Supplier<Optional<LiveRtt>> beside) {
        live = ofTest;
        probes = beside;
        phase = "connecting";
    }

    @Override
    public void onEvent(ThroughputEvent event) {
        switch (event) {
            case ThroughputEvent.Started _ -> phase = "measuring";
            case ThroughputEvent.Interval interval -> {
                each.accept(interval.interval());
                add(interval.interval());
            }
            case ThroughputEvent.Notice notice -> notes.add(notice.text());
            case ThroughputEvent.Ended _ -> phase = "ending";
            case ThroughputEvent.Connected _ -> { }
        }
    }

    private void add(ThroughputInterval interval) {
        List<ThroughputTcp> tcp = interval.parts().stream().flatMap(part -> part.tcp().stream()).toList();
        tcp.stream().mapToLong(ThroughputTcp::rttUs).filter(us -> us >= 0).average()
                .ifPresent(us -> roundTrip.add(interval.startNs(), us * 1e3));
        if (tcp.stream().anyMatch(it -> it.congestionWindowBytes() >= 0)) {
            window.add(interval.startNs(), tcp.stream().mapToLong(it -> Math.max(0, it.congestionWindowBytes())).sum());
        }
        synchronized (intervals) {
            sums = sums.plus(interval);
            intervals.addLast(interval);
            if (intervals.size() > INTERVALS) {
                intervals.removeFirst();
            }
        }
    }

    @Override
    public void onIdle(InetSocketAddress server, long idleNs) {
        phase = "idle latency, " + Durations.format(idleNs);
    }

    @Override
    public void onNoLatency(String why) {
        notes.add("latency under load is not measured: " + why);
    }

    Snapshot snapshot() {
        ThroughputLive now = live.get();
        look(now);
        boolean begun = now.elapsedNs() > 0;
        latency.look(probes.get(), begun);
        ThroughputPanels panels = panels();
        List<Panel.Curve> ways = new ArrayList<>();
        if (plan.flow().direction() != ThroughputDirection.UP) {
            ways.add(new Panel.Curve("down", Tone.FIRST, down.means()));
        }
        if (plan.flow().direction() != ThroughputDirection.DOWN) {
            ways.add(new Panel.Curve("up", Tone.SECOND, up.means()));
        }
        Panel.Curves goodput = new Panel.Curves("Payload rate at this end", Unit.RATE, 0,
                Math.max(down.seconds(), up.seconds()), ways);
        Panel.Curves rtt = new Panel.Curves("TCP round trip (kernel)", Unit.DELAY, 0, roundTrip.seconds(),
                List.of(new Panel.Curve("mean of streams", Tone.FIRST, roundTrip.filled())));
        Panel.Curves cwnd = new Panel.Curves("Congestion window, bytes", Unit.COUNT, 0, window.seconds(),
                List.of(new Panel.Curve("sum of streams", Tone.SECOND, window.filled())));
        boolean probed = plan.latency().mode() != LatencyPlan.Mode.OFF;
        List<Page> pages = new ArrayList<>();
        pages.add(probed
                ? new Page("Overview", List.of(goodput, latency.curve()),
                        List.of(panels.rate(now, downNow, upNow), panels.quality(), latency.sheet()))
                : new Page("Overview", List.of(goodput), List.of(panels.rate(now, downNow, upNow), panels.quality())));
        pages.add(new Page("Streams", panels.streams(), panels.grid()));
        if (plan.flow().protocol() == ThroughputProtocol.TCP) {
            pages.add(new Page("TCP", List.of(rtt, cwnd), List.of(panels.quality())));
        }
        if (probed) {
            pages.add(latency.page());
        }
        pages.add(new Page("Instrument", panels.host(collections.getAsLong()), notesPanel()));
        long ns = plan.limits().duration().toNanos() + TimeUnit.SECONDS.toNanos(plan.limits().omitSeconds());
        return new Snapshot("throughput", plan.target().peer(), panels.what(), phase, begun ? now.elapsedNs() : -1,
                plan.limits().duration().isZero() ? -1 : ns, pages);
    }

    private ThroughputPanels panels() {
        synchronized (intervals) {
            return new ThroughputPanels(plan, List.copyOf(intervals), sums);
        }
    }

    /** Rates of the time since the last look, so that the screen goes on while nothing is reported. */
    private void look(ThroughputLive now) {
        long ns = now.elapsedNs() - before.elapsedNs();
        if (now.elapsedNs() <= 0 || ns < LEAST_LOOK_NS) {
            return;
        }
        downNow = 8e9 * (now.receivedBytes() - before.receivedBytes()) / ns;
        upNow = 8e9 * (now.sentBytes() - before.sentBytes()) / ns;
        down.span(before.elapsedNs(), now.elapsedNs(), downNow);
        up.span(before.elapsedNs(), now.elapsedNs(), upNow);
        before = now;
    }

    private Panel notesPanel() {
        List<String> lines = new ArrayList<>(List.of(
                "Rates are of payload, as this end handed it to the kernel or took it from there."));
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
