package io.venturi.cli.posix;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Options by the rules of GNU getopt: one-letter options several in one word, values attached or in the next word, long
 * options also by the beginning of their name, options after other words, nothing more after {@code --}.
 */
public final class GetOpt {

    /** What comes behind the name of a long option. */
    public enum Argument { NONE, OPTIONAL, REQUIRED }

    /**
     * A long option.
     *
     * @param letter that of the short option with the same meaning, or one of its own that is no short option
     */
    public record Long(String name, char letter, Argument argument) {}

    /**
     * An option as it was given.
     *
     * @param value     empty if there is none
     * @param complaint what getopt says of it, empty if it is in order
     */
    public record Given(char letter, String value, String complaint) {
        public boolean wrong() {
            return !complaint.isEmpty();
        }
    }

    private static final char NO_LETTER = 0;

    private final String letters;
    private final List<Long> longs;
    private final List<Given> options = new ArrayList<>();
    private final List<String> words = new ArrayList<>();
    private boolean lastLacksValue;

    private GetOpt(String letters, List<Long> longs) {
        this.letters = letters;
        this.longs = longs;
    }

    /**
     * Read a command line.
     *
     * @param letters each option, followed by a colon if it takes a value
     * @param longs   in the order in which complaints name them
     */
    public static GetOpt parse(String letters, List<Long> longs, List<String> args) {
        GetOpt parsed = new GetOpt(letters, longs);
        List<String> trailing = new ArrayList<>();
        for (int i = 0; i < args.size(); i++) {
            String arg = args.get(i);
            String next = i + 1 < args.size() ? args.get(i + 1) : null;
            if (arg.equals("--")) {
                trailing.addAll(args.subList(i + 1, args.size()));
                break;
            } else if (arg.startsWith("--") && !longs.isEmpty()) {
                i += parsed.name(arg, next);
            } else if (arg.startsWith("-") && arg.length() > 1) {
                i += parsed.letters(arg, next);
            } else {
                parsed.words.add(arg);
            }
        }
        parsed.words.addAll(trailing);
        return parsed;
    }

    /**
     * What a program finds that reads its command line twice: the first time moves all other words to the end, so an
     * option at the end that lacks its value takes the first of these words.
     */
    public GetOpt readTwice() {
        if (lastLacksValue && !words.isEmpty()) {
            Given last = options.removeLast();
            options.add(new Given(last.letter(), words.getFirst(), ""));
            lastLacksValue = false;
        }
        return this;
    }

    /** Take the options of one word; how many words after it belong to it. */
    private int letters(String arg, String next) {
        for (int at = 1; at < arg.length(); at++) {
            char letter = arg.charAt(at);
            int known = letter == ':' ? -1 : letters.indexOf(letter);
            if (known >= 0 && letters.startsWith(":", known + 1)) {
                boolean attached = at + 1 < arg.length();
                return value(letter, attached ? arg.substring(at + 1) : next,
                        "option requires an argument -- '" + letter + "'", attached);
            }
            add(letter, "", known < 0 ? "invalid option -- '" + letter + "'" : "");
        }
        return 0;
    }

    /** Take a long option; how many words after it belong to it. */
    private int name(String arg, String next) {
        int equals = arg.indexOf('=');
        String name = arg.substring(2, equals < 0 ? arg.length() : equals);
        List<Long> meant = longs.stream().filter(option -> option.name().startsWith(name)).toList();
        Optional<Long> exact = meant.stream().filter(option -> option.name().equals(name)).findFirst();
        if (meant.isEmpty()) {
            add(NO_LETTER, "", "unrecognized option '" + arg + "'");
            return 0;
        }
        Long option = exact.orElse(meant.getFirst());
        List<Long> others = meant.stream().filter(other -> other == option || other.letter() != option.letter()
                || other.argument() != option.argument()).toList();
        if (exact.isEmpty() && others.size() > 1) {
            add(NO_LETTER, "", "option '" + arg + "' is ambiguous; possibilities: " + others.stream()
                    .map(other -> "'--" + other.name() + "'").collect(Collectors.joining(" ")));
            return 0;
        }
        return named(option, equals < 0 ? null : arg.substring(equals + 1), next);
    }

    private int named(Long option, String attached, String next) {
        if (option.argument() == Argument.REQUIRED) {
            return value(option.letter(), attached != null ? attached : next,
                    "option '--" + option.name() + "' requires an argument", attached != null);
        }
        boolean refused = attached != null && option.argument() == Argument.NONE;
        add(option.letter(), attached == null ? "" : attached,
                refused ? "option '--" + option.name() + "' doesn't allow an argument" : "");
        return 0;
    }

    private int value(char letter, String value, String complaint, boolean attached) {
        add(letter, value == null ? "" : value, value == null ? complaint : "");
        lastLacksValue = value == null;
        return attached || value == null ? 0 : 1;
    }

    private void add(char letter, String value, String complaint) {
        options.add(new Given(letter, value, complaint));
        lastLacksValue = false;
    }

    public List<Given> options() {
        return options;
    }

    /** What is no option, in the order given. */
    public List<String> words() {
        return words;
    }
}
