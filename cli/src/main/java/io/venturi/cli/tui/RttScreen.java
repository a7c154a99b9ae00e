package io.venturi.cli.tui;

import io.venturi.cli.output.Figures;
import io.venturi.cli.output.Screen;
import io.venturi.engine.api.RttListener;
import io.venturi.engine.api.RttTest;
import io.venturi.engine.metric.Direction;
import io.venturi.engine.metric.IntervalReport;
import io.venturi.engine.metric.LiveInstrument;
import io.venturi.engine.metric.LiveRtt;
import io.venturi.engine.metric.RoundTrip;
import io.venturi.engine.metric.RttSettings;
import io.venturi.engine.metric.StampSource;
import io.venturi.engine.plan.Durations;
import io.venturi.engine.plan.RttPlan;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

/** The screen of a round-trip test, and its listener. */
public final class RttScreen implements RttListener, Screen<RttListener, RttTest> {
    private static final long SLOT_NS = 100_000_000;
    private static final int INTERVALS = 200;

    private final RttPlan plan;
    private final DelayHistogram histogram = new DelayHistogram();
    private final TimeLine delays = new TimeLine(SLOT_NS);
    private final List<String> notes = new CopyOnWriteArrayList<>();
    /** Guarded by itself. */
    private final Deque<IntervalReport> intervals = new ArrayDeque<>();
    private volatile String target;
    private volatile String what = "";
    private volatile String phase = "preparing";
    private volatile long durationNs;
    private volatile Supplier<LiveRtt> live = () -> LiveRtt.NONE;
    private volatile Supplier<Optional<LiveInstrument>> instrument = Optional::empty;
    /** Of the first reply, by the statistics thread. */
    private long originNs = Long.MIN_VALUE;
    private LiveScreen screen;

    RttScreen(RttPlan plan) {
        this.plan = plan;
        this.target = plan.target().host();
        this.durationNs = plan.probes().durationNs();
    }

    /** Show one; empty if this terminal has no size or cannot be had. */
    public static Optional<Screen<RttListener, RttTest>> open(RttPlan plan, Setup setup) {
        RttScreen model = new RttScreen(plan);
        return LiveScreen.open(model::snapshot, setup).map(shown -> {
            model.screen = shown;
            return model;
        });
    }

    @Override
    public RttListener listener() {
        return this;
    }

    @Override
    public void watch(RttTest test) {
        watch(test::live, test::instrument);
    }

    void watch(Supplier<LiveRtt> ofTest, Supplier<Optional<LiveInstrument>> ofHost) {
        live = ofTest;
        instrument = ofHost;
    }

    @Override
    public void onConnecting(InetSocketAddress peer) {
        target = Figures.address(peer);
        phase = "opening";
    }

    @Override
    public void onConnected(InetSocketAddress peer, RttSettings agreed) {
        what = agreed.protocol() + ", " + agreed.lengthBytes() + " bytes every "
                + Durations.format(agreed.intervalNs());
        durationNs = agreed.durationNs();
        phase = "measuring";
    }

    @Override
    public void onRestriction(String restriction) {
        notes.add("the " + restriction + ".");
    }

    @Override
    public void onWaiting(long waitNs) {
        phase = "last replies, at most " + Durations.format(waitNs);
    }

    @Override
    public void onRoundTrip(RoundTrip row) {
        if (originNs == Long.MIN_VALUE) {
            originNs = row.receivedUserNs() - live.get().elapsedNs();
        }
        long ns = row.stalled() ? RoundTrip.ABSENT : row.delayNs(Direction.ROUND_TRIP, StampSource.USER);
        if (ns != RoundTrip.ABSENT) {
            add(row.receivedUserNs() - originNs, ns);
        }
    }

    void add(long atNs, long roundTripNs) {
        histogram.add(roundTripNs);
        delays.add(atNs, roundTripNs);
    }

    @Override
    public void onInterval(IntervalReport interval) {
        synchronized (intervals) {
            intervals.addLast(interval);
            if (intervals.size() > INTERVALS) {
                intervals.removeFirst();
            }
        }
    }

    Snapshot snapshot() {
        LiveRtt now = live.get();
        Optional<LiveInstrument> host = instrument.get();
        if (now.elapsedNs() > 0) {
            delays.advance(now.elapsedNs());
        }
        boolean begun = now.sent() > 0;
        Panel.Curves time = new Panel.Curves("Round trip over time", Unit.DELAY, 0, delays.seconds(),
                List.of(new Panel.Curve("max", Tone.SECOND, delays.maxima()),
                        new Panel.Curve("mean", Tone.FIRST, delays.means())));
        Panel.Histogram spread = new Panel.Histogram("Round trips, how often", histogram.counts(),
                RttPanels.marks(now.roundTrip()));
        Panel table = RttPanels.intervals(lastIntervals());
        Panel ours = RttPanels.instrument(host, now);
        List<Page> pages = List.of(
                new Page("Overview", List.of(time, spread),
                        List.of(RttPanels.delays(now), RttPanels.probes(now, host, begun), ours, table)),
                new Page("Spread", List.of(spread), List.of(RttPanels.delays(now))),
                new Page("Time", List.of(time), List.of(table)),
                new Page("Instrument", ours, notesPanel()));
        return new Snapshot("rtt", target, what, phase, begun ? now.elapsedNs() : -1,
                durationNs == RttPlan.ENDLESS ? -1 : durationNs, pages);
    }

    private List<IntervalReport> lastIntervals() {
        synchronized (intervals) {
            return new ArrayList<>(intervals);
        }
    }

    private Panel notesPanel() {
        List<String> lines = new ArrayList<>(List.of(
                "Missed slots, refusals and stalls are this host's: such probes never count as lost."));
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
