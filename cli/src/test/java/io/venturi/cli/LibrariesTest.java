package io.venturi.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.constantpool.PoolEntry;
import java.lang.classfile.constantpool.Utf8Entry;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Large libraries are used in one package each, so that no other command loads them. Reads the compiled classes. */
class LibrariesTest {
    private static final Map<String, List<String>> ONLY_IN = Map.of("io/prometheus/", List.of("metrics/"),
            "io/opentelemetry/", List.of("metrics/"), "org/sqlite/", List.of("monitor/"),
            "java/sql/", List.of("monitor/"), "org/tomlj/", List.of("config/", "monitor/"),
            "org/HdrHistogram/", List.of("monitor/"), "javax/jmdns/", List.of("discovery/"),
            "com/sun/net/httpserver/", List.of("metrics/"), "dev/tamboui/", List.of("tui/"),
            "org/jline/", List.of("tui/"));
    /** What a command may use besides. */
    private static final List<String> LISTED = List.of("io/venturi/cli/metrics/", "io/venturi/cli/monitor/",
            "io/venturi/cli/discovery/", "io/venturi/cli/tui/");

    private static List<Path> classes() throws IOException {
        Path root = Path.of(URI.create(Main.class.getProtectionDomain().getCodeSource().getLocation().toString()));
        try (Stream<Path> all = Files.walk(root.resolve("io/venturi/cli"))) {
            return all.filter(file -> file.toString().endsWith(".class")).toList();
        }
    }

    @Test
    void shouldUseEachLibraryInItsPackageAlone() throws IOException {
        List<String> breaches = new ArrayList<>();
        List<Path> classes = classes();
        for (Path file : classes) {
            ClassModel type = ClassFile.of().parse(file);
            String name = type.thisClass().asInternalName().substring("io/venturi/cli/".length());
            for (PoolEntry entry : type.constantPool()) {
                String text = entry instanceof ClassEntry used ? used.asInternalName()
                        : entry instanceof Utf8Entry descriptor ? descriptor.stringValue() : "";
                ONLY_IN.forEach((library, homes) -> {
                    if (homes.stream().noneMatch(name::startsWith)
                            && (text.startsWith(library) || text.contains("L" + library))) {
                        breaches.add(name + " uses " + text);
                    }
                });
            }
        }

        assertTrue(classes.size() > 100);
        assertEquals(List.of(), breaches);
    }

    /** Signatures and fields of commands are read at every start, so they name nothing of these packages. */
    @Test
    void shouldNotNameTheirClassesInFieldsOfCommands() throws IOException {
        Set<String> breaches = new TreeSet<>();
        for (Path file : classes()) {
            ClassModel type = ClassFile.of().parse(file);
            String name = type.thisClass().asInternalName();
            if (name.startsWith("io/venturi/cli/command/") && name.matches(".*(Command|Options)(\\$\\w+Options)?")) {
                type.fields().stream().map(field -> field.fieldType().stringValue())
                        .filter(field -> LISTED.stream().anyMatch(field::contains) && !field.contains("LoadKind"))
                        .forEach(field -> breaches.add(name + " has a " + field));
            }
        }

        assertEquals(Set.of(), breaches);
    }
}
