package io.venturi.ffi.linux;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * libc calls that read clocks and speak with the programs that keep them, in the form of {@link Libc}: every result is
 * {@code >= 0} or {@code -errno}, {@code state} is a segment of {@link Libc#CALL_STATE}. None is for a lane.
 */
public final class ClockCalls {
    private static final MethodHandle OPEN = Libc.linkVariadic("open", 2, ADDRESS, JAVA_INT, JAVA_INT);
    private static final MethodHandle CLOCK_GETTIME = Libc.link("clock_gettime", JAVA_INT, ADDRESS);
    private static final MethodHandle CLOCK_GETRES = Libc.link("clock_getres", JAVA_INT, ADDRESS);
    private static final MethodHandle ADJTIMEX = Libc.link("adjtimex", ADDRESS);
    private static final MethodHandle SEND = Libc.link("send", JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT);
    private static final MethodHandle RECV = Libc.link("recv", JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT);

    private ClockCalls() {
    }

    /** open(2) of an existing file: a new descriptor. {@code path} ends with a zero byte. */
    public static int open(MemorySegment state, MemorySegment path, int flags) {
        try {
            return Libc.result((int) OPEN.invokeExact(state, path, flags, 0), state);
        } catch (Throwable t) {
            throw Libc.mislinked("open", t);
        }
    }

    /** clock_gettime(2) of any clock, also one behind a descriptor, which may take microseconds. */
    public static int clockGettime(MemorySegment state, int clock, MemorySegment timespec) {
        try {
            return Libc.result((int) CLOCK_GETTIME.invokeExact(state, clock, timespec), state);
        } catch (Throwable t) {
            throw Libc.mislinked("clock_gettime", t);
        }
    }

    /** clock_getres(2). */
    public static int clockGetres(MemorySegment state, int clock, MemorySegment timespec) {
        try {
            return Libc.result((int) CLOCK_GETRES.invokeExact(state, clock, timespec), state);
        } catch (Throwable t) {
            throw Libc.mislinked("clock_getres", t);
        }
    }

    /** adjtimex(2): state of the clock, 0..5. With {@code modes} 0 it changes nothing and needs no permission. */
    public static int adjtimex(MemorySegment state, MemorySegment timex) {
        try {
            return Libc.result((int) ADJTIMEX.invokeExact(state, timex), state);
        } catch (Throwable t) {
            throw Libc.mislinked("adjtimex", t);
        }
    }

    /** send(2) on a connected socket: bytes taken. A descriptor's datagram is far below the range of int. */
    public static int send(MemorySegment state, int fd, MemorySegment datagram, int flags) {
        try {
            return Libc.result((int) SEND.invokeExact(state, fd, datagram, datagram.byteSize(), flags), state);
        } catch (Throwable t) {
            throw Libc.mislinked("send", t);
        }
    }

    /** recv(2): bytes received. */
    public static int recv(MemorySegment state, int fd, MemorySegment buffer, int flags) {
        try {
            return Libc.result((int) RECV.invokeExact(state, fd, buffer, buffer.byteSize(), flags), state);
        } catch (Throwable t) {
            throw Libc.mislinked("recv", t);
        }
    }
}
