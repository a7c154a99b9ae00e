package io.venturi.cli.command;

import java.util.ArrayList;
import java.util.HashSet;
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
    private static final String STANDARD = "mixinStandardHelpOptions";

    private HelpSections() {
    }

    /** Let this command, and those below it, show their options so. */
    static void use(CommandLine command) {
        command.getHelpSectionMap().put(UsageMessageSpec.SECTION_KEY_OPTION_LIST, HelpSections::render);
        command.getSubcommands().values().forEach(HelpSections::use);
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
