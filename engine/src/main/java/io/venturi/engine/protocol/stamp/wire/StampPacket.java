package io.venturi.engine.protocol.stamp.wire;

import io.venturi.engine.annotation.HotPath;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

/**
 * The base of a test packet of either direction, in the offsets of a {@link StampLayout}. Sequence numbers are u32,
 * time stamps are in a {@link TimestampFormat}, error estimates as in {@link ErrorEstimate}.
 *
 * <p>Flyweight, owned by one thread: {@code wrap} validates once, accessors do not; setters return this. The tag of an
 * authenticated packet is left to {@link StampHmac}.
 */
public final class StampPacket {
    static final ValueLayout.OfShort SHORT = ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

    private static final int SEQ = 0;
    private static final MemorySegment ZEROS = MemorySegment.ofArray(new byte[StampLayout.AUTHENTICATED.baseBytes()]);

    private final StampLayout layout;
    private MemorySegment packet;
    private int length;

    public StampPacket(StampLayout layout) {
        this.layout = layout;
    }

    /** Take a received request; false if it is too short to be one. The buffer must have room for a base packet. */
    @HotPath
    public boolean wrapRequest(MemorySegment packet, int length) {
        this.packet = packet;
        this.length = length;
        return length >= layout.leastRequestBytes();
    }

    /** Take a received reply; false if it is too short to be one. */
    @HotPath
    public boolean wrapReply(MemorySegment packet, int length) {
        this.packet = packet;
        this.length = length;
        return length >= layout.leastReplyBytes();
    }

    /** Begin a request in a buffer that has room for a base packet, which becomes all zeros. */
    public StampPacket beginRequest(MemorySegment to) {
        packet = to;
        length = layout.baseBytes();
        clear(0, length);
        return this;
    }

    /**
     * True if the wrapped request is one of STAMP: as long as the base, and zero where it must be. TWAMP has padding
     * there, which is seldom zero; if it is, the two look the same.
     */
    @HotPath
    public boolean isStampRequest() {
        if (length < layout.baseBytes()) {
            return false;
        }
        long set = packet.get(LONG, layout.receiveTimestamp) | packet.get(INT, layout.senderSeq)
                | packet.get(LONG, layout.senderTimestamp) | packet.get(SHORT, layout.senderErrorEstimate)
                | packet.get(INT, layout.hopLimit);
        return set == 0;
    }

    /**
     * True if the wrapped packet, which came to where requests go, is a reply: all that only reflectors write is there.
     * Two reflectors that were made to answer each other would never stop.
     */
    @HotPath
    public boolean isReply() {
        if (length < layout.baseBytes()) {
            return false;
        }
        int afterEstimate = layout.senderErrorEstimate + Short.BYTES;
        int afterHopLimit = packet.get(INT, layout.hopLimit) & 0xffffff;
        return receiveTimestamp() != 0 && senderTimestamp() != 0 && ErrorEstimate.isSound(senderErrorEstimate())
                && packet.get(SHORT, afterEstimate) == 0 && afterHopLimit == 0;
    }

    /**
     * Turn the wrapped request into a reply of at least {@link StampLayout#leastReplyBytes()}: what the sender wrote
     * moves to its copy, the sequence number and an SSID stay, everything else of the base becomes zero.
     *
     * @param stamp false for a request of TWAMP, which has padding where STAMP has an SSID
     */
    @HotPath
    public StampPacket beginReply(boolean stamp) {
        int seq = seq();
        long timestamp = timestamp();
        int errorEstimate = errorEstimate();
        int ssid = stamp ? ssid() : 0;
        clear(SEQ + Integer.BYTES, layout.baseBytes());
        return seq(seq).ssid(ssid).senderSeq(seq).senderTimestamp(timestamp).senderErrorEstimate(errorEstimate);
    }

    /** Sequence number of whoever sent this packet. */
    public int seq() {
        return packet.get(INT, SEQ);
    }

    public StampPacket seq(int value) {
        packet.set(INT, SEQ, value);
        return this;
    }

    /** When this packet was sent. */
    public long timestamp() {
        return packet.get(LONG, layout.timestamp);
    }

    public StampPacket timestamp(long value) {
        packet.set(LONG, layout.timestamp, value);
        return this;
    }

    /** Error estimate of whoever sent this packet. */
    public int errorEstimate() {
        return Short.toUnsignedInt(packet.get(SHORT, layout.errorEstimate));
    }

    public StampPacket errorEstimate(int value) {
        packet.set(SHORT, layout.errorEstimate, (short) value);
        return this;
    }

    /** Session identifier, 0..65535, of a packet that is at least as long as a base packet; 0 for none. */
    public int ssid() {
        return Short.toUnsignedInt(packet.get(SHORT, layout.ssid));
    }

    public StampPacket ssid(int value) {
        packet.set(SHORT, layout.ssid, (short) value);
        return this;
    }

    /** Replies only: when the request arrived. */
    public long receiveTimestamp() {
        return packet.get(LONG, layout.receiveTimestamp);
    }

    public StampPacket receiveTimestamp(long value) {
        packet.set(LONG, layout.receiveTimestamp, value);
        return this;
    }

    /** Replies only: sequence number of the request. */
    public int senderSeq() {
        return packet.get(INT, layout.senderSeq);
    }

    public StampPacket senderSeq(int value) {
        packet.set(INT, layout.senderSeq, value);
        return this;
    }

    /** Replies only: time stamp of the request. */
    public long senderTimestamp() {
        return packet.get(LONG, layout.senderTimestamp);
    }

    public StampPacket senderTimestamp(long value) {
        packet.set(LONG, layout.senderTimestamp, value);
        return this;
    }

    /** Replies only: error estimate of the request. */
    public int senderErrorEstimate() {
        return Short.toUnsignedInt(packet.get(SHORT, layout.senderErrorEstimate));
    }

    public StampPacket senderErrorEstimate(int value) {
        packet.set(SHORT, layout.senderErrorEstimate, (short) value);
        return this;
    }

    /** Replies only: TTL or hop limit with which the request arrived, 0..255. */
    public int hopLimit() {
        return Byte.toUnsignedInt(packet.get(JAVA_BYTE, layout.hopLimit));
    }

    public StampPacket hopLimit(int value) {
        packet.set(JAVA_BYTE, layout.hopLimit, (byte) value);
        return this;
    }

    private void clear(int from, int to) {
        MemorySegment.copy(ZEROS, 0, packet, from, to - from);
    }
}
