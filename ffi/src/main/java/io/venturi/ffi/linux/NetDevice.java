package io.venturi.ffi.linux;

import static java.lang.foreign.ValueLayout.ADDRESS;

import io.venturi.ffi.linux.gen.Linux;
import io.venturi.ffi.linux.gen.ifreq;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;

/**
 * Requests to network interfaces by ioctl. None is for a lane.
 *
 * @see <a href="https://man7.org/linux/man-pages/man7/netdevice.7.html">netdevice(7)</a>
 */
public final class NetDevice {

    private NetDevice() {
    }

    /**
     * Ask or tell an interface something.
     *
     * @param name    of the interface
     * @param request such as SIOCETHTOOL
     * @param data    what the request takes and answers with, off the Java heap
     * @return 0 or more, or {@code -errno}; {@code -EINVAL} for a name that no interface can have
     */
    public static int ioctl(String name, long request, MemorySegment data) {
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        if (bytes.length == 0 || bytes.length >= Linux.IFNAMSIZ()) {
            return -Errno.EINVAL;
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = Libc.callState(arena);
            int fd = Libc.socket(state, Linux.AF_INET(), Linux.SOCK_DGRAM() | Linux.SOCK_CLOEXEC(), 0);
            if (fd == -Errno.EAFNOSUPPORT) { // a kernel without IPv4
                fd = Libc.socket(state, Linux.AF_INET6(), Linux.SOCK_DGRAM() | Linux.SOCK_CLOEXEC(), 0);
            }
            if (fd < 0) {
                return fd;
            }
            MemorySegment frame = arena.allocate(ifreq.layout());
            MemorySegment.copy(MemorySegment.ofArray(bytes), 0, frame, 0, bytes.length);
            frame.set(ADDRESS, ifreq.ifr_ifru$offset(), data);
            int result = Libc.ioctl(state, fd, request, frame);
            Libc.close(state, fd);
            return result;
        }
    }
}
