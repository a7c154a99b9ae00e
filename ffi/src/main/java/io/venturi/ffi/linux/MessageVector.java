package io.venturi.ffi.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.venturi.ffi.linux.gen.cmsghdr;
import io.venturi.ffi.linux.gen.iovec;
import io.venturi.ffi.linux.gen.mmsghdr;
import io.venturi.ffi.linux.gen.msghdr;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/**
 * A vector of messages for sendmmsg(2) and recvmmsg(2), allocated once: headers, one iovec, name and control buffer
 * per message. Payloads are given by the owner, so that a reply can be sent from the buffer it was received in.
 *
 * <p>Thread: one at a time. Hot: nothing allocates after construction.
 */
public final class MessageVector {
    private static final long HEADER = mmsghdr.sizeof();
    private static final long IOVEC = iovec.sizeof();
    private static final long MSG_NAMELEN = msghdr.msg_namelen$offset();
    private static final long MSG_CONTROL = msghdr.msg_control$offset();
    private static final long MSG_CONTROLLEN = msghdr.msg_controllen$offset();
    private static final long MSG_FLAGS = msghdr.msg_flags$offset();
    private static final long MSG_NAME = msghdr.msg_name$offset();
    private static final long MSG_IOV = msghdr.msg_iov$offset();
    private static final long MSG_IOVLEN = msghdr.msg_iovlen$offset();
    private static final long MSG_LEN = mmsghdr.msg_len$offset();
    private static final long IOV_BASE = iovec.iov_base$offset();
    private static final long IOV_LEN = iovec.iov_len$offset();
    private static final long CMSG_LEN = cmsghdr.cmsg_len$offset();
    private static final long CMSG_LEVEL = cmsghdr.cmsg_level$offset();
    private static final long CMSG_TYPE = cmsghdr.cmsg_type$offset();
    private static final long CMSG_DATA = cmsghdr.sizeof();

    private final int count;
    private final int controlBytes;
    private final MemorySegment headers;
    private final MemorySegment iovecs;
    private final MemorySegment names;
    private final MemorySegment controls;
    /** Made when first asked for: most vectors are never sent in parts. */
    private MemorySegment[] headersFrom;

    /**
     * @param count        messages, at least 1
     * @param controlBytes control buffer of each message, a multiple of 8; 0 for none
     * @param withNames    whether messages carry an address (unconnected sockets)
     */
    public MessageVector(Arena arena, int count, int controlBytes, boolean withNames) {
        this.count = count;
        this.controlBytes = controlBytes;
        this.headers = arena.allocate(HEADER * count, 64);
        this.iovecs = arena.allocate(IOVEC * count, 64);
        this.names = arena.allocate((long) SocketAddresses.SIZE * count, 64);
        this.controls = arena.allocate(Math.max(8, (long) controlBytes * count), 64);
        for (int i = 0; i < count; i++) {
            long header = HEADER * i;
            headers.set(JAVA_LONG, header + MSG_IOV, iovecs.address() + IOVEC * i);
            headers.set(JAVA_LONG, header + MSG_IOVLEN, 1);
            if (withNames) {
                headers.set(JAVA_LONG, header + MSG_NAME, names.address() + nameOffset(i));
                headers.set(JAVA_INT, header + MSG_NAMELEN, SocketAddresses.SIZE);
            }
            if (controlBytes > 0) {
                headers.set(JAVA_LONG, header + MSG_CONTROL, controls.address() + (long) controlBytes * i);
                headers.set(JAVA_LONG, header + MSG_CONTROLLEN, controlBytes);
            }
        }
    }

    /** The mmsghdr array, for the system call. */
    public MemorySegment headers() {
        return headers;
    }

    /** The mmsghdr array from message {@code i} on, to go on after a partial send. */
    public MemorySegment headersFrom(int i) {
        if (i == 0) {
            return headers;
        }
        if (headersFrom == null) {
            headersFrom = new MemorySegment[count];
            Arrays.setAll(headersFrom, from -> headers.asSlice(HEADER * from));
        }
        return headersFrom[i];
    }

    /** How many messages there are. */
    public int count() {
        return count;
    }

    /** Address buffer of message {@code i}, {@link SocketAddresses#SIZE} bytes. Allocates a view: not per packet. */
    public MemorySegment name(int i) {
        return names.asSlice(nameOffset(i), SocketAddresses.SIZE);
    }

    /** All address buffers; message {@code i} has its own at {@link #nameOffset}. */
    public MemorySegment names() {
        return names;
    }

    /** Where the address of message {@code i} stands in {@link #names()}. */
    public long nameOffset(int i) {
        return (long) SocketAddresses.SIZE * i;
    }

    /** Set payload address and length of message {@code i}. */
    public void payload(int i, long address, long length) {
        iovecs.set(JAVA_LONG, IOVEC * i + IOV_BASE, address);
        iovecs.set(JAVA_LONG, IOVEC * i + IOV_LEN, length);
    }

    /** Set only the payload length of message {@code i}, in bytes. */
    public void length(int i, long length) {
        iovecs.set(JAVA_LONG, IOVEC * i + IOV_LEN, length);
    }

