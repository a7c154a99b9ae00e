package io.venturi.cli.command;

import io.venturi.engine.error.ConfigException;
import io.venturi.engine.plan.Durations;
import io.venturi.engine.plan.SendPattern;
import io.venturi.engine.plan.WaitRule;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** From words on the command line to values; what is wrong is said by the engine's own messages. */
final class Converters {

    private Converters() {
    }

    /** Durations such as 10ms, as ns. */
    static final class DurationNs implements ITypeConverter<Long> {
        @Override
        public Long convert(String text) {
            return converted(() -> Durations.parse(text));
        }
    }

    /** Schedules such as burst:4. */
    static final class Pattern implements ITypeConverter<SendPattern> {
        @Override
        public SendPattern convert(String text) {
            return converted(() -> SendPattern.parse(text));
        }
    }

    /** Waits such as 3x4s. */
    static final class Wait implements ITypeConverter<WaitRule> {
        @Override
        public WaitRule convert(String text) {
            return converted(() -> WaitRule.parse(text));
        }
    }

    /** A DSCP by name (EF, CS1, AF41) or number 0..63; the value is the whole traffic class byte. */
    static final class Dscp implements ITypeConverter<Integer> {
        private static final Map<String, Integer> NAMES = Map.ofEntries(
                Map.entry("be", 0), Map.entry("df", 0), Map.entry("le", 1), Map.entry("ef", 46),
                Map.entry("va", 44), Map.entry("cs0", 0), Map.entry("cs1", 8), Map.entry("cs2", 16),
                Map.entry("cs3", 24), Map.entry("cs4", 32), Map.entry("cs5", 40), Map.entry("cs6", 48),
                Map.entry("cs7", 56), Map.entry("af11", 10), Map.entry("af12", 12), Map.entry("af13", 14),
                Map.entry("af21", 18), Map.entry("af22", 20), Map.entry("af23", 22), Map.entry("af31", 26),
                Map.entry("af32", 28), Map.entry("af33", 30), Map.entry("af41", 34), Map.entry("af42", 36),
                Map.entry("af43", 38));

        @Override
        public Integer convert(String text) {
            Integer named = NAMES.get(text.toLowerCase(Locale.ROOT));
            if (named != null) {
                return named << 2;
            }
            try {
                int value = Integer.decode(text);
                if (value >= 0 && value <= 63) {
                    return value << 2;
                }
            } catch (NumberFormatException e) {
                // told below
            }
            throw new TypeConversionException("'" + text + "' is no DSCP: give a name (EF, CS0..CS7, AF11..AF43, LE,"
                    + " VA) or a number from 0 to 63; --tos takes the whole byte");
        }
    }

    private interface Parse<T> {
        T parse();
    }

    private static <T> T converted(Parse<T> parse) {
        try {
            return parse.parse();
        } catch (ConfigException e) {
            throw new TypeConversionException(e.getMessage());
        }
    }
}
