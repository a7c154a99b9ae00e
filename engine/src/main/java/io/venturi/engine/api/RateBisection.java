package io.venturi.engine.api;

import io.venturi.engine.api.LossSearchListener.Verdict;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * Finds the highest rate that passes: upwards by factors of 4 until a trial fails, then by halving the ratio between
 * the highest that passed and the lowest that failed; then that rate must pass its repetitions, or the search goes on
 * below. Knows no network.
 */
final class RateBisection {
    private static final double FACTOR = 4;

    private final double least;
    private final double most;
    private final double resolution;
    private final int repeat;
    /** Trials passed by the rate that was asked for. */
    private final NavigableMap<Double, Integer> passed = new TreeMap<>();
    private double failed = Double.POSITIVE_INFINITY;
    private Verdict ceiling = Verdict.PASSED;
    private double next;
    private boolean over;

    /**
     * @param start      first rate, {@code least..most}
     * @param least      below it nothing is tried; reached by failing, the search is over without result
     * @param most       above it nothing is tried
     * @param resolution share by which the lowest failed rate may be above the result
     * @param repeat     trials the result must pass
     */
    RateBisection(double start, double least, double most, double resolution, int repeat) {
        this.least = least;
        this.most = most;
        this.resolution = resolution;
        this.repeat = repeat;
        next = Math.clamp(start, least, most);
    }

    boolean isOver() {
        return over;
    }

    /** What to try. */
    double rate() {
        return next;
    }

    /** Highest rate that passed, 0 if none did. */
    double result() {
        return passed.isEmpty() ? 0 : passed.lastKey();
    }

    /** What stands above the result: {@code PASSED} if it is the most that may be tried. */
    Verdict ceiling() {
        return ceiling;
    }

    /** The trial at {@link #rate()} ended so. */
    void tried(Verdict verdict) {
        if (verdict == Verdict.PASSED) {
            passed.merge(next, 1, Integer::sum);
        } else {
            passed.tailMap(next, true).clear();
            failed = next;
            ceiling = verdict;
        }
        advance();
    }

    private void advance() {
        double highest = result();
        boolean closed = highest >= most || failed <= highest * (1 + resolution);
        if (highest == 0) {
            over = failed <= least;
            next = Math.max(least, failed / FACTOR);
        } else if (closed) {
            over = passed.get(highest) >= repeat;
            next = highest;
        } else {
            next = failed == Double.POSITIVE_INFINITY ? Math.min(most, highest * FACTOR)
                    : Math.sqrt(highest * failed);
        }
    }
}
