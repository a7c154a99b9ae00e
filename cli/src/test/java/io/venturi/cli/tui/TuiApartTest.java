package io.venturi.cli.tui;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.constantpool.ClassEntry;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** Only this package knows the libraries of the screen, and of it only commands know, by its public classes. */
class TuiApartTest {

    @Test
    void shouldKeepTheLibrariesOfTheScreenInThisPackageAndThePackageToTheCommands() throws Exception {
        Set<String> breaches = new TreeSet<>();
        List<Path> files = classFiles();
        for (Path file : files) {
            String from = ClassFile.of().parse(file).thisClass().asInternalName();
            boolean here = from.startsWith("io/venturi/cli/tui/");
            for (String to : used(file)) {
                boolean library = to.startsWith("dev/tamboui/") || to.startsWith("org/jline/");
                boolean screen = to.startsWith("io/venturi/cli/tui/");
                if (!here && (library || screen && !from.startsWith("io/venturi/cli/command/"))) {
                    breaches.add(from + " uses " + to);
                }
            }
        }

        assertTrue(files.size() > 100, "only " + files.size() + " classes read");
        assertEquals(Set.of(), breaches);
    }

    private static List<String> used(Path file) throws IOException {
        return StreamSupport.stream(ClassFile.of().parse(file).constantPool().spliterator(), false)
                .filter(ClassEntry.class::isInstance).map(entry -> ((ClassEntry) entry).asInternalName()).toList();
    }

    private static List<Path> classFiles() throws IOException, URISyntaxException {
        Path root = Path.of(View.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        try (Stream<Path> files = Files.walk(root)) {
            return new ArrayList<>(files.filter(file -> file.toString().endsWith(".class")).toList());
        }
    }
}
