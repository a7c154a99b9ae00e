package io.venturi.cli.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;

/**
 * Where configuration is, and what it says.
 *
 * @param files    the first counting most
 * @param profiles of all files
 * @param commands for each command that something is configured for, what that is
 */
public record ConfigSurvey(List<Place> files, SortedSet<String> profiles, Map<String, List<DryRun.Choice>> commands) {

    /**
     * A file, or none.
     *
     * @param state {@code read}, {@code not there}, or {@code says nothing}, if it is all comments
     */
    public record Place(Path path, String state) {
    }
}
