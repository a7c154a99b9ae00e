package io.venturi.cli.config;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The table {@code [access]}: options of {@code venturi serve} that say who may use it, in a place of their own. */
final class AccessTable {
    static final String NAME = "access";
    private static final String COMMAND = "serve";
    private static final String KEY_FILE = "key-file";
    /** By option, where in the table it stands. */
    private static final Map<String, List<String>> KEYS = new TreeMap<>(Map.of(
            "allow", List.of("allow"), "deny", List.of("deny"), "access-file", List.of("file"),
            KEY_FILE, List.of(KEY_FILE), "irtt-key-file", List.of("irtt", KEY_FILE),
            "stamp-key-file", List.of("stamp", KEY_FILE), "udpst-key-file", List.of("udpst", KEY_FILE),
            "iperf3-private-key", List.of("iperf3", "private-key"), "iperf3-users", List.of("iperf3", "users")));

    private AccessTable() {
    }

    /** Where an option of a command stands below {@code [access]}; null if it does not. */
    static List<String> path(List<String> command, String option) {
        return command.equals(List.of(COMMAND)) ? KEYS.get(option) : null;
    }

    /** True if this is a key of the table or of one below it. */
    static boolean isKey(List<String> path) {
        return KEYS.containsValue(path);
    }

    /** True if this is a table below it. */
    static boolean isTable(String name) {
        return KEYS.values().stream().anyMatch(path -> path.size() > 1 && path.getFirst().equals(name));
    }

    /** All keys as they are written. */
    static List<String> keys() {
        return KEYS.values().stream().map(path -> String.join(".", path)).toList();
    }
}
