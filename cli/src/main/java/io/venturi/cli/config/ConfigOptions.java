package io.venturi.cli.config;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import picocli.CommandLine.Option;

/** Where to look for what the command line leaves open. */
public class ConfigOptions {
    @Option(names = "--config", paramLabel = "FILE",
            description = "Take what is not given here from this file, instead of ~/.config/venturi/config.toml and"
                    + " /etc/venturi/config.toml.")
    private Path file;

    @Option(names = "--profile", paramLabel = "NAME",
            description = "Let the tables [profile.NAME.COMMAND] of these files count before [COMMAND].")
    private String profile;

    public ConfigOptions() {
    }

    /** As if these had been given; null for those that were not. */
    public ConfigOptions(Path file, String profile) {
        this.file = file;
        this.profile = profile;
    }

    /** The same as variables. */
    public Map<String, String> variables() {
        Map<String, String> variables = new HashMap<>();
        if (file != null) {
            variables.put("VENTURI_CONFIG", file.toString());
        }
        if (profile != null) {
            variables.put("VENTURI_PROFILE", profile);
        }
        return variables;
    }

    /** Null if none was given. */
    Path file() {
        return file;
    }

    /** Null if none was given. */
    String profile() {
        return profile;
    }

    /** The same for commands that do something that can be told beforehand. */
    public static final class WithDryRun extends ConfigOptions {
        /** Of commands without {@code --json}. */
        public static final String TEXT = "Only show what would be done, and where each value comes from.";

        @Option(names = "--dry-run",
                description = "Only show what would be done, and where each value comes from; with --json as JSON.")
        private boolean dryRun;

        /** True if nothing is to be done. */
        public boolean dryRun() {
            return dryRun;
        }
    }
}
