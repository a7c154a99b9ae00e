package io.venturi.cli.irtt;

import io.venturi.engine.error.ConfigException;
import io.venturi.engine.plan.Durations;
import io.venturi.engine.plan.RttPlan.Family;
import io.venturi.engine.plan.WaitRule;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/** Values of flags that client and server have in common, or that need more than a line to read. */
final class Values {
    /** What fills payloads when no other pattern is given. */
    static final String DEFAULT_PATTERN = "pattern:69727474";

    private Values() {
    }

    static long durationNs(String text) {
        try {
            return Durations.parse(text);
        } catch (ConfigException e) {
            throw Refusal.value(e.getMessage());
        }
    }

    static List<Long> durationsNs(String list) {
        return Arrays.stream(list.split(",", -1)).map(Values::durationNs).toList();
    }

    static WaitRule wait(String text) {
        try {
            return WaitRule.parse(text);
        } catch (ConfigException e) {
            throw Refusal.value("InvalidWaitString", e.getMessage());
        }
    }

    /** {@code none}, {@code rand}, {@code pattern:HEX}; a bare {@code pattern} gets the default bytes. */
    static String fill(String text) {
        if (text.equals("none") || text.equals("rand")) {
            return text;
        }
        if (text.equals("pattern")) {
            return DEFAULT_PATTERN;
        }
        if (text.startsWith("pattern:")) {
            if (hex(text.substring(8)).length == 0) {
                throw Refusal.value("a fill pattern needs at least one byte, such as pattern:aa55");
            }
            return text;
        }
        throw Refusal.value("NoSuchFiller", "no such fill: " + text + "; there are none, rand and pattern:HEX");
    }

    /** The shared secret: the bytes of the text, or of the hexadecimal number after 0x. */
    static byte[] key(String text) {
        return text.startsWith("0x") ? hex(text.substring(2)) : text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] hex(String digits) {
        try {
            return HexFormat.of().parseHex(digits);
        } catch (IllegalArgumentException _) {
            throw Refusal.value("\"" + digits + "\" is not hexadecimal with two digits for each byte");
        }
    }

    static Family family(GoFlags flags) {
        if (flags.on("4") == flags.on("6")) {
            return Family.ANY;
        }
        return flags.on("4") ? Family.IPV4 : Family.IPV6;
    }

    /** The constant that is written so in lower case. */
    static <E extends Enum<E>> E oneOf(Class<E> type, String text, String code) {
        return Arrays.stream(type.getEnumConstants()).filter(e -> word(e).equals(text)).findFirst().orElseThrow(
                () -> Refusal.value(code, "\"" + text + "\" is none of "
                        + String.join(", ", Arrays.stream(type.getEnumConstants()).map(Values::word).toList())));
    }

    static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
