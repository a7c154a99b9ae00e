package io.venturi.ffi.linux;

import static io.venturi.ffi.linux.WordCall.capturing;
import static io.venturi.ffi.linux.WordCall.critical;
import static io.venturi.ffi.linux.WordCall.function;
import static io.venturi.ffi.linux.WordCall.kept;
import static io.venturi.ffi.linux.WordCall.plain;

import java.lang.foreign.Arena;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;

/**
 * libc calls, one static method each. Every result is {@code >= 0} or {@code -errno}; nothing is thrown per call. No
 * state.
 *
 * <p>Calls made while setting up take a {@code state} segment of {@link #CALL_STATE}, one per thread, where the linker
 * puts errno; that allocates a little until the second compiler has compiled the caller. Calls made per packet allocate
 * nothing from the first on: they take a {@link ThreadErrno} and read errno where libc keeps it.
 *
 * <p>Segments are passed as addresses: an arena must not be closed while a call uses a segment of it.
 */
public final class Libc {
    /** Layout of the segment that every call needs; allocate one per thread with {@link #callState}. */
    public static final StructLayout CALL_STATE = Linker.Option.captureStateLayout();

    private Libc() {
    }

    /** A segment for the {@code state} parameter of every call; one per thread. */
    public static MemorySegment callState(Arena arena) {
        return arena.allocate(CALL_STATE);
    }

    // ---- sockets -------------------------------------------------------------------------------------------------

    private static final MemorySegment SOCKET = function("socket");
    private static final MemorySegment BIND = function("bind");
    private static final MemorySegment CONNECT = function("connect");
    private static final MemorySegment GETSOCKNAME = function("getsockname");
    private static final MemorySegment SETSOCKOPT = function("setsockopt");
    private static final MemorySegment GETSOCKOPT = function("getsockopt");
    private static final MemorySegment CLOSE = function("close");
    private static final MemorySegment IOCTL = function("ioctl");

    private static final MemorySegment SENDMMSG = function("sendmmsg");
    private static final MemorySegment RECVMMSG = function("recvmmsg");
    private static final MemorySegment PPOLL = function("ppoll");

    // For one datagram the plain calls cost less than those for several.
    private static final MemorySegment SENDTO = function("sendto");
    private static final MemorySegment SENDMSG = function("sendmsg");
    private static final MemorySegment RECVFROM = function("recvfrom");
    private static final MemorySegment RECVMSG = function("recvmsg");

    /** socket(2): a new descriptor. */
    public static int socket(MemorySegment state, int domain, int type, int protocol) {
        return capturing(state, SOCKET, domain, type, protocol, 0, 0, 0);
    }

    /** bind(2). */
    public static int bind(MemorySegment state, int fd, MemorySegment address, int length) {
        return kept(capturing(state, BIND, fd, address.address(), length, 0, 0, 0), address);
    }

    /** connect(2). */
    public static int connect(MemorySegment state, int fd, MemorySegment address, int length) {
        return kept(capturing(state, CONNECT, fd, address.address(), length, 0, 0, 0), address);
    }

    /** getsockname(2): fills {@code address} and the int behind {@code length}. */
    public static int getsockname(MemorySegment state, int fd, MemorySegment address, MemorySegment length) {
        return kept(capturing(state, GETSOCKNAME, fd, address.address(), length.address(), 0, 0, 0), address, length);
    }

    /** setsockopt(2). */
    public static int setsockopt(MemorySegment state, int fd, int level, int name, MemorySegment value, int length) {
        return kept(capturing(state, SETSOCKOPT, fd, level, name, value.address(), length, 0), value);
    }

    /** getsockopt(2): fills {@code value} and the int behind {@code length}. */
    public static int getsockopt(MemorySegment state, int fd, int level, int name, MemorySegment value,
                                 MemorySegment length) {
        return kept(capturing(state, GETSOCKOPT, fd, level, name, value.address(), length.address(), 0), value, length);
    }

    /** close(2). */
    public static int close(MemorySegment state, int fd) {
        return capturing(state, CLOSE, fd, 0, 0, 0, 0, 0);
    }

    /** ioctl(2) with a pointer, such as to an ifreq of netdevice(7). */
    public static int ioctl(MemorySegment state, int fd, long request, MemorySegment argument) {
        return kept(capturing(state, IOCTL, fd, request, argument.address(), 0, 0, 0), argument);
    }

    /** sendmmsg(2): messages the kernel took, 1..{@code count}, or {@code -errno} when it took none. */
    public static int sendmmsg(ThreadErrno errno, int fd, MemorySegment messages, int count, int flags) {
        return kept(result(plain(SENDMMSG, fd, messages.address(), count, flags, 0, 0), errno), messages);
    }

    /** recvmmsg(2) without timeout: messages received, 1..{@code count}, or {@code -errno}. */
    public static int recvmmsg(ThreadErrno errno, int fd, MemorySegment messages, int count, int flags) {
        return kept(result(plain(RECVMMSG, fd, messages.address(), count, flags, 0, 0), errno), messages);
    }

