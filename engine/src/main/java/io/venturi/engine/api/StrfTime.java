package io.venturi.engine.api;

import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;

/** Times as text, by the conversions of strftime(3); words in English. */
public final class StrfTime {
    private static final Map<Character, String> PATTERNS = Map.ofEntries(Map.entry('Y', "yyyy"), Map.entry('y', "yy"),
            Map.entry('m', "MM"), Map.entry('d', "dd"), Map.entry('H', "HH"), Map.entry('I', "hh"),
            Map.entry('M', "mm"), Map.entry('S', "ss"), Map.entry('j', "DDD"), Map.entry('p', "a"),
            Map.entry('b', "MMM"), Map.entry('B', "MMMM"), Map.entry('a', "EEE"), Map.entry('A', "EEEE"),
            Map.entry('F', "yyyy-MM-dd"), Map.entry('T', "HH:mm:ss"), Map.entry('R', "HH:mm"), Map.entry('z', "xx"),
            Map.entry('Z', "zzz"), Map.entry('D', "MM/dd/yy"),
            Map.entry('c', "EEE MMM ppd HH:mm:ss yyyy"), Map.entry('e', "ppd"), Map.entry('k', "ppH"));

    private StrfTime() {
    }

    /** Conversions that are not known stay as they are. */
    public static String format(String template, ZonedDateTime time) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < template.length(); i++) {
            char c = template.charAt(i);
            if (c != '%' || i + 1 == template.length()) {
                text.append(c);
                continue;
            }
            text.append(conversion(template.charAt(++i), time));
        }
        return text.toString();
    }

    private static String conversion(char which, ZonedDateTime time) {
        String pattern = PATTERNS.get(which);
        return switch (which) {
            case '%' -> "%";
            case 's' -> String.valueOf(time.toEpochSecond());
            default -> pattern == null ? "%" + which
                    : DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH).format(time);
        };
    }
}
