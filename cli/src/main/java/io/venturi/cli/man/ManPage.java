package io.venturi.cli.man;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** The manual page of a command, from what its {@code --help} is made of. */
public final class ManPage {
    private static final String STANDARD = "mixinStandardHelpOptions";
    private static final Pattern STATUS = Pattern.compile("(\\d+) (.*?)(?=\\s{2,}\\d+ |$)");

    private final CommandSpec command;
    private final String version;
    private final Roff roff = new Roff();

    private ManPage(CommandSpec command, String version) {
        this.command = command;
        this.version = version;
    }

    /** {@code venturi-rtt} for {@code venturi rtt}. */
    public static String name(CommandSpec command) {
        return command.qualifiedName("-");
    }

    /** The page in the man macros of roff. */
    public static String of(CommandSpec command, String version) {
        return new ManPage(command, version).write();
    }

    private String write() {
        List<String> description = Stream.of(command.usageMessage().description()).map(Prose::plain).toList();
        roff.title(name(command), "venturi " + version);
        roff.section("NAME");
        roff.line(name(command).replace("-", "\\-") + " \\- " + firstSentence(description.getFirst()));
        roff.section("SYNOPSIS");
        synopsis();
        roff.section("DESCRIPTION");
        for (String paragraph : description) {
            roff.paragraph();
            roff.prose(paragraph);
        }
        positionals();
        options();
        commands();
        footer();
        if (command.mixins().containsKey("Configuration") || command.parent() == null) {
            configuration();
        }
        roff.section("SEE ALSO");
        roff.line(related().map(name -> Roff.bold(name) + "(1)").collect(Collectors.joining(", ")));
        return roff.toString();
    }

    private static String firstSentence(String text) {
        String first = text.split("(?<=[^.])[.:;] |\\.$", 2)[0].replaceFirst(",? with .*", "").replace("`", "");
        return first.substring(0, 1).toLowerCase(Locale.ROOT) + first.substring(1).replace("-", "\\-");
    }

    private void synopsis() {
        StringBuilder line = new StringBuilder(Roff.bold(command.qualifiedName()));
        if (!command.options().isEmpty()) {
            line.append(" [").append(Roff.italic("OPTIONS")).append(']');
        }
        for (PositionalParamSpec param : command.positionalParameters()) {
            boolean optional = param.arity().min() == 0;
            line.append(optional ? " [" : " ").append(Roff.italic(param.paramLabel()))
                    .append(param.arity().max() > 1 ? "..." : "").append(optional ? "]" : "");
        }
        if (!command.subcommands().isEmpty()) {
            boolean optional = command.usageMessage().synopsisSubcommandLabel().startsWith("[");
            line.append(optional ? " [" : " ").append(Roff.italic("COMMAND")).append(optional ? "]" : "");
        }
        roff.line(line.toString());
    }

    private void positionals() {
        if (command.positionalParameters().isEmpty()) {
            return;
        }
        roff.section("ARGUMENTS");
        for (PositionalParamSpec param : command.positionalParameters()) {
            roff.term(Roff.italic(param.paramLabel()));
            description(param.description());
        }
    }

    /** Under the headings of the help. */
    private void options() {
        Map<String, List<OptionSpec>> sections = new LinkedHashMap<>();
        Set<String> placed = new HashSet<>();
        command.mixins().forEach((heading, mixin) -> {
            if (!heading.equals(STANDARD)) {
                mixin.options().forEach(option -> placed.add(option.longestName()));
                sections.put(heading, shown(mixin.options()));
            }
        });
        List<OptionSpec> rest = new ArrayList<>(shown(command.options()));
        rest.removeIf(option -> placed.contains(option.longestName()));
        if (rest.isEmpty() && sections.isEmpty()) {
            return;
        }
        roff.section("OPTIONS");
        rest.forEach(this::option);
        sections.forEach((heading, options) -> {
            if (!options.isEmpty()) {
                roff.subsection(heading);
                options.forEach(this::option);
            }
        });
    }

    private static List<OptionSpec> shown(List<OptionSpec> options) {
        return options.stream().filter(option -> !option.hidden()).toList();
    }

