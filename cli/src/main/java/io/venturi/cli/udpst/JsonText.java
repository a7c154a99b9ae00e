package io.venturi.cli.udpst;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * JSON in the two forms of the classic tool: without any white space, or with tabs. Numbers of several styles need to
 * be
 * written exactly so, which is why they come here as text.
 */
final class JsonText {
    private static final int SIGNIFICANT_DIGITS = 9;

    /** A number as it is to be written. */
    record Number(String digits) {}

    /** Names and values in their order. */
    static final class Members {
        private final Map<String, Object> members = new LinkedHashMap<>();

        Members add(String name, long value) {
            return put(name, new Number(String.valueOf(value)));
        }

        Members add(String name, boolean value) {
            return add(name, value ? 1 : 0);
        }

        Members add(String name, String value) {
            return put(name, value);
        }

        Members add(String name, Members value) {
            return put(name, value);
        }

        Members add(String name, List<Members> values) {
            return put(name, values);
        }

        Members addAll(Members others) {
            members.putAll(others.members);
            return this;
        }

        /** So many decimals, but 0.0 for zero. */
        Members fixed(String name, double value, int decimals) {
            return put(name, new Number(value == 0 ? "0.0" : String.format(Locale.ROOT, "%." + decimals + "f", value)));
        }

        /** Milliseconds as seconds. */
        Members seconds(String name, long ms) {
            return put(name, new Number(significant(BigDecimal.valueOf(ms, 3))));
        }

        private Members put(String name, Object value) {
            members.put(name, value);
            return this;
        }
    }

    private final boolean formatted;
    private final StringBuilder text = new StringBuilder();

    private JsonText(boolean formatted) {
        this.formatted = formatted;
    }

    /** The whole document, without an end of line. */
    static String of(Members members, boolean formatted) {
        JsonText json = new JsonText(formatted);
        json.write(members, 1);
        return json.text.toString();
    }

    static String significant(BigDecimal value) {
        if (value.signum() == 0) {
            return "0.0";
        }
        String plain = value.round(new MathContext(SIGNIFICANT_DIGITS, RoundingMode.HALF_UP)).stripTrailingZeros()
                .toPlainString();
        return plain.indexOf('.') < 0 ? plain + ".0" : plain;
    }

    private void write(Object value, int depth) {
        switch (value) {
            case Number number -> text.append(number.digits());
            case Members object -> write(object, depth);
            case List<?> list -> {
                text.append('[');
                for (int i = 0; i < list.size(); i++) {
                    text.append(i == 0 ? "" : formatted ? ", " : ",");
                    write(list.get(i), depth + 1);
                }
                text.append(']');
            }
            default -> quote(value.toString());
        }
    }

    private void write(Members object, int depth) {
        text.append('{');
        boolean first = true;
        for (Map.Entry<String, Object> member : object.members.entrySet()) {
            text.append(first ? "" : ",");
            first = false;
            newLine(depth);
            quote(member.getKey());
            text.append(formatted ? ":\t" : ":");
            write(member.getValue(), depth + 1);
        }
        newLine(depth - 1);
        text.append('}');
    }

    private void newLine(int depth) {
        if (formatted) {
            text.append('\n').repeat('\t', depth);
        }
    }

    private void quote(String value) {
        text.append('"');
        value.chars().forEach(c -> {
            switch (c) {
                case '"' -> text.append("\\\"");
                case '\\' -> text.append("\\\\");
                case '\n' -> text.append("\\n");
                case '\t' -> text.append("\\t");
                default -> text.append(c < ' ' ? "\\u%04x".formatted(c) : String.valueOf((char) c));
            }
        });
        text.append('"');
    }
}
