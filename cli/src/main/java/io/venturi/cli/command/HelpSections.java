package io.venturi.cli.command;

import io.venturi.cli.man.Prose;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/**
 * Shows the options of a command under a heading for each of its mixins, whose names are the headings. Argument groups
 * could do that too, but an option given twice would begin a new group and forget the others of the first.
 */
final class HelpSections {
    private static final int WIDTH = 80;
    private static final int NAMES_WIDTH = 12;
    private static final String STANDARD = "mixinStandardHelpOptions";

    /** Headings for commands that do not measure; the others stand first. */
    private static final Map<String, List<String>> COMMANDS = new LinkedHashMap<>();
    private static final String MEASURING = "Measure and report";

    static {
        COMMANDS.put(MEASURING, List.of());
        COMMANDS.put("Answer tests", List.of("serve"));
        COMMANDS.put("This host", List.of("clock", "doctor", "config", "completion"));
        COMMANDS.put("In place of other programs", List.of("irtt", "udpst", "iperf3"));
    }

    private HelpSections() {
    }

    /** Let this command, and those below it, show their options so. */
    static void use(CommandLine command) {
        command.getHelpSectionMap().put(UsageMessageSpec.SECTION_KEY_OPTION_LIST, HelpSections::render);
        if (command.getSubcommands().containsKey("serve")) {
            command.getHelpSectionMap().put(UsageMessageSpec.SECTION_KEY_COMMAND_LIST_HEADING, _ -> "");
            command.getHelpSectionMap().put(UsageMessageSpec.SECTION_KEY_COMMAND_LIST, HelpSections::commands);
        }
        command.getSubcommands().values().forEach(HelpSections::use);
    }

    private static String commands(Help help) {
        Set<String> elsewhere = new HashSet<>();
        COMMANDS.values().forEach(elsewhere::addAll);
        StringBuilder sections = new StringBuilder();
        COMMANDS.forEach((heading, names) -> {
            Map<String, Help> listed = new LinkedHashMap<>(help.subcommands());
            listed.keySet().removeIf(name -> heading.equals(MEASURING) ? elsewhere.contains(name)
                    : !names.contains(name));
            sections.append(System.lineSeparator()).append(heading).append(':').append(System.lineSeparator());
            listed.forEach((name, below) -> sections.append(summary(name, below)));
        });
        return sections.toString();
    }

    /** The first sentence of the description; all of it is in the command's own help. */
    private static String summary(String name, Help command) {
        String description = Prose.plain(command.commandSpec().usageMessage().description()[0]);
        String first = description.split("(?<=[.;:])\\s|, with ", 2)[0]
                .replaceFirst("[.;:]$", "");
        StringBuilder lines = new StringBuilder("  " + name + " ".repeat(NAMES_WIDTH - name.length()));
        int column = lines.length();
        for (String word : first.split(" ")) {
            if (column + 1 + word.length() > WIDTH) {
                lines.append(System.lineSeparator()).append(" ".repeat(NAMES_WIDTH + 2));
                column = NAMES_WIDTH + 2;
            }
            lines.append(' ').append(word);
            column += 1 + word.length();
        }
        return lines.append(System.lineSeparator()).toString();
    }

    private static String render(Help help) {
        Map<String, CommandSpec> mixins = help.commandSpec().mixins();
        Set<String> placed = new HashSet<>();
        StringBuilder sections = new StringBuilder();
        mixins.forEach((name, mixin) -> {
            if (!name.equals(STANDARD)) {
                mixin.options().forEach(option -> placed.add(option.longestName()));
                sections.append(System.lineSeparator()).append(name).append(':').append(System.lineSeparator())
                        .append(list(help, mixin.options()));
            }
        });
        List<OptionSpec> rest = new ArrayList<>(help.commandSpec().options());
        rest.removeIf(option -> placed.contains(option.longestName()));
        return list(help, rest) + sections;
    }

    private static String list(Help help, List<OptionSpec> all) {
        List<OptionSpec> options = all.stream().filter(option -> !option.hidden()).toList();
        Help.Layout layout = help.createDefaultLayout(options, List.of(), help.colorScheme());
        layout.addAllOptions(options, help.parameterLabelRenderer());
        return layout.toString();
    }
}
