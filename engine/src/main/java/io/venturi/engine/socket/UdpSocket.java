package io.venturi.engine.socket;

import io.venturi.engine.annotation.HotPath;
import io.venturi.engine.clock.Clock;
import io.venturi.engine.clock.SystemClock;
import io.venturi.engine.error.NativeException;
import io.venturi.ffi.linux.Errno;
import io.venturi.ffi.linux.Libc;
import io.venturi.ffi.linux.MessageVector;
import io.venturi.ffi.linux.SocketAddresses;
import io.venturi.ffi.linux.ThreadErrno;
import io.venturi.ffi.linux.gen.Linux;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.InetSocketAddress;
import java.util.List;

/**
 * A UDP socket with batched, stamped I/O: sendmmsg(2) and recvmmsg(2) over buffers allocated once.
 *
 * <p>Thread: opened anywhere, then owned by one lane. Hot methods neither allocate nor block.
 */
public final class UdpSocket implements Transmitter, AutoCloseable {
    private static final int DONTWAIT = Linux.MSG_DONTWAIT();
    private static final int TRUNC = Linux.MSG_TRUNC();
    /**
     * The kernel's MSG_PROBE (include/linux/socket.h; C headers call the value MSG_PROXY): a send goes through the
     * socket and its route and then ends without a datagram. It uses up no stamp number and clears no pending error.
     */
    private static final int REHEARSAL = 0x10;
    /** Stamp, packet info, traffic class, hop limit, overflow count: 64 + 40 + 24 + 24 + 24, and room to spare. */
    private static final int RECEIVE_CONTROL = 256;
    private static final int REPLY_CONTROL = 64;
    private static final long CLOCKS_APART_NS = 500;
    private static final int MOST_CLOCK_READINGS = 4;

    private final int fd;
    private final boolean connected;
    private final boolean ipv6;
    private final InetSocketAddress localAddress;
    private final List<String> shortfalls;
    private final boolean transmitStamps;
    private final int receiveBufferBytes;

    // owned by the lane thread
    private final MemorySegment state;
    private final ThreadErrno errno = new ThreadErrno();
    private final Clock realtime;
    private final MessageVector incoming;
    private final MessageVector replies;
    private final MessageVector outgoing;
    private final Packet[] packets;
    private final long[] payloadAddresses;
    private final MemorySegment[] outgoingSlots;
    private final ControlParser control;
    private final ErrorQueue errorQueue;
    private int received;
    private long receivedUserNs;
    private long receivedWallNs;
    private int pendingReplies;
    private long accepted;
    private long refusedReplies;
    private boolean closed;

    private UdpSocket(int fd, SocketOptions options, SocketSetup setup, Arena arena) {
        this.fd = fd;
        this.connected = options.remote() != null;
        this.ipv6 = SocketAddresses.family(options.local().getAddress()) == Linux.AF_INET6();
        this.localAddress = setup.localAddress();
        this.shortfalls = List.copyOf(setup.shortfalls());
        this.transmitStamps = setup.transmitStamps();
        this.receiveBufferBytes = setup.receiveBufferBytes();
        this.state = Libc.callState(arena);
        this.realtime = SystemClock.realtime();
        int batch = options.batch();
        this.incoming = new MessageVector(arena, batch, RECEIVE_CONTROL, !connected);
        this.replies = new MessageVector(arena, batch, REPLY_CONTROL, false);
        this.outgoing = new MessageVector(arena, batch, 0, false);
        this.packets = new Packet[batch];
        this.payloadAddresses = new long[batch];
        this.outgoingSlots = new MemorySegment[batch];
        long stride = (options.slotBytes() + 63L) & ~63L;
        MemorySegment receivePayloads = arena.allocate(stride * batch, 64);
        MemorySegment sendPayloads = connected ? arena.allocate(stride * batch, 64) : MemorySegment.NULL;
        for (int i = 0; i < batch; i++) {
            MemorySegment slot = receivePayloads.asSlice(stride * i, options.slotBytes());
            packets[i] = new Packet(slot);
            payloadAddresses[i] = slot.address();
            incoming.payload(i, slot.address(), options.slotBytes());
            if (connected) {
                outgoingSlots[i] = sendPayloads.asSlice(stride * i, options.slotBytes());
                outgoing.payload(i, outgoingSlots[i].address(), 0);
            }
        }
        this.control = new ControlParser(incoming);
        this.errorQueue = new ErrorQueue(fd, arena, errno);
        incoming.resetForReceive(batch);
    }

