package io.venturi.cli.config;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Names of options as keys of files and as variables: the options of the command line are the only list there is. */
final class Keys {
    /** What is asked of one command line, not of all. */
    private static final Set<String> NOT_KEYS =
            Set.of("help", "version", "config", "profile", "dry-run", "fix", "undo");
    private static final String PREFIX = "VENTURI_";

    private Keys() {
    }

    /** Options of the command that can be configured. */
    static List<OptionSpec> options(CommandSpec command) {
        return command.options().stream().filter(option -> !NOT_KEYS.contains(key(option))).toList();
    }

    static Optional<OptionSpec> find(CommandSpec command, String key) {
        return options(command).stream().filter(option -> key(option).equals(key)).findFirst();
    }

    /** The long name without dashes. */
    static String key(OptionSpec option) {
        return option.longestName().replaceFirst("^-+", "");
    }

    static Collection<String> keys(CommandSpec command) {
        return options(command).stream().filter(option -> !option.hidden()).map(Keys::key).toList();
    }

    /** The names of the command and those it belongs to, without that of the program. */
    static List<String> path(CommandSpec command) {
        List<String> path = new ArrayList<>();
        for (CommandSpec at = command; at.parent() != null; at = at.parent()) {
            path.addFirst(at.name());
        }
        return path;
    }

    /** {@code VENTURI_RTT_INTERVAL} for {@code --interval} of {@code venturi rtt}. */
    static String variable(CommandSpec command, String key) {
        return prefix(command) + upper(key);
    }

    static String prefix(CommandSpec command) {
        return PREFIX + upper(String.join("_", path(command))) + "_";
    }

    private static String upper(String name) {
        return name.toUpperCase(Locale.ROOT).replace('-', '_');
    }
}
