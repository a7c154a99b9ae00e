package io.venturi.ffi.linux;

import static io.venturi.ffi.linux.WordCall.function;
import static io.venturi.ffi.linux.WordCall.kept;
import static io.venturi.ffi.linux.WordCall.plain;

import java.lang.foreign.MemorySegment;

/**
 * libc calls for byte streams, in the manner of {@link Libc}: every result is {@code >= 0} or {@code -errno}. They may
 * block, unless the descriptor or the flags say otherwise. No state, no allocation.
 */
public final class StreamCalls {
    private static final MemorySegment LISTEN = function("listen");
    private static final MemorySegment ACCEPT4 = function("accept4");
    private static final MemorySegment SHUTDOWN = function("shutdown");
    private static final MemorySegment SEND = function("send");
    private static final MemorySegment RECV = function("recv");
    private static final MemorySegment SENDFILE = function("sendfile");

    private StreamCalls() {
    }

    /** listen(2). */
    public static int listen(ThreadErrno errno, int fd, int backlog) {
        return (int) result((int) plain(LISTEN, fd, backlog, 0, 0, 0, 0), errno);
    }

    /** accept4(2): a new descriptor; fills {@code address} and the int behind {@code length}. */
    public static int accept4(ThreadErrno errno, int fd, MemorySegment address, MemorySegment length, int flags) {
        return kept((int) result((int) plain(ACCEPT4, fd, address.address(), length.address(), flags, 0, 0), errno),
                address, length);
    }

    /** shutdown(2); wakes whoever waits on the descriptor. */
    public static int shutdown(ThreadErrno errno, int fd, int how) {
        return (int) result((int) plain(SHUTDOWN, fd, how, 0, 0, 0, 0), errno);
    }

    /** send(2): bytes the kernel took. */
    public static long send(ThreadErrno errno, int fd, MemorySegment data, long bytes, int flags) {
        return kept(result(plain(SEND, fd, data.address(), bytes, flags, 0, 0), errno), data);
    }

    /** recv(2): bytes received, 0 at the end of the stream. */
    public static long recv(ThreadErrno errno, int fd, MemorySegment buffer, long bytes, int flags) {
        return kept(result(plain(RECV, fd, buffer.address(), bytes, flags, 0, 0), errno), buffer);
    }

    /** sendfile(2): bytes sent; the long behind {@code offset} says from where, and is advanced. */
    public static long sendfile(ThreadErrno errno, int fd, int fromFd, MemorySegment offset, long bytes) {
        return kept(result(plain(SENDFILE, fd, fromFd, offset.address(), bytes, 0, 0), errno), offset);
    }

    private static long result(long value, ThreadErrno errno) {
        return value >= 0 ? value : -errno.value();
    }
}
