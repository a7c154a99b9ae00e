package io.venturi.cli.config;

/**
 * The value of an option and whence it is.
 *
 * @param value  as it would be written on the command line; null for "as if it were not there"
 * @param source what kind of place it is from
 * @param place  that place: a variable, or {@code file:line:column}; empty if the source says it all
 */
public record Setting(String value, Source source, String place) {

    /** For people: the place, or the source if that says it all. */
    public String from() {
        return place.isEmpty() ? source.label() : place;
    }
}
