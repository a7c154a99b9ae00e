package io.venturi.ffi.linux;

import java.util.Map;

/** Names and meanings of error numbers, as errno(3) has them; the same on x86_64 and aarch64. */
public final class Errno {
    public static final int EPERM = 1;
    public static final int ENOENT = 2;
    public static final int EINTR = 4;
    public static final int EIO = 5;
    public static final int EAGAIN = 11;
    public static final int ENOMEM = 12;
    public static final int EACCES = 13;
    public static final int ENODEV = 19;
    public static final int EINVAL = 22;
    public static final int ENOTTY = 25;
    public static final int EPIPE = 32;
    public static final int EMSGSIZE = 90;
    public static final int ENOPROTOOPT = 92;
    public static final int EOPNOTSUPP = 95;
    public static final int EAFNOSUPPORT = 97;
    public static final int EADDRINUSE = 98;
    public static final int EADDRNOTAVAIL = 99;
    public static final int ENETUNREACH = 101;
    public static final int ECONNRESET = 104;
    public static final int ENOBUFS = 105;
    public static final int ETIMEDOUT = 110;
    public static final int ECONNREFUSED = 111;
    public static final int EHOSTUNREACH = 113;
    public static final int EINPROGRESS = 115;

    private static final Map<Integer, String> TEXTS = Map.ofEntries(
            Map.entry(1, "EPERM: operation not permitted"),
            Map.entry(2, "ENOENT: no such file or directory"),
            Map.entry(3, "ESRCH: no such process"),
            Map.entry(4, "EINTR: interrupted"),
            Map.entry(5, "EIO: input/output error"),
            Map.entry(9, "EBADF: bad file descriptor"),
            Map.entry(11, "EAGAIN: try again"),
            Map.entry(12, "ENOMEM: out of memory"),
            Map.entry(13, "EACCES: permission denied"),
            Map.entry(14, "EFAULT: bad address"),
            Map.entry(16, "EBUSY: busy"),
            Map.entry(19, "ENODEV: no such device"),
            Map.entry(22, "EINVAL: invalid argument"),
            Map.entry(23, "ENFILE: too many open files in the system"),
            Map.entry(24, "EMFILE: too many open files"),
            Map.entry(25, "ENOTTY: no such request for this device"),
            Map.entry(28, "ENOSPC: no space left on device"),
            Map.entry(32, "EPIPE: broken pipe"),
            Map.entry(38, "ENOSYS: not in this kernel"),
            Map.entry(71, "EPROTO: protocol error"),
            Map.entry(89, "EDESTADDRREQ: destination address required"),
            Map.entry(90, "EMSGSIZE: message too long"),
            Map.entry(92, "ENOPROTOOPT: option not available"),
            Map.entry(93, "EPROTONOSUPPORT: protocol not supported"),
            Map.entry(95, "EOPNOTSUPP: operation not supported"),
            Map.entry(97, "EAFNOSUPPORT: address family not supported"),
            Map.entry(98, "EADDRINUSE: address already in use"),
            Map.entry(99, "EADDRNOTAVAIL: address not available on this host"),
            Map.entry(100, "ENETDOWN: network is down"),
            Map.entry(101, "ENETUNREACH: network unreachable"),
            Map.entry(104, "ECONNRESET: connection reset"),
            Map.entry(105, "ENOBUFS: no buffer space (dropped in this host's queue)"),
            Map.entry(107, "ENOTCONN: not connected"),
            Map.entry(110, "ETIMEDOUT: timed out"),
            Map.entry(111, "ECONNREFUSED: connection refused (port unreachable)"),
            Map.entry(112, "EHOSTDOWN: host is down"),
            Map.entry(113, "EHOSTUNREACH: no route to host"),
            Map.entry(115, "EINPROGRESS: under way"),
            Map.entry(125, "ECANCELED: canceled"));

    private Errno() {
    }

    /** Name and meaning of a positive error number, such as {@code ENOBUFS: no buffer space ...}. */
    public static String describe(int errno) {
        return TEXTS.getOrDefault(errno, "errno " + errno);
    }
}
