package io.venturi.ffi.linux;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * libc calls for byte streams, in the manner of {@link Libc}: every result is {@code >= 0} or {@code -errno}. They may
 * block, unless the descriptor or the flags say otherwise. No state, no allocation.
 */
public final class StreamCalls {
    private static final MethodHandle LISTEN = link(JAVA_INT, "listen", JAVA_INT, JAVA_INT);
    private static final MethodHandle ACCEPT4 = link(JAVA_INT, "accept4", JAVA_INT, ADDRESS, ADDRESS, JAVA_INT);
    private static final MethodHandle SHUTDOWN = link(JAVA_INT, "shutdown", JAVA_INT, JAVA_INT);
    private static final MethodHandle SEND = link(JAVA_LONG, "send", JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT);
    private static final MethodHandle RECV = link(JAVA_LONG, "recv", JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT);
    private static final MethodHandle SENDFILE = link(JAVA_LONG, "sendfile", JAVA_INT, JAVA_INT, ADDRESS, JAVA_LONG);

    private StreamCalls() {
    }

    /** listen(2). */
    public static int listen(ThreadErrno errno, int fd, int backlog) {
        try {
            return (int) result((int) LISTEN.invokeExact(fd, backlog), errno);
        } catch (Throwable t) {
            throw mislinked("listen", t);
        }
    }

    /** accept4(2): a new descriptor; fills {@code address} and the int behind {@code length}. */
    public static int accept4(ThreadErrno errno, int fd, MemorySegment address, MemorySegment length, int flags) {
        try {
            return (int) result((int) ACCEPT4.invokeExact(fd, address, length, flags), errno);
        } catch (Throwable t) {
            throw mislinked("accept4", t);
        }
    }

    /** shutdown(2); wakes whoever waits on the descriptor. */
    public static int shutdown(ThreadErrno errno, int fd, int how) {
        try {
            return (int) result((int) SHUTDOWN.invokeExact(fd, how), errno);
        } catch (Throwable t) {
            throw mislinked("shutdown", t);
        }
    }

    /** send(2): bytes the kernel took. */
    public static long send(ThreadErrno errno, int fd, MemorySegment data, long bytes, int flags) {
        try {
            return result((long) SEND.invokeExact(fd, data, bytes, flags), errno);
        } catch (Throwable t) {
            throw mislinked("send", t);
        }
    }

    /** recv(2): bytes received, 0 at the end of the stream. */
    public static long recv(ThreadErrno errno, int fd, MemorySegment buffer, long bytes, int flags) {
        try {
            return result((long) RECV.invokeExact(fd, buffer, bytes, flags), errno);
        } catch (Throwable t) {
            throw mislinked("recv", t);
        }
    }

    /** sendfile(2): bytes sent; the long behind {@code offset} says from where, and is advanced. */
    public static long sendfile(ThreadErrno errno, int fd, int fromFd, MemorySegment offset, long bytes) {
        try {
            return result((long) SENDFILE.invokeExact(fd, fromFd, offset, bytes), errno);
        } catch (Throwable t) {
            throw mislinked("sendfile", t);
        }
    }

    private static long result(long value, ThreadErrno errno) {
        return value >= 0 ? value : -errno.value();
    }

    private static MethodHandle link(MemoryLayout result, String name, MemoryLayout... arguments) {
        Linker linker = Linker.nativeLinker();
        return linker.downcallHandle(linker.defaultLookup().findOrThrow(name),
                FunctionDescriptor.of(result, arguments));
    }

    private static AssertionError mislinked(String name, Throwable cause) {
        return new AssertionError(name + " is linked with a wrong signature", cause);
    }
}
