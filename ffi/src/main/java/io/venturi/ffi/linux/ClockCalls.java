package io.venturi.ffi.linux;

import static io.venturi.ffi.linux.WordCall.capturing;
import static io.venturi.ffi.linux.WordCall.function;
import static io.venturi.ffi.linux.WordCall.kept;

import java.lang.foreign.MemorySegment;

/**
 * libc calls that read clocks and speak with the programs that keep them, in the form of {@link Libc}: every result is
 * {@code >= 0} or {@code -errno}, {@code state} is a segment of {@link Libc#CALL_STATE}. None is for a lane.
 */
public final class ClockCalls {
    private static final MemorySegment OPEN = function("open");
    private static final MemorySegment CLOCK_GETTIME = function("clock_gettime");
    private static final MemorySegment CLOCK_GETRES = function("clock_getres");
    private static final MemorySegment ADJTIMEX = function("adjtimex");
    private static final MemorySegment SEND = function("send");
    private static final MemorySegment RECV = function("recv");

    private ClockCalls() {
    }

    /** open(2) of an existing file: a new descriptor. {@code path} ends with a zero byte. */
    public static int open(MemorySegment state, MemorySegment path, int flags) {
        return kept(capturing(state, OPEN, path.address(), flags, 0, 0, 0, 0), path);
    }

    /** clock_gettime(2) of any clock, also one behind a descriptor, which may take microseconds. */
    public static int clockGettime(MemorySegment state, int clock, MemorySegment timespec) {
        return kept(capturing(state, CLOCK_GETTIME, clock, timespec.address(), 0, 0, 0, 0), timespec);
    }

    /** clock_getres(2). */
    public static int clockGetres(MemorySegment state, int clock, MemorySegment timespec) {
        return kept(capturing(state, CLOCK_GETRES, clock, timespec.address(), 0, 0, 0, 0), timespec);
    }

    /** adjtimex(2): state of the clock, 0..5. With {@code modes} 0 it changes nothing and needs no permission. */
    public static int adjtimex(MemorySegment state, MemorySegment timex) {
        return kept(capturing(state, ADJTIMEX, timex.address(), 0, 0, 0, 0, 0), timex);
    }

    /** send(2) on a connected socket: bytes taken. A descriptor's datagram is far below the range of int. */
    public static int send(MemorySegment state, int fd, MemorySegment datagram, int flags) {
        return kept(capturing(state, SEND, fd, datagram.address(), datagram.byteSize(), flags, 0, 0), datagram);
    }

    /** recv(2): bytes received. */
    public static int recv(MemorySegment state, int fd, MemorySegment buffer, int flags) {
        return kept(capturing(state, RECV, fd, buffer.address(), buffer.byteSize(), flags, 0, 0), buffer);
    }
}
