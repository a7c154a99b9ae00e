package io.venturi.engine.plan;

import io.venturi.engine.error.ConfigException;
import java.util.List;

/**
 * Something a throughput protocol can be told, as it declares it.
 *
 * @param name    in lower case with hyphens, such as {@code send-window}
 * @param initial value if none is given
 * @param least   of an integer
 * @param most    of an integer
 * @param unit    of an integer, such as {@code packets}; may be empty
 * @param choices of a choice
 * @param help    a sentence
 */
public record ProtocolOption(String name, Kind kind, String initial, long least, long most, String unit,
                             List<String> choices, String help) {

    /** Form of the value. */
    public enum Kind {
        INTEGER,
        /** yes or no. */
        FLAG,
        CHOICE
    }

    public ProtocolOption {
        choices = List.copyOf(choices);
        if (!name.matches("[a-z][a-z0-9-]*")) {
            throw new IllegalArgumentException("the name of an option is in lower case, not '" + name + "'");
        }
    }

    /** An integer from {@code least} to {@code most}. */
    public static ProtocolOption integer(String name, long initial, long least, long most, String unit, String help) {
        return new ProtocolOption(name, Kind.INTEGER, Long.toString(initial), least, most, unit, List.of(), help);
    }

    /** Yes or no. */
    public static ProtocolOption flag(String name, boolean initial, String help) {
        return new ProtocolOption(name, Kind.FLAG, initial ? "yes" : "no", 0, 1, "", List.of("yes", "no"), help);
    }

    /** One of some words, the first if none is given. */
    public static ProtocolOption choice(String name, List<String> choices, String help) {
        return new ProtocolOption(name, Kind.CHOICE, choices.getFirst(), 0, 0, "", choices, help);
    }

    /** What can be given, in words. */
    public String range() {
        return switch (kind) {
            case INTEGER -> least + " to " + most + (unit.isEmpty() ? "" : " " + unit);
            case FLAG -> "yes or no";
            case CHOICE -> String.join(", ", choices);
        };
    }

    /**
     * The value as it is kept.
     *
     * @throws ConfigException if it is none
     */
    public String check(String protocol, String value) {
        return switch (kind) {
            case INTEGER -> Long.toString(integer(protocol, value));
            case FLAG -> switch (value) {
                case "yes", "true", "on", "1" -> "yes";
                case "no", "false", "off", "0" -> "no";
                default -> throw refuse(protocol, value);
            };
            case CHOICE -> {
                if (!choices.contains(value)) {
                    throw refuse(protocol, value);
                }
                yield value;
            }
        };
    }

    private long integer(String protocol, String value) {
        try {
            long number = Long.parseLong(value);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException _) {
            throw refuse(protocol, value);
        }
        throw refuse(protocol, value);
    }

    private ConfigException refuse(String protocol, String value) {
        return new ConfigException("Option " + name + " of protocol " + protocol + " is " + range() + ", not '" + value
                + "'.");
    }
}
