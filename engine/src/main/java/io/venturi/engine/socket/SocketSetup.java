package io.venturi.engine.socket;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.venturi.engine.error.NativeException;
import io.venturi.engine.plan.RttPlan.DontFragment;
import io.venturi.ffi.linux.Errno;
import io.venturi.ffi.linux.Libc;
import io.venturi.ffi.linux.SocketAddresses;
import io.venturi.ffi.linux.gen.Linux;
import io.venturi.ffi.linux.gen.sock_txtime;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Puts {@link SocketOptions} in force on a new descriptor and remembers what the kernel granted. Start-up only. */
final class SocketSetup {
    private static final int SOL_SOCKET = Linux.SOL_SOCKET();
    private static final int SOL_IP = Linux.IPPROTO_IP();
    private static final int SOL_IPV6 = Linux.IPPROTO_IPV6();
    private static final int MEMINFO_DROPS = 8;

    private static final int RECEIVE_STAMPS =
            Linux.SOF_TIMESTAMPING_RX_SOFTWARE() | Linux.SOF_TIMESTAMPING_SOFTWARE();
    /** All that transmit stamps need but the request for them, which then comes with a datagram. */
    private static final int REPLY_STAMPS = Linux.SOF_TIMESTAMPING_SOFTWARE() | Linux.SOF_TIMESTAMPING_OPT_ID()
            | Linux.SOF_TIMESTAMPING_OPT_TSONLY();
    private static final int TRANSMIT_STAMPS = Linux.SOF_TIMESTAMPING_TX_SOFTWARE() | REPLY_STAMPS;
    private static final int NIC_RECEIVE_STAMPS = Linux.SOF_TIMESTAMPING_RX_HARDWARE()
            | Linux.SOF_TIMESTAMPING_RAW_HARDWARE() | Linux.SOF_TIMESTAMPING_OPT_PKTINFO();
    private static final int NIC_TRANSMIT_STAMPS = Linux.SOF_TIMESTAMPING_TX_HARDWARE()
            | Linux.SOF_TIMESTAMPING_RAW_HARDWARE() | Linux.SOF_TIMESTAMPING_OPT_TX_SWHW();
    /** Kernels that do not know a flag refuse the whole value: these can be done without, the newest first. */
    private static final int[] DISPENSABLE = {Linux.SOF_TIMESTAMPING_OPT_RX_FILTER(),
            Linux.SOF_TIMESTAMPING_OPT_TX_SWHW(), Linux.SOF_TIMESTAMPING_OPT_PKTINFO()};

    private final int fd;
    private final MemorySegment state;
    private final SocketOptions options;
    private final boolean ipv6;
    private final MemorySegment value;
    private final MemorySegment name;
    private final MemorySegment length;
    private final List<String> shortfalls = new ArrayList<>();
    private int stampFlags;
    private int receiveBufferBytes;
    private int sendBufferBytes;
    private int mostSegments = 1;
    private InetSocketAddress localAddress;

    private SocketSetup(int fd, SocketOptions options, MemorySegment state, Arena arena) {
        this.fd = fd;
        this.state = state;
        this.options = options;
        this.ipv6 = SocketAddresses.family(options.local().getAddress()) == Linux.AF_INET6();
        this.value = arena.allocate(64, 8);
        this.name = arena.allocate(SocketAddresses.SIZE, 8);
        this.length = arena.allocate(JAVA_INT);
    }

    static SocketSetup apply(int fd, SocketOptions options, MemorySegment state, Arena arena) {
        SocketSetup setup = new SocketSetup(fd, options, state, arena);
        setup.marks();
        setup.information();
        setup.buffers();
        setup.stamps();
        setup.launchTimes();
        setup.address();
        setup.load(arena);
        return setup;
    }

