package io.venturi.cli.completion;

import io.venturi.cli.man.Prose;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** What the scripts of all shells say of commands and options. */
final class Words {
    /** For people the first sentence, or what of it fits one line of a menu. */
    private static final int MOST_DESCRIPTION = 60;
    private static final int LEAST_DESCRIPTION = 12;

    private Words() {
    }

    /** Commands that can be given, without aliases, in the order of the help. */
    static Map<String, CommandLine> commands(CommandLine of) {
        return of.getSubcommands().entrySet().stream()
                .filter(entry -> !entry.getValue().getCommandSpec().usageMessage().hidden())
                .filter(entry -> entry.getKey().equals(entry.getValue().getCommandName()))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, (one, _) -> one,
                        LinkedHashMap::new));
    }

    static List<OptionSpec> options(CommandSpec of) {
        return of.options().stream().filter(option -> !option.hidden()).toList();
    }

    /** All names, with {@code --no-jumbo} beside {@code --jumbo}. */
    static List<String> names(OptionSpec option) {
        List<String> names = new ArrayList<>(List.of(option.names()));
        if (option.negatable()) {
            names.add("--no-" + option.longestName().substring(2));
        }
        return names;
    }

    static boolean takesValue(OptionSpec option) {
        return option.arity().max() > 0;
    }

    static boolean isFile(ArgSpec arg) {
        return arg.typeInfo().getType() == Path.class;
    }

    static boolean isInterface(ArgSpec arg) {
        return arg.paramLabel().equals("IF");
    }

    static boolean isHost(ArgSpec arg) {
        return arg.paramLabel().contains("HOST");
    }

    /** Values to choose from; empty if there is no such list. */
    static List<String> candidates(ArgSpec arg) {
        List<String> words = new ArrayList<>();
        if (arg.completionCandidates() != null) {
            arg.completionCandidates().forEach(word -> words.add(word.toLowerCase(Locale.ROOT)));
        }
        return words;
    }

    static String summary(String... description) {
        String text = Prose.plain(String.join(" ", description));
        int end = text.indexOf(". ");
        String first = end < 0 ? text.replaceFirst("\\.$", "") : text.substring(0, end);
        if (first.length() <= MOST_DESCRIPTION) {
            return first;
        }
        for (int cut = MOST_DESCRIPTION; cut > LEAST_DESCRIPTION; cut--) {
            if (",;:(".indexOf(first.charAt(cut)) >= 0) {
                return first.substring(0, cut).strip();
            }
        }
        return first.substring(0, first.lastIndexOf(' ', MOST_DESCRIPTION - 3)) + " ...";
    }
}
