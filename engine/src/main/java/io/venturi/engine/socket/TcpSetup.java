package io.venturi.engine.socket;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.venturi.engine.error.NativeException;
import io.venturi.ffi.linux.Errno;
import io.venturi.ffi.linux.Libc;
import io.venturi.ffi.linux.SocketAddresses;
import io.venturi.ffi.linux.StreamCalls;
import io.venturi.ffi.linux.ThreadErrno;
import io.venturi.ffi.linux.gen.Linux;
import io.venturi.ffi.linux.gen.pollfd;
import io.venturi.ffi.linux.gen.timespec;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Puts {@link TcpOptions} in force and remembers what the kernel did not grant. Start-up only. */
final class TcpSetup {
    private static final int SOL_SOCKET = Linux.SOL_SOCKET();
    private static final int TCP = Linux.IPPROTO_TCP();
    private static final int NAME_BYTES = 16;

    private final int fd;
    private final InetSocketAddress local;
    private final boolean ipv6;
    private final List<String> shortfalls = new ArrayList<>();
    private final Arena arena = Arena.ofAuto();
    private final MemorySegment state = Libc.callState(arena);
    private final MemorySegment value = arena.allocate(64, 8);
    private final MemorySegment name = arena.allocate(SocketAddresses.SIZE, 8);
    private final ThreadErrno errno = new ThreadErrno();

    private TcpSetup(int fd, InetSocketAddress local) {
        this.fd = fd;
        this.local = local;
        ipv6 = SocketAddresses.family(local.getAddress()) == Linux.AF_INET6();
    }

    /** A socket set up and bound, to connect with. */
    static TcpSetup open(TcpOptions options, InetSocketAddress local) {
        return open(options, local, false);
    }

    /** A socket set up and bound, to listen with. */
    static TcpSetup openToListen(TcpOptions options, InetSocketAddress local) {
        return open(options, local, true);
    }

    private static TcpSetup open(TcpOptions options, InetSocketAddress local, boolean reuseAddress) {
        MemorySegment state = Libc.callState(Arena.ofAuto());
        int family = SocketAddresses.family(local.getAddress());
        int fd = Libc.socket(state, family, Linux.SOCK_STREAM() | Linux.SOCK_CLOEXEC() | Linux.SOCK_NONBLOCK(),
                options.multipath() ? Linux.IPPROTO_MPTCP() : TCP);
        if (fd < 0) {
            throw new NativeException("socket", options.multipath() ? "MPTCP" : "TCP", -fd,
                    options.multipath() ? "This kernel has no MPTCP, or net.mptcp.enabled is 0." : "");
        }
        TcpSetup setup = new TcpSetup(fd, local);
        try {
            setup.apply(options, reuseAddress);
            return setup;
        } catch (RuntimeException e) {
            setup.close();
            throw e;
        }
    }

    private void apply(TcpOptions options, boolean reuseAddress) {
        if (reuseAddress) {
            set(SOL_SOCKET, Linux.SO_REUSEADDR(), 1);
        }
        if (ipv6) {
            set(Linux.IPPROTO_IPV6(), Linux.IPV6_V6ONLY(), 1);
        }
        apply(options);
        if (!options.device().isEmpty()) {
            bindToDevice(options.device());
        }
        check("bind", local, Libc.bind(state, fd, name, SocketAddresses.encode(local, name)));
    }

    /**
     * Put options in force on a connection that was accepted.
     *
     * @return what the kernel did not grant, a sentence each
     */
    static List<String> adjust(int fd, InetSocketAddress local, TcpOptions options) {
        TcpSetup setup = new TcpSetup(fd, local);
        setup.apply(options);
        return setup.shortfalls();
    }