    private void marks() {
        if (ipv6) {
            require("IPV6_V6ONLY", SOL_IPV6, Linux.IPV6_V6ONLY(), 1);
        }
        if (options.trafficClass() != 0) {
            require("traffic class " + options.trafficClass(), level(),
                    ipv6 ? Linux.IPV6_TCLASS() : Linux.IP_TOS(), options.trafficClass());
        }
        if (options.hopLimit() != 0) {
            require("hop limit " + options.hopLimit(), level(),
                    ipv6 ? Linux.IPV6_UNICAST_HOPS() : Linux.IP_TTL(), options.hopLimit());
        }
        if (options.dontFragment() != DontFragment.DEFAULT) {
            boolean on = options.dontFragment() == DontFragment.TRUE;
            require("DF " + on, level(), ipv6 ? Linux.IPV6_MTU_DISCOVER() : Linux.IP_MTU_DISCOVER(),
                    on ? Linux.IP_PMTUDISC_DO() : Linux.IP_PMTUDISC_DONT());
        }
    }

    private void information() {
        if (options.receiveMarks()) {
            want("received traffic class", level(), ipv6 ? Linux.IPV6_RECVTCLASS() : Linux.IP_RECVTOS(), 1);
            want("received hop limit", level(), ipv6 ? Linux.IPV6_RECVHOPLIMIT() : Linux.IP_RECVTTL(), 1);
        }
        want("socket overflow count", SOL_SOCKET, Linux.SO_RXQ_OVFL(), 1);
        if (!options.load().queueIsPath()) {
            // Without it a datagram dropped in this host's own queue looks sent, and so becomes network loss.
            want("send errors", level(), ipv6 ? Linux.IPV6_RECVERR() : Linux.IP_RECVERR(), 1);
        }
        if (options.needsDestination()) {
            want("destination address", level(), ipv6 ? Linux.IPV6_RECVPKTINFO() : Linux.IP_PKTINFO(), 1);
        }
    }

    private void buffers() {
        if (options.receiveBufferBytes() > 0) {
            if (set(SOL_SOCKET, Linux.SO_RCVBUFFORCE(), options.receiveBufferBytes()) < 0) {
                set(SOL_SOCKET, Linux.SO_RCVBUF(), options.receiveBufferBytes());
            }
        }
        int sendBytes = options.load().sendBufferBytes() > 0
                ? options.load().sendBufferBytes()
                : options.receiveBufferBytes();
        if (sendBytes > 0 && set(SOL_SOCKET, Linux.SO_SNDBUFFORCE(), sendBytes) < 0) {
            set(SOL_SOCKET, Linux.SO_SNDBUF(), sendBytes);
        }
        receiveBufferBytes = get(SOL_SOCKET, Linux.SO_RCVBUF());
        sendBufferBytes = get(SOL_SOCKET, Linux.SO_SNDBUF());
    }

    private void stamps() {
        int receive = options.receiveStamps() ? RECEIVE_STAMPS : 0;
        int transmit = options.transmitStamps() ? TRANSMIT_STAMPS : options.stamps().replies() ? REPLY_STAMPS : 0;
        if (options.stamps().card()) {
            receive |= receive != 0 ? NIC_RECEIVE_STAMPS : 0;
            transmit |= options.transmitStamps() ? NIC_TRANSMIT_STAMPS : 0;
        }
        if ((receive | transmit) == 0) {
            return;
        }
        int flags = receive | transmit | DISPENSABLE[0];
        int result = setStamps(flags);
        for (int i = 0; result < 0 && i < DISPENSABLE.length; i++) {
            if ((flags & DISPENSABLE[i]) != 0) {
                flags &= ~DISPENSABLE[i];
                result = setStamps(flags);
            }
        }
        if (result >= 0) {
            return;
        }
        result = receive == 0 ? -Errno.EINVAL : setStamps(receive & ~DISPENSABLE[2]);
        shortfalls.add(result >= 0
                ? "The kernel does not stamp what is sent; transmit times are taken before the send call."
                : "The kernel gives no stamps (SO_TIMESTAMPING: " + Errno.describe(-result)
                        + "); times are taken around the socket calls.");
    }