    private void option(OptionSpec option) {
        String names = Stream.of(option.names()).map(name -> Roff.bold(option.negatable() && name.startsWith("--")
                ? "--[no-]" + name.substring(2) : name)).collect(Collectors.joining(", "));
        String value = option.arity().max() == 0 ? "" : "=" + Roff.italic(option.paramLabel());
        boolean optional = option.arity().min() == 0 && option.arity().max() > 0;
        roff.term(names + (optional ? "[" + value + "]" : value));
        description(option.description());
    }

    private void description(String... lines) {
        roff.prose(Prose.plain(String.join(" ", lines)));
    }

    private void commands() {
        if (command.subcommands().isEmpty()) {
            return;
        }
        roff.section("COMMANDS");
        visible().forEach(below -> {
            roff.term(Roff.bold(below.getCommandName()));
            description(below.getCommandSpec().usageMessage().description()[0]);
            roff.line("See " + Roff.bold(name(below.getCommandSpec())) + "(1).");
        });
    }

    private List<CommandLine> visible() {
        return command.subcommands().values().stream().distinct()
                .filter(below -> !below.getCommandSpec().usageMessage().hidden()).toList();
    }

    /** Its paragraphs have headings such as "Examples:"; those of exit statuses become a list. */
    private void footer() {
        List<String> lines = new ArrayList<>();
        String heading = "";
        for (String line : command.usageMessage().footer()) {
            String plain = Prose.plain(line);
            if (plain.endsWith(":") && !plain.startsWith(" ")) {
                flush(heading, lines);
                heading = plain.substring(0, plain.length() - 1);
                lines.clear();
            } else if (!plain.isBlank()) {
                lines.add(plain.strip());
            }
        }
        flush(heading, lines);
    }

    private void flush(String heading, List<String> lines) {
        if (lines.isEmpty()) {
            return;
        }
        roff.section(heading.isEmpty() ? "NOTES" : heading.toUpperCase(Locale.ROOT));
        if (!heading.equals("Exit status")) {
            roff.example(lines);
            return;
        }
        Matcher status = STATUS.matcher(String.join("   ", lines));
        while (status.find()) {
            roff.term(Roff.bold(status.group(1)));
            roff.prose(status.group(2).strip());
        }
    }

    private void configuration() {
        String table = command.parent() == null ? "COMMAND" : command.name();
        String variable = "VENTURI_" + table.toUpperCase(Locale.ROOT).replace('-', '_') + "_OPTION";
        roff.section("CONFIGURATION");
        roff.prose("What is not on the command line is taken from the variable `" + variable
                + "`, then from the table `[profile.NAME." + table + "]` if there is a profile, then from `[" + table
                + "]` in a configuration file; names are those of the long options. `venturi config show` tells what is"
                + " in force.");
        if (command.parent() == null) {
            environment();
        }
        roff.section("FILES");
        roff.term(Roff.italic("~/.config/venturi/config.toml"));
        roff.prose("The user's configuration, below `XDG_CONFIG_HOME` if that is set.");
        roff.term(Roff.italic("/etc/venturi/config.toml"));
        roff.prose("That of the host; the user's counts more.");
    }

    private void environment() {
        roff.section("ENVIRONMENT");
        roff.term(Roff.bold("VENTURI_CONFIG") + ", " + Roff.bold("VENTURI_PROFILE"));
        roff.prose("What `--config` and `--profile` would say.");
        roff.term(Roff.bold("VENTURI_KEY"));
        roff.prose("The shared secret, for commands that have `--key`.");
        roff.term(Roff.bold("VENTURI_JAVA_HOME"));
        roff.prose("The Java to run with, 25 or newer, instead of the one that was installed or found.");
        roff.term(Roff.bold("VENTURI_JVM_OPTS"));
        roff.prose("Further options of the Java virtual machine, separated by blanks.");
    }

    private Stream<String> related() {
        CommandSpec root = command.root();
        Stream<String> all = Stream.concat(Stream.of(name(root)), root.subcommands().values().stream().distinct()
                .map(CommandLine::getCommandSpec).filter(other -> !other.usageMessage().hidden()).map(ManPage::name));
        return all.filter(name -> !name.equals(name(command)));
    }
}
