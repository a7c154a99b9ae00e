package io.venturi.cli.config;

import io.venturi.engine.error.ConfigException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Variables such as {@code VENTURI_RTT_INTERVAL}. */
final class Environment {
    private static final String PREFIX = "VENTURI_";
    private static final Set<String> LAUNCHER = Set.of("VENTURI_JAVA_HOME", "VENTURI_JVM_OPTS");

    private final Map<String, String> variables;

    Environment(Map<String, String> variables) {
        this.variables = variables;
    }

    /** Empty if there is none, or it is empty. */
    Optional<String> find(String name) {
        return Optional.ofNullable(variables.get(name)).filter(value -> !value.isEmpty());
    }

    /** Whether it may say anything of options; the launcher's own variables do not. */
    boolean hasAny() {
        return variables.keySet().stream().anyMatch(name -> name.startsWith(PREFIX) && !LAUNCHER.contains(name));
    }

    Optional<Setting> setting(CommandSpec command, OptionSpec option) {
        String name = Keys.variable(command, Keys.key(option));
        return find(name).map(value -> new Setting(value(name, option, value), Source.ENVIRONMENT, name));
    }

    private static String value(String name, OptionSpec option, String value) {
        boolean yes = value.equals("true") || value.equals("1");
        boolean no = value.equals("false") || value.equals("0");
        if (Values.isSwitch(option) && !yes && !no) {
            throw new ConfigException(name + " is true or false, not \"" + value + "\".");
        }
        boolean asSwitch = Values.isSwitch(option)
                || Values.isOptionalValue(option) && (value.equals("true") || value.equals("false"));
        return asSwitch ? Values.of(option, yes) : value;
    }

    /** @throws ConfigException if a variable looks like one of this command, but none of its options is called so */
    void requireKnown(CommandSpec command) {
        String prefix = Keys.prefix(command);
        Map<String, String> known = new TreeMap<>();
        Keys.keys(command).forEach(key -> known.put(Keys.variable(command, key), key));
        Keys.options(command).forEach(option -> known.putIfAbsent(Keys.variable(command, Keys.key(option)), ""));
        boolean nested = !command.subcommands().isEmpty();
        for (String name : variables.keySet()) {
            if (!nested && name.startsWith(prefix) && !known.containsKey(name)) {
                known.values().removeIf(String::isEmpty);
                throw new ConfigException("There is no variable " + name + ", because " + command.qualifiedName()
                        + " has no such option." + Suggestion.of(name, known.keySet()));
            }
        }
    }
}
