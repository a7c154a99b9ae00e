package io.venturi.cli.metrics;

import java.util.ArrayList;
import java.util.List;

/**
 * Values of one name at one moment, by label.
 *
 * @param name in base units, as in {@code venturi_monitor_rtt_seconds}; of counters without {@code _total}
 * @param help a sentence
 */
public record MetricFamily(String name, String help, Kind kind, List<Point> points) {

    /** How values behave. */
    public enum Kind {
        /** Never falls while the process lives. */
        COUNTER,
        /** Goes up and down. */
        GAUGE,
        /** Counts by size. */
        HISTOGRAM
    }

    /**
     * One value, or one distribution.
     *
     * @param labels names and values in turn
     * @param value  the value, or the sum of all in the distribution
     * @param bounds upper bounds of the buckets, ascending, the last one infinite; empty if not a histogram
     * @param counts in each bucket alone
     */
    public record Point(List<String> labels, double value, double[] bounds, long[] counts) {
        public Point {
            labels = List.copyOf(labels);
            if (labels.size() % 2 != 0 || bounds.length != counts.length) {
                throw new IllegalArgumentException("labels " + labels + ", " + bounds.length + " bounds, "
                        + counts.length + " counts");
            }
        }
    }

    public MetricFamily {
        points = List.copyOf(points);
    }

    public static MetricFamily counter(String name, String help, double value) {
        return new Builder(name, help, Kind.COUNTER).add(value).build();
    }

    public static MetricFamily gauge(String name, String help, double value) {
        return new Builder(name, help, Kind.GAUGE).add(value).build();
    }

    /** Gathers points. One thread. */
    public static final class Builder {
        private static final double[] NO_BOUNDS = {};
        private static final long[] NO_COUNTS = {};

        private final String name;
        private final String help;
        private final Kind kind;
        private final List<Point> points = new ArrayList<>();

        public Builder(String name, String help, Kind kind) {
            this.name = name;
            this.help = help;
            this.kind = kind;
        }

        /** A value with these labels, names and values in turn. */
        public Builder add(double value, String... labels) {
            points.add(new Point(List.of(labels), value, NO_BOUNDS, NO_COUNTS));
            return this;
        }

        /** A distribution. */
        public Builder add(double[] bounds, long[] counts, double sum, String... labels) {
            points.add(new Point(List.of(labels), sum, bounds.clone(), counts.clone()));
            return this;
        }

        public MetricFamily build() {
            return new MetricFamily(name, help, kind, points);
        }
    }
}
