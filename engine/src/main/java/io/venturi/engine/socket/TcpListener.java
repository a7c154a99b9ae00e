package io.venturi.engine.socket;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import io.venturi.engine.error.NativeException;
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

/**
 * Takes TCP connections at an address.
 *
 * <p>Thread: one accepts; {@link #close} by any.
 */
public final class TcpListener implements AutoCloseable {
    private static final int BACKLOG = 1024;
    private static final int FLAGS = Linux.SOCK_NONBLOCK() | Linux.SOCK_CLOEXEC();

    private final int fd;
    private final InetSocketAddress localAddress;
    private final ThreadErrno errno = new ThreadErrno();
    private final MemorySegment state;
    private final MemorySegment name;
    private final MemorySegment length;
    private final MemorySegment poll;
    private final MemorySegment timeout;
    private boolean closed;

    private TcpListener(TcpSetup setup) {
        Arena arena = Arena.ofAuto();
        fd = setup.fd();
        localAddress = setup.localAddress();
        state = Libc.callState(arena);
        name = arena.allocate(SocketAddresses.SIZE, 8);
        length = arena.allocate(JAVA_INT);
        poll = arena.allocate(pollfd.layout());
        poll.set(JAVA_INT, pollfd.fd$offset(), fd);
        poll.set(ValueLayout.JAVA_SHORT, pollfd.events$offset(), (short) Linux.POLLIN());
        timeout = arena.allocate(timespec.layout());
    }

    /**
     * Listen at {@code local}; what {@code options} set is inherited by the connections.
     *
     * @throws NativeException if the address cannot be had
     */
    public static TcpListener open(TcpOptions options, InetSocketAddress local) {
        TcpSetup setup = TcpSetup.openToListen(options, local);
        try {
            setup.listen(BACKLOG);
            return new TcpListener(setup);
        } catch (RuntimeException e) {
            setup.close();
            throw e;
        }
    }

    public InetSocketAddress localAddress() {
        return localAddress;
    }

    /**
     * The next connection.
     *
     * @return null if none came within {@code ns}, or it was gone again, or this host has no descriptor for it
     */
    public TcpSocket accept(long ns) {
        timeout.set(ValueLayout.JAVA_LONG, timespec.tv_sec$offset(), ns / 1_000_000_000L);
        timeout.set(ValueLayout.JAVA_LONG, timespec.tv_nsec$offset(), ns % 1_000_000_000L);
        if (Libc.ppoll(errno.ofThisThread(), poll, 1, timeout) <= 0) {
            return null;
        }
        length.set(JAVA_INT, 0, SocketAddresses.SIZE);
        int accepted = StreamCalls.accept4(errno, fd, name, length, FLAGS);
        if (accepted < 0) {
            return null;
        }
        InetSocketAddress remote = TcpSetup.address(name);
        return new TcpSocket(accepted, TcpSetup.localAddress(accepted, localAddress), remote, java.util.List.of());
    }

    /** Once; a connection that waits to be accepted is reset. */
    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            StreamCalls.shutdown(new ThreadErrno().ofThisThread(), fd, Linux.SHUT_RDWR());
            Libc.close(Libc.callState(Arena.ofAuto()), fd);
        }
    }

    @Override
    public String toString() {
        return "TCP " + UdpSocket.show(localAddress);
    }
}
