package io.venturi.cli.config;

import java.util.List;
import java.util.Set;

/**
 * Options that exclude each other. One on the command line then also stands against the others in a file: who
 * configures {@code duration} can still ask for {@code --count}.
 */
final class Exclusions {
    private static final List<Set<String>> GROUPS = List.of(
            Set.of("duration", "count", "continuous"), Set.of("dscp", "tos"), Set.of("key", "key-file"),
            Set.of("up", "down", "both"), Set.of("fixed-rate", "start-rate"), Set.of("4", "6"));

    private Exclusions() {
    }

    /** Those that this one excludes. */
    static List<String> of(String key) {
        return GROUPS.stream().filter(group -> group.contains(key)).flatMap(Set::stream)
                .filter(other -> !other.equals(key)).toList();
    }
}
