package io.venturi.engine.stats;

/**
 * What a short stretch of the test says of the offset between two clocks: the points of both directions that a straight
 * line can touch. Immutable once {@link #close}d.
 */
final class ClockBlock {
    private Points forward = new Points();
    private Points negatedReverse = new Points();
    private int count;
    private double from;
    private double to;

    /** A round trip: ns relative to the origins of the estimator. */
    void add(double sent, double forwardValue, double received, double reverseValue) {
        from = count == 0 ? sent : Math.min(from, sent);
        to = count == 0 ? received : Math.max(to, received);
        count++;
        forward.add(sent, forwardValue);
        negatedReverse.add(received, -reverseValue);
    }

    /** Keep what can matter only. */
    ClockBlock close() {
        forward = Points.of(Hull.lower(forward.sort()));
        negatedReverse = Points.of(Hull.lower(negatedReverse.sort()));
        return this;
    }

    int count() {
        return count;
    }

    double from() {
        return from;
    }

    double to() {
        return to;
    }

    double middle() {
        return (from + to) / 2;
    }

    Points forward() {
        return forward;
    }

    Points negatedReverse() {
        return negatedReverse;
    }

    /** The least forward value, with the drift of the clocks taken out. */
    double ceiling(double slope) {
        return least(forward, slope);
    }

    /** The greatest reverse value, likewise. */
    double floor(double slope) {
        return -least(negatedReverse, -slope);
    }

    private static double least(Points points, double slope) {
        double least = Double.POSITIVE_INFINITY;
        for (int i = 0; i < points.size(); i++) {
            least = Math.min(least, points.y(i) - slope * points.t(i));
        }
        return least;
    }

    /** Add the points that are not further than {@code most} below {@code level}; how many that leaves out. */
    static int addAbove(Points from, double slope, double level, Points to) {
        int dropped = 0;
        for (int i = 0; i < from.size(); i++) {
            if (from.y(i) - slope * from.t(i) >= level) {
                to.add(from.t(i), from.y(i));
            } else {
                dropped++;
            }
        }
        return dropped;
    }
}
