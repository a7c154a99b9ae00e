package io.venturi.cli.command;

import io.venturi.engine.error.ConfigException;
import io.venturi.engine.metric.ClockChoice;
import io.venturi.engine.metric.ClockChoice.Method;
import io.venturi.engine.plan.Durations;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** How one-way delays are to be had. */
final class ClockOptions {
    @Option(names = "--clocks", defaultValue = "auto", paramLabel = "HOW", converter = Choice.class,
            description = "How the two hosts' clocks relate, for one-way delays: auto; synchronised, by what both say,"
                    + " or synchronised:ERROR, such as synchronised:1us, if you know how far they are apart at most;"
                    + " estimate, from the packets; none. Default: ${DEFAULT-VALUE}, the most exact.")
    private ClockChoice choice;

    ClockChoice choice() {
        return choice;
    }

    /** {@code auto}, {@code synchronised}, {@code synchronised:1us}, {@code estimate} or {@code none}. */
    static final class Choice implements ITypeConverter<ClockChoice> {
        @Override
        public ClockChoice convert(String text) {
            String[] parts = text.split(":", 2);
            Method method = switch (parts[0]) {
                case "auto" -> Method.AUTO;
                case "synchronised", "synchronized" -> Method.SYNCHRONISED;
                case "estimate" -> Method.ESTIMATE;
                case "none" -> Method.NONE;
                default -> throw new TypeConversionException("'" + text + "' is not auto, synchronised,"
                        + " synchronised:ERROR, estimate or none");
            };
            if (parts.length == 1) {
                return new ClockChoice(method, ClockChoice.NOT_STATED);
            }
            if (method != Method.SYNCHRONISED) {
                throw new TypeConversionException("only synchronised takes an error, as in synchronised:1us");
            }
            return new ClockChoice(method, error(parts[1]));
        }

        private static long error(String text) {
            try {
                long errorNs = Durations.parse(text);
                if (errorNs >= 0) {
                    return errorNs;
                }
            } catch (ConfigException e) {
                throw new TypeConversionException(e.getMessage());
            }
            throw new TypeConversionException("clocks are not apart by " + text);
        }
    }
}
