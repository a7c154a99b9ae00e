package io.venturi.ffi.linux;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;

/**
 * libc calls, one static method each. Every result is {@code >= 0} or {@code -errno}; nothing is thrown per call. No
 * state.
 *
 * <p>Calls made while setting up take a {@code state} segment of {@link #CALL_STATE}, one per thread, where the linker
 * puts errno; that allocates a little until the second compiler has compiled the caller. Calls made per packet allocate
 * nothing from the first on: they take a {@link ThreadErrno} and read errno where libc keeps it. Handles are linked
 * when the holder class of their family is first used, so that a short command does not pay for all of them.
 */
public final class Libc {
    /** Layout of the segment that every call needs; allocate one per thread with {@link #callState}. */
    public static final StructLayout CALL_STATE = Linker.Option.captureStateLayout();

    private static final VarHandle ERRNO = CALL_STATE.varHandle(PathElement.groupElement("errno"));

    private Libc() {
    }

    /** A segment for the {@code state} parameter of every call; one per thread. */
    public static MemorySegment callState(Arena arena) {
        return arena.allocate(CALL_STATE);
    }

    // ---- sockets -------------------------------------------------------------------------------------------------

    private static final class SocketCalls {
        static final MethodHandle SOCKET = link("socket", JAVA_INT, JAVA_INT, JAVA_INT);
        static final MethodHandle BIND = link("bind", JAVA_INT, ADDRESS, JAVA_INT);
        static final MethodHandle CONNECT = link("connect", JAVA_INT, ADDRESS, JAVA_INT);
        static final MethodHandle GETSOCKNAME = link("getsockname", JAVA_INT, ADDRESS, ADDRESS);
        static final MethodHandle SETSOCKOPT = link("setsockopt", JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT);
        static final MethodHandle GETSOCKOPT = link("getsockopt", JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, ADDRESS);
        static final MethodHandle CLOSE = link("close", JAVA_INT);
        static final MethodHandle IOCTL = linkVariadic("ioctl", 2, JAVA_INT, JAVA_LONG, ADDRESS);
    }

    private static final class PacketCalls {
        static final MethodHandle SENDMMSG = linkPlain("sendmmsg", JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT);
        static final MethodHandle RECVMMSG = linkPlain("recvmmsg", JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT, ADDRESS);
        static final MethodHandle PPOLL = linkPlain("ppoll", ADDRESS, JAVA_LONG, ADDRESS, ADDRESS);
    }

    /** For one datagram the plain calls cost less than those for several. */
    private static final class SinglePacketCalls {
        static final MethodHandle SENDTO =
                linkLong("sendto", JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT, ADDRESS, JAVA_INT);
        static final MethodHandle SENDMSG = linkLong("sendmsg", JAVA_INT, ADDRESS, JAVA_INT);
        static final MethodHandle RECVFROM =
                linkLong("recvfrom", JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT, ADDRESS, ADDRESS);
        static final MethodHandle RECVMSG = linkLong("recvmsg", JAVA_INT, ADDRESS, JAVA_INT);
    }

    /** socket(2): a new descriptor. */
    public static int socket(MemorySegment state, int domain, int type, int protocol) {
        try {
            return result((int) SocketCalls.SOCKET.invokeExact(state, domain, type, protocol), state);
        } catch (Throwable t) {
            throw mislinked("socket", t);
        }
    }

    /** bind(2). */
    public static int bind(MemorySegment state, int fd, MemorySegment address, int length) {
        try {
            return result((int) SocketCalls.BIND.invokeExact(state, fd, address, length), state);
        } catch (Throwable t) {
            throw mislinked("bind", t);
        }
    }

    /** connect(2). */
    public static int connect(MemorySegment state, int fd, MemorySegment address, int length) {
        try {
            return result((int) SocketCalls.CONNECT.invokeExact(state, fd, address, length), state);
        } catch (Throwable t) {
            throw mislinked("connect", t);
        }
    }

    /** getsockname(2): fills {@code address} and the int behind {@code length}. */
    public static int getsockname(MemorySegment state, int fd, MemorySegment address, MemorySegment length) {
        try {
            return result((int) SocketCalls.GETSOCKNAME.invokeExact(state, fd, address, length), state);
        } catch (Throwable t) {
            throw mislinked("getsockname", t);
        }
    }

    /** setsockopt(2). */
    public static int setsockopt(MemorySegment state, int fd, int level, int name, MemorySegment value, int length) {
        try {
            return result((int) SocketCalls.SETSOCKOPT.invokeExact(state, fd, level, name, value, length), state);
        } catch (Throwable t) {
            throw mislinked("setsockopt", t);
        }
    }

    /** getsockopt(2): fills {@code value} and the int behind {@code length}. */
    public static int getsockopt(MemorySegment state, int fd, int level, int name, MemorySegment value,
                                 MemorySegment length) {
        try {
            return result((int) SocketCalls.GETSOCKOPT.invokeExact(state, fd, level, name, value, length), state);
        } catch (Throwable t) {
            throw mislinked("getsockopt", t);
        }
    }

