package io.venturi.engine.socket;

import io.venturi.engine.annotation.HotPath;
import io.venturi.engine.clock.PairedClocks;
import io.venturi.engine.clock.SystemClock;
import io.venturi.ffi.linux.Errno;
import io.venturi.ffi.linux.Libc;
import io.venturi.ffi.linux.MessageVector;
import io.venturi.ffi.linux.SocketAddresses;
import io.venturi.ffi.linux.ThreadErrno;
import io.venturi.ffi.linux.gen.Linux;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * The receiving half of a {@link UdpSocket}: recvmmsg(2) into slots allocated once, or, after
 * nothing was there, recvmsg(2) or recvfrom(2), which take one datagram for less. A message is a datagram, or a train
 * that {@link TrainReceiver} takes apart. Lane thread only.
 */
final class DatagramReceiver {
    private static final int DONTWAIT = Linux.MSG_DONTWAIT();
    private static final int TRUNC = Linux.MSG_TRUNC();
    /** Stamp, packet info, 4 of 24 (class, hop limit, overflow count, segment length): 64 + 40 + 96, room to spare. */
    private static final int CONTROL = 256;
    /** Trains taken per call: the buffer of one stays in the cache of the CPU. */
    private static final int MOST_TRAINS = 1;

    private final int fd;
    private final boolean connected;
    private final ThreadErrno errno;
    private final ErrorQueue errorQueue;
    private final PairedClocks clocks = new PairedClocks(SystemClock.MONOTONIC, SystemClock.realtime());
    private final MessageVector incoming;
    private final Packet[] packets;
    private final ControlParser control;
    private final boolean bare;
    private final MemorySegment firstSlot;
    private final MemorySegment firstName;
    private final MemorySegment firstNameLength;
    private int received;
    private int most;

    DatagramReceiver(int fd, SocketOptions options, ErrorQueue errorQueue, ThreadErrno errno, Arena arena) {
        this.fd = fd;
        this.connected = options.remote() != null;
        this.errno = errno;
        this.errorQueue = errorQueue;
        int batch = options.batch();
        this.incoming = new MessageVector(arena, batch, CONTROL, !connected);
        this.packets = new Packet[batch];
        int slotBytes = options.load().groReceive()
                ? Math.max(TrainReceiver.SLOT_BYTES, options.slotBytes())
                : options.slotBytes();
        long stride = UdpSocket.stride(slotBytes);
        MemorySegment payloads = arena.allocate(stride * batch, 64);
        for (int i = 0; i < batch; i++) {
            MemorySegment slot = payloads.asSlice(stride * i, slotBytes);
            packets[i] = new Packet(slot);
            incoming.payload(i, slot.address(), slotBytes);
        }
        this.bare = options.isBare();
        this.firstSlot = packets[0].payload();
        this.firstName = connected ? MemorySegment.NULL : incoming.name(0);
        this.firstNameLength = connected ? MemorySegment.NULL : incoming.nameLengthField(0);
        this.control = new ControlParser(incoming, options.stamps().cardIndexes());
        incoming.resetForReceive(batch);
    }

    /** @see UdpSocket#receive() */
    @HotPath
    int receive() {
        int before = received;
        if (before > 0) {
            incoming.resetForReceive(before);
            received = 0;
        }
        // Where one was, more may be; where none was, it is one that comes.
        int n = before > 0
                ? Libc.recvmmsg(errno.ofThisThread(), fd, incoming.headers(), most, DONTWAIT)
                : receiveOne();
        if (n <= 0) {
            if (n != -Errno.EAGAIN) {
                errorQueue.expect(); // an ICMP error of an earlier datagram, reported on this call
            }
            return 0;
        }
        clocks.read();
        received = n;
        most = incoming.count();
        for (int i = 0; i < n; i++) {
            Packet packet = packets[i];
            packet.reset(incoming.transferred(i), (incoming.flags(i) & TRUNC) != 0, clocks.monotonicNs(),
                    clocks.wallNs());
            control.parse(i, packet);
            if (packet.segmentBytes() > 0) {
                most = Math.min(most, MOST_TRAINS);
            }
            if (!connected) {
                readPeer(i, packet);
            }
        }
        return n;
    }

    private int receiveOne() {
        int bytes;
        if (bare) {
            incoming.clearControl(0);
            // With this flag the kernel tells the length before the cut.
            bytes = Libc.recvfrom(errno.ofThisThread(), fd, firstSlot, firstSlot.byteSize(), DONTWAIT | TRUNC,
                    firstName, firstNameLength);
            incoming.flags(0, bytes > firstSlot.byteSize() ? TRUNC : 0);
        } else {
            bytes = Libc.recvmsg(errno.ofThisThread(), fd, incoming.headers(), DONTWAIT);
        }
        if (bytes < 0) {
            return bytes;
        }
        incoming.received(0, (int) Math.min(bytes, firstSlot.byteSize()));
        return 1;
    }

    private void readPeer(int i, Packet packet) {
        long name = incoming.nameOffset(i);
        MemorySegment names = incoming.names();
        packet.peer(SocketAddresses.high(names, name), SocketAddresses.low(names, name),
                SocketAddresses.port(names, name), SocketAddresses.scope(names, name));
    }

    Packet packet(int i) {
        return packets[i];
    }

    /** The vector the datagrams came in, which holds their addresses. */
    MessageVector incoming() {
        return incoming;
    }

    ControlParser control() {
        return control;
    }

    /** Datagrams dropped so far because the receive buffer was full, as the last one received told. */
    long overflows() {
        return control.overflows();
    }
}
