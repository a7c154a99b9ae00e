package io.venturi.engine.metric;

/**
 * A figure that a protocol tells of each end of a stream, as it declares it.
 *
 * @param name in camel case, such as {@code resentFast}
 * @param unit such as {@code ms} or {@code segments}; empty for a bare number
 * @param kind how values of different times relate
 * @param live shown while the test runs, too
 * @param help a sentence
 */
public record ProtocolFigure(String name, String unit, Kind kind, boolean live, String help) {

    /** How values of different times relate. */
    public enum Kind {
        /** Only grows: intervals tell what it gained, and the time omitted is left out. */
        COUNT,
        /** Stands for its moment. */
        GAUGE
    }

    public ProtocolFigure {
        if (!name.matches("[a-z][a-zA-Z0-9]*")) {
            throw new IllegalArgumentException("the name of a figure is in camel case, not '" + name + "'");
        }
    }

    /** One that only grows. */
    public static ProtocolFigure count(String name, String unit, String help) {
        return new ProtocolFigure(name, unit, Kind.COUNT, false, help);
    }

    /** One that stands for its moment. */
    public static ProtocolFigure gauge(String name, String unit, String help) {
        return new ProtocolFigure(name, unit, Kind.GAUGE, false, help);
    }

    /** The same, shown while the test runs. */
    public ProtocolFigure shownLive() {
        return new ProtocolFigure(name, unit, kind, true, help);
    }
}