    private void apply(TcpOptions options) {
        if (options.noDelay()) {
            require("TCP_NODELAY", TCP, Linux.TCP_NODELAY(), 1);
        }
        if (options.maxSegment() > 0) {
            require("TCP_MAXSEG " + options.maxSegment(), TCP, Linux.TCP_MAXSEG(), options.maxSegment());
        }
        if (options.windowBytes() > 0) {
            buffer("send", Linux.SO_SNDBUF(), options.windowBytes());
            buffer("receive", Linux.SO_RCVBUF(), options.windowBytes());
        }
        if (options.trafficClass() != 0) {
            require("traffic class " + options.trafficClass(), ipv6 ? Linux.IPPROTO_IPV6() : Linux.IPPROTO_IP(),
                    ipv6 ? Linux.IPV6_TCLASS() : Linux.IP_TOS(), options.trafficClass());
        }
        if (!options.congestion().isEmpty()) {
            congestion(options.congestion());
        }
        if (options.pacingRate() > 0) {
            value.set(JAVA_LONG, 0, options.pacingRate());
            want("pacing rate", Libc.setsockopt(state, fd, SOL_SOCKET, Linux.SO_MAX_PACING_RATE(), value, 8));
        }
        if (options.userTimeoutMs() > 0) {
            want("TCP_USER_TIMEOUT", set(TCP, Linux.TCP_USER_TIMEOUT(), options.userTimeoutMs()));
        }
        if (options.keepAlive()) {
            want("SO_KEEPALIVE", set(SOL_SOCKET, Linux.SO_KEEPALIVE(), 1));
        }
    }

    /** Probes begin after half the time; the other half is for the answers. */
    static void keepAlive(int fd, InetSocketAddress local, int seconds) {
        TcpSetup setup = new TcpSetup(fd, local);
        int probes = 4;
        setup.set(TCP, Linux.TCP_KEEPIDLE(), Math.clamp(seconds / 2, 1, 32_767));
        setup.set(TCP, Linux.TCP_KEEPINTVL(), Math.clamp(seconds / 2 / probes, 1, 32_767));
        setup.set(TCP, Linux.TCP_KEEPCNT(), probes);
        setup.set(SOL_SOCKET, Linux.SO_KEEPALIVE(), 1);
    }

    private void buffer(String which, int option, int bytes) {
        want(which + " buffer", set(SOL_SOCKET, option, bytes));
        int granted = get(fd, SOL_SOCKET, option) / 2; // the kernel doubles what it grants
        if (granted < bytes) {
            shortfalls.add("The " + which + " buffer is " + granted + " bytes, not " + bytes
                    + "; raise net.core." + (which.equals("send") ? "wmem_max" : "rmem_max") + " for more.");
        }
    }

    private void congestion(String algorithm) {
        byte[] bytes = algorithm.getBytes(StandardCharsets.UTF_8);
        int result = bytes.length >= NAME_BYTES ? -Errno.EINVAL : copyAndSet(bytes, TCP, Linux.TCP_CONGESTION());
        if (result < 0) {
            throw new NativeException("setsockopt TCP_CONGESTION", algorithm, -result,
                    "`sysctl net.ipv4.tcp_available_congestion_control` lists those this host has.");
        }
    }

    private void bindToDevice(String device) {
        byte[] bytes = device.getBytes(StandardCharsets.UTF_8);
        int result = bytes.length >= NAME_BYTES ? -Errno.EINVAL
                : copyAndSet(bytes, SOL_SOCKET, Linux.SO_BINDTODEVICE());
        if (result < 0) {
            throw new NativeException("setsockopt SO_BINDTODEVICE", device, -result,
                    "Does the interface exist? `ip link` lists them.");
        }
    }

    private int copyAndSet(byte[] bytes, int level, int option) {
        value.fill((byte) 0);
        MemorySegment.copy(bytes, 0, value, ValueLayout.JAVA_BYTE, 0, bytes.length);
        return Libc.setsockopt(state, fd, level, option, value, bytes.length);
    }

    void listen(int backlog) {
        check("listen", local, StreamCalls.listen(errno.ofThisThread(), fd, backlog));
    }

    /** @param flowLabel to send with, 0 for none */
    void connect(InetSocketAddress remote, int flowLabel, long timeoutNs) {
        int bytes = SocketAddresses.encode(remote, name);
        if (flowLabel > 0) {
            check("flow label " + flowLabel, remote, FlowLabel.lease(state, fd, flowLabel, name));
        }
        int result = Libc.connect(state, fd, name, bytes);
        if (result == -Errno.EINPROGRESS) {
            result = awaitConnected(timeoutNs);
        }
        check("connect", remote, result);
    }

