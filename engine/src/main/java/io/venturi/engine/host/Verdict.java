package io.venturi.engine.host;

import java.util.List;

/**
 * Whether this host is fit for a target.
 *
 * @param limiting figures of round trips that are worse than it or not known, the worst first
 * @param oneWay   figures that matter to one-way delays only, likewise
 */
public record Verdict(Target target, List<Figure> limiting, List<Figure> oneWay) {

    static Verdict of(Target target, List<Figure> figures) {
        List<Figure> failing = figures.stream().filter(figure -> !figure.meets(target))
                .sorted((a, b) -> Long.compare(b.ns().orElse(Long.MAX_VALUE), a.ns().orElse(Long.MAX_VALUE))).toList();
        return new Verdict(target, failing.stream().filter(figure -> !figure.kind().oneWayOnly()).toList(),
                failing.stream().filter(figure -> figure.kind().oneWayOnly()).toList());
    }

    /** For round trips, and whatever else needs no clock in common with another host. */
    public boolean isFit() {
        return limiting.isEmpty();
    }

    /** For one-way delays too. */
    public boolean isFitOneWay() {
        return limiting.isEmpty() && oneWay.isEmpty();
    }
}
