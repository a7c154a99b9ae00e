package io.venturi.ffi.linux;

import io.venturi.ffi.linux.gen.Linux;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * A shared arena whose large segments are mappings of their own: they are zero, as others are, but a page takes memory
 * only once it is written. For buffers of many sockets, most of which stay empty. Where the kernel refuses a mapping,
 * the segment is an ordinary one.
 *
 * <p>Thread-safe.
 *
 * @see <a href="https://man7.org/linux/man-pages/man2/mmap.2.html">mmap(2)</a>
 */
public final class LazyArena implements Arena {
    private static final long LEAST_BYTES = 16 << 10;
    private static final MemorySegment MMAP = WordCall.function("mmap");
    private static final MemorySegment MUNMAP = WordCall.function("munmap");
    private static final long FAILED = -1;

    private final Arena arena = Arena.ofShared();

    @Override
    public MemorySegment allocate(long bytes, long alignment) {
        if (bytes < LEAST_BYTES) {
            return arena.allocate(bytes, alignment);
        }
        long address = map(bytes);
        return address == FAILED
                ? arena.allocate(bytes, alignment)
                : reinterpret(address, bytes);
    }

    @SuppressWarnings("restricted") // the mapping was just made, with this length
    private MemorySegment reinterpret(long address, long bytes) {
        return MemorySegment.ofAddress(address).reinterpret(bytes, arena, LazyArena::unmap);
    }

    private static long map(long bytes) {
        return WordCall.plain(MMAP, 0, bytes, Linux.PROT_READ() | Linux.PROT_WRITE(),
                Linux.MAP_PRIVATE() | Linux.MAP_ANONYMOUS(), -1, 0);
    }

    private static void unmap(MemorySegment mapping) {
        WordCall.plain(MUNMAP, mapping.address(), mapping.byteSize(), 0, 0, 0, 0);
    }

    @Override
    public MemorySegment.Scope scope() {
        return arena.scope();
    }

    @Override
    public void close() {
        arena.close();
    }
}
