package io.venturi.cli.config;

import io.venturi.engine.error.ConfigException;
import io.venturi.engine.error.VenturiException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import picocli.CommandLine;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/**
 * The values of options that are not on the command line: from variables, a profile, files. The command line is read
 * twice: once to learn which file and profile are meant and which options are given, and then with the values of the
 * others.
 */
public final class Settings implements IDefaultValueProvider {
    private final Environment environment;
    private final Set<String> commands;
    private final Map<CommandSpec, Map<String, Setting>> known = new IdentityHashMap<>();

    /** @param commands the names of all commands there are */
    public Settings(Map<String, String> environment, Set<String> commands) {
        this.environment = new Environment(environment);
        this.commands = commands;
    }

    /**
     * Learn what is configured for the command these words are about, and let it have the values from now on.
     *
     * @throws VenturiException if a file or variable makes no sense, or cannot be read
     */
    public void apply(CommandLine line, String... words) {
        if (isAnywhere(words)) {
            collectErrors(line, true);
            CommandSpec command = last(line.parseArgs(words)).commandSpec();
            collectErrors(line, false);
            known.put(command, isHelpWanted(command) ? Map.of() : read(command));
            line.setDefaultValueProvider(this);
        }
    }

    /** The command that is about to run. */
    public static ParseResult last(ParseResult parsed) {
        return parsed.hasSubcommand() ? last(parsed.subcommand()) : parsed;
    }

    private boolean isAnywhere(String[] words) {
        return environment.hasAny() || Arrays.stream(words).anyMatch(word -> word.startsWith("--config")
                || word.startsWith("--profile")) || placesFor(null).all().stream().anyMatch(Files::exists);
    }

    /** Wrong words are told when the command line is read again. */
    private static void collectErrors(CommandLine line, boolean collect) {
        line.getCommandSpec().parser().collectErrors(collect);
        line.getSubcommands().values().forEach(below -> collectErrors(below, collect));
    }

    @Override
    public String defaultValue(ArgSpec arg) {
        Map<String, Setting> settings = known.get(arg.command());
        Setting setting = settings == null || !(arg instanceof OptionSpec option) ? null
                : settings.get(Keys.key(option));
        return setting == null ? null : setting.value();
    }

    /** Where the value of an option comes from, after the command line was read. */
    public Setting of(OptionSpec option) {
        if (isGiven(option)) {
            List<String> words = option.originalStringValues();
            return new Setting(Values.isSwitch(option) ? String.valueOf(option.<Object>getValue())
                    : String.join(",", words), Source.COMMAND_LINE, "");
        }
        Setting configured = known.getOrDefault(option.command(), Map.of()).get(Keys.key(option));
        return configured != null && configured.value() != null ? configured
                : new Setting(ownDefault(option), Source.DEFAULT, "");
    }

    private static String ownDefault(OptionSpec option) {
        String value = option.defaultValue();
        return value == null && Values.isSwitch(option) ? "false"
                : value == null || value.equals("-1") ? "" : value;
    }

    /** The files that count for a command line with these options. */
    public List<ConfigSurvey.Place> places(ConfigOptions options) {
        return placesFor(asked(options)).survey();
    }

    /** All profiles there are in these files. */
    public SortedSet<String> profiles(ConfigOptions options) {
        return profiles(placesFor(asked(options)).read());
    }

    private Path asked(ConfigOptions options) {
        return options.file() != null ? options.file() : environment.find("VENTURI_CONFIG").map(Path::of).orElse(null);
    }

    private ConfigPlaces placesFor(Path asked) {
        return new ConfigPlaces(asked, environment);
    }

    private Map<String, Setting> read(CommandSpec command) {
        ConfigOptions options = options(command);
        if (options == null) {
            return Map.of();
        }
        environment.requireKnown(command);
        String profile = options.profile() != null ? options.profile()
                : environment.find("VENTURI_PROFILE").orElse(null);
        List<ConfigFile> files = placesFor(asked(options)).read();
        files.forEach(file -> file.requireKnown(command, commands));
        requireProfile(profile, files);
        Map<String, Setting> settings = new HashMap<>();
        for (OptionSpec option : Keys.options(command)) {
            setting(profile, files, command, option).ifPresent(setting -> settings.put(Keys.key(option), setting));
        }
        return effective(command, settings);
    }

    private Optional<Setting> setting(String profile, List<ConfigFile> files, CommandSpec command, OptionSpec option) {
        Optional<Setting> setting = environment.setting(command, option);
        if (setting.isEmpty() && profile != null) {
            setting = first(profile, files, command, option);
        }
        return setting.isPresent() ? setting : first(null, files, command, option);
    }

    private static Optional<Setting> first(String profile, List<ConfigFile> files, CommandSpec command,
                                           OptionSpec option) {
        return files.stream().flatMap(file -> file.setting(profile, command, option).stream()).findFirst();
    }

    private static void requireProfile(String profile, List<ConfigFile> files) {
        Set<String> profiles = profiles(files);
        if (profile != null && !profiles.contains(profile)) {
            throw new ConfigException("There is no profile " + profile + (profiles.isEmpty()
                    ? ", nor any other; a profile is a table such as [profile." + profile + ".rtt]."
                    : "." + Suggestion.of(profile, profiles)));
        }
    }

    private static SortedSet<String> profiles(List<ConfigFile> files) {
        SortedSet<String> profiles = new TreeSet<>();
        files.forEach(file -> profiles.addAll(file.profiles()));
        return profiles;
    }

    /** Without what is given, and what stands against something that counts more. */
    private static Map<String, Setting> effective(CommandSpec command, Map<String, Setting> settings) {
        Map<String, Setting> left = new HashMap<>(settings);
        left.keySet().removeIf(key -> isGiven(command, key));
        left.entrySet().removeIf(entry -> Exclusions.of(entry.getKey()).stream().anyMatch(other -> {
            Setting against = settings.get(other);
            return isGiven(command, other)
                    || against != null && against.source().compareTo(entry.getValue().source()) < 0;
        }));
        return left;
    }

    static ConfigOptions options(CommandSpec command) {
        return command.mixins().values().stream().map(CommandSpec::userObject)
                .filter(ConfigOptions.class::isInstance).map(ConfigOptions.class::cast).findFirst().orElse(null);
    }

    private static boolean isGiven(CommandSpec command, String key) {
        return Keys.find(command, key).map(Settings::isGiven).orElse(false);
    }

    private static boolean isGiven(OptionSpec option) {
        return !option.originalStringValues().isEmpty();
    }

    /** Help is to be had even where a file is wrong, and shows the program's own defaults. */
    private static boolean isHelpWanted(CommandSpec command) {
        return command.options().stream()
                .anyMatch(option -> (option.usageHelp() || option.versionHelp()) && isGiven(option));
    }
}
