package io.venturi.cli.output;

import io.venturi.engine.metric.ClockRelation;
import io.venturi.engine.metric.Direction;
import io.venturi.engine.metric.Metric;
import io.venturi.engine.metric.RttReport;
import io.venturi.engine.metric.StampSource;
import io.venturi.engine.metric.SyncState;
import io.venturi.engine.metric.Uncertainty;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What the report of a round-trip test says of its one-way delays, sentence by sentence. */
final class OneWayText {

    private OneWayText() {
    }

    /**
     * How the clocks relate and what the one-way delays are worth; empty on one host, where there is nothing to say.
     */
    static List<String> sentences(RttReport report, StampSource stamps) {
        if (report.delay(Direction.ROUND_TRIP, StampSource.USER).isEmpty()) {
            return List.of();
        }
        return switch (report.run().clockRelation()) {
            case ClockRelation.SameHost _ -> List.of();
            case ClockRelation.None none -> List.of("delays are not shown: " + none.why());
            case ClockRelation.Synchronised synchronised -> synchronised(synchronised, uncertainty(report, stamps));
            case ClockRelation.Estimated estimated -> estimated(estimated, uncertainty(report, stamps));
        };
    }

    private static Uncertainty uncertainty(RttReport report, StampSource stamps) {
        return report.delay(Direction.FORWARD, stamps).or(() -> report.delay(Direction.REVERSE, stamps))
                .map(Metric.Delay::uncertainty).orElse(Uncertainty.NONE);
    }

    private static List<String> synchronised(ClockRelation.Synchronised relation, Uncertainty uncertainty) {
        List<String> sentences = new ArrayList<>();
        String clocks = relation.own().source() == SyncState.Source.STATED ? "as stated"
                : "here: " + relation.own().detail() + "; there: by " + relation.peer().detail();
        sentences.add("+- " + Figures.bound(uncertainty.boundNs()) + " (bound), clocks synchronised within "
                + Figures.bound(relation.errorBoundNs()) + " (" + clocks + ")");
        if (relation.contradicted()) {
            sentences.add("NOT TO BE TRUSTED: packets seem to arrive before they were sent, by more than the stated"
                    + " error, so at least one of the clocks is not as exact as that");
        }
        return sentences;
    }

    private static List<String> estimated(ClockRelation.Estimated relation, Uncertainty uncertainty) {
        List<String> sentences = new ArrayList<>();
        boolean ahead = relation.wallOffsetNs() >= 0;
        double ppm = relation.skew() * 1e6;
        sentences.add("+- %s (bound), %s without asymmetry of the path (1 sigma); clocks related by estimate, from %d"
                .formatted(Figures.bound(uncertainty.boundNs()), Figures.bound(uncertainty.statisticalNs()),
                        relation.points()) + " round trips");
        sentences.add("the other clock is " + Figures.within(Math.abs(relation.wallOffsetNs()), relation.boundNs())
                + (ahead ? " ahead" : " behind") + " and runs %.2f ppm %s".formatted(Math.abs(ppm),
                        ppm >= 0 ? "fast" : "slow"));
        if (!relation.rejected().isEmpty()) {
            sentences.add(relation.rejected());
        }
        if (relation.clockSteps() > 0) {
            sentences.add("one of the clocks was set " + Figures.count(relation.clockSteps(), "time")
                    + " during the test; estimated apart before and after");
        }
        return sentences;
    }

    /** For the verdict: both directions in one clause; empty without a relation. */
    static String verdict(RttReport report, StampSource stamps) {
        Optional<Metric.Delay> forward = report.delay(Direction.FORWARD, stamps);
        Optional<Metric.Delay> reverse = report.delay(Direction.REVERSE, stamps);
        boolean shown = report.run().clockRelation().isKnown() && forward.isPresent() && reverse.isPresent()
                && !forward.get().uncertainty().terms().isEmpty();
        if (!shown) {
            return "";
        }
        double boundNs = Math.max(forward.get().uncertainty().boundNs(), reverse.get().uncertainty().boundNs());
        return String.format(Locale.ROOT, "%s forward, %s reverse (p50, +- %s); ",
                Figures.within(forward.get().ns().median(), boundNs),
                Figures.within(reverse.get().ns().median(), boundNs), Figures.bound(boundNs));
    }
}
