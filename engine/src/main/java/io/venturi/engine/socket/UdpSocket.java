package io.venturi.engine.socket;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import io.venturi.engine.annotation.HotPath;
import io.venturi.engine.error.NativeException;
import io.venturi.engine.plan.AddressText;
import io.venturi.ffi.linux.Errno;
import io.venturi.ffi.linux.LazyArena;
import io.venturi.ffi.linux.Libc;
import io.venturi.ffi.linux.MessageVector;
import io.venturi.ffi.linux.SocketAddresses;
import io.venturi.ffi.linux.ThreadErrno;
import io.venturi.ffi.linux.gen.Linux;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.stream.Stream;

/**
 * A UDP socket with batched, stamped I/O: sendmmsg(2) and recvmmsg(2) over buffers allocated once. It owns the
 * descriptor and what was granted for it; {@link DatagramReceiver}, {@link DatagramReplier}, {@link DatagramSender},
 * for trains {@link TrainReceiver} and {@link TrainSender}, and {@link ErrorQueue} do the work.
 *
 * <p>Thread: opened anywhere, then owned by one lane. Hot methods neither allocate nor block.
 */
public final class UdpSocket implements Transmitter, AutoCloseable {
    private static final SocketEvents NOBODY = new SocketEvents() { };

    private final int fd;
    private final InetSocketAddress localAddress;
    private final List<String> shortfalls;
    private final int stampFlags;
    private final boolean transmitStamps;
    private final int receiveBufferBytes;
    private final int sendBufferBytes;

    // owned by the lane thread
    private final MemorySegment state;
    private final DatagramReceiver receiver;
    private final TrainReceiver trainReceiver;
    private final DatagramReplier replier;
    private final DatagramSender datagrams;
    private final TrainSender trainSender;
    private final Transmitter sender;
    private final ErrorQueue errorQueue;
    private boolean closed;

    private UdpSocket(int fd, SocketOptions options, SocketSetup setup, Arena arena) {
        this.fd = fd;
        this.localAddress = setup.localAddress();
        this.shortfalls = List.copyOf(setup.shortfalls());
        this.stampFlags = setup.stampFlags();
        this.transmitStamps = setup.transmitStamps();
        this.receiveBufferBytes = setup.receiveBufferBytes();
        this.sendBufferBytes = setup.sendBufferBytes();
        this.state = Libc.callState(arena);
        ThreadErrno errno = new ThreadErrno();
        this.errorQueue = new ErrorQueue(fd, arena, errno, setup.stampsEach());
        this.receiver = new DatagramReceiver(fd, options, errorQueue, errno, arena);
        this.trainReceiver = options.load().groReceive() ? new TrainReceiver(receiver, options, arena) : null;
        this.replier = new DatagramReplier(fd, options, setup.replyStamps(), receiver, errorQueue, errno,
                arena);
        this.datagrams = new DatagramSender(fd, options, transmitStamps, errorQueue, errno, arena);
        int mostSegments = setup.mostSegments();
        this.trainSender = mostSegments > 1 ? new TrainSender(datagrams, options, mostSegments, arena) : null;
        this.sender = trainSender == null ? datagrams : trainSender;
    }

    /**
     * Open, set up, bind and connect as {@code options} say. Options that the kernel refuses but the test can do
     * without are listed in {@link #shortfalls()}.
     *
     * @throws NativeException if the socket cannot be had, bound or connected
     */
    public static UdpSocket open(SocketOptions options) {
        return open(options, Arena.ofAuto());
    }

