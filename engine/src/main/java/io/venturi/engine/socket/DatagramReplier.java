package io.venturi.engine.socket;

import io.venturi.engine.annotation.HotPath;
import io.venturi.ffi.linux.Libc;
import io.venturi.ffi.linux.MessageVector;
import io.venturi.ffi.linux.SocketAddresses;
import io.venturi.ffi.linux.ThreadErrno;
import io.venturi.ffi.linux.gen.Linux;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/**
 * The replying half of a {@link UdpSocket}: sends datagrams back from the slots they were received in. Lane thread
 * only.
 */
final class DatagramReplier {
    private static final int DONTWAIT = Linux.MSG_DONTWAIT();
    private static final int CONTROL = 96;

    private final int fd;
    private final boolean connected;
    private final boolean ipv6;
    private final ThreadErrno errno;
    private final ErrorQueue errorQueue;
    private final DatagramReceiver receiver;
    private final MessageVector replies;
    private final MemorySegment[] names;
    private Packet packet;
    private int message;
    private final boolean stamps;
    private final boolean[] stamped;
    private boolean anyStamped;
    private long accepted;
    private int pending;
    private long refused;

    DatagramReplier(int fd, SocketOptions options, boolean stamps, DatagramReceiver receiver, ErrorQueue errorQueue,
                    ThreadErrno errno, Arena arena) {
        this.fd = fd;
        this.connected = options.remote() != null;
        this.ipv6 = SocketAddresses.family(options.local().getAddress()) == Linux.AF_INET6();
        this.errno = errno;
        this.errorQueue = errorQueue;
        this.receiver = receiver;
        int most = options.load().groReceive() ? TrainReceiver.mostPackets(options) : options.batch();
        this.stamps = stamps;
        this.stamped = new boolean[most];
        this.replies = new MessageVector(arena, most, CONTROL, false);
        this.names = new MemorySegment[options.batch()];
        Arrays.setAll(names, i -> connected ? MemorySegment.NULL : receiver.incoming().name(i));
    }

    /**
     * Queue {@code length} bytes of the payload of {@code toWhat}.
     *
     * @param i the message of the receiver that it came in
     */
    @HotPath
    void reply(Packet toWhat, int i, int length) {
        int slot = pending++;
        packet = toWhat;
        message = i;
        replies.payload(slot, packet.payload().address(), length);
        replies.clearControl(slot);
        if (!connected) {
            MessageVector incoming = receiver.incoming();
            replies.destination(slot, incoming.names().address() + incoming.nameOffset(i), incoming.nameLength(i));
            receiver.control().addSource(i, replies, slot);
        }
        int trafficClass = packet.replyTrafficClass();
        if (trafficClass >= 0) {
            receiver.control().addTrafficClass(trafficClass, replies, slot, ipv6);
        }
        stamped[slot] = stamps && packet.stampReply();
        if (stamped[slot]) {
            receiver.control().addStampRequest(replies, slot);
            anyStamped = true;
        }
    }

    /** @see UdpSocket#rehearseReply(int) */
    @HotPath
    void rehearse(Packet toWhat, int i) {
        if (connected) {
            return;
        }
        reply(toWhat, i, toWhat.length());
        sendOne(DONTWAIT | DatagramSender.REHEARSAL);
        pending = 0;
    }

    /** One by one if it matters which of them used up stamp numbers. @see UdpSocket#flushReplies(SocketEvents) */
    @HotPath
    void flush(SocketEvents events) {
        int next = 0;
        boolean retried = false;
        while (next < pending) {
            int most = anyStamped ? 1 : pending - next;
            int n = pending == 1
                    ? sendOne(DONTWAIT)
                    : Libc.sendmmsg(errno.ofThisThread(), fd, replies.headersFrom(next), most, DONTWAIT);
            if (n > 0) {
                tell(next, n, events);
                next += n;
                retried = false;
            } else if (!retried && DatagramSender.mayBeOfAnEarlierDatagram(n)) {
                errorQueue.expect();
                retried = true;
            } else {
                tell(next, n, events);
                refused++;
                next++;
                retried = false;
            }
        }
        pending = 0;
        anyStamped = false;
    }

    private void tell(int slot, int result, SocketEvents events) {
        if (!stamped[slot]) {
            return;
        }
        if (result > 0) {
            errorQueue.expectStamp();
            events.onReplied(accepted++);
        } else {
            if (DatagramSender.wasDroppedByThisHost(result)) {
                errorQueue.missStamp();
            }
            events.onReplied(-1);
        }
    }

    /** Send the only reply; 1 or {@code -errno}. */
    private int sendOne(int flags) {
        int n = replies.hasControl(0)
                ? Libc.sendmsg(errno.ofThisThread(), fd, replies.headers(), flags)
                : Libc.sendto(errno.ofThisThread(), fd, packet.payload(), replies.length(0), flags, names[message],
                        connected ? 0 : receiver.incoming().nameLength(message));
        return n < 0 ? n : 1;
    }

    /** Replies the kernel refused to send so far. */
    long refused() {
        return refused;
    }
}
