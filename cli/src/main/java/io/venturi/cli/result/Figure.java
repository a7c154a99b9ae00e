package io.venturi.cli.result;

/**
 * One number of a result.
 *
 * @param metric stable name such as {@code p99} or {@code forward.p50}; {@code docs/diff.md} lists them
 * @param label for people
 * @param value NaN if it is not known, which is not 0
 */
public record Figure(String metric, String label, double value, Unit unit) {

    public String shown() {
        return unit.show(value);
    }
}
