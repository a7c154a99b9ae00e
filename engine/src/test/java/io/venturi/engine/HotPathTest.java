package io.venturi.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.venturi.engine.agent.Lane;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class HotPathTest {

    @Test
    void shouldFindNothingThatAllocatesOrBlocksInHotMethods() throws Exception {
        HotPathRules rules = new HotPathRules();
        for (Path file : classFiles(Lane.class)) {
            rules.check(file);
        }

        assertEquals(List.of(), rules.breaches());
        assertTrue(rules.methodsChecked() >= 20, "only " + rules.methodsChecked() + " methods are hot");
    }

    @Test
    void shouldFindEveryKindOfBreach() throws Exception {
        HotPathRules rules = new HotPathRules();
        rules.check(classFile(HotPathBreaches.class));

        assertEquals(List.of(
                "array(): newarray",
                "arrayOfArrays(): multianewarray",
                "arrayOfObjects(): anewarray",
                "boxed(long): boxing by java.lang.Long.valueOf",
                "concatenated(long): new java.lang.StringBuilder",
                "lambda(long): invokedynamic",
                "locked(): monitorenter",
                "synchronizedMethod(): synchronized",
                "thrown(): athrow of what a call made",
                "thrown(boolean): new java.lang.IllegalStateException",
                "varargs(java.lang.Object): anewarray"),
                rules.breaches().stream().map(b -> b.substring(b.indexOf('.') + 1)).sorted().toList());
        assertEquals(14, rules.methodsChecked(), "those without a breach, too");
    }

    /** The class files of the module that {@code type} belongs to. */
    static List<Path> classFiles(Class<?> type) throws Exception {
        List<Path> found = new ArrayList<>();
        try (var walk = Files.walk(root(type))) {
            walk.filter(file -> file.toString().endsWith(".class")).forEach(found::add);
        }
        assertTrue(found.size() > 0, "no class files at " + root(type));
        return found;
    }

    static Path root(Class<?> type) throws Exception {
        return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    }

    private static Path classFile(Class<?> type) throws Exception {
        return root(type).resolve(type.getName().replace('.', '/') + ".class");
    }
}