    /** Let message {@code i} carry {@code n} payloads of {@code parts} from {@code first} on, one after another. */
    public void gather(int i, MessageVector parts, int first, int n) {
        headers.set(JAVA_LONG, HEADER * i + MSG_IOV, parts.iovecs.address() + IOVEC * first);
        headers.set(JAVA_LONG, HEADER * i + MSG_IOVLEN, n);
    }

    /** After {@link #gather}: let message {@code i} carry its own payload again. */
    public void ungather(int i) {
        gather(i, this, i, 1);
    }

    /** Let message {@code i} go to the address held elsewhere, such as in the vector it was received with. */
    public void destination(int i, long address, int length) {
        headers.set(JAVA_LONG, HEADER * i + MSG_NAME, address);
        headers.set(JAVA_INT, HEADER * i + MSG_NAMELEN, length);
    }

    /** Before recvmmsg: the kernel wrote what it used into the first {@code n} headers; give the full room back. */
    public void resetForReceive(int n) {
        for (int i = 0; i < n; i++) {
            long header = HEADER * i;
            headers.set(JAVA_INT, header + MSG_NAMELEN, SocketAddresses.SIZE);
            headers.set(JAVA_LONG, header + MSG_CONTROLLEN, controlBytes);
        }
    }

    /** Payload bytes of message {@code i} as received or sent. */
    public int transferred(int i) {
        return headers.get(JAVA_INT, HEADER * i + MSG_LEN);
    }

    /** What a call for one datagram reported of message {@code i}, as recvmmsg would have written it. */
    public void received(int i, int bytes) {
        headers.set(JAVA_INT, HEADER * i + MSG_LEN, bytes);
    }

    /** msg_flags of message {@code i}, for a call that has no place for them. */
    public void flags(int i, int flags) {
        headers.set(JAVA_INT, HEADER * i + MSG_FLAGS, flags);
    }

    /** Payload length of message {@code i} to be sent, in bytes. */
    public long length(int i) {
        return iovecs.get(JAVA_LONG, IOVEC * i + IOV_LEN);
    }

    /** Where the kernel finds and writes the address length of message {@code i}. Allocates a view: not per packet. */
    public MemorySegment nameLengthField(int i) {
        return headers.asSlice(HEADER * i + MSG_NAMELEN, Integer.BYTES);
    }

    /** True if message {@code i} carries control messages. */
    public boolean hasControl(int i) {
        return headers.get(JAVA_LONG, HEADER * i + MSG_CONTROLLEN) != 0;
    }

    /** msg_flags of message {@code i} as received, such as MSG_TRUNC. */
    public int flags(int i) {
        return headers.get(JAVA_INT, HEADER * i + MSG_FLAGS);
    }

    /** Length of the address of message {@code i} as received. */
    public int nameLength(int i) {
        return headers.get(JAVA_INT, HEADER * i + MSG_NAMELEN);
    }

    // ---- control messages: cmsg(3) -------------------------------------------------------------------------------

    /** All control buffers; offsets below count from its start. */
    public MemorySegment controls() {
        return controls;
    }

    /** Offset of the first control message of message {@code i}, or -1 if it has none. */
    public long firstControl(int i) {
        return checked(controlStart(i), i);
    }

    /** Offset of the control message of message {@code i} after the one at {@code offset}, or -1. */
    public long nextControl(int i, long offset) {
        return checked(offset + align(controls.get(JAVA_LONG, offset + CMSG_LEN)), i);
    }

    /** cmsg_level of the control message at {@code offset}. */
    public int controlLevel(long offset) {
        return controls.get(JAVA_INT, offset + CMSG_LEVEL);
    }

    /** cmsg_type of the control message at {@code offset}. */
    public int controlType(long offset) {
        return controls.get(JAVA_INT, offset + CMSG_TYPE);
    }

    /** Where the data of the control message at {@code offset} begins. */
    public static long controlData(long offset) {
        return offset + CMSG_DATA;
    }

    /** Before sendmmsg: message {@code i} carries no control messages. */
    public void clearControl(int i) {
        headers.set(JAVA_LONG, HEADER * i + MSG_CONTROLLEN, 0);
    }

    /**
     * Before sendmmsg: append a control message to message {@code i}; its header is written, the data is the caller's.
     *
     * @return offset of its data in {@link #controls()}
     */
    public long addControl(int i, int level, int type, int dataBytes) {
        long used = headers.get(JAVA_LONG, HEADER * i + MSG_CONTROLLEN);
        long offset = controlStart(i) + used;
        controls.set(JAVA_LONG, offset + CMSG_LEN, CMSG_DATA + dataBytes);
        controls.set(JAVA_INT, offset + CMSG_LEVEL, level);
        controls.set(JAVA_INT, offset + CMSG_TYPE, type);
        headers.set(JAVA_LONG, HEADER * i + MSG_CONTROLLEN, used + align(CMSG_DATA + dataBytes));
        return offset + CMSG_DATA;
    }

    private long controlStart(int i) {
        return (long) controlBytes * i;
    }

    private long checked(long offset, int i) {
        long end = controlStart(i) + headers.get(JAVA_LONG, HEADER * i + MSG_CONTROLLEN);
        if (offset + CMSG_DATA > end) {
            return -1;
        }
        long length = controls.get(JAVA_LONG, offset + CMSG_LEN);
        return length < CMSG_DATA || length > end - offset ? -1 : offset;
    }

    private static long align(long n) {
        return (n + 7) & ~7L;
    }
}