    private int awaitConnected(long timeoutNs) {
        MemorySegment poll = arena.allocate(pollfd.layout());
        poll.set(JAVA_INT, pollfd.fd$offset(), fd);
        poll.set(ValueLayout.JAVA_SHORT, pollfd.events$offset(), (short) Linux.POLLOUT());
        MemorySegment timeout = arena.allocate(timespec.layout());
        long endNs = System.nanoTime() + timeoutNs;
        while (true) {
            long leftNs = Math.max(0, endNs - System.nanoTime());
            timeout.set(JAVA_LONG, timespec.tv_sec$offset(), leftNs / 1_000_000_000L);
            timeout.set(JAVA_LONG, timespec.tv_nsec$offset(), leftNs % 1_000_000_000L);
            int ready = Libc.ppoll(errno.ofThisThread(), poll, 1, timeout);
            if (ready == 0) {
                return -Errno.ETIMEDOUT;
            }
            if (ready > 0) {
                return -get(fd, SOL_SOCKET, Linux.SO_ERROR());
            }
        }
    }

    int fd() {
        return fd;
    }

    List<String> shortfalls() {
        return shortfalls;
    }

    InetSocketAddress localAddress() {
        return localAddress(fd, local);
    }

    void close() {
        Libc.close(state, fd);
    }

    /** Address the socket is bound to, or {@code fallback} if the kernel does not tell. */
    static InetSocketAddress localAddress(int fd, InetSocketAddress fallback) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment name = arena.allocate(SocketAddresses.SIZE, 8);
            MemorySegment length = arena.allocateFrom(JAVA_INT, SocketAddresses.SIZE);
            int result = Libc.getsockname(Libc.callState(arena), fd, name, length);
            return result < 0 ? fallback : address(name);
        }
    }

    static InetSocketAddress address(MemorySegment name) {
        return Packet.address(SocketAddresses.high(name, 0), SocketAddresses.low(name, 0),
                SocketAddresses.port(name, 0), SocketAddresses.scope(name, 0));
    }

    /** An int option, 0 if the kernel does not tell. */
    static int get(int fd, int level, int option) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment value = arena.allocate(JAVA_INT);
            MemorySegment length = arena.allocateFrom(JAVA_INT, 4);
            return Libc.getsockopt(Libc.callState(arena), fd, level, option, value, length) < 0
                    ? 0 : value.get(JAVA_INT, 0);
        }
    }

    /** Bytes to read, or {@code -errno}. */
    static long queuedBytes(int fd) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment value = arena.allocate(JAVA_INT);
            int result = Libc.ioctl(Libc.callState(arena), fd, Linux.FIONREAD(), value);
            return result < 0 ? result : value.get(JAVA_INT, 0);
        }
    }

    static String congestionControl(int fd) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment value = arena.allocate(NAME_BYTES + 1);
            MemorySegment length = arena.allocateFrom(JAVA_INT, NAME_BYTES);
            return Libc.getsockopt(Libc.callState(arena), fd, TCP, Linux.TCP_CONGESTION(), value, length) < 0
                    ? "" : value.getString(0);
        }
    }

    private void check(String call, InetSocketAddress target, int result) {
        if (result < 0) {
            throw new NativeException(call, UdpSocket.show(target), -result, hint(call, -result));
        }
    }

    private static String hint(String call, int errno) {
        return switch (errno) {
            case Errno.EADDRINUSE -> "Another program holds this port; `ss -ltnp` shows which.";
            case Errno.EADDRNOTAVAIL -> "No interface of this host has this address; `ip address` lists them.";
            case Errno.EACCES -> call.equals("bind")
                    ? "Ports below 1024 need root or CAP_NET_BIND_SERVICE." : "A firewall rule forbids it.";
            case Errno.ECONNREFUSED -> "Nothing listens there; is the server running, and on this port?";
            case Errno.ETIMEDOUT -> "Nothing answers there; a firewall may drop it.";
            case Errno.ENETUNREACH, Errno.EHOSTUNREACH -> "This host has no route there; see `ip route`.";
            default -> "";
        };
    }

    private void require(String what, int level, int option, int setting) {
        int result = set(level, option, setting);
        if (result < 0) {
            throw new NativeException("setsockopt", what, -result, "");
        }
    }

    private void want(String what, int result) {
        if (result < 0) {
            shortfalls.add("Not available: " + what + " (" + Errno.describe(-result) + ").");
        }
    }

    private int set(int level, int option, int setting) {
        value.set(JAVA_INT, 0, setting);
        return Libc.setsockopt(state, fd, level, option, value, 4);
    }
}
