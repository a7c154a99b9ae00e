package io.venturi.engine.protocol.irtt.wire;

import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

/**
 * Reads {@link IrttParams} from an open request or reply of any origin. Any order is accepted, of a repeated id the
 * last value wins, and unknown ids are skipped as integers. A malformed block is refused as a whole, with a reason and
 * without an exception.
 *
 * <p>Reusable, owned by one thread.
 */
public final class IrttParamsReader {
    private static final ReceivedStats[] STATS = ReceivedStats.values();
    private static final StampAt[] STAMP_AT = StampAt.values();
    private static final StampClock[] CLOCK = StampClock.values();
    private static final int MAX_VARINT_BYTES = 10;

    private MemorySegment from;
    private int at;
    private int end;
    private DropReason reason;

    private int version;
    private long durationNs;
    private long intervalNs;
    private long length;
    private ReceivedStats stats;
    private StampAt stampAt;
    private StampClock clock;
    private int trafficClass;
    private String serverFill;
    private long extensions;
    private long grandmaster;

    /**
     * Read the parameters between two offsets, in bytes.
     *
     * @return {@link DropReason#NONE} if {@link #params()} has them now, else what was wrong
     */
    public DropReason read(MemorySegment packet, int offset, int limit) {
        from = packet;
        at = offset;
        end = limit;
        reason = DropReason.NONE;
        clear();
        while (at < end && reason == DropReason.NONE) {
            readOne();
        }
        return reason;
    }

    /** What the last successful {@link #read} found, a new object at each call. */
    public IrttParams params() {
        return new IrttParams(version, durationNs, intervalNs, length, stats, stampAt, clock, trafficClass, serverFill,
                extensions, grandmaster);
    }

    private void clear() {
        version = 0;
        durationNs = 0;
        intervalNs = 0;
        length = 0;
        stats = ReceivedStats.NONE;
        stampAt = StampAt.NONE;
        clock = StampClock.UNSET;
        trafficClass = 0;
        serverFill = "";
        extensions = 0;
        grandmaster = 0;
    }

    private void readOne() {
        long id = unsigned();
        if (id == IrttParams.ID_SERVER_FILL) {
            readServerFill();
            return;
        }
        long value = signed();
        if (reason != DropReason.NONE || id < 0 || id > IrttParams.ID_GRANDMASTER) {
            return;
        }
        switch ((int) id) {
            case IrttParams.ID_VERSION -> version = Math.clamp(value, Integer.MIN_VALUE, Integer.MAX_VALUE);
            case IrttParams.ID_DURATION -> durationNs = positive(value);
            case IrttParams.ID_INTERVAL -> intervalNs = positive(value);
            case IrttParams.ID_LENGTH -> length = value;
            case IrttParams.ID_STATS -> stats = one(STATS, 0, value, DropReason.INVALID_RECEIVED_STATS_INT);
            case IrttParams.ID_STAMP_AT -> stampAt = one(STAMP_AT, 0, value, DropReason.INVALID_STAMP_AT_INT);
            case IrttParams.ID_CLOCK -> clock = one(CLOCK, 1, value, DropReason.INVALID_CLOCK_INT);
            case IrttParams.ID_TRAFFIC_CLASS ->
                    trafficClass = Math.clamp(value, Integer.MIN_VALUE, Integer.MAX_VALUE);
            case IrttParams.ID_EXTENSIONS -> extensions = value;
            case IrttParams.ID_GRANDMASTER -> grandmaster = value;
            default -> { } // unknown: skipped
        }
    }

    private void readServerFill() {
        long bytes = unsigned();
        if (reason != DropReason.NONE) {
            return;
        }
        if (bytes < 0 || bytes > IrttParams.MAX_FILL_BYTES) {
            reason = DropReason.PARAM_OVERFLOW;
        } else if (bytes > end - at) {
            reason = DropReason.SHORT_PARAM_BUFFER;
        } else {
            byte[] text = from.asSlice(at, bytes).toArray(JAVA_BYTE);
            serverFill = new String(text, StandardCharsets.ISO_8859_1);
            at += (int) bytes;
        }
    }

    private long positive(long value) {
        if (value <= 0) {
            reason = DropReason.INVALID_PARAM_VALUE;
            return 0;
        }
        return value;
    }

    private <E> E one(E[] values, int first, long value, DropReason otherwise) {
        if (value < first || value >= values.length) {
            reason = otherwise;
            return values[0];
        }
        return values[(int) value];
    }

    private long signed() {
        long zigzag = unsigned();
        return zigzag >>> 1 ^ -(zigzag & 1);
    }

    /** The next LEB128 integer of up to 64 bits; 0 and a reason if there is none. */
    private long unsigned() {
        long value = 0;
        for (int i = 0; reason == DropReason.NONE; i++) {
            if (at == end) {
                reason = DropReason.SHORT_PARAM_BUFFER;
                break;
            }
            byte next = from.get(JAVA_BYTE, at++);
            if (i == MAX_VARINT_BYTES - 1 && (next & 0xff) > 1) { // the tenth byte has room for bit 63 only
                reason = DropReason.PARAM_OVERFLOW;
                break;
            }
            value |= (next & 0x7fL) << 7 * i;
            if (next >= 0) {
                return value;
            }
        }
        return 0;
    }
}
