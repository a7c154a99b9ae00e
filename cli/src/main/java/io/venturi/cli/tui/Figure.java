package io.venturi.cli.tui;

/**
 * A value with its name, as it is read.
 *
 * @param value {@link #UNKNOWN} for what is not known
 */
record Figure(String label, String value, Tone tone) {
    /** Never 0. */
    static final String UNKNOWN = "–";

    Figure(String label, String value) {
        this(label, value, Tone.PLAIN);
    }

    /** A count of what should not be: a warning as soon as it is not 0. */
    static Figure trouble(String label, long count) {
        return count < 0 ? new Figure(label, UNKNOWN) : new Figure(label, Long.toString(count),
                count == 0 ? Tone.PLAIN : Tone.WARN);
    }

    /** The value with the mark of its tone. */
    String marked() {
        return value + tone.mark();
    }
}
