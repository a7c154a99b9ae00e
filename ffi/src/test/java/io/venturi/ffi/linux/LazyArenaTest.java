package io.venturi.ffi.linux;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class LazyArenaTest {
    private static final long MUCH = 256 << 20;

    private static long pages() throws IOException {
        return Long.parseLong(Files.readString(Path.of("/proc/self/statm")).split(" ")[1]);
    }

    private static boolean isMapped(long address) throws IOException {
        String begin = Long.toHexString(address);
        try (var lines = Files.lines(Path.of("/proc/self/maps"))) {
            return lines.anyMatch(line -> line.startsWith(begin + "-"));
        }
    }

    @Test
    void shouldTakeMemoryOnlyWhenWritten() throws IOException {
        try (LazyArena arena = new LazyArena()) {
            long before = pages();

            MemorySegment large = arena.allocate(MUCH, 64);
            large.set(JAVA_BYTE, MUCH - 1, (byte) 7);

            assertEquals(0, large.get(JAVA_BYTE, MUCH / 2));
            assertEquals(7, large.get(JAVA_BYTE, MUCH - 1));
            assertEquals(0, large.address() % 64);
            assertTrue(pages() - before < (MUCH >> 12) / 2, "pages taken: " + (pages() - before));
        }
    }

    @Test
    void shouldGiveAllBackWhenClosed() throws IOException {
        LazyArena arena = new LazyArena();
        MemorySegment large = arena.allocate(MUCH, 64);
        MemorySegment small = arena.allocate(100, 8);
        small.fill((byte) 1);
        long address = large.address();
        assertTrue(isMapped(address));

        arena.close();

        assertFalse(isMapped(address));
        assertThrows(IllegalStateException.class, () -> large.get(JAVA_BYTE, 0));
        assertThrows(IllegalStateException.class, () -> small.get(JAVA_BYTE, 0));
    }
}
