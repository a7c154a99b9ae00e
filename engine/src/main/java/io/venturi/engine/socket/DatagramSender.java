package io.venturi.engine.socket;

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

    private final int fd;
    private final boolean connected;
    private final boolean transmitStamps;
    private final ThreadErrno errno;
    private final ErrorQueue errorQueue;
    private final Clock realtime = SystemClock.realtime();
    private final MessageVector outgoing;
    private final MemorySegment[] slots;
    private long accepted;

    DatagramSender(int fd, SocketOptions options, boolean transmitStamps, ErrorQueue errorQueue, ThreadErrno errno,
                   Arena arena) {
        this.fd = fd;
        this.connected = options.remote() != null;
        this.transmitStamps = transmitStamps;
        this.errno = errno;
        this.errorQueue = errorQueue;
        int batch = options.batch();
        this.outgoing = new MessageVector(arena, batch, 0, false);
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

    @HotPath
    @Override
    public int flush(int count) {
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
        int n = sendto(i, DONTWAIT);
        if (mayBeOfAnEarlierDatagram(n)) {
            errorQueue.expect();
            n = sendto(i, DONTWAIT);
        }
        if (transmitStamps && wasDroppedByThisHost(n)) {
            errorQueue.missStamp();
        }
        return n < 0 ? n : 1;
    }

    private int sendto(int i, int flags) {
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
            if (sendto(0, DONTWAIT | REHEARSAL) < 0) {
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
