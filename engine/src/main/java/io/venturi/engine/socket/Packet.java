package io.venturi.engine.socket;

import java.lang.foreign.MemorySegment;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;

/**
 * One received datagram and what the kernel said about it. One object per receive slot, filled anew for each datagram;
 * never kept after the call it was handed to. An endpoint that answers writes its reply over {@link #payload()}.
 *
 * <p>Thread: the lane that owns the socket.
 */
public final class Packet {
    /** Traffic class or hop limit that the kernel did not tell, and "leave as it is" for replies. */
    public static final int UNKNOWN = -1;

    private final MemorySegment whole;
    private final MemorySegment behindPtpHeader; // NULL in slots too small for it
    private MemorySegment payload;
    private int length;
    private int segmentBytes;
    private boolean coalesced;
    private boolean truncated;
    private boolean stalled;
    private long receivedUserNs;
    private long receivedUserWallNs;
    private long receivedKernelNs;
    private long receivedNicNs;
    private int trafficClass;
    private int hopLimit;
    private long peerHigh;
    private long peerLow;
    private int peerPort;
    private int peerScope;
    private long destinationHigh;
    private long destinationLow;
    private int replyTrafficClass;
    private boolean stampReply;

    /** @param payload buffer of the slot, as large as the largest datagram that can be received or sent from it */
    public Packet(MemorySegment payload) {
        this.whole = payload;
        this.behindPtpHeader = payload.byteSize() < PtpEvent.HEADER_BYTES
                ? MemorySegment.NULL : payload.asSlice(PtpEvent.HEADER_BYTES);
        reset(0, false, 0, 0);
    }

    /** Start a new datagram in this slot; everything the kernel may add is set to unknown. */
    public void reset(int length, boolean truncated, long receivedUserNs, long receivedUserWallNs) {
        this.payload = whole;
        this.length = length;
        this.segmentBytes = 0;
        this.truncated = truncated;
        this.stalled = false;
        this.receivedUserNs = receivedUserNs;
        this.receivedUserWallNs = receivedUserWallNs;
        this.receivedKernelNs = 0;
        this.receivedNicNs = 0;
        this.trafficClass = UNKNOWN;
        this.hopLimit = UNKNOWN;
        this.destinationHigh = 0;
        this.destinationLow = 0;
        this.replyTrafficClass = UNKNOWN;
        this.stampReply = false;
    }

    /** Make this the part of the train {@code whole} that lies, or was copied to, {@code payload}. */
    void segmentOf(Packet whole, MemorySegment segment, int segmentLength) {
        reset(segmentLength, false, whole.receivedUserNs, whole.receivedUserWallNs);
        payload = segment;
        coalesced = true;
        receivedKernelNs = whole.receivedKernelNs;
        receivedNicNs = whole.receivedNicNs;
        trafficClass = whole.trafficClass;
        hopLimit = whole.hopLimit;
        destination(whole.destinationHigh, whole.destinationLow);
        peer(whole.peerHigh, whole.peerLow, whole.peerPort, whole.peerScope);
    }

    /** Length of all but the last of the datagrams that were received as one, 0 if it was one. */
    int segmentBytes() {
        return segmentBytes;
    }

    /** The kernel put datagrams of {@code bytes} together (UDP_GRO). */
    void segmentBytes(int bytes) {
        segmentBytes = bytes;
    }

    /**
     * True if the kernel handed this datagram over together with others. They share their stamps, which tell when the
     * first of them entered the stack; they count, but say nothing of delay variation.
     */
    public boolean coalesced() {
        return coalesced;
    }

    /** If this looks like a PTP event of ours, show only what is behind its header. True if it does. */
    public boolean enterPtpEvent() {
        if (coalesced || length < PtpEvent.HEADER_BYTES || !PtpEvent.isOurs(payload)) {
            return false;
        }
        payload = behindPtpHeader;
        length -= PtpEvent.HEADER_BYTES;
        return true;
    }

    /** Show the whole again, after {@link #enterPtpEvent} was true. */
    public void leavePtpEvent() {
        payload = whole;
        length += PtpEvent.HEADER_BYTES;
    }

    /**
     * The slot; only the first {@link #length()} bytes were received. Of a {@link #coalesced} datagram not much more
     * than its length.
     */
    public MemorySegment payload() {
        return payload;
    }

    /** UDP payload bytes received. */
    public int length() {
        return length;
    }

    /** True if the datagram was longer than the slot and was cut. */
    public boolean truncated() {
        return truncated;
    }

    /** True if the lane had been away before it took this datagram: the user stamps tell of that, not of the path. */
    public boolean stalled() {
        return stalled;
    }

