package io.venturi.cli.tui;

import io.venturi.engine.metric.IntervalReport;
import io.venturi.engine.metric.LiveInstrument;
import io.venturi.engine.metric.LiveRtt;
import io.venturi.engine.metric.Quantiles;
import io.venturi.engine.metric.RoundTrip;
import io.venturi.engine.metric.Summary;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The panels of a round-trip test. */
final class RttPanels {
    /** Fewer values say nothing of such a quantile. */
    private static final long FOR_P99 = 100;
    private static final long FOR_P999 = 1_000;
    private static final long FOR_P9999 = 10_000;

    private RttPanels() {
    }

    static Panel delays(LiveRtt now) {
        Summary all = now.roundTrip();
        Quantiles quantiles = all.quantiles();
        return new Panel.Sheet("Round trip", List.of(
                delay("last", now.lastRoundTripNs() == RoundTrip.ABSENT ? Double.NaN : now.lastRoundTripNs()),
                of("min", all, all.min(), 1), of("mean", all, all.mean(), 1), of("median", all, all.median(), 1),
                of("p90", all, quantiles.p90(), 10), of("p95", all, quantiles.p95(), 20),
                of("p99", all, quantiles.p99(), FOR_P99), of("p99.9", all, quantiles.p999(), FOR_P999),
                of("p99.99", all, quantiles.p9999(), FOR_P9999), of("max", all, all.max(), 1),
                of("stddev", all, all.stddev(), 2), delay("jitter RFC 3550", all.n() < 2 ? Double.NaN
                        : now.rfc3550JitterNs())));
    }

    private static Figure of(String label, Summary all, double ns, long least) {
        return delay(label, all.n() < least ? Double.NaN : ns);
    }

    static Figure delay(String label, double ns) {
        return new Figure(label, Unit.DELAY.format(ns));
    }

    static List<Panel.Mark> marks(Summary all) {
        return all.isEmpty() ? List.of() : List.of(new Panel.Mark("p50", all.median()),
                new Panel.Mark("p90", all.quantiles().p90()), new Panel.Mark("p99", all.quantiles().p99()),
                new Panel.Mark("p99.9", all.quantiles().p999()));
    }

    static Panel probes(LiveRtt now, Optional<LiveInstrument> host, boolean begun) {
        if (!begun) {
            return new Panel.Sheet("Probes", List.of(new Figure("sent", Figure.UNKNOWN),
                    new Figure("answered", Figure.UNKNOWN), new Figure("no reply yet", Figure.UNKNOWN)));
        }
        List<Figure> figures = new ArrayList<>(List.of(
                new Figure("sent", Long.toString(now.sent())),
                new Figure("answered", Long.toString(now.received())),
                new Figure("no reply yet", now.pending() + " (" + Unit.PER_CENT.format(
                        100.0 * now.pending() / now.sent()) + ")"),
                new Figure("reordered", Long.toString(now.reordered())),
                new Figure("duplicates", Long.toString(now.duplicates())),
                Figure.trouble("missed slots", now.skipped())));
        figures.add(Figure.trouble("stalls", host.map(LiveInstrument::stalls).orElse(-1L)));
        figures.add(Figure.trouble("unobserved", host.map(RttPanels::unobserved).orElse(-1L)));
        return new Panel.Sheet("Probes", figures);
    }

    private static long unobserved(LiveInstrument host) {
        return host.ringOverruns() + host.socketOverflow();
    }

    static Panel instrument(Optional<LiveInstrument> host, LiveRtt now) {
        List<Figure> figures = new ArrayList<>();
        figures.add(Figure.trouble("missed slots", host.map(LiveInstrument::skipped).orElse(-1L)));
        figures.add(Figure.trouble("refused by kernel", host.map(LiveInstrument::refused).orElse(-1L)));
        figures.add(Figure.trouble("late in the queue", host.map(LiveInstrument::missedLaunch).orElse(-1L)));
        figures.add(Figure.trouble("stalls", host.map(LiveInstrument::stalls).orElse(-1L)));
        figures.add(delay("stalled in all", host.map(at -> (double) at.stalledNs()).orElse(Double.NaN)));
        figures.add(Figure.trouble("ring overruns", host.map(LiveInstrument::ringOverruns).orElse(-1L)));
        figures.add(Figure.trouble("socket overflows", host.map(LiveInstrument::socketOverflow).orElse(-1L)));
        figures.add(Figure.trouble("ignored packets", host.map(LiveInstrument::ignored).orElse(-1L)));
        figures.add(Figure.trouble("ICMP errors", host.map(LiveInstrument::icmpErrors).orElse(-1L)));
        figures.add(Figure.trouble("GC runs", host.map(LiveInstrument::collections).orElse(-1L)));
        figures.add(delay("GC in all", host.map(at -> (double) at.collectionNs()).orElse(Double.NaN)));
        figures.add(new Figure("late replies", now.sent() == 0 ? Figure.UNKNOWN : Long.toString(now.late())));
        return new Panel.Sheet("This host", figures);
    }

    static Panel intervals(List<IntervalReport> intervals) {
        return new Panel.Grid("Intervals", List.of("until", "sent", "answered", "p50", "p99", "max"),
                intervals.stream().map(RttPanels::row).toList());
    }

    private static List<Figure> row(IntervalReport interval) {
        Summary all = interval.roundTrip();
        boolean fewer = interval.received() < interval.sent();
        return List.of(
                new Figure("", String.format(Locale.ROOT, "%.1f s", interval.endNs() / 1e9)),
                new Figure("", Long.toString(interval.sent())),
                new Figure("", Long.toString(interval.received()), fewer ? Tone.WARN : Tone.PLAIN),
                of("", all, all.median(), 1), of("", all, all.quantiles().p99(), 1), of("", all, all.max(), 1));
    }
}
