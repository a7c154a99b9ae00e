package io.venturi.engine.socket;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.venturi.engine.annotation.HotPath;
import io.venturi.engine.clock.Clock;
import io.venturi.engine.clock.SystemClock;
import io.venturi.ffi.linux.Errno;
import io.venturi.ffi.linux.Libc;
import io.venturi.ffi.linux.MessageVector;
import io.venturi.ffi.linux.ThreadErrno;
import io.venturi.ffi.linux.gen.Linux;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * The sending half of a connected {@link UdpSocket}: from slots allocated once by sendmmsg(2), a datagram a message,
 * or one by sendto(2), which costs less. Lane thread only.
 */
final class DatagramSender implements Transmitter {
    /**
     * The kernel's MSG_PROBE (include/linux/socket.h; C headers call the value MSG_PROXY): a send goes through the
     * socket and its route and then ends without a datagram. It uses up no stamp number and clears no pending error.
     */
    static final int REHEARSAL = 0x10;
    private static final int DONTWAIT = Linux.MSG_DONTWAIT();
    /** One control message of 8 bytes. */
    private static final int LAUNCH_CONTROL = 24;
    /** Until what is not said when to leave does: time enough to be handed over on a slow host. */
    private static final long SOON_NS = 40_000_000;

    private final int fd;
    private final boolean connected;
    private final boolean transmitStamps;
    private final ThreadErrno errno;
    private final ErrorQueue errorQueue;
    private final Clock realtime = SystemClock.realtime();
    private final MessageVector outgoing;
    private final MemorySegment[] slots;
    private final LaunchClock launch;
    /** Where in the control buffers the launch time of each slot stands, which is 0 between flushes; null without. */
    private final long[] launchTimes;
    private final Clock launchClock;
    private long accepted;

    DatagramSender(int fd, SocketOptions options, boolean transmitStamps, ErrorQueue errorQueue, ThreadErrno errno,
                   Arena arena) {
        this.fd = fd;
        this.connected = options.remote() != null;
        this.transmitStamps = transmitStamps;
        this.errno = errno;
        this.errorQueue = errorQueue;
        int batch = options.batch();
        this.launch = options.launch();
        this.launchClock = launch == LaunchClock.MONOTONIC ? SystemClock.MONOTONIC : SystemClock.tai();
        this.outgoing = new MessageVector(arena, batch, launch == LaunchClock.NONE ? 0 : LAUNCH_CONTROL, false);
        this.launchTimes = launch == LaunchClock.NONE ? null : new long[batch];
        this.slots = new MemorySegment[batch];
        if (connected || options.load().segmentation()) {
            // Without gaps a train of full slots is one piece; else each slot begins on a cache line of its own.
            long stride = options.load().segmentation() ? options.slotBytes() : UdpSocket.stride(options.slotBytes());
            MemorySegment payloads = arena.allocate(stride * batch, 64);
            for (int i = 0; i < batch; i++) {
                slots[i] = payloads.asSlice(stride * i, options.slotBytes());
                outgoing.payload(i, slots[i].address(), 0);
            }
        }
        for (int i = 0; launchTimes != null && i < batch; i++) {
            outgoing.clearControl(i);
            launchTimes[i] = outgoing.addControl(i, Linux.SOL_SOCKET(), Linux.SO_TXTIME(), Long.BYTES);
        }
    }

    @Override
    public int capacity() {
        return slots.length;
    }

    @Override
    public MemorySegment slot(int index) {
        return slots[index];
    }

    @Override
    public void length(int index, int bytes) {
        outgoing.length(index, bytes);
    }

    @Override
    public void launchAt(int index, long time) {
        outgoing.controls().set(JAVA_LONG, launchTimes[index], time);
    }

    @HotPath
    @Override
    public int flush(int count) {
        if (launchTimes != null) {
            fillLaunchTimes(count);
        }
        int n = flushAll(count);
        for (int i = 0; launchTimes != null && i < count; i++) {
            launchAt(i, 0);
        }
        return n;
    }

    /** A datagram without a time, or with one that has passed, does not get through etf: let it leave soon. */
    private void fillLaunchTimes(int count) {
        long soon = 0;
        for (int i = 0; i < count; i++) {
            if (outgoing.controls().get(JAVA_LONG, launchTimes[i]) == 0) {
                soon = soon != 0 ? soon : launchClock.nanoTime() + (launch == LaunchClock.MONOTONIC ? 0 : SOON_NS);
                launchAt(i, soon);
            }
        }
    }

    private int flushAll(int count) {
        if (!transmitStamps) {
            int n = count == 1 ? sendOne(0) : send(outgoing.headers(), count);
            accepted += Math.max(0, n);
            return n;
        }
        // sendmmsg does not say why it stopped short, and so not whether that datagram used up a stamp id: one by one.
        for (int i = 0; i < count; i++) {
            int n = sendOne(i);
            if (n < 0) {
                return i > 0 ? i : n;
            }
            accepted++;
            errorQueue.expectStamp();
        }
        return count;
    }

    /** 1 if the kernel took slot {@code i}, or {@code -errno}, as {@link #send} does. */
    private int sendOne(int i) {
        int n = handOver(i, DONTWAIT);
        if (mayBeOfAnEarlierDatagram(n)) {
            errorQueue.expect();
            n = handOver(i, DONTWAIT);
        }
        if (transmitStamps && wasDroppedByThisHost(n)) {
            errorQueue.missStamp();
        }
        if (launchTimes != null && n < 0) {
            errorQueue.expect(); // it may tell why
        }
        return n < 0 ? n : 1;
    }

    private int handOver(int i, int flags) {
        if (launchTimes != null) {
            return Libc.sendmmsg(errno.ofThisThread(), fd, outgoing.headersFrom(i), 1, flags);
        }
        return Libc.sendto(errno.ofThisThread(), fd, slots[i], outgoing.length(i), flags, MemorySegment.NULL, 0);
    }

    /** Messages the kernel took, 1..{@code count}, or {@code -errno}; what an earlier datagram met does not count. */
    int send(MemorySegment headers, int count) {
        int n = Libc.sendmmsg(errno.ofThisThread(), fd, headers, count, DONTWAIT);
        if (mayBeOfAnEarlierDatagram(n)) {
            errorQueue.expect();
            n = Libc.sendmmsg(errno.ofThisThread(), fd, headers, count, DONTWAIT);
        }
        return n;
    }

    /** @see UdpSocket#rehearse() */
    @HotPath
    void rehearse() {
        if (connected) {
            if (handOver(0, DONTWAIT | REHEARSAL) < 0) {
                errorQueue.expect();
            }
            realtime.nanoTime();
        }
    }

    /**
     * An ICMP error of an earlier datagram, of whatever kind, is reported on the next send call and cleared by it. What
     * is refused for its own sake is refused again; only what this host dropped must not be sent twice.
     */
    static boolean mayBeOfAnEarlierDatagram(int result) {
        return result < 0 && result != -Errno.EAGAIN && !wasDroppedByThisHost(result);
    }

    /** Dropped by the interface's queue or by a firewall rule, when the datagram already had its stamp id. */
    static boolean wasDroppedByThisHost(int result) {
        return result == -Errno.ENOBUFS || result == -Errno.EPERM;
    }

    /** The vector that holds the slots. */
    MessageVector outgoing() {
        return outgoing;
    }

    @Override
    public long accepted() {
        return accepted;
    }
}
