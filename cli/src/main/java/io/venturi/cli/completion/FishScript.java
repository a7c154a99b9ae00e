package io.venturi.cli.completion;

import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** Completions for fish: a line per command and per option. */
final class FishScript {
    private final CommandLine program;
    private final StringBuilder script = new StringBuilder();

    FishScript(CommandLine program) {
        this.program = program;
    }

    String text() {
        script.append("complete -c ").append(program.getCommandName()).append(" -f\n");
        command(List.of(), program);
        return script.toString();
    }

    private void command(List<String> path, CommandLine command) {
        var commands = Words.commands(command);
        String here = condition(path, List.copyOf(commands.keySet()));
        commands.forEach((word, below) -> line(here, "-a " + word
                + described(below.getCommandSpec().usageMessage().description())));
        Words.options(command.getCommandSpec()).forEach(option -> option(here, option));
        for (PositionalParamSpec param : command.getCommandSpec().positionalParameters()) {
            if (!values(param).isEmpty()) {
                line(here, values(param).strip());
            }
        }
        commands.forEach((word, below) -> command(join(path, word), below));
    }

    /** In this command, but in none below it. */
    private static String condition(List<String> path, List<String> below) {
        StringBuilder condition = new StringBuilder();
        path.forEach(word -> condition.append(condition.isEmpty() ? "" : "; and ")
                .append("__fish_seen_subcommand_from ").append(word));
        if (!below.isEmpty()) {
            condition.append(condition.isEmpty() ? "" : "; and ").append("not __fish_seen_subcommand_from ")
                    .append(String.join(" ", below));
        }
        return condition.toString();
    }

    private void option(String condition, OptionSpec option) {
        StringBuilder words = new StringBuilder();
        for (String name : option.names()) {
            words.append(name.startsWith("--") ? " -l " + name.substring(2) : " -s " + name.substring(1));
        }
        boolean required = Words.takesValue(option) && option.arity().min() > 0;
        String kind = !required ? "" : Words.isFile(option) ? " -r" : " -x";
        line(condition, words.substring(1) + kind + values(option)
                + described(option.description()));
        if (option.negatable()) {
            line(condition, "-l no-" + option.longestName().substring(2) + described("Not --"
                    + option.longestName().substring(2)));
        }
    }

    private static String values(ArgSpec arg) {
        List<String> candidates = Words.candidates(arg);
        if (!candidates.isEmpty()) {
            return " -a " + quoted(String.join(" ", candidates));
        }
        return Words.isFile(arg) ? " -F" : Words.isInterface(arg) ? " -a '(__fish_print_interfaces)'"
                : Words.isHost(arg) ? " -a '(__fish_print_hostnames)'" : "";
    }

    private void line(String condition, String words) {
        script.append("complete -c ").append(program.getCommandName())
                .append(condition.isEmpty() ? "" : " -n " + quoted(condition)).append(' ').append(words).append('\n');
    }

    private static String described(String... description) {
        String summary = Words.summary(description);
        return summary.isEmpty() ? "" : " -d " + quoted(summary);
    }

    private static List<String> join(List<String> path, String word) {
        return Stream.concat(path.stream(), Stream.of(word)).toList();
    }

    private static String quoted(String text) {
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }
}
