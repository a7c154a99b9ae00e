package io.venturi.cli.tui;

import io.venturi.engine.metric.CapacityHost;
import io.venturi.engine.metric.CapacityInterval;
import io.venturi.engine.metric.CapacityLayer;
import io.venturi.engine.metric.CapacityLive;
import io.venturi.engine.metric.CapacityRate;
import io.venturi.engine.metric.CapacityTally;
import io.venturi.engine.plan.CapacityPlan;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToLongFunction;

/**
 * The panels of a capacity test.
 *
 * @param now       how it stands
 * @param intervals the last ones that are over
 * @param hosts     what they did in all that are over
 * @param table     of sending rates
 */
record CapacityPanels(CapacityLive now, List<CapacityInterval> intervals, Hosts hosts,
                      List<CapacityRate> table) {
    private static final double MUCH_LOSS = 0.01;
    private static final double BUSY = 0.9;

    /**
     * Sums over intervals, with the share of the last one.
     *
     * @param here  empty before the first interval
     * @param there empty as long as the server told nothing
     */
    record Hosts(Optional<CapacityHost> here, Optional<CapacityHost> there) {
        static final Hosts NONE = new Hosts(Optional.empty(), Optional.empty());

        Hosts plus(CapacityInterval interval) {
            return new Hosts(Optional.of(sum(here, interval.here())),
                    interval.there().map(told -> sum(there, told)).or(() -> there));
        }

        private static CapacityHost sum(Optional<CapacityHost> before, CapacityHost more) {
            return before.map(all -> new CapacityHost(all.refused() + more.refused(),
                    all.missedSlots() + more.missedSlots(), all.receiveOverflow() + more.receiveOverflow(),
                    all.stalls() + more.stalls(), all.stalledNs() + more.stalledNs(), more.laneBusyShare()))
                    .orElse(more);
        }
    }

    private boolean begun() {
        return now.elapsedNs() > 0;
    }

    private Optional<CapacityInterval> last() {
        return intervals.isEmpty() ? Optional.empty() : Optional.of(intervals.getLast());
    }

    Panel rate() {
        return new Panel.Sheet("Rate", List.of(
                rate("now", begun() ? now.bitsPerSecond() : Double.NaN),
                rate("maximum", now.maximumBitsPerSecond() > 0 ? now.maximumBitsPerSecond() : Double.NaN),
                rate("last interval", last().map(at -> at.bitsPerSecond(CapacityLayer.IP)).orElse(Double.NaN)),
                rate("sending rate", offered()),
                new Figure("row of the table", now.highestRow() < 0 ? Figure.UNKNOWN
                        : Integer.toString(now.highestRow())),
                new Figure("connections", begun() ? Integer.toString(now.activeConnections()) : Figure.UNKNOWN)));
    }

    private static Figure rate(String label, double bitsPerSecond) {
        return new Figure(label, Unit.RATE.format(bitsPerSecond));
    }

    private double offered() {
        return now.highestRow() < 0 || now.highestRow() >= table.size() ? Double.NaN
                : table.get(now.highestRow()).bitsPerSecond();
    }

    Panel loss() {
        CapacityTally all = now.total();
        boolean counted = all.sent() > 0;
        return new Panel.Sheet("Loss and order", List.of(
                new Figure("lost", counted ? Unit.PER_CENT.format(100 * all.lossRatio()) : Figure.UNKNOWN,
                        all.lossRatio() > MUCH_LOSS ? Tone.WARN : Tone.PLAIN),
                new Figure("lost datagrams", counted ? Long.toString(all.lost()) : Figure.UNKNOWN),
                new Figure("received", counted ? Unit.COUNT.format(all.datagrams()) : Figure.UNKNOWN),
                new Figure("reordered", counted ? Long.toString(all.reordered()) : Figure.UNKNOWN),
                new Figure("duplicates", counted ? Long.toString(all.duplicates()) : Figure.UNKNOWN),
                variation("one-way delay +", all.oneWayVariation()),
                variation("round trip +", all.roundTripVariation())));
    }

    private static Figure variation(String label, CapacityTally.Variation variation) {
        return RttPanels.delay(label, variation.present() ? variation.maxNs() : Double.NaN);
    }

    Panel search(CapacityPlan.Search search) {
        return new Panel.Sheet("Search", List.of(
                new Figure("algorithm", search.algorithm().name()),
                new Figure("start", search.start().name().toLowerCase(Locale.ROOT)),
                RttPanels.delay("rises below", search.lowerThresholdNs()),
                RttPanels.delay("falls above", search.upperThresholdNs()),
                new Figure("tolerated errors", Integer.toString(search.sequenceErrors())),
                new Figure("row", now.highestRow() < 0 ? Figure.UNKNOWN
                        : now.highestRow() + " of " + (table.size() - 1)),
                rate("sending rate", offered()), rate("received", begun() ? now.bitsPerSecond() : Double.NaN)));
    }

    Panel grid() {
        return new Panel.Grid("Sub-intervals", List.of("until", "IP rate", "lost", "of sent", "one way +",
                "round trip +", "reordered", "row", "connections"), intervals.stream().map(this::row).toList());
    }

    private List<Figure> row(CapacityInterval at) {
        CapacityTally tally = at.tally();
        boolean counted = tally.sent() > 0;
        return List.of(new Figure("", String.format(Locale.ROOT, "%.1f s", at.endNs() / 1e9)),
                rate("", at.bitsPerSecond(CapacityLayer.IP)),
                new Figure("", counted ? Long.toString(tally.lost()) : Figure.UNKNOWN),
                new Figure("", counted ? Unit.PER_CENT.format(100 * tally.lossRatio()) : Figure.UNKNOWN,
                        tally.lossRatio() > MUCH_LOSS ? Tone.WARN : Tone.PLAIN),
                variation("", tally.oneWayVariation()), variation("", tally.roundTripVariation()),
                new Figure("", counted ? Long.toString(tally.reordered()) : Figure.UNKNOWN),
                new Figure("", at.highestRow().isPresent() ? Integer.toString(at.highestRow().getAsInt())
                        : Figure.UNKNOWN),
                new Figure("", Integer.toString(at.activeConnections())));
    }

    Panel host(long collections) {
        return new Panel.Grid("Instrument", List.of("so far", "this host", "server"), List.of(
                row("missed slots", CapacityHost::missedSlots), row("refused by kernel", CapacityHost::refused),
                row("receive overflow", CapacityHost::receiveOverflow), row("stalls", CapacityHost::stalls),
                List.of(new Figure("", "stalled in all"), stalled(hosts.here()), stalled(hosts.there())),
                List.of(new Figure("", "lane busy"), busy(hosts.here()), busy(hosts.there())),
                List.of(new Figure("", "GC runs"), Figure.trouble("", collections), new Figure("", Figure.UNKNOWN))));
    }

    private List<Figure> row(String name, ToLongFunction<CapacityHost> what) {
        return List.of(new Figure("", name), Figure.trouble("", hosts.here().map(what::applyAsLong).orElse(-1L)),
                Figure.trouble("", hosts.there().map(what::applyAsLong).orElse(-1L)));
    }

    private static Figure stalled(Optional<CapacityHost> host) {
        return RttPanels.delay("", host.map(all -> (double) all.stalledNs()).orElse(Double.NaN));
    }

    private static Figure busy(Optional<CapacityHost> host) {
        double share = host.map(CapacityHost::laneBusyShare).orElse(Double.NaN);
        return new Figure("", Unit.PER_CENT.format(100 * share), share > BUSY ? Tone.WARN : Tone.PLAIN);
    }
}