    private void load(Arena arena) {
        LoadOptions load = options.load();
        if (Objects.equals(load, LoadOptions.NONE)) { // identity first: the first equals of a record takes 10 ms
            return;
        }
        noteSmall("receive", options.receiveBufferBytes(), receiveBufferBytes, "rmem_max");
        noteSmall("send", load.sendBufferBytes(), get(SOL_SOCKET, Linux.SO_SNDBUF()), "wmem_max");
        if (load.maxPacingBytesPerSecond() > 0) {
            limitRate(load.maxPacingBytesPerSecond());
        }
        if (load.groReceive()) {
            want("trains of datagrams on receipt (UDP_GRO)", Linux.IPPROTO_UDP(), Linux.UDP_GRO(), 1);
        }
        if (load.segmentation()) {
            mostSegments = TrainProbe.mostSegments(ipv6, state, arena);
            if (mostSegments <= 1) {
                shortfalls.add("The kernel cannot send trains of datagrams (UDP_SEGMENT: "
                        + Errno.describe(-mostSegments) + "); they are sent one by one.");
            }
        }
    }

    private void noteSmall(String which, int asked, int granted, String sysctl) {
        if (granted < asked) {
            shortfalls.add("The " + which + " buffer has " + granted + " instead of " + asked
                    + " bytes; raise net.core." + sysctl + " or run with CAP_NET_ADMIN.");
        }
    }

    /** The kernel takes 8 bytes since 4.20; older ones read the first 4 of them, which the answer shows. */
    private void limitRate(long bytesPerSecond) {
        value.set(JAVA_LONG, 0, bytesPerSecond);
        int result = Libc.setsockopt(state, fd, SOL_SOCKET, Linux.SO_MAX_PACING_RATE(), value, 8);
        value.set(JAVA_LONG, 0, 0);
        length.set(JAVA_INT, 0, 8);
        if (result >= 0) {
            result = Libc.getsockopt(state, fd, SOL_SOCKET, Linux.SO_MAX_PACING_RATE(), value, length);
        }
        if (result < 0 || value.get(JAVA_LONG, 0) != bytesPerSecond) {
            shortfalls.add("The kernel does not limit the rate to " + bytesPerSecond + " byte/s (SO_MAX_PACING_RATE"
                    + (result < 0 ? ": " + Errno.describe(-result) : "") + ").");
        }
    }

    private int setStamps(int flags) {
        int result = set(SOL_SOCKET, Linux.SO_TIMESTAMPING(), flags);
        stampFlags = result >= 0 ? flags : 0;
        return result;
    }

    private void launchTimes() {
        if (options.launch() == LaunchClock.NONE) {
            return;
        }
        boolean monotonic = options.launch() == LaunchClock.MONOTONIC;
        int deadline = options.launch() == LaunchClock.TAI_DEADLINE ? Linux.SOF_TXTIME_DEADLINE_MODE() : 0;
        value.set(JAVA_INT, sock_txtime.clockid$offset(), monotonic ? Linux.CLOCK_MONOTONIC() : Linux.CLOCK_TAI());
        value.set(JAVA_INT, sock_txtime.flags$offset(), deadline | Linux.SOF_TXTIME_REPORT_ERRORS());
        int result = Libc.setsockopt(state, fd, SOL_SOCKET, Linux.SO_TXTIME(), value, (int) sock_txtime.sizeof());
        if (result < 0) {
            throw new NativeException("setsockopt SO_TXTIME", options.launch().toString(), -result,
                    result == -Errno.EPERM ? "Launch times on CLOCK_TAI need CAP_NET_ADMIN." : "");
        }
    }

    private void address() {
        if (options.reusePort()) {
            require("SO_REUSEPORT", SOL_SOCKET, Linux.SO_REUSEPORT(), 1);
        }
        if (!options.device().isEmpty()) {
            bindToDevice();
        }
        int bytes = SocketAddresses.encode(options.local(), name);
        check("bind", options.local(), Libc.bind(state, fd, name, bytes));
        if (options.remote() != null) {
            bytes = SocketAddresses.encode(options.remote(), name);
            check("connect", options.remote(), Libc.connect(state, fd, name, bytes));
        }
        length.set(JAVA_INT, 0, SocketAddresses.SIZE);
        check("getsockname", options.local(), Libc.getsockname(state, fd, name, length));
        localAddress = Packet.address(SocketAddresses.high(name, 0), SocketAddresses.low(name, 0),
                SocketAddresses.port(name, 0), SocketAddresses.scope(name, 0));
    }

