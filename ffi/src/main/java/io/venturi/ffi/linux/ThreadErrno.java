package io.venturi.ffi.linux;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

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
    private static final MethodHandle LOCATION = Linker.nativeLinker().downcallHandle(
            Linker.nativeLinker().defaultLookup().findOrThrow("__errno_location"),
            FunctionDescriptor.of(ADDRESS.withTargetLayout(JAVA_INT)));

    private Thread owner;
    private MemorySegment location;

    /** Find out where the calling thread's errno is, unless that is known; never between a call and its reading. */
    public ThreadErrno ofThisThread() {
        if (Thread.currentThread() != owner) {
            locate();
        }
        return this;
    }

    private void locate() {
        try {
            location = (MemorySegment) LOCATION.invokeExact();
            owner = Thread.currentThread();
        } catch (Throwable t) {
            throw new AssertionError("__errno_location is linked with a wrong signature", t);
        }
    }

    int value() {
        return location.get(JAVA_INT, 0);
    }
}
