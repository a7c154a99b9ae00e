package io.venturi.engine.clock;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import io.venturi.ffi.linux.ClockCalls;
import io.venturi.ffi.linux.ClockStructs;
import io.venturi.ffi.linux.Libc;
import io.venturi.ffi.linux.ThreadErrno;
import io.venturi.ffi.linux.gen.Linux;
import io.venturi.ffi.linux.gen.pollfd;
import io.venturi.ffi.linux.gen.timespec;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A local datagram socket with a name of its own, so that it can be answered, connected to another's. For one thread;
 * results are {@code -errno} where a call was refused.
 */
final class UnixDatagramSocket implements AutoCloseable {
    private static final int ROOM = 2048;

    private final Arena arena = Arena.ofConfined();
    private final MemorySegment state = Libc.callState(arena);
    private final ThreadErrno errno = new ThreadErrno();
    private final MemorySegment buffer = arena.allocate(ROOM, 8);
    private final MemorySegment poll = arena.allocate(pollfd.layout());
    private final MemorySegment timeout = arena.allocate(timespec.layout());
    private final int fd = Libc.socket(state, Linux.AF_UNIX(), Linux.SOCK_DGRAM() | Linux.SOCK_CLOEXEC(), 0);
    private Path own;

    /** Take this name, which is removed in the end, or an abstract one if it is null: 0 or {@code -errno}. */
    int bind(Path path) {
        if (fd < 0) {
            return fd;
        }
        int result = path == null ? Libc.bind(state, fd, address(""), 2) : bindTo(path);
        own = result >= 0 ? path : null;
        return result;
    }

    private int bindTo(Path path) {
        MemorySegment address = address(path.toString());
        return Libc.bind(state, fd, address, (int) address.byteSize());
    }

    /** 0 or {@code -errno}. */
    int connect(Path path) {
        MemorySegment address = address(path.toString());
        return Libc.connect(state, fd, address, (int) address.byteSize());
    }

    int send(byte[] datagram) {
        MemorySegment.copy(datagram, 0, buffer, JAVA_BYTE, 0, datagram.length);
        return ClockCalls.send(state, fd, buffer.asSlice(0, datagram.length), Linux.MSG_DONTWAIT());
    }

    /** Bytes of the next datagram into {@code datagram}, {@code -errno}, or -EAGAIN if none comes in time. */
    int receive(byte[] datagram, long timeoutNs) {
        poll.set(JAVA_INT, pollfd.fd$offset(), fd);
        poll.set(JAVA_SHORT, pollfd.events$offset(), (short) Linux.POLLIN());
        timeout.set(JAVA_LONG, timespec.tv_sec$offset(), timeoutNs / 1_000_000_000L);
        timeout.set(JAVA_LONG, timespec.tv_nsec$offset(), timeoutNs % 1_000_000_000L);
        int ready = Libc.ppoll(errno.ofThisThread(), poll, 1, timeout);
        if (ready < 0) {
            return ready;
        }
        int length = ClockCalls.recv(state, fd, buffer, Linux.MSG_DONTWAIT());
        if (length > 0) {
            MemorySegment.copy(buffer, JAVA_BYTE, 0, datagram, 0, Math.min(length, datagram.length));
        }
        return Math.min(length, datagram.length);
    }

    private MemorySegment address(String path) {
        byte[] name = path.getBytes(StandardCharsets.UTF_8);
        if (name.length >= ClockStructs.SOCKADDR_UN - ClockStructs.SOCKADDR_UN_SUN_PATH) {
            throw new IllegalArgumentException("a local socket has a name below 108 bytes: " + path);
        }
        MemorySegment address = arena.allocate(ClockStructs.SOCKADDR_UN_SUN_PATH + name.length + 1, 8);
        address.set(JAVA_SHORT, 0, (short) Linux.AF_UNIX());
        MemorySegment.copy(name, 0, address, JAVA_BYTE, ClockStructs.SOCKADDR_UN_SUN_PATH, name.length);
        return address;
    }

    @Override
    public void close() {
        if (fd >= 0) {
            Libc.close(state, fd);
        }
        if (own != null) {
            try {
                Files.deleteIfExists(own);
            } catch (IOException e) { // its directory is gone, and the name with it
                own = null;
            }
        }
        arena.close();
    }
}
