package io.venturi.engine.socket;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.venturi.engine.annotation.HotPath;
import io.venturi.engine.error.NativeException;
import io.venturi.ffi.linux.Errno;
import io.venturi.ffi.linux.Libc;
import io.venturi.ffi.linux.SocketAddresses;
import io.venturi.ffi.linux.StreamCalls;
import io.venturi.ffi.linux.ThreadErrno;
import io.venturi.ffi.linux.gen.Linux;
import io.venturi.ffi.linux.gen.pollfd;
import io.venturi.ffi.linux.gen.timespec;
import io.venturi.ffi.linux.gen.timeval;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.InetSocketAddress;
import java.util.List;

/**
 * A connected TCP socket. Sending and receiving do not wait unless told to by {@link #waiting}; {@link #awaitReadable}
 * and {@link #awaitWritable} do.
 *
 * <p>Thread: one sends or receives at a time; {@link #shutdown} by any, which ends a wait. Hot methods allocate
 * nothing.
 *
 * @see <a href="https://man7.org/linux/man-pages/man7/tcp.7.html">tcp(7)</a>
 */
public final class TcpSocket implements AutoCloseable {
    /** The peer ended the stream. */
    public static final int END = 0;
    private static final long NS_PER_S = 1_000_000_000;
    private static final int TCP = Linux.IPPROTO_TCP();
    private static final short READABLE = (short) Linux.POLLIN();
    private static final short WRITABLE = (short) Linux.POLLOUT();

    private final int fd;
    private final InetSocketAddress localAddress;
    private final InetSocketAddress remoteAddress;
    private final List<String> shortfalls;
    private final ThreadErrno errno = new ThreadErrno();
    private final MemorySegment state;
    private final MemorySegment poll;
    private final MemorySegment timeout;
    private volatile boolean closed;

    TcpSocket(int fd, InetSocketAddress localAddress, InetSocketAddress remoteAddress, List<String> shortfalls) {
        Arena arena = Arena.ofAuto();
        this.fd = fd;
        this.localAddress = localAddress;
        this.remoteAddress = remoteAddress;
        this.shortfalls = List.copyOf(shortfalls);
        state = Libc.callState(arena);
        poll = arena.allocate(pollfd.layout());
        poll.set(JAVA_INT, pollfd.fd$offset(), fd);
        timeout = arena.allocate(timespec.layout());
    }

    /**
     * Connect.
     *
     * @param local     where from, with port 0 for any
     * @param timeoutNs how long to wait for the peer
     * @throws NativeException if the socket cannot be had or the peer cannot be reached; errno ETIMEDOUT after the time
     */
    public static TcpSocket connect(TcpOptions options, InetSocketAddress local, InetSocketAddress remote,
                                    long timeoutNs) {
        TcpSetup setup = TcpSetup.open(options, local);
        try {
            setup.connect(remote, options.flowLabel(), timeoutNs);
            return new TcpSocket(setup.fd(), setup.localAddress(), remote, setup.shortfalls());
        } catch (RuntimeException e) {
            setup.close();
            throw e;
        }
    }

    public InetSocketAddress localAddress() {
        return localAddress;
    }

    public InetSocketAddress remoteAddress() {
        return remoteAddress;
    }

    /**
     * Put options in force on a connection that was accepted; the device and MPTCP are of the listener.
     *
     * @return what the kernel did not grant, a sentence each
     * @throws NativeException if it knows nothing of the congestion control, or refuses what must be
     */
    public List<String> adjust(TcpOptions options) {
        return TcpSetup.adjust(fd, localAddress, options);
    }

    /** What the kernel did not grant, a sentence each. */
    public List<String> shortfalls() {
        return shortfalls;
    }

    /** The descriptor, which results name as the socket. */
    public int fd() {
        return fd;
    }

