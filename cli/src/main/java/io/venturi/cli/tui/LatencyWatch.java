package io.venturi.cli.tui;

import io.venturi.engine.metric.LiveRtt;
import io.venturi.engine.metric.RoundTrip;
import java.util.List;
import java.util.Optional;

/**
 * Round trips beside a load, as far as a screen sees them: the last one of each look. The report has them all.
 *
 * <p>Thread: the screen's.
 */
final class LatencyWatch {
    private final TimeLine line;
    private final DelayHistogram loaded = new DelayHistogram();
    private long seen;
    private Optional<LiveRtt> idle = Optional.empty();
    private Optional<LiveRtt> last = Optional.empty();

    LatencyWatch(long slotNs) {
        line = new TimeLine(slotNs);
    }

    /** @param underLoad true once the load has begun */
    void look(Optional<LiveRtt> now, boolean underLoad) {
        last = now;
        if (now.isEmpty()) {
            return;
        }
        LiveRtt probes = now.get();
        if (!underLoad) {
            idle = now;
        }
        if (probes.elapsedNs() > 0) {
            line.advance(probes.elapsedNs());
        }
        if (probes.received() > seen && probes.lastRoundTripNs() != RoundTrip.ABSENT) {
            seen = probes.received();
            line.add(probes.elapsedNs(), probes.lastRoundTripNs());
            if (underLoad) {
                loaded.add(probes.lastRoundTripNs());
            }
        }
    }

    Panel curve() {
        return new Panel.Curves("Round trip beside the load", Unit.DELAY, 0, line.seconds(),
                List.of(new Panel.Curve("last of each look", Tone.FIRST, line.means())));
    }

    Page page() {
        return new Page("Latency", List.of(curve()), List.of(sheet()));
    }

    Panel sheet() {
        double idleNs = idle.filter(probes -> !probes.roundTrip().isEmpty())
                .map(probes -> (double) probes.roundTrip().median()).orElse(Double.NaN);
        double nowNs = last.filter(probes -> probes.lastRoundTripNs() != RoundTrip.ABSENT)
                .map(probes -> (double) probes.lastRoundTripNs()).orElse(Double.NaN);
        double loadedNs = loaded.counts().isEmpty() ? Double.NaN : loaded.counts().medianNs();
        return new Panel.Sheet("Latency", List.of(
                RttPanels.delay("idle, median", idleNs), RttPanels.delay("now", nowNs),
                RttPanels.delay("loaded, median", loadedNs), RttPanels.delay("increase", loadedNs - idleNs),
                new Figure("probes sent", last.map(probes -> Long.toString(probes.sent())).orElse(Figure.UNKNOWN)),
                new Figure("no reply yet", last.map(probes -> Long.toString(probes.pending()))
                        .orElse(Figure.UNKNOWN))));
    }
}
