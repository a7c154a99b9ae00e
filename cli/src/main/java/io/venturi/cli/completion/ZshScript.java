package io.venturi.cli.completion;

import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** A completion function for zsh: a function per command, each with its options and those below it. */
final class ZshScript {
    private final CommandLine program;
    private final StringBuilder script = new StringBuilder();

    ZshScript(CommandLine program) {
        this.program = program;
    }

    String text() {
        String name = program.getCommandName();
        script.append("#compdef ").append(name).append("\n\n");
        function("_" + name, program);
        script.append("if [ \"$funcstack[1]\" = \"_").append(name).append("\" ]; then\n    _").append(name)
                .append(" \"$@\"\nelse\n    compdef _").append(name).append(' ').append(name).append("\nfi\n");
        return script.toString();
    }

    private void function(String name, CommandLine command) {
        var commands = Words.commands(command);
        script.append(name).append("() {\n    local line state\n    _arguments -s -S ")
                .append(commands.isEmpty() ? "" : "-C ");
        Words.options(command.getCommandSpec()).forEach(option -> script.append("\\\n        ").append(option(option)));
        if (commands.isEmpty()) {
            command.getCommandSpec().positionalParameters()
                    .forEach(param -> script.append("\\\n        ").append(positional(param)));
            script.append("\n}\n\n");
            return;
        }
        script.append("\\\n        '1: :->command' \\\n        '*:: :->rest'\n    case $state in\n    command)\n")
                .append("        local -a commands=(\n");
        commands.forEach((word, below) -> script.append("            ").append(quoted(word + ":"
                + Words.summary(below.getCommandSpec().usageMessage().description()).replace(":", "\\:")))
                .append('\n'));
        script.append("        )\n        _describe command commands\n        ;;\n")
                .append("    rest)\n        case $line[1] in\n");
        commands.keySet().forEach(word -> script.append("        ").append(word).append(") ").append(name).append('_')
                .append(word).append(" ;;\n"));
        script.append("        esac\n        ;;\n    esac\n}\n\n");
        commands.forEach((word, below) -> function(name + "_" + word, below));
    }

    /** {@code '(-i --interval)'{-i+,--interval=}'[Time between probes]:DUR: '}. */
    private static String option(OptionSpec option) {
        List<String> names = Words.names(option);
        String several = option.isMultiValue() ? "'*'" : "'(" + String.join(" ", names) + ")'";
        boolean value = Words.takesValue(option);
        String optional = option.arity().min() == 0 ? "::" : ":";
        List<String> marked = names.stream().map(name -> !value || name.startsWith("--no-") ? name
                : name.startsWith("--") ? name + "=" : name + "+").toList();
        String all = marked.size() == 1 ? marked.getFirst() : "{" + String.join(",", marked) + "}";
        return several + all + quoted("[" + escaped(Words.summary(option.description())) + "]"
                + (value ? optional + escaped(option.paramLabel()) + ":" + action(option) : ""));
    }

    private static String positional(PositionalParamSpec param) {
        String place = param.arity().max() > 1 ? "*:" : param.arity().min() == 0 ? "::" : ":";
        return quoted(place + escaped(param.paramLabel()) + ":" + action(param));
    }

    private static String action(ArgSpec arg) {
        List<String> candidates = Words.candidates(arg);
        if (!candidates.isEmpty()) {
            return candidates.stream().collect(Collectors.joining(" ", "(", ")"));
        }
        return Words.isFile(arg) ? "_files" : Words.isInterface(arg) ? "_net_interfaces"
                : Words.isHost(arg) ? "_hosts" : " ";
    }

    private static String escaped(String text) {
        return text.replace("\\", "\\\\").replace("[", "\\[").replace("]", "\\]").replace(":", "\\:");
    }

    private static String quoted(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }
}
