package io.venturi.ffi.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.MemorySegment;

/**
 * Reads errno where libc keeps it for the calling thread, right after a call that failed. Unlike the linker's capture
 * of errno it allocates nothing, whichever compiler is at work. Nothing between the return of a plain call and the
 * reading sets errno: the way back into Java makes no libc call that does.
 *
 * <p>Thread: the one whose errno is read; it may change from time to time, as when a socket that one thread opened is
 * used by another.
 *
 * @see <a href="https://man7.org/linux/man-pages/man3/errno.3.html">errno(3)</a>
 */
public final class ThreadErrno {
    private static final MemorySegment LOCATION = WordCall.function("__errno_location");

    private Thread owner;
    private MemorySegment location;

    /** Find out where the calling thread's errno is, unless that is known; never between a call and its reading. */
    public ThreadErrno ofThisThread() {
        if (Thread.currentThread() != owner) {
            locate();
        }
        return this;
    }

    @SuppressWarnings("restricted") // libc says where its int is
    private void locate() {
        location = MemorySegment.ofAddress(WordCall.plain(LOCATION, 0, 0, 0, 0, 0, 0)).reinterpret(Integer.BYTES);
        owner = Thread.currentThread();
    }

    int value() {
        return location.get(JAVA_INT, 0);
    }
}
