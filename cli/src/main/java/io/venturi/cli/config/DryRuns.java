package io.venturi.cli.config;

import io.venturi.cli.config.DryRun.Choice;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** Looks at a command whose command line was read. */
public final class DryRuns {
    private static final Set<String> SECRET = Set.of("--key", "--password");

    private DryRuns() {
    }

    /** True if nothing is to be done but to say what would be. */
    public static boolean isWanted(CommandSpec command) {
        return Settings.options(command) instanceof ConfigOptions.WithDryRun options && options.dryRun();
    }

    /** What this command would do. */
    public static DryRun of(CommandSpec command, Settings settings) {
        List<? extends Record> plans = command.userObject() instanceof Planning planning ? planning.plans() : List.of();
        List<String> arguments = command.positionalParameters().stream()
                .map(PositionalParamSpec::originalStringValues).flatMap(List::stream).toList();
        return new DryRun(command.qualifiedName(), arguments, choices(command, settings), plans);
    }

    /** The value of every option that can be configured, those that were given first, in the order of the help. */
    public static List<Choice> choices(CommandSpec command, Settings settings) {
        return Keys.options(command).stream().filter(option -> !option.hidden())
                .map(option -> new Choice(option.longestName(), shown(option, settings.of(option))))
                .sorted(Comparator.comparing(choice -> choice.setting().source() == Source.DEFAULT)).toList();
    }

    /** What variables and files say of the options that a message names, or of all if it names none of them. */
    public static List<Choice> mentioned(String message, CommandSpec command, Settings settings) {
        List<Choice> configured = choices(command, settings).stream()
                .filter(choice -> choice.setting().source().isConfigured()).toList();
        List<Choice> named = configured.stream().filter(choice ->
                message.matches("(?s).*\\b" + choice.option().replaceFirst("^-+", "") + "\\b.*")).toList();
        return named.isEmpty() ? configured : named;
    }

    private static Setting shown(OptionSpec option, Setting setting) {
        boolean secret = SECRET.contains(option.longestName()) && !setting.value().isEmpty();
        boolean word = option.typeInfo().isEnum();
        return !secret && !word ? setting : new Setting(
                secret ? "(secret)" : setting.value().toLowerCase(Locale.ROOT), setting.source(), setting.place());
    }
}
