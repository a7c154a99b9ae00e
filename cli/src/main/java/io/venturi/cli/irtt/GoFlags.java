package io.venturi.cli.irtt;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Flags as the classic tool reads them: long ones as {@code --name=value} only, one-letter ones as {@code -d 10s} or
 * {@code -d10s}, one-letter switches together as {@code -nq}; flags and other arguments in any order, everything after
 * {@code --} is no flag. The last of several wins.
 */
final class GoFlags {
    private static final Set<String> TRUE = Set.of("1", "t", "T", "true", "True", "TRUE");
    private static final Set<String> FALSE = Set.of("0", "f", "F", "false", "False", "FALSE");
    private static final Map<String, String> SHORT_FOR = Map.of("h", "help", "v", "version");

    private final Set<String> switches;
    private final Set<String> valued;
    private final Map<String, String> given = new HashMap<>();
    private final List<String> rest = new ArrayList<>();

    /**
     * @param switches names of flags that are on or off
     * @param valued   names of flags with a value
     */
    private GoFlags(Set<String> switches, Set<String> valued) {
        this.switches = switches;
        this.valued = valued;
    }

    /** @throws Refusal with usage if the arguments do not follow the rules */
    static GoFlags parse(Set<String> switches, Set<String> valued, List<String> args) {
        GoFlags flags = new GoFlags(switches, valued);
        for (int i = 0; i < args.size(); i++) {
            String arg = args.get(i);
            if (arg.equals("--")) {
                flags.rest.addAll(args.subList(i + 1, args.size()));
                break;
            } else if (arg.startsWith("--")) {
                flags.takeLong(arg);
            } else if (arg.startsWith("-") && arg.length() > 1) {
                String next = i + 1 < args.size() ? args.get(i + 1) : null;
                i += flags.takeLetters(arg, next) ? 1 : 0;
            } else {
                flags.rest.add(arg);
            }
        }
        return flags;
    }

    private void takeLong(String arg) {
        int equals = arg.indexOf('=');
        String name = canonical(arg.substring(2, equals < 0 ? arg.length() : equals));
        if (switches.contains(name)) {
            given.put(name, equals < 0 ? "true" : truth(arg, arg.substring(equals + 1)));
        } else if (!valued.contains(name)) {
            throw Refusal.usage("unknown flag: --" + name);
        } else if (equals < 0) {
            throw Refusal.usage("flag needs an argument: " + arg + " (write " + arg + "=value)");
        } else {
            given.put(name, arg.substring(equals + 1));
        }
    }

    /** Returns true if the next argument was the value of the last letter. */
    private boolean takeLetters(String arg, String next) {
        for (int at = 1; at < arg.length(); at++) {
            String name = canonical(arg.substring(at, at + 1));
            String after = arg.substring(at + 1);
            if (switches.contains(name)) {
                given.put(name, "true");
            } else if (!valued.contains(name)) {
                throw Refusal.usage("unknown shorthand flag: '" + name + "' in " + arg);
            } else if (after.isEmpty() && next == null) {
                throw Refusal.usage("flag needs an argument: '" + name + "' in " + arg);
            } else {
                given.put(name, after.isEmpty() ? next : after);
                return after.isEmpty();
            }
        }
        return false;
    }

    private static String canonical(String name) {
        return SHORT_FOR.getOrDefault(name, name);
    }

    private static String truth(String arg, String value) {
        if (!TRUE.contains(value) && !FALSE.contains(value)) {
            throw Refusal.usage("invalid argument \"" + value + "\" for " + arg + ": write true or false");
        }
        return Boolean.toString(TRUE.contains(value));
    }

    boolean on(String name) {
        return "true".equals(given.get(name));
    }

    /** The value given, or null. */
    String value(String name) {
        return given.get(name);
    }

    String value(String name, String otherwise) {
        return given.getOrDefault(name, otherwise);
    }

    /**
     * A whole number within bounds: decimal, 0x hexadecimal or 0 octal.
     *
     * @throws Refusal with usage if it is none
     */
    int number(String name, int otherwise, int min, int max) {
        String text = given.get(name);
        if (text == null) {
            return otherwise;
        }
        try {
            if (!text.contains("#")) {
                long value = Long.decode(text);
                if (value >= min && value <= max) {
                    return (int) value;
                }
            }
        } catch (NumberFormatException _) {
            // said below
        }
        throw Refusal.usage("invalid argument \"" + text + "\" for " + (name.length() == 1 ? "-" : "--") + name
                + ": a whole number from " + min + " to " + max + " is needed");
    }

    /** Arguments that are no flags. */
    List<String> rest() {
        return List.copyOf(rest);
    }
}
