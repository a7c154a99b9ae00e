package io.venturi.engine.stats;

/**
 * The lower convex hull of points in order of time: the points on which a straight line can rest from below.
 *
 * <p>Monotone chain: A. M. Andrew, Another efficient algorithm for convex hulls in two dimensions (1979).
 */
final class Hull {
    private final double[] t;
    private final double[] y;
    private final int n;

    private Hull(double[] t, double[] y, int n) {
        this.t = t;
        this.y = y;
        this.n = n;
    }

    /** Of at least one point, in ascending order of time; of several at one time the lowest counts. */
    static Hull lower(Points points) {
        double[] t = new double[points.size()];
        double[] y = new double[points.size()];
        int n = 0;
        for (int i = 0; i < points.size(); i++) {
            double ti = points.t(i);
            double yi = points.y(i);
            if (n > 0 && ti == t[n - 1]) {
                if (yi >= y[n - 1]) {
                    continue;
                }
                n--;
            }
            while (n > 1 && (y[n - 1] - y[n - 2]) * (ti - t[n - 2]) >= (yi - y[n - 2]) * (t[n - 1] - t[n - 2])) {
                n--;
            }
            t[n] = ti;
            y[n++] = yi;
        }
        return new Hull(t, y, n);
    }

    int size() {
        return n;
    }

    double t(int i) {
        return t[i];
    }

    double y(int i) {
        return y[i];
    }

    /** Slope of the edge from vertex {@code i} to the next; they ascend with {@code i}. */
    double slope(int i) {
        return (y[i + 1] - y[i]) / (t[i + 1] - t[i]);
    }

    /** The least {@code y - slope * t} of all points. */
    double min(double slope) {
        int low = 0;
        int high = n - 1;
        while (low < high) { // the first vertex whose edge to the right is at least as steep
            int middle = (low + high) >>> 1;
            if (slope(middle) < slope) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return y[low] - slope * t[low];
    }

    /** Slope of the hull at a time; infinite beyond its ends. */
    double slopeAt(double time) {
        if (time < t[0]) {
            return Double.NEGATIVE_INFINITY;
        }
        if (time > t[n - 1] || n == 1) {
            return Double.POSITIVE_INFINITY;
        }
        int low = 0;
        int high = n - 2;
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (t[middle] <= time) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return slope(low);
    }
}