    /** When the receive call returned, CLOCK_MONOTONIC ns. */
    public long receivedUserNs() {
        return receivedUserNs;
    }

    /** When the receive call returned, CLOCK_REALTIME ns. */
    public long receivedUserWallNs() {
        return receivedUserWallNs;
    }

    /** When the datagram entered the stack, CLOCK_REALTIME ns; 0 if the kernel gave no stamp. */
    public long receivedKernelNs() {
        return receivedKernelNs;
    }

    /** When the datagram reached the network card, ns by the card's own clock; 0 if the card gave no stamp. */
    public long receivedNicNs() {
        return receivedNicNs;
    }

    /** TOS or traffic class byte as received, 0..255, or {@link #UNKNOWN}. */
    public int trafficClass() {
        return trafficClass;
    }

    /** TTL or hop limit as received, 0..255, or {@link #UNKNOWN}. */
    public int hopLimit() {
        return hopLimit;
    }

    /** Upper half of the sender's IPv6 address; 0 for IPv4. */
    public long peerHigh() {
        return peerHigh;
    }

    /** Lower half of the sender's IPv6 address, or the IPv4-mapped form {@code ffff:a.b.c.d}. */
    public long peerLow() {
        return peerLow;
    }

    /** The sender's UDP port, 0..65535. */
    public int peerPort() {
        return peerPort;
    }

    /** Interface index of a link-local sender, else 0. */
    public int peerScope() {
        return peerScope;
    }

    /** Upper half of the IPv6 address it was sent to; 0 for IPv4, and if the kernel did not tell. */
    public long destinationHigh() {
        return destinationHigh;
    }

    /**
     * Lower half of the IPv6 address it was sent to, or the IPv4-mapped form {@code ffff:a.b.c.d}; 0 if the kernel did
     * not tell, as it does for sockets that are bound to all addresses.
     */
    public long destinationLow() {
        return destinationLow;
    }

    /** Traffic class for the reply, 0..255, or {@link #UNKNOWN} for the socket's own. */
    public int replyTrafficClass() {
        return replyTrafficClass;
    }

    /** Ask for this traffic class byte (0..255) on the reply. */
    public void replyTrafficClass(int value) {
        replyTrafficClass = value;
    }

    /** True if the endpoint wants to know when the reply leaves; see {@link SocketEvents#onReplied}. */
    public boolean stampReply() {
        return stampReply;
    }

    /** Ask when the reply leaves. */
    public void stampReply(boolean value) {
        stampReply = value;
    }

    /** Set by the lane when it had been away. */
    public void stalled(boolean value) {
        stalled = value;
    }

    /** Kernel receive stamp, CLOCK_REALTIME ns. */
    public void receivedKernelNs(long value) {
        receivedKernelNs = value;
    }

    /** Receive stamp of the network card, ns by its own clock; 0 for none. */
    public void receivedNicNs(long value) {
        receivedNicNs = value;
    }

    /** Received traffic class byte, 0..255. */
    public void trafficClass(int value) {
        trafficClass = value;
    }

    /** Received TTL or hop limit, 0..255. */
    public void hopLimit(int value) {
        hopLimit = value;
    }

    /** Who sent it, in the form of {@link #peerHigh}, {@link #peerLow}, {@link #peerPort} and {@link #peerScope}. */
    public void peer(long high, long low, int port, int scope) {
        peerHigh = high;
        peerLow = low;
        peerPort = port;
        peerScope = scope;
    }

    /** Where it was sent to, in the form of {@link #destinationHigh} and {@link #destinationLow}. */
    public void destination(long high, long low) {
        destinationHigh = high;
        destinationLow = low;
    }

    /** The sender as an object, for logs. Allocates: never per packet. */
    public InetSocketAddress peerAddress() {
        return address(peerHigh, peerLow, peerPort, peerScope);
    }

    /** An address from the four numbers of a {@link #peer}. Allocates. */
    public static InetSocketAddress address(long high, long low, int port, int scope) {
        byte[] bytes = new byte[16];
        for (int i = 0; i < 8; i++) {
            bytes[i] = (byte) (high >>> (56 - 8 * i));
            bytes[8 + i] = (byte) (low >>> (56 - 8 * i));
        }
        try {
            InetAddress ip = scope != 0
                    ? java.net.Inet6Address.getByAddress(null, bytes, scope)
                    : InetAddress.getByAddress(bytes);
            return new InetSocketAddress(ip, port);
        } catch (UnknownHostException e) {
            throw new AssertionError("16 bytes are always an address", e);
        }
    }
}
