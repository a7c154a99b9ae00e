package io.venturi.engine.protocol.irtt.wire;

import io.venturi.engine.annotation.HotPath;

import java.lang.foreign.MemorySegment;

import static io.venturi.engine.protocol.irtt.wire.IrttMessage.INT;
import static io.venturi.engine.protocol.irtt.wire.IrttMessage.LONG;

/**
 * Echo request and reply, with the fields of a negotiated {@link IrttLayout}. Of a field that the layout has not, the
 * getter says 0, which on the wire means absent too, and the setter does nothing.
 *
 * <p>Flyweight, owned by one thread; setters return this, in wire order. Prefix and tag are checked by
 * {@link IrttMessage} and {@link IrttHmac} before a received packet comes here.
 */
public final class IrttEcho {
    private MemorySegment packet;
    private IrttLayout layout;

    /**
     * Take a received request. The buffer must have room for the header even if the request is shorter.
     *
     * @return {@link DropReason#NONE} if the {@code length} received bytes hold a sequence number
     */
    @HotPath
    public DropReason wrapRequest(MemorySegment packet, int length, IrttLayout layout) {
        this.packet = packet;
        this.layout = layout;
        return length >= layout.requestBytes() ? DropReason.NONE : DropReason.FIELDS_LENGTH_TOO_LARGE;
    }

    /** Take a received reply: {@link DropReason#NONE} if the {@code length} received bytes hold the whole header. */
    @HotPath
    public DropReason wrapReply(MemorySegment packet, int length, IrttLayout layout) {
        this.packet = packet;
        this.layout = layout;
        return length >= layout.headerBytes() ? DropReason.NONE : DropReason.FIELDS_LENGTH_TOO_LARGE;
    }

    /** Begin a request in an empty buffer that is at least a header long: prefix and token; the rest stays as it is. */
    @HotPath
    public IrttEcho beginRequest(MemorySegment to, IrttLayout layout, long token) {
        packet = to;
        this.layout = layout;
        IrttMessage.writePrefix(to, layout.keyed() ? IrttMessage.HMAC : 0);
        to.set(LONG, layout.seq() - IrttMessage.TOKEN_BYTES, token);
        return this;
    }

    /** Turn the wrapped request into its reply: token and sequence number stay where they are. */
    @HotPath
    public IrttEcho beginReply(boolean last) {
        IrttMessage.writePrefix(packet, IrttMessage.REPLY | (last ? IrttMessage.CLOSE : 0)
                | (layout.keyed() ? IrttMessage.HMAC : 0));
        return this;
    }

    /** Sequence number, unsigned, wraps. */
    public int seq() {
        return packet.get(INT, layout.seq());
    }

    public IrttEcho seq(int value) {
        packet.set(INT, layout.seq(), value);
        return this;
    }

    /** Requests the server accepted so far, this one and duplicates included; unsigned, wraps. */
    public int count() {
        return layout.count() < 0 ? 0 : packet.get(INT, layout.count());
    }

    public IrttEcho count(int value) {
        if (layout.count() >= 0) {
            packet.set(INT, layout.count(), value);
        }
        return this;
    }

    /** Bit k set: the server accepted the request that is k before this one. Bit 0 clear: there is no window. */
    public long window() {
        return getLong(layout.window());
    }

    public IrttEcho window(long value) {
        return setLong(layout.window(), value);
    }

    /** When the request arrived, ns since 1970. */
    public long receiveWallNs() {
        return getLong(layout.receiveWall());
    }

    public IrttEcho receiveWallNs(long value) {
        return setLong(layout.receiveWall(), value);
    }

    /** When the request arrived, ns on the server's monotonic clock. */
    public long receiveMonoNs() {
        return getLong(layout.receiveMono());
    }

    public IrttEcho receiveMonoNs(long value) {
        return setLong(layout.receiveMono(), value);
    }

    /** Half way between arrival and sending, ns since 1970. */
    public long midpointWallNs() {
        return getLong(layout.midpointWall());
    }

    public IrttEcho midpointWallNs(long value) {
        return setLong(layout.midpointWall(), value);
    }

    /** Half way between arrival and sending, ns on the server's monotonic clock. */
    public long midpointMonoNs() {
        return getLong(layout.midpointMono());
    }

    public IrttEcho midpointMonoNs(long value) {
        return setLong(layout.midpointMono(), value);
    }

    /** When the reply was ready, ns since 1970. */
    public long sendWallNs() {
        return getLong(layout.sendWall());
    }

    public IrttEcho sendWallNs(long value) {
        return setLong(layout.sendWall(), value);
    }

    /** When the reply was ready, ns on the server's monotonic clock. */
    public long sendMonoNs() {
        return getLong(layout.sendMono());
    }

    public IrttEcho sendMonoNs(long value) {
        return setLong(layout.sendMono(), value);
    }

    private long getLong(int offset) {
        return offset < 0 ? 0 : packet.get(LONG, offset);
    }

    private IrttEcho setLong(int offset, long value) {
        if (offset >= 0) {
            packet.set(LONG, offset, value);
        }
        return this;
    }
}
