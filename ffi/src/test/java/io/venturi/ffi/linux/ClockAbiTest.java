package io.venturi.ffi.linux;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.venturi.ffi.linux.gen.timespec;
import io.venturi.ffi.linux.gen.timex;
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

/** Compares {@link ClockStructs} with the C compiler's answers, and the results of {@link ClockCalls} with errno(3). */
class ClockAbiTest {
    private static final Path LIBRARY = Path.of("target", "native", "libventuri_abi.so");
    private static final int EBADF = 9;

    private final Arena arena = Arena.ofAuto();
    private final MemorySegment state = Libc.callState(arena);

    @Test
    void shouldHaveTheSizesAndOffsetsOfC() throws IllegalAccessException {
        if (!Files.exists(LIBRARY)) {
            String reason = "ClockAbiTest skipped: " + LIBRARY.toAbsolutePath() + " was not built";
            System.out.println(reason);
            Assumptions.abort(reason);
        }
        Map<String, Long> expected = new TreeMap<>();
        try (Arena confined = Arena.ofConfined()) {
            SymbolLookup library = SymbolLookup.libraryLookup(LIBRARY.toAbsolutePath(), confined);
            long count = library.findOrThrow("venturi_clock_abi_count").reinterpret(8).get(JAVA_LONG, 0);
            MemorySegment entries = library.findOrThrow("venturi_clock_abi").reinterpret(16 * count);
            for (long at = 0; at < entries.byteSize(); at += 16) {
                expected.put(entries.get(ADDRESS, at).reinterpret(Long.MAX_VALUE).getString(0),
                        entries.get(JAVA_LONG, at + 8));
            }
        }

        Map<String, Long> actual = new TreeMap<>();
        for (Field field : ClockStructs.class.getDeclaredFields()) {
            if (Modifier.isPublic(field.getModifiers())) {
                actual.put(field.getName(), (long) field.getInt(null));
            }
        }

        assertEquals(expected, actual);
    }

    @Test
    void shouldGiveTheErrorNumberOfRefusedCalls() {
        MemorySegment room = arena.allocate(256, 8);

        assertEquals(-Errno.ENOENT, ClockCalls.open(state, arena.allocateFrom("/nowhere/at/all"), 0));
        assertEquals(-EBADF, Libc.ioctl(state, -1, 0, room));
        assertEquals(-Errno.EINVAL, ClockCalls.clockGettime(state, 9999, room));
        assertEquals(-Errno.EINVAL, ClockCalls.clockGetres(state, 9999, room));
        assertEquals(-EBADF, ClockCalls.send(state, -1, room, 0));
        assertEquals(-EBADF, ClockCalls.recv(state, -1, room, 0));
    }

    @Test
    void shouldReadClocksAndTheStateOfTheKernelsOne() {
        MemorySegment time = arena.allocate(timespec.layout());
        MemorySegment kernel = arena.allocate(timex.layout());

        assertEquals(0, ClockCalls.clockGettime(state, 0, time));
        assertEquals(0, ClockCalls.clockGetres(state, 0, time));
        int result = ClockCalls.adjtimex(state, kernel);

        assertEquals(result, Math.clamp(result, 0, 5));
        assertEquals(0, kernel.get(JAVA_INT, timex.modes$offset()));
    }
}
