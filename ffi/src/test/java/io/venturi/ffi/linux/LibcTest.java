package io.venturi.ffi.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.venturi.ffi.linux.gen.Linux;
import io.venturi.ffi.linux.gen.pollfd;
import io.venturi.ffi.linux.gen.timespec;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;

/** Every call gives {@code -errno} when it fails and the result when it does not. */
class LibcTest {
    private static final int EBADF = 9;
    private static final int NO_FD = -1;

    private final Arena arena = Arena.ofAuto();
    private final MemorySegment state = Libc.callState(arena);
    private final ThreadErrno errno = new ThreadErrno();
    private final MemorySegment room = arena.allocate(256, 8);
    private final MemorySegment length = arena.allocateFrom(JAVA_INT, 4);
    private final MessageVector vector = new MessageVector(arena, 1, 0, false);

    @Test
    void shouldGiveTheErrorNumberOfCallsOnABadDescriptor() {
        assertEquals(-EBADF, Libc.bind(state, NO_FD, room, 16));
        assertEquals(-EBADF, Libc.connect(state, NO_FD, room, 16));
        assertEquals(-EBADF, Libc.getsockname(state, NO_FD, room, length));
        assertEquals(-EBADF, Libc.setsockopt(state, NO_FD, 1, 2, room, 4));
        assertEquals(-EBADF, Libc.getsockopt(state, NO_FD, 1, 2, room, length));
        assertEquals(-EBADF, Libc.close(state, NO_FD));
        assertEquals(-EBADF, Libc.sendmmsg(errno.ofThisThread(), NO_FD, vector.headers(), 1, 0));
        assertEquals(-EBADF, Libc.recvmmsg(errno.ofThisThread(), NO_FD, vector.headers(), 1, 0));
    }

    @Test
    void shouldGiveTheErrorNumberOfOtherRefusals() {
        assertEquals(-Errno.EAFNOSUPPORT, Libc.socket(state, 9999, 2, 0));
        assertEquals(-Errno.EINVAL, Libc.clockNanosleep(9999, 0, room));
        assertEquals(-1, Libc.clockGettime(9999, room));
        assertEquals(-Errno.EINVAL, Libc.prctl(state, 9999, 0));
        assertEquals(-Errno.EINVAL, Libc.getrusage(state, 9999, room));
        assertEquals(-Errno.EINVAL, Libc.schedSetscheduler(state, 0, 9999, room));
        assertEquals(-Errno.EINVAL, Libc.schedSetaffinity(state, 0, arena.allocate(128, 8)), "a set without any CPU");
        assertEquals(-Errno.EINVAL, Libc.schedGetaffinity(state, 0, arena.allocate(1, 8)), "a set that is too short");
        assertEquals(-Errno.EINVAL, Libc.mlockall(state, 9999));
        room.set(JAVA_LONG, timespec.tv_nsec$offset(), -1);
        assertEquals(-Errno.EINVAL, Libc.ppoll(errno.ofThisThread(), room, 0, room));
    }

    @Test
    void shouldGiveTheResultAfterAnEarlierFailure() throws Exception {
        assertEquals(-EBADF, Libc.close(state, NO_FD));

        int fd = Libc.socket(state, Linux.AF_INET(), Linux.SOCK_DGRAM() | Linux.SOCK_CLOEXEC(), 0);
        assertTrue(fd > 2, "descriptor " + fd);
        MemorySegment name = arena.allocate(SocketAddresses.SIZE, 8);
        int bytes = SocketAddresses.encode(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), name);
        assertEquals(0, Libc.bind(state, fd, name, bytes));
        length.set(JAVA_INT, 0, SocketAddresses.SIZE);
        assertEquals(0, Libc.getsockname(state, fd, name, length));
        assertTrue(SocketAddresses.port(name, 0) > 0);
        assertEquals(16, length.get(JAVA_INT, 0));
        assertEquals(-Errno.EAGAIN, Libc.recvmmsg(errno.ofThisThread(), fd, vector.headers(), 1, Linux.MSG_DONTWAIT()));
        assertEquals(0, Libc.close(state, fd));
        assertEquals(-EBADF, Libc.close(state, fd));
    }

    @Test
    void shouldReadTheClockThatTheJvmReads() {
        long before = System.nanoTime();
        assertEquals(0, Libc.clockGettime(Linux.CLOCK_MONOTONIC(), room));
        long after = System.nanoTime();

        long now = room.get(JAVA_LONG, timespec.tv_sec$offset()) * 1_000_000_000L
                + room.get(JAVA_LONG, timespec.tv_nsec$offset());
        assertTrue(before <= now && now <= after, before + " <= " + now + " <= " + after);
    }

    @Test
    void shouldWaitNoLongerThanTheTimeoutForNothing() {
        MemorySegment none = arena.allocate(pollfd.layout());
        none.set(JAVA_INT, pollfd.fd$offset(), NO_FD);

        assertEquals(0, Libc.ppoll(errno.ofThisThread(), none, 1, arena.allocate(timespec.layout())));
    }

    @Test
    void shouldDescribeErrorsByNameAndOthersByNumber() {
        assertEquals("EBADF: bad file descriptor", Errno.describe(EBADF));
        assertEquals("errno 4000", Errno.describe(4000));
    }
}