    private void bindToDevice() {
        byte[] device = options.device().getBytes(StandardCharsets.UTF_8);
        if (device.length > 15) {
            throw new NativeException("setsockopt SO_BINDTODEVICE", options.device(), Errno.EINVAL,
                    "Interface names have at most 15 bytes.");
        }
        value.fill((byte) 0);
        MemorySegment.copy(device, 0, value, java.lang.foreign.ValueLayout.JAVA_BYTE, 0, device.length);
        int result = Libc.setsockopt(state, fd, SOL_SOCKET, Linux.SO_BINDTODEVICE(), value, device.length);
        if (result < 0) {
            throw new NativeException("setsockopt SO_BINDTODEVICE", options.device(), -result,
                    "Does the interface exist? `ip link` lists them.");
        }
    }

    private void check(String call, InetSocketAddress target, int result) {
        if (result < 0) {
            throw new NativeException(call, UdpSocket.show(target), -result, hint(call, -result));
        }
    }

    private static String hint(String call, int errno) {
        return switch (errno) {
            case Errno.EADDRINUSE -> "Another program holds this port; `ss -lunp` shows which.";
            case Errno.EADDRNOTAVAIL -> "No interface of this host has this address; `ip address` lists them.";
            case Errno.EACCES -> call.equals("bind")
                    ? "Ports below 1024 need root or CAP_NET_BIND_SERVICE."
                    : "A firewall rule or a broadcast address forbids it.";
            case Errno.ENETUNREACH, Errno.EHOSTUNREACH -> "This host has no route there; see `ip route`.";
            default -> "";
        };
    }

    private int level() {
        return ipv6 ? SOL_IPV6 : SOL_IP;
    }

    private void require(String what, int level, int option, int setting) {
        int result = set(level, option, setting);
        if (result < 0) {
            throw new NativeException("setsockopt", what, -result, "");
        }
    }

    private void want(String what, int level, int option, int setting) {
        int result = set(level, option, setting);
        if (result < 0) {
            shortfalls.add("Not available: " + what + " (" + Errno.describe(-result) + ").");
        }
    }

    private int set(int level, int option, int setting) {
        value.set(JAVA_INT, 0, setting);
        return Libc.setsockopt(state, fd, level, option, value, 4);
    }

    private int get(int level, int option) {
        length.set(JAVA_INT, 0, 4);
        int result = Libc.getsockopt(state, fd, level, option, value, length);
        return result < 0 ? 0 : value.get(JAVA_INT, 0);
    }

    /** Datagrams this socket dropped so far by SO_MEMINFO, 0 where the kernel does not tell. */
    static long drops(int fd, MemorySegment state) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment info = arena.allocate(JAVA_INT, MEMINFO_DROPS + 1);
            MemorySegment bytes = arena.allocateFrom(JAVA_INT, (int) info.byteSize());
            int result = Libc.getsockopt(state, fd, SOL_SOCKET, Linux.SO_MEMINFO(), info, bytes);
            return result < 0 ? 0 : Integer.toUnsignedLong(info.getAtIndex(JAVA_INT, MEMINFO_DROPS));
        }
    }

    List<String> shortfalls() {
        return shortfalls;
    }

    /** SO_TIMESTAMPING as the kernel accepted it. */
    int stampFlags() {
        return stampFlags;
    }

    boolean transmitStamps() {
        return (stampFlags & Linux.SOF_TIMESTAMPING_TX_SOFTWARE()) != 0;
    }

    boolean replyStamps() {
        return options.stamps().replies() && (stampFlags & Linux.SOF_TIMESTAMPING_OPT_ID()) != 0;
    }

    /** Entries on the error queue that a datagram may give. */
    int stampsEach() {
        return (stampFlags & Linux.SOF_TIMESTAMPING_OPT_TX_SWHW()) != 0 ? 2 : 1;
    }

    int receiveBufferBytes() {
        return receiveBufferBytes;
    }

    int sendBufferBytes() {
        return sendBufferBytes;
    }

    /** Datagrams the kernel takes as one train; 1 or less if it takes none or none were asked for. */
    int mostSegments() {
        return mostSegments;
    }

    InetSocketAddress localAddress() {
        return localAddress;
    }
}
