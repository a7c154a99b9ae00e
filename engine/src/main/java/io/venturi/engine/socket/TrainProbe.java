package io.venturi.engine.socket;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import io.venturi.ffi.linux.Errno;
import io.venturi.ffi.linux.Libc;
import io.venturi.ffi.linux.MessageVector;
import io.venturi.ffi.linux.SocketAddresses;
import io.venturi.ffi.linux.ThreadErrno;
import io.venturi.ffi.linux.gen.Linux;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.concurrent.atomic.AtomicIntegerArray;

/**
 * Finds out by sending how many datagrams the kernel takes as one train: 128 since 6.9, 64 since 4.18. The trains go
 * from a socket to itself over loopback, so the path to the peer sees nothing of it. Once.
 */
final class TrainProbe {
    private static final int[] LIMITS = {128, 64};
    /** What was found for IPv4 and IPv6, 0 before: a kernel does not change its mind. */
    private static final AtomicIntegerArray FOUND = new AtomicIntegerArray(2);

    private TrainProbe() {
    }

    /** Most segments of a train, or {@code -errno} if the kernel takes none. */
    static int mostSegments(boolean ipv6, MemorySegment state, Arena arena) {
        int family = ipv6 ? 1 : 0;
        if (FOUND.get(family) == 0) {
            int most = find(ipv6, state, arena);
            if (most <= 0) {
                return most;
            }
            FOUND.set(family, most);
        }
        return FOUND.get(family);
    }

    private static int find(boolean ipv6, MemorySegment state, Arena arena) {
        int domain = ipv6 ? Linux.AF_INET6() : Linux.AF_INET();
        int fd = Libc.socket(state, domain, Linux.SOCK_DGRAM() | Linux.SOCK_CLOEXEC() | Linux.SOCK_NONBLOCK(), 0);
        if (fd < 0) {
            return fd;
        }
        try {
            int result = Libc.setsockopt(state, fd, Linux.IPPROTO_UDP(), Linux.UDP_SEGMENT(),
                    arena.allocateFrom(JAVA_INT, 1), 4);
            if (result < 0) {
                return result;
            }
            return connectToItself(fd, ipv6, state, arena) < 0 ? LIMITS[LIMITS.length - 1] : longest(fd, arena);
        } finally {
            Libc.close(state, fd);
        }
    }

    private static int connectToItself(int fd, boolean ipv6, MemorySegment state, Arena arena) {
        MemorySegment name = arena.allocate(SocketAddresses.SIZE, 8);
        int bytes = SocketAddresses.encode(loopback(ipv6), name);
        int result = Libc.bind(state, fd, name, bytes);
        if (result >= 0) {
            result = Libc.getsockname(state, fd, name, arena.allocateFrom(JAVA_INT, SocketAddresses.SIZE));
        }
        return result < 0 ? result : Libc.connect(state, fd, name, bytes);
    }

    private static int longest(int fd, Arena arena) {
        MessageVector train = new MessageVector(arena, 1, 0, false);
        MemorySegment payload = arena.allocate(LIMITS[0]);
        int result = -Errno.EINVAL;
        for (int limit : LIMITS) {
            train.payload(0, payload.address(), limit);
            result = Libc.sendmmsg(new ThreadErrno(), fd, train.headers(), 1, Linux.MSG_DONTWAIT());
            if (result == 1) {
                return limit;
            }
        }
        return result;
    }

    private static InetSocketAddress loopback(boolean ipv6) {
        byte[] address = ipv6 ? new byte[16] : new byte[] {127, 0, 0, 1};
        address[address.length - 1] = 1;
        try {
            return new InetSocketAddress(InetAddress.getByAddress(address), 0);
        } catch (UnknownHostException e) {
            throw new AssertionError("4 or 16 bytes are always an address", e);
        }
    }
}