    /**
     * Open, set up, bind and connect as {@code options} say. Options that the kernel refuses but the test can do
     * without are listed in {@link #shortfalls()}.
     *
     * @throws NativeException if the socket cannot be had, bound or connected
     */
    public static UdpSocket open(SocketOptions options) {
        Arena arena = Arena.ofAuto();
        MemorySegment state = Libc.callState(arena);
        int family = SocketAddresses.family(options.local().getAddress());
        int fd = Libc.socket(state, family, Linux.SOCK_DGRAM() | Linux.SOCK_CLOEXEC() | Linux.SOCK_NONBLOCK(), 0);
        if (fd < 0) {
            throw new NativeException("socket", family == Linux.AF_INET6() ? "IPv6 UDP" : "IPv4 UDP", -fd,
                    fd == -Errno.EAFNOSUPPORT ? "This host has no such address family." : "");
        }
        try {
            return new UdpSocket(fd, options, SocketSetup.apply(fd, options, state, arena), arena);
        } catch (RuntimeException e) {
            Libc.close(state, fd);
            throw e;
        }
    }

    /** Address and port the socket is bound to. */
    public InetSocketAddress localAddress() {
        return localAddress;
    }

    /** What the kernel did not grant, a sentence each; empty if all was granted. */
    public List<String> shortfalls() {
        return shortfalls;
    }

    /** True if the kernel accepted to stamp what this socket sends. */
    public boolean stampsTransmits() {
        return transmitStamps;
    }

    /** Receive buffer granted, bytes as the kernel accounts them. */
    public int receiveBufferBytes() {
        return receiveBufferBytes;
    }

    /** The descriptor, for polling. */
    public int fd() {
        return fd;
    }

    // ---- receiving -----------------------------------------------------------------------------------------------

    /**
     * Take what has arrived, without waiting.
     *
     * @return number of datagrams now in {@link #packet}, 0 if none; errors of earlier sends are left to
     *     {@link #drainErrors}
     */
    @HotPath
    public int receive() {
        if (received > 0) {
            incoming.resetForReceive(received);
            received = 0;
        }
        int n = Libc.recvmmsg(errno.ofThisThread(), fd, incoming.headers(), incoming.count(), DONTWAIT);
        if (n <= 0) {
            if (n != -Errno.EAGAIN) {
                errorQueue.expect(); // an ICMP error of an earlier datagram, reported on this call
            }
            return 0;
        }
        readClocks();
        received = n;
        for (int i = 0; i < n; i++) {
            Packet packet = packets[i];
            packet.reset(incoming.transferred(i), (incoming.flags(i) & TRUNC) != 0, receivedUserNs, receivedWallNs);
            control.parse(i, packet);
            if (!connected) {
                long name = incoming.nameOffset(i);
                MemorySegment names = incoming.names();
                packet.peer(SocketAddresses.high(names, name), SocketAddresses.low(names, name),
                        SocketAddresses.port(names, name), SocketAddresses.scope(names, name));
            }
        }
        return n;
    }

    /**
     * One instant on both clocks. If this thread was interrupted between the readings, the wall clock's is taken again
     * and put back by the time in between, so that the two still mean the same instant.
     */
    private void readClocks() {
        receivedUserNs = System.nanoTime();
        long beforeNs = receivedUserNs;
        for (int tries = 0; ; tries++) {
            long wallNs = realtime.nanoTime();
            long afterNs = System.nanoTime();
            if (afterNs - beforeNs <= CLOCKS_APART_NS || tries == MOST_CLOCK_READINGS) {
                receivedWallNs = wallNs - ((beforeNs + afterNs >> 1) - receivedUserNs);
                return;
            }
            beforeNs = afterNs;
        }
    }

    /** Datagram {@code i} of the last {@link #receive}, valid until the next. */
    public Packet packet(int i) {
        return packets[i];
    }

    /** Datagrams the kernel dropped so far because this socket's receive buffer was full (SO_RXQ_OVFL). */
    public long overflows() {
        return control.overflows();
    }

    /** The same count asked from the kernel now (SO_MEMINFO), which also sees drops after the last datagram. */
    public long overflowsNow() {
        return Math.max(control.overflows(), SocketSetup.drops(fd, state));
    }

    // ---- replying ------------------------------------------------------------------------------------------------

    /**
     * Queue {@code length} bytes of datagram {@code i}'s payload to go back where it came from, from the address it was
     * sent to.
     */
    @HotPath
    public void reply(int i, int length) {
        int slot = pendingReplies++;
        replies.payload(slot, payloadAddresses[i], length);
        replies.clearControl(slot);
        if (!connected) {
            replies.destination(slot, incoming.names().address() + incoming.nameOffset(i), incoming.nameLength(i));
            control.addSource(i, replies, slot);
        }
        int trafficClass = packets[i].replyTrafficClass();
        if (trafficClass >= 0) {
            control.addTrafficClass(trafficClass, replies, slot, ipv6);
        }
    }