    /** close(2). */
    public static int close(MemorySegment state, int fd) {
        try {
            return result((int) SocketCalls.CLOSE.invokeExact(state, fd), state);
        } catch (Throwable t) {
            throw mislinked("close", t);
        }
    }

    /** ioctl(2) with a pointer, such as to an ifreq of netdevice(7). */
    public static int ioctl(MemorySegment state, int fd, long request, MemorySegment argument) {
        try {
            return result((int) SocketCalls.IOCTL.invokeExact(state, fd, request, argument), state);
        } catch (Throwable t) {
            throw mislinked("ioctl", t);
        }
    }

    /** sendmmsg(2): messages the kernel took, 1..{@code count}, or {@code -errno} when it took none. */
    public static int sendmmsg(ThreadErrno errno, int fd, MemorySegment messages, int count, int flags) {
        try {
            return result((int) PacketCalls.SENDMMSG.invokeExact(fd, messages, count, flags), errno);
        } catch (Throwable t) {
            throw mislinked("sendmmsg", t);
        }
    }

    /** recvmmsg(2) without timeout: messages received, 1..{@code count}, or {@code -errno}. */
    public static int recvmmsg(ThreadErrno errno, int fd, MemorySegment messages, int count, int flags) {
        try {
            return result((int) PacketCalls.RECVMMSG.invokeExact(fd, messages, count, flags,
                    MemorySegment.NULL), errno);
        } catch (Throwable t) {
            throw mislinked("recvmmsg", t);
        }
    }

    /** sendto(2): bytes sent; {@code address} is NULL and {@code addressLength} 0 on a connected socket. */
    public static int sendto(ThreadErrno errno, int fd, MemorySegment payload, long length, int flags,
                             MemorySegment address, int addressLength) {
        try {
            return result((int) (long) SinglePacketCalls.SENDTO.invokeExact(fd, payload, length, flags, address,
                    addressLength), errno);
        } catch (Throwable t) {
            throw mislinked("sendto", t);
        }
    }

    /** sendmsg(2): bytes sent. */
    public static int sendmsg(ThreadErrno errno, int fd, MemorySegment message, int flags) {
        try {
            return result((int) (long) SinglePacketCalls.SENDMSG.invokeExact(fd, message, flags), errno);
        } catch (Throwable t) {
            throw mislinked("sendmsg", t);
        }
    }

    /** recvfrom(2): bytes received; {@code address} and {@code addressLength}, an int, may be NULL. */
    public static int recvfrom(ThreadErrno errno, int fd, MemorySegment payload, long length, int flags,
                               MemorySegment address, MemorySegment addressLength) {
        try {
            return result((int) (long) SinglePacketCalls.RECVFROM.invokeExact(fd, payload, length, flags, address,
                    addressLength), errno);
        } catch (Throwable t) {
            throw mislinked("recvfrom", t);
        }
    }

    /** recvmsg(2): bytes received. */
    public static int recvmsg(ThreadErrno errno, int fd, MemorySegment message, int flags) {
        try {
            return result((int) (long) SinglePacketCalls.RECVMSG.invokeExact(fd, message, flags), errno);
        } catch (Throwable t) {
            throw mislinked("recvmsg", t);
        }
    }

    /** ppoll(2) with the caller's signal mask: descriptors that are ready, 0 on timeout. May block. */
    public static int ppoll(ThreadErrno errno, MemorySegment fds, long count, MemorySegment timeout) {
        try {
            return result((int) PacketCalls.PPOLL.invokeExact(fds, count, timeout, MemorySegment.NULL), errno);
        } catch (Throwable t) {
            throw mislinked("ppoll", t);
        }
    }

    // ---- time ----------------------------------------------------------------------------------------------------

