package io.venturi.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

/** JVM options of the processes started here: those of the build and the product. */
final class JvmArgs {
    /** Collector and heap that the launcher gives the product. */
    private static final List<String> LAUNCHER = List.of("-XX:+UseSerialGC", "-Xms256m", "-Xmx256m",
            "-XX:-UsePerfData");

    private JvmArgs() {
    }

    /** As the product runs. */
    static List<String> product() {
        return Stream.concat(LAUNCHER.stream(), build().stream()).toList();
    }

    /** For JMH, which itself reaches for Unsafe. */
    static List<String> jmh() {
        return product().stream()
                .map(arg -> arg.equals("--sun-misc-unsafe-memory-access=deny")
                        ? "--sun-misc-unsafe-memory-access=allow" : arg)
                .toList();
    }

    private static List<String> build() {
        try (InputStream args = JvmArgs.class.getResourceAsStream("jvm.args")) {
            return List.of(new String(args.readAllBytes(), StandardCharsets.UTF_8).trim().split("\\s+"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
