package io.venturi.cli.config;

import io.venturi.engine.error.ConfigException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.tomlj.Toml;
import org.tomlj.TomlArray;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlPosition;
import org.tomlj.TomlTable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** A configuration file. What is wrong in it is told with file, line and column. Loads the TOML parser. */
final class ConfigFile {
    static final String PROFILE = "profile";
    private static final String VERSION = "version";
    private static final int MOST_ERRORS = 3;

    private final Path path;
    private final TomlParseResult toml;

    /** @throws ConfigException if the text is no TOML */
    ConfigFile(Path path, String text) {
        this.path = path;
        this.toml = Toml.parse(text);
        if (toml.hasErrors()) {
            throw new ConfigException(toml.errors().stream().limit(MOST_ERRORS)
                    .map(error -> place(error.position()) + ": " + error.getMessage())
                    .collect(Collectors.joining("\n")));
        }
    }

    Path path() {
        return path;
    }

    Set<String> profiles() {
        TomlTable profiles = table(List.of(PROFILE));
        return profiles == null ? Set.of() : new TreeSet<>(profiles.keySet());
    }

    /**
     * The value of an option, if it is here.
     *
     * @param profile its tables only; null for those outside of all profiles
     */
    Optional<Setting> setting(String profile, CommandSpec command, OptionSpec option) {
        String key = Keys.key(option);
        Optional<Setting> own = setting(profile, path(profile, Keys.path(command)), key, option);
        List<String> access = profile == null ? AccessTable.path(Keys.path(command), key) : null;
        if (own.isPresent() || access == null) {
            return own;
        }
        List<String> path = new ArrayList<>(List.of(AccessTable.NAME));
        path.addAll(access.subList(0, access.size() - 1));
        return setting(null, path, access.getLast(), option);
    }

    private Optional<Setting> setting(String profile, List<String> path, String key, OptionSpec option) {
        TomlTable table = table(path);
        Object value = table == null ? null : table.get(List.of(key));
        if (value == null) {
            return Optional.empty();
        }
        String place = place(table.inputPositionOf(List.of(key)));
        return Optional.of(new Setting(text(place, path, key, option, value),
                profile == null ? Source.FILE : Source.PROFILE, place));
    }

    /**
     * Check the names of the file, as far as this command is concerned.
     *
     * @param commands the names of all commands there are
     * @throws ConfigException if one is not known
     */
    void requireKnown(CommandSpec command, Set<String> commands) {
        for (String name : toml.keySet()) {
            switch (name) {
                case VERSION -> requireVersion();
                case PROFILE -> requireTable(List.of(PROFILE));
                case AccessTable.NAME -> requireAccess();
                default -> requireCommand(List.of(), name, commands);
            }
        }
        requireKeys(null, command);
        for (String profile : profiles()) {
            TomlTable tables = requireTable(List.of(PROFILE, profile));
            tables.keySet().forEach(name -> requireCommand(List.of(PROFILE, profile), name, commands));
            requireKeys(profile, command);
        }
    }

    private void requireVersion() {
        if (!Long.valueOf(1).equals(toml.get(List.of(VERSION)))) {
            throw wrong(List.of(VERSION), "version is 1, the only one there is.");
        }
    }

    private void requireAccess() {
        TomlTable access = requireTable(List.of(AccessTable.NAME));
        for (String name : access.keySet()) {
            if (!AccessTable.isTable(name)) {
                requireAccess(List.of(name));
            } else {
                TomlTable below = requireTable(List.of(AccessTable.NAME, name));
                below.keySet().forEach(key -> requireAccess(List.of(name, key)));
            }
        }
    }

    private void requireAccess(List<String> key) {
        if (!AccessTable.isKey(key)) {
            List<String> whole = new ArrayList<>(List.of(AccessTable.NAME));
            whole.addAll(key);
            String text = String.join(".", key);
            throw wrong(whole, "[access] has no key " + text + "; it has " + String.join(", ", AccessTable.keys()) + "."
                    + Suggestion.of(text, AccessTable.keys()));
        }
    }

    private void requireCommand(List<String> in, String name, Set<String> commands) {
        List<String> at = new ArrayList<>(in);
        at.add(name);
        if (!commands.contains(name)) {
            throw wrong(at, "there is no command " + name + "; tables are named after commands."
                    + Suggestion.of(name, commands));
        }
        requireTable(at);
    }

    private void requireKeys(String profile, CommandSpec command) {
        List<String> at = path(profile, Keys.path(command));
        TomlTable table = table(at);
        if (table == null) {
            return;
        }
        for (String key : table.keySet()) {
            if (Keys.find(command, key).isEmpty() && !command.subcommands().containsKey(key)) {
                List<String> whole = new ArrayList<>(at);
                whole.add(key);
                throw wrong(whole, command.qualifiedName() + " has no option --" + key + " to configure."
                        + Suggestion.of(key, Keys.keys(command)));
            }
        }
    }

    private TomlTable requireTable(List<String> at) {
        TomlTable table = table(at);
        if (table == null) {
            throw wrong(at, String.join(".", at) + " is a table, written [" + String.join(".", at) + "].");
        }
        return table;
    }

    private TomlTable table(List<String> at) {
        Object found = toml;
        for (String name : at) {
            found = found instanceof TomlTable table ? table.get(List.of(name)) : null;
        }
        return found instanceof TomlTable table ? table : null;
    }

    private static List<String> path(String profile, List<String> command) {
        List<String> path = new ArrayList<>(profile == null ? List.of() : List.of(PROFILE, profile));
        path.addAll(command);
        return path;
    }

    private static String text(String place, List<String> table, String key, OptionSpec option, Object value) {
        String what = "[" + String.join(".", table) + "] " + key;
        if (Values.isSwitch(option) && !(value instanceof Boolean)) {
            throw new ConfigException(place + ": " + what + " is true or false, not " + shown(value) + ".");
        }
        return switch (value) {
            case Boolean yes when Values.isSwitch(option) || Values.isOptionalValue(option) -> Values.of(option, yes);
            case Boolean _ -> throw new ConfigException(place + ": " + what + " is " + option.paramLabel()
                    + ", not true or false.");
            case TomlArray array when option.splitRegex().isEmpty() -> throw new ConfigException(place + ": " + what
                    + " takes one value, not " + array.size() + ".");
            case TomlArray array -> array.toList().stream().map(element -> scalar(place, what, element))
                    .collect(Collectors.joining(","));
            default -> scalar(place, what, value);
        };
    }

    private static String scalar(String place, String what, Object value) {
        if (value instanceof String || value instanceof Long || value instanceof Double) {
            return value.toString();
        }
        throw new ConfigException(place + ": " + what + " cannot be " + shown(value)
                + "; write what the option takes, in quotes.");
    }

    private static String shown(Object value) {
        return switch (value) {
            case String text -> "\"" + text + "\"";
            case TomlTable _ -> "a table";
            case TomlArray _ -> "an array";
            default -> value.toString();
        };
    }

    private ConfigException wrong(List<String> at, String text) {
        return new ConfigException(place(toml.inputPositionOf(at)) + ": " + text);
    }

    private String place(TomlPosition position) {
        return path + (position == null ? "" : ":" + position.line() + ":" + position.column());
    }
}
