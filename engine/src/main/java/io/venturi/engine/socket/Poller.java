package io.venturi.engine.socket;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import io.venturi.engine.annotation.HotPath;
import io.venturi.ffi.linux.Libc;
import io.venturi.ffi.linux.ThreadErrno;
import io.venturi.ffi.linux.gen.Linux;
import io.venturi.ffi.linux.gen.pollfd;
import io.venturi.ffi.linux.gen.timespec;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;

/**
 * Waits until a socket of the lane has something or a time has passed, with the resolution of the kernel's timers.
 *
 * <p>Thread: the lane. Allocates nothing per wait.
 *
 * @see <a href="https://man7.org/linux/man-pages/man2/ppoll.2.html">ppoll(2)</a>
 */
public final class Poller {
    private static final long POLLFD = pollfd.sizeof();
    private static final long REVENTS = pollfd.revents$offset();
    private static final short POLLERR = (short) Linux.POLLERR();
    private static final long SEC = timespec.tv_sec$offset();
    private static final long NSEC = timespec.tv_nsec$offset();

    private final ThreadErrno errno = new ThreadErrno();
    private final MemorySegment timeout = Arena.ofAuto().allocate(timespec.layout());
    private UdpSocket[] sockets;
    private MemorySegment fds = Arena.ofAuto().allocate(POLLFD, 8);
    private boolean fresh;

    public Poller(List<UdpSocket> sockets) {
        watch(sockets);
    }

    /** Wait for these instead, from the next wait on. */
    public void watch(List<UdpSocket> others) {
        sockets = others.toArray(UdpSocket[]::new);
        fresh = false;
        if (fds.byteSize() < POLLFD * sockets.length) {
            fds = Arena.ofAuto().allocate(2 * POLLFD * sockets.length, 8);
        }
        for (int i = 0; i < sockets.length; i++) {
            fds.set(JAVA_INT, POLLFD * i + pollfd.fd$offset(), sockets[i].fd());
            fds.set(JAVA_SHORT, POLLFD * i + pollfd.events$offset(), (short) Linux.POLLIN());
        }
    }

    /**
     * Wait for at most {@code ns}.
     *
     * @return sockets that are ready; 0 after the time, or after a signal
     */
    @HotPath
    public int await(long ns) {
        timeout.set(JAVA_LONG, SEC, ns / 1_000_000_000L);
        timeout.set(JAVA_LONG, NSEC, ns % 1_000_000_000L);
        int ready = Libc.ppoll(errno.ofThisThread(), fds, sockets.length, timeout);
        fresh = ready >= 0;
        if (ready > 0) {
            for (int i = 0; i < sockets.length; i++) {
                if ((fds.get(JAVA_SHORT, POLLFD * i + REVENTS) & POLLERR) != 0) {
                    sockets[i].errorsReady();
                }
            }
        }
        return Math.max(ready, 0);
    }

    /** See which sockets are ready, unless the last wait has just told: one system call for all of them. */
    @HotPath
    public void look() {
        if (!fresh) {
            await(0);
        }
        fresh = false;
    }

    /** At the last {@link #look}, socket {@code i} had something. */
    @HotPath
    public boolean isReady(int i) {
        return fds.get(JAVA_SHORT, POLLFD * i + REVENTS) != 0;
    }
}
