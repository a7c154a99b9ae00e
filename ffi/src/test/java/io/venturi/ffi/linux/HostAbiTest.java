package io.venturi.ffi.linux;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** Compares {@link EthtoolStructs} with C, and {@link Libc#ioctl} with errno(3). */
class HostAbiTest {
    private static final Path LIBRARY = Path.of("target", "native", "libventuri_abi.so");
    private static final int EBADF = 9;

    @Test
    void shouldHaveTheValuesOfC() throws IllegalAccessException {
        if (!Files.exists(LIBRARY)) {
            String reason = "HostAbiTest skipped: " + LIBRARY.toAbsolutePath() + " was not built";
            System.out.println(reason);
            Assumptions.abort(reason);
        }
        Map<String, Long> expected = new TreeMap<>();
        try (Arena arena = Arena.ofConfined()) {
            SymbolLookup library = SymbolLookup.libraryLookup(LIBRARY.toAbsolutePath(), arena);
            long count = library.findOrThrow("venturi_host_abi_count").reinterpret(8).get(JAVA_LONG, 0);
            MemorySegment entries = library.findOrThrow("venturi_host_abi").reinterpret(16 * count);
            for (long at = 0; at < entries.byteSize(); at += 16) {
                expected.put(entries.get(ADDRESS, at).reinterpret(Long.MAX_VALUE).getString(0),
                        entries.get(JAVA_LONG, at + 8));
            }
        }

        Map<String, Long> actual = new TreeMap<>();
        for (Field field : EthtoolStructs.class.getDeclaredFields()) {
            if (Modifier.isPublic(field.getModifiers())) {
                actual.put(field.getName(), (long) field.getInt(null));
            }
        }

        assertEquals(expected, actual);
    }

    @Test
    void shouldGiveTheErrorNumberOfARefusedIoctl() {
        try (Arena arena = Arena.ofConfined()) {
            assertEquals(-EBADF, Libc.ioctl(Libc.callState(arena), -1, 0, arena.allocate(8)));
        }
    }
}
