package io.venturi.cli.tui;

import io.venturi.cli.output.Screen;
import io.venturi.engine.api.ServerTotals;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** The screen of a server, and where its log goes meanwhile. */
public final class ServeScreen implements AutoCloseable {
    private static final long SLOT_NS = 200_000_000;
    private static final int LINES = 1_000;
    private static final double PER_SECOND_NS = 1e9;

    /**
     * What there is to know of a server.
     *
     * @param addresses   where it listens, a sentence each
     * @param totals      so far
     * @param throughputs throughput tests that have ended; empty if it serves none
     */
    public record Served(List<String> addresses, Supplier<ServerTotals> totals, Supplier<OptionalLong> throughputs) {
        public Served {
            addresses = List.copyOf(addresses);
        }
    }

    private final Served served;
    private final TimeLine replies = new TimeLine(SLOT_NS);
    private final TimeLine rates = new TimeLine(SLOT_NS);
    private final LongSupplier collections;
    private final long startNs;
    /** Guarded by itself. */
    private final Deque<String> log = new ArrayDeque<>();
    private ServerTotals before;
    private long beforeNs;
    private double repliesPerSecond = Double.NaN;
    private double bitsPerSecond = Double.NaN;
    private LiveScreen screen;

    ServeScreen(Served served, long nowNs, LongSupplier collections) {
        this.collections = collections;
        this.served = served;
        startNs = nowNs;
        beforeNs = nowNs;
        before = served.totals().get();
    }

    /** Show one; empty if this terminal has no size or cannot be had. */
    public static Optional<ServeScreen> open(Served served, Screen.Setup setup) {
        ServeScreen model = new ServeScreen(served, System.nanoTime(), new GcMeter()::collections);
        return LiveScreen.open(() -> model.snapshot(System.nanoTime()), setup).map(shown -> {
            model.screen = shown;
            return model;
        });
    }

    /** A line of the log. Any thread. */
    public void log(String line) {
        synchronized (log) {
            log.addLast(line);
            if (log.size() > LINES) {
                log.removeFirst();
            }
        }
    }

    Snapshot snapshot(long nowNs) {
        ServerTotals totals = served.totals().get();
        long elapsedNs = Math.max(0, nowNs - startNs);
        if (nowNs - beforeNs >= SLOT_NS) {
            double seconds = (nowNs - beforeNs) / PER_SECOND_NS;
            repliesPerSecond = (totals.replies() - before.replies()) / seconds;
            bitsPerSecond = 8 * (totals.replyBytes() - before.replyBytes()) / seconds;
            replies.span(beforeNs - startNs, elapsedNs, repliesPerSecond);
            rates.span(beforeNs - startNs, elapsedNs, bitsPerSecond);
            before = totals;
            beforeNs = nowNs;
        }
        List<String> lines = lines();
        Panel.Lines told = new Panel.Lines("Log", lines);
        Panel.Curves curve = new Panel.Curves("Replies a second", Unit.COUNT, 0, replies.seconds(),
                List.of(new Panel.Curve("replies", Tone.FIRST, replies.means())));
        Panel.Curves payload = new Panel.Curves("Payload of replies", Unit.RATE, 0, rates.seconds(),
                List.of(new Panel.Curve("payload", Tone.SECOND, rates.means())));
        return new Snapshot("serve", served.addresses().isEmpty() ? "" : served.addresses().getFirst(), "",
                totals.live() > 0 ? "answering" : "waiting", elapsedNs, -1, List.of(
                        new Page("Overview", List.of(curve, told), List.of(sheet(totals),
                                new Panel.Lines("Listening", served.addresses()))),
                        new Page("Replies", curve, payload), new Page("Log", told)));
    }

    private Panel sheet(ServerTotals totals) {
        OptionalLong tests = served.throughputs().get();
        List<Figure> figures = new ArrayList<>(List.of(
                new Figure("sessions now", Long.toString(totals.live())),
                new Figure("sessions in all", Long.toString(totals.sessions())),
                new Figure("replies", Unit.COUNT.format(totals.replies())),
                new Figure("replies a second", Unit.COUNT.format(repliesPerSecond)),
                new Figure("payload", Unit.RATE.format(bitsPerSecond)),
                new Figure("dropped", Long.toString(totals.dropped()),
                        totals.dropped() > 0 ? Tone.WARN : Tone.PLAIN)));
        tests.ifPresent(ended -> figures.add(new Figure("throughput ended", Long.toString(ended))));
        figures.add(Figure.trouble("GC runs", collections.getAsLong()));
        return new Panel.Sheet("Server", figures);
    }

    /** The last lines of the log, for the scroll-back once the screen is gone. */
    public List<String> lines() {
        synchronized (log) {
            return List.copyOf(log);
        }
    }

    /** What went wrong with the screen, a sentence each. */
    public List<String> notes() {
        return screen == null ? List.of() : screen.notes();
    }

    @Override
    public void close() {
        if (screen != null) {
            screen.close();
        }
    }
}