    /** sendto(2): bytes sent; {@code address} is NULL and {@code addressLength} 0 on a connected socket. */
    public static int sendto(ThreadErrno errno, int fd, MemorySegment payload, long length, int flags,
                             MemorySegment address, int addressLength) {
        return kept(result(plain(SENDTO, fd, payload.address(), length, flags, address.address(), addressLength),
                errno), payload, address);
    }

    /** sendmsg(2): bytes sent. */
    public static int sendmsg(ThreadErrno errno, int fd, MemorySegment message, int flags) {
        return kept(result(plain(SENDMSG, fd, message.address(), flags, 0, 0, 0), errno), message);
    }

    /** recvfrom(2): bytes received; {@code address} and {@code addressLength}, an int, may be NULL. */
    public static int recvfrom(ThreadErrno errno, int fd, MemorySegment payload, long length, int flags,
                               MemorySegment address, MemorySegment addressLength) {
        return kept(result(plain(RECVFROM, fd, payload.address(), length, flags, address.address(),
                addressLength.address()), errno), payload, address, addressLength);
    }

    /** recvmsg(2): bytes received. */
    public static int recvmsg(ThreadErrno errno, int fd, MemorySegment message, int flags) {
        return kept(result(plain(RECVMSG, fd, message.address(), flags, 0, 0, 0), errno), message);
    }

    /** ppoll(2) with the caller's signal mask: descriptors that are ready, 0 on timeout. May block. */
    public static int ppoll(ThreadErrno errno, MemorySegment fds, long count, MemorySegment timeout) {
        return kept(result(plain(PPOLL, fds.address(), count, timeout.address(), 0, 0, 0), errno), fds, timeout);
    }

    // ---- time ----------------------------------------------------------------------------------------------------

    private static final MemorySegment CLOCK_GETTIME = function("clock_gettime");
    private static final MemorySegment CLOCK_NANOSLEEP = function("clock_nanosleep");

    /** clock_gettime(2) into a timespec; 0, or -1 for an unknown clock (errno is not captured). */
    public static int clockGettime(int clock, MemorySegment timespec) {
        return kept((int) critical(CLOCK_GETTIME, clock, timespec.address(), 0, 0, 0, 0), timespec);
    }

    /** clock_nanosleep(2) without a remainder: 0 or {@code -errno} (the call itself returns errno). Blocks. */
    public static int clockNanosleep(int clock, int flags, MemorySegment timespec) {
        return kept(-(int) plain(CLOCK_NANOSLEEP, clock, flags, timespec.address(), 0, 0, 0), timespec);
    }

    // ---- threads and memory --------------------------------------------------------------------------------------

    private static final MemorySegment PRCTL = function("prctl");
    private static final MemorySegment SCHED_SETAFFINITY = function("sched_setaffinity");
    private static final MemorySegment SCHED_GETAFFINITY = function("sched_getaffinity");
    private static final MemorySegment SCHED_SETSCHEDULER = function("sched_setscheduler");
    private static final MemorySegment SETPRIORITY = function("setpriority");
    private static final MemorySegment MLOCKALL = function("mlockall");
    private static final MemorySegment GETRUSAGE = function("getrusage");

    /** prctl(2) with one argument. */
    public static int prctl(MemorySegment state, int option, long argument) {
        return capturing(state, PRCTL, option, argument, 0, 0, 0, 0);
    }

    /** sched_setaffinity(2); {@code pid} 0 is the calling thread. */
    public static int schedSetaffinity(MemorySegment state, int pid, MemorySegment set) {
        return kept(capturing(state, SCHED_SETAFFINITY, pid, set.byteSize(), set.address(), 0, 0, 0), set);
    }

    /** sched_getaffinity(2); {@code pid} 0 is the calling thread. */
    public static int schedGetaffinity(MemorySegment state, int pid, MemorySegment set) {
        return kept(capturing(state, SCHED_GETAFFINITY, pid, set.byteSize(), set.address(), 0, 0, 0), set);
    }

    /** setpriority(2) of the calling thread, to which PRIO_PROCESS (0 in sys/resource.h) and 0 amount on Linux. */
    public static int setThreadPriority(MemorySegment state, int nice) {
        return capturing(state, SETPRIORITY, 0, 0, nice, 0, 0, 0);
    }

    /** sched_setscheduler(2); {@code pid} 0 is the calling thread, {@code param} a sched_param. */
    public static int schedSetscheduler(MemorySegment state, int pid, int policy, MemorySegment param) {
        return kept(capturing(state, SCHED_SETSCHEDULER, pid, policy, param.address(), 0, 0, 0), param);
    }

    /** mlockall(2). */
    public static int mlockall(MemorySegment state, int flags) {
        return capturing(state, MLOCKALL, flags, 0, 0, 0, 0, 0);
    }

    /** getrusage(2); {@code who} such as RUSAGE_THREAD. */
    public static int getrusage(MemorySegment state, int who, MemorySegment usage) {
        return kept(capturing(state, GETRUSAGE, who, usage.address(), 0, 0, 0, 0), usage);
    }

    private static int result(long value, ThreadErrno errno) {
        int result = (int) value;
        return result >= 0 ? result : -errno.value();
    }
}
