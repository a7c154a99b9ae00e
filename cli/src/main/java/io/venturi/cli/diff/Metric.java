package io.venturi.cli.diff;

import io.venturi.cli.result.Kind;
import io.venturi.cli.result.Unit;
import java.util.List;
import java.util.Set;

/**
 * What is compared, and when a change matters: it must exceed both a share of the old value and an absolute amount.
 *
 * @param name as in the figures of results
 * @param higherIsWorse which way a change is for the worse
 * @param relative least share of the old value, such as 0.02
 * @param absolute least amount, in {@code unit}
 */
public record Metric(String name, boolean higherIsWorse, double relative, double absolute, Unit unit) {
    private static final double DEFAULT_RELATIVE = 0.02;
    private static final double MICROSECOND = 1000;
    /** Loss is compared in points of percent; a share of a loss near 0 would mean nothing. */
    private static final double LOSS_POINTS = 0.1;
    private static final Set<String> HIGHER_IS_BETTER = Set.of("capacity", "capacity.mean", "goodput", "received");
    /** Shown in reports, but a setting or a mere count and nothing that can be better or worse. */
    private static final Set<String> NOT_COMPARED = Set.of("sent", "received", "rate.forward", "rate.reverse",
            "unobserved");

    /** With the thresholds used unless told otherwise. */
    public static Metric of(String name, Unit unit) {
        boolean higherIsWorse = !HIGHER_IS_BETTER.contains(name) && !name.startsWith("lossFree.")
                && !name.startsWith("frames.");
        return switch (unit) {
            case PERCENT -> new Metric(name, higherIsWorse, 0, LOSS_POINTS, unit);
            case NS -> new Metric(name, higherIsWorse, DEFAULT_RELATIVE, MICROSECOND, unit);
            case COUNT -> new Metric(name, higherIsWorse, DEFAULT_RELATIVE, 1, unit);
            case BITS_PER_SECOND, FRAMES_PER_SECOND -> new Metric(name, higherIsWorse, DEFAULT_RELATIVE, 0, unit);
        };
    }

    /** The few that decide unless others are named: each further one makes all of them harder to prove. */
    static List<String> deciding(Kind kind) {
        return switch (kind) {
            case ROUND_TRIP -> List.of("p50", "p99", "loss");
            case CAPACITY -> List.of("capacity", "loss", "loaded.p50");
            case THROUGHPUT -> List.of("goodput", "loss", "tcpRtt");
            case LOSS_FREE -> List.of("lossFree");
        };
    }

    static boolean isComparable(String name) {
        return !NOT_COMPARED.contains(name);
    }

    Metric withRelative(double share) {
        return new Metric(name, higherIsWorse, share, absolute, unit);
    }

    Metric withAbsolute(double amount) {
        return new Metric(name, higherIsWorse, relative, amount, unit);
    }

    /** The change, in the unit, below which it does not matter. */
    double least(double old) {
        return Math.max(relative * Math.abs(old), absolute);
    }
}
