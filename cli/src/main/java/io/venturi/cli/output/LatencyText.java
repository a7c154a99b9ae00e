package io.venturi.cli.output;

import io.venturi.engine.metric.BufferbloatGrade;
import io.venturi.engine.metric.LoadedLatency;
import io.venturi.engine.metric.LoadedLatency.Spread;
import java.util.Locale;
import java.util.function.BiConsumer;

/** Latency under load for people. */
final class LatencyText {
    private static final double MS = 1e6;

    private LatencyText() {
    }

    /** Lines, each with its label. */
    static void lines(LoadedLatency latency, BiConsumer<String, String> line) {
        LoadedLatency.Probes probes = latency.probes();
        line.accept("latency", "idle: " + spread(latency.idle()) + ", " + answered(latency.idle()));
        line.accept("", way(latency) + " load: " + spread(latency.loaded()) + ", " + answered(latency.loaded()));
        latency.variation().ifPresent(variation -> line.accept("", "one-way delay " + way(latency)
                + " above the least: " + spread(variation)));
        if (Math.min(latency.idle().n(), latency.loaded().n()) > 0) {
            line.accept("increase", "median " + signed(latency.medianIncreaseNs()) + ", p95 "
                    + signed(latency.p95IncreaseNs()) + ", mean " + signed(latency.meanIncreaseNs()) + ": "
                    + grades(latency));
        }
        line.accept("probes", Figures.count(probes.packetBytes(), "byte") + " of IP every "
                + Figures.duration(probes.intervalNs()) + " by " + probes.protocol() + " to "
                + Figures.address(probes.server()) + ", " + Figures.rate(probes.bitsPerSecond())
                + " each way beside the load; " + latency.stampedBy().name().toLowerCase(Locale.ROOT)
                + " stamps of arrival");
    }

    private static String grades(LoadedLatency latency) {
        return latency.ungraded().map(why -> "ungraded, " + why.words()).orElseGet(() -> "bufferbloat grade "
                + latency.grade().map(BufferbloatGrade::letter).orElseThrow() + " " + way(latency) + " by the median, "
                + latency.p95Grade().map(BufferbloatGrade::letter).orElseThrow() + " by p95, "
                + latency.meanGrade().map(BufferbloatGrade::letter).orElseThrow() + " by the mean ("
                + BufferbloatGrade.SCALE + " scale)");
    }

    /** What it means. */
    static String sentence(LoadedLatency latency) {
        return latency.ungraded().map(why -> "Latency under load is ungraded: " + why.words() + ".").orElseGet(() ->
                "Bufferbloat grade " + latency.grade().map(BufferbloatGrade::letter).orElseThrow() + " " + way(latency)
                        + ": while it is full that way, the median round trip is "
                        + Figures.duration(latency.loaded().p50Ns()) + " instead of "
                        + Figures.duration(latency.idle().p50Ns()) + "; "
                        + feel(latency.grade().orElseThrow()) + ".");
    }

    private static String feel(BufferbloatGrade grade) {
        return switch (grade) {
            case A_PLUS, A -> "calls and games beside it go on undisturbed";
            case B -> "fast games beside it will feel that";
            case C -> "calls and games beside it will stutter";
            case D, F -> "calls and games beside it break, and pages open slowly";
        };
    }

    private static String way(LoadedLatency latency) {
        return switch (latency.direction()) {
            case UP -> "up";
            case DOWN -> "down";
            case BOTH -> "both ways";
        };
    }

    private static String spread(Spread spread) {
        return spread.n() == 0 ? "unknown" : String.format(Locale.ROOT, "p50 %s, p95 %s, p99 %s ms", ms(spread.p50Ns()),
                ms(spread.p95Ns()), ms(spread.p99Ns()));
    }

    private static String ms(long ns) {
        return String.format(Locale.ROOT, "%.2f", ns / MS);
    }

    private static String signed(double ns) {
        return (ns < 0 ? "-" : "+") + Figures.duration(Math.abs(ns));
    }

    private static String answered(Spread spread) {
        return Figures.count(spread.sent(), "probe") + ", " + spread.lost() + " lost";
    }
}