    private static final class TimeCalls {
        /** Stays in user space (vDSO) and never blocks, the only kind of call that may be critical. */
        static final MethodHandle CLOCK_GETTIME = Linker.nativeLinker().downcallHandle(
                Linker.nativeLinker().defaultLookup().findOrThrow("clock_gettime"),
                FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS), Linker.Option.critical(false));
        static final MethodHandle CLOCK_NANOSLEEP =
                linkPlain("clock_nanosleep", JAVA_INT, JAVA_INT, ADDRESS, ADDRESS);
    }

    /** clock_gettime(2) into a timespec; 0, or -1 for an unknown clock (errno is not captured). */
    public static int clockGettime(int clock, MemorySegment timespec) {
        try {
            return (int) TimeCalls.CLOCK_GETTIME.invokeExact(clock, timespec);
        } catch (Throwable t) {
            throw mislinked("clock_gettime", t);
        }
    }

    /** clock_nanosleep(2) without a remainder: 0 or {@code -errno} (the call itself returns errno). Blocks. */
    public static int clockNanosleep(int clock, int flags, MemorySegment timespec) {
        try {
            return -(int) TimeCalls.CLOCK_NANOSLEEP.invokeExact(clock, flags, timespec, MemorySegment.NULL);
        } catch (Throwable t) {
            throw mislinked("clock_nanosleep", t);
        }
    }

    // ---- threads and memory --------------------------------------------------------------------------------------

    private static final class ThreadCalls {
        static final MethodHandle PRCTL = linkVariadic("prctl", 1, JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_LONG,
                JAVA_LONG);
        static final MethodHandle SCHED_SETAFFINITY = link("sched_setaffinity", JAVA_INT, JAVA_LONG, ADDRESS);
        static final MethodHandle SCHED_GETAFFINITY = link("sched_getaffinity", JAVA_INT, JAVA_LONG, ADDRESS);
        static final MethodHandle SCHED_SETSCHEDULER = link("sched_setscheduler", JAVA_INT, JAVA_INT, ADDRESS);
        static final MethodHandle SETPRIORITY = link("setpriority", JAVA_INT, JAVA_INT, JAVA_INT);
        static final MethodHandle MLOCKALL = link("mlockall", JAVA_INT);
        static final MethodHandle GETRUSAGE = link("getrusage", JAVA_INT, ADDRESS);
    }

    /** prctl(2) with one argument. */
    public static int prctl(MemorySegment state, int option, long argument) {
        try {
            return result((int) ThreadCalls.PRCTL.invokeExact(state, option, argument, 0L, 0L, 0L), state);
        } catch (Throwable t) {
            throw mislinked("prctl", t);
        }
    }

    /** sched_setaffinity(2); {@code pid} 0 is the calling thread. */
    public static int schedSetaffinity(MemorySegment state, int pid, MemorySegment set) {
        try {
            return result((int) ThreadCalls.SCHED_SETAFFINITY.invokeExact(state, pid, set.byteSize(), set), state);
        } catch (Throwable t) {
            throw mislinked("sched_setaffinity", t);
        }
    }

    /** sched_getaffinity(2); {@code pid} 0 is the calling thread. */
    public static int schedGetaffinity(MemorySegment state, int pid, MemorySegment set) {
        try {
            return result((int) ThreadCalls.SCHED_GETAFFINITY.invokeExact(state, pid, set.byteSize(), set), state);
        } catch (Throwable t) {
            throw mislinked("sched_getaffinity", t);
        }
    }

    /** setpriority(2) of the calling thread, to which PRIO_PROCESS (0 in sys/resource.h) and 0 amount on Linux. */
    public static int setThreadPriority(MemorySegment state, int nice) {
        try {
            return result((int) ThreadCalls.SETPRIORITY.invokeExact(state, 0, 0, nice), state);
        } catch (Throwable t) {
            throw mislinked("setpriority", t);
        }
    }

    /** sched_setscheduler(2); {@code pid} 0 is the calling thread, {@code param} a sched_param. */
    public static int schedSetscheduler(MemorySegment state, int pid, int policy, MemorySegment param) {
        try {
            return result((int) ThreadCalls.SCHED_SETSCHEDULER.invokeExact(state, pid, policy, param), state);
        } catch (Throwable t) {
            throw mislinked("sched_setscheduler", t);
        }
    }

    /** mlockall(2). */
    public static int mlockall(MemorySegment state, int flags) {
        try {
            return result((int) ThreadCalls.MLOCKALL.invokeExact(state, flags), state);
        } catch (Throwable t) {
            throw mislinked("mlockall", t);
        }
    }

    /** getrusage(2); {@code who} such as RUSAGE_THREAD. */
    public static int getrusage(MemorySegment state, int who, MemorySegment usage) {
        try {
            return result((int) ThreadCalls.GETRUSAGE.invokeExact(state, who, usage), state);
        } catch (Throwable t) {
            throw mislinked("getrusage", t);
        }
    }

    // ---- linking -------------------------------------------------------------------------------------------------

    static int result(int value, MemorySegment state) {
        return value >= 0 ? value : -(int) ERRNO.get(state, 0L);
    }

    private static int result(int value, ThreadErrno errno) {
        return value >= 0 ? value : -errno.value();
    }

    private static MethodHandle linkLong(String name, java.lang.foreign.MemoryLayout... arguments) {
        return downcall(name, FunctionDescriptor.of(JAVA_LONG, arguments));
    }

    private static MethodHandle linkPlain(String name, java.lang.foreign.MemoryLayout... arguments) {
        return downcall(name, FunctionDescriptor.of(JAVA_INT, arguments));
    }

    static MethodHandle link(String name, java.lang.foreign.MemoryLayout... arguments) {
        // Never critical(): most of these can block, and a critical call holds off safepoints.
        return downcall(name, FunctionDescriptor.of(JAVA_INT, arguments), Linker.Option.captureCallState("errno"));
    }

    static MethodHandle linkVariadic(String name, int fixed, java.lang.foreign.MemoryLayout... arguments) {
        return downcall(name, FunctionDescriptor.of(JAVA_INT, arguments), Linker.Option.captureCallState("errno"),
                Linker.Option.firstVariadicArg(fixed));
    }

    private static MethodHandle downcall(String name, FunctionDescriptor signature, Linker.Option... options) {
        Linker linker = Linker.nativeLinker();
        return linker.downcallHandle(linker.defaultLookup().findOrThrow(name), signature, options);
    }

    static AssertionError mislinked(String name, Throwable cause) {
        return new AssertionError(name + " is linked with a wrong signature", cause);
    }
}
