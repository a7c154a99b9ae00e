package io.venturi.cli.udpst;

import java.util.ArrayList;
import java.util.List;

/**
 * One-letter options by the rules of GNU getopt: several in one word, values attached or in the next word, options
 * after other words, nothing more after {@code --}.
 */
final class GetOpt {

    /**
     * An option as it was given.
     *
     * @param value empty if it takes none
     * @param fault none, or why it is no option
     */
    record Given(char letter, String value, Fault fault) {}

    /** What can be wrong with an option. */
    enum Fault { NONE, UNKNOWN, VALUE_MISSING }

    private final List<Given> options = new ArrayList<>();
    private final List<String> words = new ArrayList<>();

    private GetOpt() {
    }

    /**
     * Read a command line.
     *
     * @param letters each option, followed by a colon if it takes a value
     */
    static GetOpt parse(String letters, List<String> args) {
        GetOpt parsed = new GetOpt();
        List<String> trailing = new ArrayList<>();
        for (int i = 0; i < args.size(); i++) {
            String arg = args.get(i);
            if (arg.equals("--")) {
                trailing.addAll(args.subList(i + 1, args.size()));
                break;
            } else if (arg.startsWith("-") && arg.length() > 1) {
                i += parsed.letters(letters, arg, i + 1 < args.size() ? args.get(i + 1) : null);
            } else {
                parsed.words.add(arg);
            }
        }
        parsed.adopt();
        parsed.words.addAll(trailing);
        return parsed;
    }

    /** Take the options of one word; how many words after it belong to it. */
    private int letters(String letters, String arg, String next) {
        for (int at = 1; at < arg.length(); at++) {
            char letter = arg.charAt(at);
            int known = letter == ':' ? -1 : letters.indexOf(letter);
            boolean valued = known >= 0 && letters.startsWith(":", known + 1);
            if (valued) {
                boolean attached = at + 1 < arg.length();
                options.add(attached ? new Given(letter, arg.substring(at + 1), Fault.NONE)
                        : next != null ? new Given(letter, next, Fault.NONE)
                        : new Given(letter, "", Fault.VALUE_MISSING));
                return attached || next == null ? 0 : 1;
            }
            options.add(new Given(letter, "", known < 0 ? Fault.UNKNOWN : Fault.NONE));
        }
        return 0;
    }

    /**
     * The classic tool reads its command line twice, and the first time moves all other words to the end. So an
     * option at the end that lacks its value finds the first of these words the second time.
     */
    private void adopt() {
        if (!options.isEmpty() && options.getLast().fault() == Fault.VALUE_MISSING && !words.isEmpty()) {
            Given last = options.removeLast();
            options.add(new Given(last.letter(), words.getFirst(), Fault.NONE));
        }
    }

    List<Given> options() {
        return options;
    }

    /** What is no option, in the order given. */
    List<String> words() {
        return words;
    }
}
