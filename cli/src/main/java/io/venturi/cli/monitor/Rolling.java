package io.venturi.cli.monitor;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.HdrHistogram.Histogram;

/**
 * Percentiles of the last minute, five minutes and hour of a target, by the end of its latest interval. What is older
 * than five minutes is kept by the minute, so a span of an hour is exact to a minute. One thread.
 */
final class Rolling {
    /** The spans, longest last. */
    enum Span {
        MINUTE("1m", 60_000), FIVE_MINUTES("5m", 300_000), HOUR("1h", 3_600_000);

        private final String label;
        private final long ms;

        Span(String label, long ms) {
            this.label = label;
            this.ms = ms;
        }

        String label() {
            return label;
        }
    }

    private static final long MINUTE_MS = 60_000;

    /** Oldest first. */
    private final Deque<Entry> entries = new ArrayDeque<>();

    private record Entry(long endMs, Window.Counts counts, Histogram delays) {
        Entry plus(Entry later) {
            Histogram both = delays.copy();
            both.add(later.delays);
            return new Entry(later.endMs, counts.plus(later.counts), both);
        }
    }

    /** One span. */
    record Statistics(Span span, Window.Counts counts, Histogram delays) {
        /** The value that {@code percent} of the delays do not exceed, ns; 0 if there are none. */
        long percentile(double percent) {
            return delays.getTotalCount() == 0 ? 0
                    : Math.min(delays.getMaxValue(), delays.getValueAtPercentile(percent));
        }
    }

    /** Take in the next interval; those under load, and those of a clock that was set back, are left out. */
    void add(Window window) {
        if (window.loaded() || !entries.isEmpty() && window.endMs() < entries.getLast().endMs) {
            return;
        }
        entries.add(new Entry(window.endMs(), window.counts(), window.delays()));
        long nowMs = window.endMs();
        while (entries.getFirst().endMs <= nowMs - Span.HOUR.ms) {
            entries.removeFirst();
        }
        coalesce(nowMs - Span.FIVE_MINUTES.ms);
    }

    /** Join neighbours of one minute that ended before. */
    private void coalesce(long beforeMs) {
        List<Entry> kept = new ArrayList<>(entries.size());
        for (Entry entry : entries) {
            Entry last = kept.isEmpty() ? null : kept.getLast();
            if (last != null && entry.endMs <= beforeMs && last.endMs / MINUTE_MS == entry.endMs / MINUTE_MS) {
                kept.set(kept.size() - 1, last.plus(entry));
            } else {
                kept.add(entry);
            }
        }
        if (kept.size() < entries.size()) {
            entries.clear();
            entries.addAll(kept);
        }
    }

    /** Entries held: what memory grows with. */
    int size() {
        return entries.size();
    }

    Statistics over(Span span) {
        Window.Counts counts = Window.Counts.NONE;
        Histogram delays = Window.histogram();
        long fromMs = entries.isEmpty() ? 0 : entries.getLast().endMs - span.ms;
        for (Entry entry : entries) {
            if (entry.endMs > fromMs) {
                counts = counts.plus(entry.counts);
                delays.add(entry.delays);
            }
        }
        return new Statistics(span, counts, delays);
    }
}
