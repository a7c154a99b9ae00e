package io.venturi.cli.posix;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A server in the background. A JVM cannot be forked, so the same command is started again, in a session of its own, at
 * the root of the file system, with nothing to read and nobody to write to.
 */
public final class Daemon {
    private static final String MARK = "VENTURI_DAEMON";

    private Daemon() {
    }

    /** True in the process that was started in the background. */
    public static boolean isOne() {
        return System.getenv(MARK) != null;
    }

    /**
     * Start it.
     *
     * @throws IOException if the background cannot be had
     */
    public static void start() throws IOException {
        ProcessHandle.Info self = ProcessHandle.current().info();
        List<String> command = new ArrayList<>(List.of("setsid", self.command().orElse("java")));
        for (String argument : self.arguments().orElse(new String[0])) {
            boolean archive = argument.endsWith(".jar") && Files.exists(Path.of(argument));
            command.add(archive ? Path.of(argument).toAbsolutePath().toString() : argument);
        }
        ProcessBuilder builder = new ProcessBuilder(command).directory(new File("/"));
        Map<String, String> environment = builder.environment();
        environment.put(MARK, "1");
        File nothing = new File("/dev/null");
        builder.redirectInput(nothing).redirectOutput(nothing).redirectError(nothing);
        builder.start();
    }
}
