package io.venturi.cli.output;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** Which venturi this is. */
public final class BuildInfo {
    private static final String FILE = "build.properties";

    private BuildInfo() {
    }

    /** {@code 0.1.0 (3c9ad3e)}; without the commit if not built from git, with {@code +} if sources were changed. */
    public static String text() {
        Properties build = new Properties();
        try (InputStream in = BuildInfo.class.getResourceAsStream(FILE)) {
            build.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(FILE, e);
        }
        String version = filled(build, "version");
        String commit = filled(build, "commit");
        boolean changed = filled(build, "changed").equals("true");
        return (version.isEmpty() ? "(development)" : version)
                + (commit.isEmpty() ? "" : " (" + commit + (changed ? "+" : "") + ")");
    }

    /** What the build knew; empty where it left the name of its variable. */
    private static String filled(Properties build, String name) {
        String value = build.getProperty(name, "");
        return value.startsWith("$") ? "" : value;
    }
}