    /**
     * From now on sending waits for room, and receiving for data, which takes one call where asking and waiting take
     * three. Any thread, between such calls.
     *
     * @param ns at most so long, to the microsecond; 0 not to wait, as at first
     * @throws NativeException if the kernel refuses
     */
    public void waiting(long ns) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment time = arena.allocate(timeval.layout());
            time.set(JAVA_LONG, timeval.tv_sec$offset(), ns / NS_PER_S);
            time.set(JAVA_LONG, timeval.tv_usec$offset(), ns % NS_PER_S / 1_000);
            int size = (int) timeval.sizeof();
            require(Libc.setsockopt(state, fd, Linux.SOL_SOCKET(), Linux.SO_SNDTIMEO(), time, size));
            require(Libc.setsockopt(state, fd, Linux.SOL_SOCKET(), Linux.SO_RCVTIMEO(), time, size));
            require(Libc.ioctl(state, fd, Linux.FIONBIO(), arena.allocateFrom(JAVA_INT, ns == 0 ? 1 : 0)));
        }
    }

    private static void require(int result) {
        if (result < 0) {
            throw new NativeException("setsockopt", "how long to wait", -result, "");
        }
    }

    /**
     * Hand over up to {@code bytes}.
     *
     * @return how many the kernel took, or {@code -errno}: EAGAIN if its buffer is full, still so after waiting; EPIPE
     *     or ECONNRESET if the peer is gone
     */
    @HotPath
    public long send(MemorySegment data, long bytes) {
        return StreamCalls.send(errno.ofThisThread(), fd, data, bytes, Linux.MSG_NOSIGNAL());
    }

    /**
     * Take up to {@code bytes}.
     *
     * @return how many, {@link #END} at the end of the stream, or {@code -errno}: EAGAIN if nothing is there
     */
    @HotPath
    public long receive(MemorySegment buffer, long bytes) {
        return StreamCalls.recv(errno.ofThisThread(), fd, buffer, bytes, 0);
    }

    /** As {@link #receive}, but the kernel drops the bytes instead of copying them. */
    @HotPath
    public long discard(MemorySegment buffer, long bytes) {
        return StreamCalls.recv(errno.ofThisThread(), fd, buffer, bytes, Linux.MSG_TRUNC());
    }

    /**
     * Send from a file without copying it through this process.
     *
     * @param offset a long that says from where, and is advanced
     * @return as {@link #send}; 0 at the end of the file
     */
    @HotPath
    public long sendFile(int file, MemorySegment offset, long bytes) {
        return StreamCalls.sendfile(errno.ofThisThread(), fd, file, offset, bytes);
    }

    /** Wait at most {@code ns} until something can be received; false after the time or an interruption by a signal. */
    public boolean awaitReadable(long ns) {
        return await(READABLE, ns);
    }

    /** Wait at most {@code ns} until the kernel takes more. */
    public boolean awaitWritable(long ns) {
        return await(WRITABLE, ns);
    }

    @HotPath
    private boolean await(short event, long ns) {
        poll.set(ValueLayout.JAVA_SHORT, pollfd.events$offset(), event);
        timeout.set(JAVA_LONG, timespec.tv_sec$offset(), ns / NS_PER_S);
        timeout.set(JAVA_LONG, timespec.tv_nsec$offset(), ns % NS_PER_S);
        return Libc.ppoll(errno.ofThisThread(), poll, 1, timeout) > 0;
    }

    /** Bytes that have arrived in order and were not yet taken, or {@code -errno}; any thread. */
    public long queuedBytes() {
        return TcpSetup.queuedBytes(fd);
    }

    /** Ask the kernel about the connection. */
    public void sample(TcpInfo info) {
        info.filled(Libc.getsockopt(state, fd, TCP, Linux.TCP_INFO(), info.segment(), info.room()) >= 0);
    }

    /** Name of the congestion control in force, empty if the kernel does not tell. */
    public String congestionControl() {
        return TcpSetup.congestionControl(fd);
    }

    /** SO_SNDBUF as the kernel accounts it, bytes. */
    public int sendBufferBytes() {
        return TcpSetup.get(fd, Linux.SOL_SOCKET(), Linux.SO_SNDBUF());
    }

    /** SO_RCVBUF as the kernel accounts it, bytes. */
    public int receiveBufferBytes() {
        return TcpSetup.get(fd, Linux.SOL_SOCKET(), Linux.SO_RCVBUF());
    }

    /** TCP_MAXSEG: the segment size in force, bytes. */
    public int maxSegment() {
        return TcpSetup.get(fd, TCP, Linux.TCP_MAXSEG());
    }

    /**
     * Let the kernel look whether the peer's host is still there when nothing comes from it: the connection breaks if
     * not.
     *
     * @param seconds about how long that takes, at least 5; a kernel that cannot does not look
     */
    public void keepAlive(int seconds) {
        TcpSetup.keepAlive(fd, localAddress, seconds);
    }

    /** Nothing more is sent or received; wakes whoever waits. Any thread, also after {@link #close}. */
    public synchronized void shutdown() {
        if (!closed) {
            StreamCalls.shutdown(new ThreadErrno().ofThisThread(), fd, Linux.SHUT_RDWR());
        }
    }

    /** Nothing more is sent; the peer sees the end of the stream. */
    public synchronized void shutdownOutput() {
        if (!closed) {
            StreamCalls.shutdown(new ThreadErrno().ofThisThread(), fd, Linux.SHUT_WR());
        }
    }

    /** Once; the number may belong to another socket afterwards. */
    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            Libc.close(state, fd);
        }
    }

    @Override
    public String toString() {
        return "TCP " + UdpSocket.show(localAddress) + " to " + UdpSocket.show(remoteAddress);
    }

    /** True if {@code result} only says to try again later. */
    public static boolean isAgain(long result) {
        return result == -Errno.EAGAIN || result == -Errno.EINTR;
    }
}
