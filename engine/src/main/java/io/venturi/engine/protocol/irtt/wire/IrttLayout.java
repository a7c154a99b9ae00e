package io.venturi.engine.protocol.irtt.wire;

/**
 * Where the fields of an echo are, which depends on what was negotiated: nothing in the packet tells. Offsets are in
 * bytes from the start of the UDP payload; a field that is not there has offset {@link #ABSENT}. Immutable; all
 * combinations exist once.
 *
 * <pre>
 *  4 or 20  u64 token
 *           u32 sequence number
 *           u32 received count     if statistics are count or both
 *           u64 received window    if statistics are window or both
 *           i64 receive wall ns, i64 receive monotonic ns      if stamped at receive or both
 *           i64 midpoint wall ns, i64 midpoint monotonic ns    if stamped at midpoint
 *           i64 send wall ns, i64 send monotonic ns            if stamped at send or both
 *           payload
 * </pre>
 * Of each pair of stamps only those of a negotiated clock are there.
 */
public final class IrttLayout {
    /** Offset of a field that this layout has not. */
    public static final int ABSENT = -1;
    /** Longest UDP payload over IPv4, bytes. */
    public static final int MAX_IPV4_BYTES = 65507;
    /** Longest UDP payload over IPv6, bytes. */
    public static final int MAX_IPV6_BYTES = 65527;

    private static final int CLOCKS = StampClock.values().length;
    private static final int STAMPS = StampAt.values().length;
    private static final IrttLayout[] ALL = all();

    private final boolean keyed;
    private final int seq;
    private final int count;
    private final int window;
    private final int receiveWall;
    private final int receiveMono;
    private final int midpointWall;
    private final int midpointMono;
    private final int sendWall;
    private final int sendMono;
    private final int headerBytes;

    private IrttLayout(ReceivedStats stats, StampAt stampAt, StampClock clock, boolean keyed) {
        this.keyed = keyed;
        Cursor next = new Cursor(IrttMessage.prefixBytes(keyed) + IrttMessage.TOKEN_BYTES);
        seq = next.field(true, Integer.BYTES);
        count = next.field(stats.hasCount(), Integer.BYTES);
        window = next.field(stats.hasWindow(), Long.BYTES);
        receiveWall = next.field(stampAt.hasReceive() && clock.hasWall(), Long.BYTES);
        receiveMono = next.field(stampAt.hasReceive() && clock.hasMonotonic(), Long.BYTES);
        midpointWall = next.field(stampAt == StampAt.MIDPOINT && clock.hasWall(), Long.BYTES);
        midpointMono = next.field(stampAt == StampAt.MIDPOINT && clock.hasMonotonic(), Long.BYTES);
        sendWall = next.field(stampAt.hasSend() && clock.hasWall(), Long.BYTES);
        sendMono = next.field(stampAt.hasSend() && clock.hasMonotonic(), Long.BYTES);
        headerBytes = next.at;
    }

    /** The layout of a negotiation; {@link StampClock#UNSET} has no stamps whatever {@code stampAt} says. */
    public static IrttLayout of(ReceivedStats stats, StampAt stampAt, StampClock clock, boolean keyed) {
        return ALL[index(stats, stampAt, clock, keyed)];
    }

    /** The layout that {@code params} negotiated. */
    public static IrttLayout of(IrttParams params, boolean keyed) {
        return of(params.stats(), params.stampAt(), params.clock(), keyed);
    }

    /** True if packets carry a tag. */
    public boolean keyed() {
        return keyed;
    }

    public int seq() {
        return seq;
    }

    public int count() {
        return count;
    }

    public int window() {
        return window;
    }

    public int receiveWall() {
        return receiveWall;
    }

    public int receiveMono() {
        return receiveMono;
    }

    public int midpointWall() {
        return midpointWall;
    }

    public int midpointMono() {
        return midpointMono;
    }

    public int sendWall() {
        return sendWall;
    }

    public int sendMono() {
        return sendMono;
    }

    /** Where the payload begins, which is the shortest reply, bytes: 16..76. */
    public int headerBytes() {
        return headerBytes;
    }

    /** What a server needs of a request, up to the sequence number, bytes: 16 or 32. */
    public int requestBytes() {
        return seq + Integer.BYTES;
    }

    /** Length of every echo, bytes: {@code length} as negotiated, but at least the header and at most IPv6's limit. */
    public int packetBytes(long length) {
        return (int) Math.clamp(length, headerBytes, MAX_IPV6_BYTES);
    }

    private static IrttLayout[] all() {
        IrttLayout[] layouts = new IrttLayout[ReceivedStats.values().length * STAMPS * CLOCKS * 2];
        for (ReceivedStats stats : ReceivedStats.values()) {
            for (StampAt stampAt : StampAt.values()) {
                for (StampClock clock : StampClock.values()) {
                    layouts[index(stats, stampAt, clock, false)] = new IrttLayout(stats, stampAt, clock, false);
                    layouts[index(stats, stampAt, clock, true)] = new IrttLayout(stats, stampAt, clock, true);
                }
            }
        }
        return layouts;
    }

    private static int index(ReceivedStats stats, StampAt stampAt, StampClock clock, boolean keyed) {
        return ((stats.ordinal() * STAMPS + stampAt.ordinal()) * CLOCKS + clock.ordinal()) * 2 + (keyed ? 1 : 0);
    }

    /** Hands out offsets one after another. */
    private static final class Cursor {
        private int at;

        private Cursor(int at) {
            this.at = at;
        }

        private int field(boolean present, int bytes) {
            if (!present) {
                return ABSENT;
            }
            int offset = at;
            at += bytes;
            return offset;
        }
    }
}
