package io.venturi.systemtest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * The shipped jar in a JVM of its own, with the options the launcher gives it and a start-up cache made as the launcher
 * makes it; not through the launcher, which may build.
 */
final class Venturi {
    /** For commands that end at once. */
    static final List<String> SHORT = List.of("-XX:TieredStopAtLevel=1");

    private static final Path JAR = Path.of(System.getProperty("venturi.jar")).toAbsolutePath().normalize();
    private static final Path WORK = Path.of(System.getProperty("venturi.work"));
    private static final List<String> OPTIONS = List.of("-XX:-UsePerfData", "-XX:+DisplayVMOutputToStderr",
            "-Xlog:disable", "-Xlog:all=warning,aot*=off,cds*=off:stderr", "-XX:+UseSerialGC", "-Xms256m", "-Xmx256m");
    private static final List<String> TRAINING = List.of("start-up-training");

    private static List<String> start;

    private Venturi() {
    }

    /** The command line of venturi with these words. Signals work even where this build ignores them. */
    static List<String> command(String... words) {
        return command(List.of(), words);
    }

    /** With further options for the JVM. */
    static List<String> command(List<String> jvmOptions, String... words) {
        List<String> command = new ArrayList<>(List.of("env", "--default-signal=INT,TERM,HUP"));
        command.addAll(start());
        command.addAll(jvmOptions);
        if (List.of(words).contains("--warm-up")) {
            command.addAll(SHORT); // whoever goes without a warm-up does not look at times
        }
        command.addAll(List.of("-jar", JAR.toString()));
        command.addAll(List.of(words));
        return command;
    }

    static Program.Outcome run(String... words) {
        return Program.run(command(words));
    }

    static Program start(String... words) {
        return Program.start(command(words));
    }

    /** A copy of the jar that every user of this host can read. */
    static Path jarForAnyone(Path folder) {
        try {
            Path copy = Files.copy(JAR, folder.resolve("venturi.jar"));
            Files.setPosixFilePermissions(copy, PosixFilePermissions.fromString("rw-r--r--"));
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
            return copy;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static synchronized List<String> start() {
        if (start == null) {
            List<String> words = new ArrayList<>();
            words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
            words.addAll(OPTIONS);
            Path cache = cache(words);
            if (cache != null) {
                words.add("-XX:AOTCache=" + cache);
            }
            start = List.copyOf(words);
        }
        return start;
    }

    /** The start-up cache of this very jar; null if none could be made, then starts are only slower. */
    private static Path cache(List<String> java) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(JAR));
            Path cache = WORK.resolve("venturi-" + HexFormat.of().formatHex(digest, 0, 8) + ".aot").toAbsolutePath();
            if (!Files.exists(cache)) {
                removeOldCaches();
                List<String> train = new ArrayList<>(java);
                train.addAll(List.of("-XX:AOTCacheOutput=" + cache, "-jar", JAR.toString()));
                train.addAll(TRAINING);
                Program.run(train, "", Duration.ofSeconds(60));
            }
            return Files.exists(cache) ? cache : null;
        } catch (IOException | NoSuchAlgorithmException e) {
            throw new AssertionError("the jar to test cannot be read: " + JAR, e);
        }
    }

    private static void removeOldCaches() throws IOException {
        try (DirectoryStream<Path> old = Files.newDirectoryStream(WORK, "venturi-*.aot")) {
            for (Path cache : old) {
                Files.delete(cache);
            }
        }
    }

    /** A running {@code venturi serve} on a free port of an address. */
    static final class Serving implements AutoCloseable {
        private final Program program;
        private final int port;

        private Serving(Program program) {
            this.program = program;
            this.port = Integer.parseInt(program.awaitOut("Listening on UDP \\S+:(\\d+)").group(1));
        }

        /** Without limits on how often, unless {@code words} say so. */
        static Serving on(String bind, String... words) {
            return on(List.of(), bind, words);
        }

        /** On one port of both loopback addresses. */
        static Serving onLoopback(String... words) {
            int port = Irtt.freePort();
            return on("127.0.0.1:" + port + ",[::1]:" + port, words);
        }

        /** Started through another command, such as one that enters a namespace. */
        static Serving on(List<String> through, String bind, String... words) {
            List<String> all = new ArrayList<>(List.of("serve", "--bind", bind));
            all.addAll(List.of(words));
            if (!all.contains("--min-interval")) {
                all.addAll(List.of("--min-interval", "0"));
            }
            List<String> command = new ArrayList<>(through);
            command.addAll(command(all.toArray(String[]::new)));
            return new Serving(Program.start(command));
        }

        int port() {
            return port;
        }

        Program program() {
            return program;
        }

        /** Stop it in an orderly way; gives what it said. */
        Program.Outcome stop() {
            program.signal("TERM");
            return program.await();
        }

        @Override
        public void close() {
            program.close();
        }
    }
}
