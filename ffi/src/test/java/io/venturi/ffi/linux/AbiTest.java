package io.venturi.ffi.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Compares the generated layouts and constants with what the C compiler of this machine makes of its own headers.
 * That finds newer headers and other architectures, which would otherwise corrupt memory without an error.
 */
class AbiTest {
    private static final Path LIBRARY = Path.of("target", "native", "libventuri_abi.so");
    private static final Path GENERATED = Path.of("src", "generated", "java", "io", "venturi", "ffi", "linux", "gen");
    private static final String PACKAGE = "io.venturi.ffi.linux.gen.";

    private static final int SIZE = 0;
    private static final int OFFSET = 1;
    private static final int CONSTANT = 2;

    /** The packed form of x86_64 is generated; elsewhere the layout must be made by hand. */
    private static final Set<String> ONLY_X86_64 = Set.of("epoll_event");

    /** New kernels append fields; they accept and answer the shorter form. */
    private static final Set<String> GROWING = Set.of("tcp_info");

    /** Reserved room, which later headers divide and rename, libc's second names, and an array without a size. */
    private static final Pattern NOT_COMPARED =
            Pattern.compile(".*\\.(rsv|(\\w+_)?reserved|__ru_\\w+|__cmsg_data)");

    /** The C side, by kind and name: {@code tables.get(OFFSET).get("mmsghdr.msg_len")}. */
    private static List<Map<String, Long>> tables;

    @BeforeAll
    static void readTable() {
        if (!Files.exists(LIBRARY)) {
            String reason = "AbiTest skipped: " + LIBRARY.toAbsolutePath() + " was not built (needs cmake and a C"
                    + " compiler with Linux headers 6.1 or newer)";
            System.out.println(reason);
            Assumptions.abort(reason);
        }

        tables = List.of(new TreeMap<>(), new TreeMap<>(), new TreeMap<>());
        try (Arena arena = Arena.ofConfined()) {
            SymbolLookup library = SymbolLookup.libraryLookup(LIBRARY.toAbsolutePath(), arena);
            long count = library.findOrThrow("venturi_abi_count").reinterpret(8).get(ValueLayout.JAVA_LONG, 0);
            MemorySegment entries = library.findOrThrow("venturi_abi").reinterpret(24 * count);
            for (long at = 0; at < entries.byteSize(); at += 24) {
                String name = entries.get(ValueLayout.ADDRESS, at).reinterpret(Long.MAX_VALUE).getString(0);
                int kind = entries.get(ValueLayout.JAVA_INT, at + 8);
                Long twice = tables.get(kind).put(name, entries.get(ValueLayout.JAVA_LONG, at + 16));
                assertNull(twice, name + " is in the C table twice");
            }
        }
    }

    @Test
    void shouldGiveEveryLayoutTheSizesAndOffsetsOfC() throws Exception {
        Comparison comparison = new Comparison();
        for (Class<?> type : generatedStructs()) {
            String name = type.getSimpleName();
            if (ONLY_X86_64.contains(name) && !System.getProperty("os.arch").equals("amd64")) {
                System.out.println("AbiTest: " + name + " not compared on " + System.getProperty("os.arch"));
                tables.get(SIZE).keySet().stream().filter(key -> key.startsWith(name)).forEach(comparison.seen::add);
                continue;
            }
            long size = (long) type.getMethod("sizeof").invoke(null);
            if (GROWING.contains(name) && tables.get(SIZE).getOrDefault(name, 0L) > size) {
                comparison.seen.add(name);
            } else {
                comparison.compare(SIZE, name, size);
            }
            compareFields(comparison, type, name, 0);
        }

        comparison.assertNoDifference(tables.get(SIZE).keySet());
        assertTrue(comparison.count > 400, "only " + comparison.count + " sizes and offsets compared");
    }

    @Test
    void shouldGiveEveryConstantTheValueOfC() throws Exception {
        Comparison comparison = new Comparison();
        for (Method method : Class.forName(PACKAGE + "Linux").getDeclaredMethods()) {
            if (!Modifier.isPublic(method.getModifiers())) {
                continue;
            }
            Number value = (Number) method.invoke(null);
            Long expected = tables.get(CONSTANT).get(method.getName());
            // jextract gives an unsigned int above the range of int the same 32 bits as a negative one.
            boolean sameBits = value instanceof Integer && expected != null && expected == (expected & 0xFFFF_FFFFL)
                    && expected.intValue() == value.intValue();
            comparison.compare(CONSTANT, method.getName(), sameBits ? expected : value.longValue());
        }

        for (Field field : RtNetlink.class.getFields()) {
            long value = field.getInt(null);
            boolean sameBits = tables.get(CONSTANT).get(field.getName()) == Integer.toUnsignedLong((int) value);
            comparison.compare(CONSTANT, field.getName(), sameBits ? Integer.toUnsignedLong((int) value) : value);
        }

        comparison.assertNoDifference(tables.get(CONSTANT).keySet());
        assertTrue(comparison.count > 500, "only " + comparison.count + " constants compared");
    }

    /** Every struct that jextract wrote, so that one added to the filter cannot be forgotten here. */
    private static List<Class<?>> generatedStructs() throws IOException, ClassNotFoundException {
        List<Class<?>> structs = new ArrayList<>();
        try (var sources = Files.newDirectoryStream(GENERATED, "*.java")) {
            for (Path source : sources) {
                String name = source.getFileName().toString().replace(".java", "");
                if (!name.startsWith("Linux")) {
                    structs.add(Class.forName(PACKAGE + name));
                }
            }
        }
        return structs;
    }

    /** Goes into the nested types; {@code base} is where {@code type} lies in the outermost struct. */
    private static void compareFields(Comparison comparison, Class<?> type, String path, long base) throws Exception {
        for (Method method : type.getDeclaredMethods()) {
            if (!method.getName().endsWith("$offset")) {
                continue;
            }
            String field = method.getName().replace("$offset", "");
            String name = path + "." + field;
            if (NOT_COMPARED.matcher(name).matches()) {
                continue;
            }
            long offset = base + (long) method.invoke(null);
            long size = ((MemoryLayout) type.getMethod(field + "$layout").invoke(null)).byteSize();
            comparison.compare(OFFSET, name, offset);
            comparison.compare(SIZE, name, size);
            for (Class<?> nested : type.getDeclaredClasses()) {
                if (nested.getSimpleName().equals(field)) {
                    compareFields(comparison, nested, name, offset);
                }
            }
        }
    }

    private static final class Comparison {
        private static final String[] KINDS = {"size of ", "offset of ", "constant "};

        private final List<String> differences = new ArrayList<>();
        private final Set<String> seen = new HashSet<>();
        private int count;

        void compare(int kind, String name, long java) {
            Long c = tables.get(kind).get(name);
            seen.add(name);
            count++;
            if (c == null || c != java) {
                differences.add(KINDS[kind] + name + ": Java " + java + ", C " + (c == null ? "has none" : c));
            }
        }

        void assertNoDifference(Set<String> namesOfC) {
            Set<String> unseen = new TreeSet<>(namesOfC);
            unseen.removeAll(seen);
            assertEquals(List.of(), differences);
            assertEquals(Set.of(), unseen, "in the C table, but not generated");
        }
    }
}