    /**
     * The same with buffers that live as long as {@code arena}, which only the owner of the socket closes, and only
     * after the socket: for those who open many, and cannot wait for a collection to give the memory back.
     */
    public static UdpSocket open(SocketOptions options, Arena arena) {
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

    /** For {@link #open(SocketOptions, Arena)}: buffers that take memory as far as they are used. */
    public static Arena lazyBuffers() {
        return new LazyArena();
    }

    /** Bytes from one slot to the next, so that each begins on a cache line of its own. */
    static long stride(int slotBytes) {
        return (slotBytes + 63L) & ~63L;
    }

    /** Address and port the socket is bound to. */
    public InetSocketAddress localAddress() {
        return localAddress;
    }

    /** What the kernel did not grant, a sentence each; empty if all was granted. Grows when it takes something back. */
    public List<String> shortfalls() {
        String ofTrains = trainSender == null ? "" : trainSender.shortfall();
        return ofTrains.isEmpty() ? shortfalls
                : Stream.concat(shortfalls.stream(), Stream.of(ofTrains)).toList();
    }

    /** True if the kernel accepted to stamp what this socket sends. */
    public boolean stampsTransmits() {
        return transmitStamps;
    }

    /** SO_TIMESTAMPING as the kernel accepted it, 0 for no stamps. */
    public int stampFlags() {
        return stampFlags;
    }

    /** Receive buffer granted, bytes as the kernel accounts them. */
    public int receiveBufferBytes() {
        return receiveBufferBytes;
    }

    /** Send buffer granted, bytes as the kernel accounts them. */
    public int sendBufferBytes() {
        return sendBufferBytes;
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
        return trainReceiver == null ? receiver.receive() : trainReceiver.receive();
    }

    /** Datagram {@code i} of the last {@link #receive}, valid until the next. */
    public Packet packet(int i) {
        return trainReceiver == null ? receiver.packet(i) : trainReceiver.packet(i);
    }

    /** What of datagram {@code i} the replier needs to know: the message it came in. */
    private int message(int i) {
        return trainReceiver == null ? i : trainReceiver.message(i);
    }

    /**
     * Datagrams the kernel dropped so far because this socket's receive buffer was full (SO_RXQ_OVFL). A dropped train
     * counts once, so with {@link LoadOptions#groReceive} there may be more.
     */
    public long overflows() {
        return receiver.overflows();
    }

    /** The same count asked from the kernel now (SO_MEMINFO), which also sees drops after the last datagram. */
    public long overflowsNow() {
        return Math.max(receiver.overflows(), SocketSetup.drops(fd, state));
    }

    // ---- replying ------------------------------------------------------------------------------------------------

    /**
     * Queue {@code length} bytes of datagram {@code i}'s payload to go back where it came from, from the address it was
     * sent to.
     */
    @HotPath
    public void reply(int i, int length) {
        replier.reply(packet(i), message(i), length);
    }

    /**
     * Go through the reply to datagram {@code i} without sending anything. A thread that slept finds its caches cold;
     * after a rehearsal the time between the stamp in a reply and its departure is short, as it is in a busy server.
     */
    @HotPath
    public void rehearseReply(int i) {
        replier.rehearse(packet(i), message(i));
    }

    /** Send the queued replies; nobody wants to know when they leave. */
    public void flushReplies() {
        replier.flush(NOBODY);
    }

    /** Send the queued replies, and tell {@code events} which numbers those have that are to be stamped. */
    @HotPath
    public void flushReplies(SocketEvents events) {
        replier.flush(events);
    }

    /** Replies the kernel refused to send so far. */
    public long refusedReplies() {
        return replier.refused();
    }

    // ---- sending -------------------------------------------------------------------------------------------------

    @Override
    public int capacity() {
        return sender.capacity();
    }

    @Override
    public MemorySegment slot(int index) {
        return sender.slot(index);
    }

    @Override
    public void length(int index, int bytes) {
        sender.length(index, bytes);
    }

    @HotPath
    @Override
    public void launchAt(int index, long time) {
        sender.launchAt(index, time);
    }

    @HotPath
    @Override
    public int flush(int count) {
        return sender.flush(count);
    }

    /** Go through the sending of slot 0 without sending anything, so that the next {@link #flush} finds warm caches. */
    @HotPath
    public void rehearse() {
        datagrams.rehearse();
    }

    @Override
    public long accepted() {
        return sender.accepted();
    }

    // ---- peers found later ---------------------------------------------------------------------------------------

    /**
     * Send to this peer, and receive from it alone, from now on. Not per packet.
     *
     * @return 0 or {@code -errno}
     */
    public int connect(InetSocketAddress peer) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment name = arena.allocate(SocketAddresses.SIZE, 8);
            return Libc.connect(state, fd, name, SocketAddresses.encode(peer, name));
        }
    }

    /**
     * Send to the peer of before with this flow label of IPv6, 1..1048575, from now on. Not per packet.
     *
     * @return 0 or {@code -errno}
     */
    public int flowLabel(int label, InetSocketAddress peer) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment name = arena.allocate(SocketAddresses.SIZE, 8);
            int bytes = SocketAddresses.encode(peer, name);
            int result = FlowLabel.lease(state, fd, label, name);
            return result < 0 ? result : Libc.connect(state, fd, name, bytes);
        }
    }

    /**
     * Send {@code bytes} of slot 0 to someone who is not the peer. Not per packet.
     *
     * @return 1 or {@code -errno}
     */
    public int sendTo(InetSocketAddress someone, int bytes) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment name = arena.allocate(SocketAddresses.SIZE, 8);
            MessageVector message = new MessageVector(arena, 1, 0, false);
            message.payload(0, slot(0).address(), bytes);
            message.destination(0, name.address(), SocketAddresses.encode(someone, name));
            return Libc.sendmmsg(new ThreadErrno(), fd, message.headers(), 1, Linux.MSG_DONTWAIT());
        }
    }

    /**
     * Mark all that is sent from now on with this TOS or traffic class byte, 0..255. Not per packet.
     *
     * @return 0 or {@code -errno}
     */
    public int trafficClass(int value) {
        boolean ipv6 = SocketAddresses.family(localAddress.getAddress()) == Linux.AF_INET6();
        try (Arena arena = Arena.ofConfined()) {
            return Libc.setsockopt(state, fd, ipv6 ? Linux.IPPROTO_IPV6() : Linux.IPPROTO_IP(),
                    ipv6 ? Linux.IPV6_TCLASS() : Linux.IP_TOS(), arena.allocateFrom(JAVA_INT, value), 4);
        }
    }

    // ---- errors --------------------------------------------------------------------------------------------------

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
        return AddressText.of(address);
    }
}