    /**
     * Go through the reply to datagram {@code i} without sending anything. A thread that slept finds its caches cold;
     * after a rehearsal the time between the stamp in a reply and its departure is short, as it is in a busy server.
     */
    @HotPath
    public void rehearseReply(int i) {
        if (connected) {
            return;
        }
        reply(i, packets[i].length());
        Libc.sendmmsg(errno.ofThisThread(), fd, replies.headers(), 1, DONTWAIT | REHEARSAL);
        pendingReplies = 0;
    }

    /** Send the queued replies. */
    @HotPath
    public void flushReplies() {
        int next = 0;
        boolean retried = false;
        while (next < pendingReplies) {
            int n = Libc.sendmmsg(errno.ofThisThread(), fd, replies.headersFrom(next), pendingReplies - next, DONTWAIT);
            if (n > 0) {
                next += n;
                retried = false;
            } else if (!retried && mayBeOfAnEarlierDatagram(n)) {
                errorQueue.expect();
                retried = true;
            } else {
                refusedReplies++;
                next++;
                retried = false;
            }
        }
        pendingReplies = 0;
    }

    /** Replies the kernel refused to send so far. */
    public long refusedReplies() {
        return refusedReplies;
    }

    // ---- sending -------------------------------------------------------------------------------------------------

    @Override
    public int capacity() {
        return outgoingSlots.length;
    }

    @Override
    public MemorySegment slot(int index) {
        return outgoingSlots[index];
    }

    @Override
    public void length(int index, int bytes) {
        outgoing.length(index, bytes);
    }

    @HotPath
    @Override
    public int flush(int count) {
        if (!transmitStamps) {
            int n = send(0, count);
            accepted += Math.max(0, n);
            return n;
        }
        // sendmmsg does not say why it stopped short, and so not whether that datagram used up a stamp id: one by one.
        for (int i = 0; i < count; i++) {
            int n = send(i, 1);
            if (n < 0) {
                return i > 0 ? i : n;
            }
            accepted++;
            errorQueue.expectStamp();
        }
        return count;
    }

    private int send(int first, int count) {
        int n = Libc.sendmmsg(errno.ofThisThread(), fd, outgoing.headersFrom(first), count, DONTWAIT);
        if (mayBeOfAnEarlierDatagram(n)) {
            errorQueue.expect();
            n = Libc.sendmmsg(errno.ofThisThread(), fd, outgoing.headersFrom(first), count, DONTWAIT);
        }
        if (transmitStamps && wasDroppedByThisHost(n)) {
            errorQueue.missStamp();
        }
        return n;
    }

    /** Go through the sending of slot 0 without sending anything, so that the next {@link #flush} finds warm caches. */
    @HotPath
    public void rehearse() {
        if (connected) {
            if (Libc.sendmmsg(errno.ofThisThread(), fd, outgoing.headers(), 1, DONTWAIT | REHEARSAL) < 0) {
                errorQueue.expect();
            }
            realtime.nanoTime();
        }
    }

    /**
     * An ICMP error of an earlier datagram, of whatever kind, is reported on the next send call and cleared by it. What
     * is refused for its own sake is refused again; only what this host dropped must not be sent twice.
     */
    private static boolean mayBeOfAnEarlierDatagram(int result) {
        return result < 0 && result != -Errno.EAGAIN && !wasDroppedByThisHost(result);
    }

    /** Dropped by the interface's queue or by a firewall rule, when the datagram already had its stamp id. */
    private static boolean wasDroppedByThisHost(int result) {
        return result == -Errno.ENOBUFS || result == -Errno.EPERM;
    }

    @Override
    public long accepted() {
        return accepted;
    }

    /**
     * Read transmit stamps and ICMP errors that wait on the error queue; costs nothing when none can be there.
     *
     * @return how many were read
     */
    @HotPath
    public int drainErrors(SocketEvents events) {
        return errorQueue.drain(events);
    }

    /** Poll said that the error queue has something. */
    public void errorsReady() {
        errorQueue.expect();
    }

    /** Once; the number may belong to another socket afterwards. */
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            Libc.close(state, fd);
        }
    }

    @Override
    public String toString() {
        return "UDP " + localAddress;
    }

    /** An address as users write it: {@code 127.0.0.1:2112}, {@code [::1]:2112}. */
    public static String show(InetSocketAddress address) {
        String host = address.getAddress() == null ? address.getHostString() : address.getAddress().getHostAddress();
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort();
    }
}
