package io.venturi.engine.protocol.irtt.wire;

import io.venturi.engine.error.ConfigException;

import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

/**
 * The parameters a client asks for in an open request and a server grants in its reply. Immutable.
 *
 * <p>Wire form: pairs of id (unsigned LEB128) and value (zigzag, then LEB128; for the server fill a byte length and the
 * bytes) up to the end of the datagram, ids ascending, zero and empty values left out.
 *
 * @param version      protocol version, 1; 0 if the peer sent none
 * @param durationNs   length of the test, ns, at least 0; {@link Long#MAX_VALUE} for no end
 * @param intervalNs   time between requests, ns, at least 0
 * @param length       UDP payload of each echo packet in bytes, headers of IRTT included; anything below the header
 *                     means just the header; as received it may be any number
 * @param stats        what replies tell about received requests
 * @param stampAt      when the server reads its clocks
 * @param clock        which clocks it reads
 * @param trafficClass the whole TOS or traffic class byte for packets of both directions; as received any int
 * @param serverFill   descriptor of the {@link Fill} of replies, at most {@value #MAX_FILL_BYTES} bytes of ISO 8859-1;
 *                     empty leaves it to the server
 * @param extensions   set of {@link #KERNEL_RECEIVE}, {@link #CLOSE_ACK}, {@link #CLOCK_STATEMENT} and
 *                     {@link #GRANDMASTER}: offered by the client, returned where granted; other implementations skip
 *                     the unknown id
 * @param grandmaster  identity of the PTP grandmaster that the server follows, or is; 0 for none
 */
public record IrttParams(int version, long durationNs, long intervalNs, long length, ReceivedStats stats,
                         StampAt stampAt, StampClock clock, int trafficClass, String serverFill, long extensions,
                         long grandmaster) {
    /** The only protocol version there is. */
    public static final int VERSION = 1;
    /** Longest server fill descriptor, bytes. */
    public static final int MAX_FILL_BYTES = 32;
    /** Longest encoding of any parameters, bytes: ten integers of 11 and the fill. */
    public static final int MAX_BYTES = 10 * 11 + 2 + MAX_FILL_BYTES;

    /**
     * Extension bit: the client wants to know that receive stamps are the kernel's; granted, they are, but for the odd
     * packet that has no credible one.
     */
    public static final long KERNEL_RECEIVE = 1;
    /** Extension bit: a close that is long enough is answered with an {@link IrttCloseAck}. */
    public static final long CLOSE_ACK = 2;
    /** Extension bit: granted, the bits from 8 on are a {@link ClockStatement}. */
    public static final long CLOCK_STATEMENT = 4;
    /** Extension bit: the client understands a PTP grandmaster; granted, there is one. */
    public static final long GRANDMASTER = 8;

    static final int ID_VERSION = 1;
    static final int ID_DURATION = 2;
    static final int ID_INTERVAL = 3;
    static final int ID_LENGTH = 4;
    static final int ID_STATS = 5;
    static final int ID_STAMP_AT = 6;
    static final int ID_CLOCK = 7;
    static final int ID_TRAFFIC_CLASS = 8;
    static final int ID_SERVER_FILL = 9;
    static final int ID_EXTENSIONS = 64; // private: other implementations use 1..9 and skip integers they do not know
    static final int ID_GRANDMASTER = 65; // private likewise

    public IrttParams {
        if (durationNs < 0 || intervalNs < 0) {
            throw new ConfigException("duration %d ns and interval %d ns may not be negative"
                    .formatted(durationNs, intervalNs));
        }
        if (serverFill.length() > MAX_FILL_BYTES) {
            throw new ConfigException("server fill has %d characters, at most %d are possible"
                    .formatted(serverFill.length(), MAX_FILL_BYTES));
        }
    }

    /** Without a PTP grandmaster. */
    public IrttParams(int version, long durationNs, long intervalNs, long length, ReceivedStats stats, StampAt stampAt,
                      StampClock clock, int trafficClass, String serverFill, long extensions) {
        this(version, durationNs, intervalNs, length, stats, stampAt, clock, trafficClass, serverFill, extensions, 0);
    }

    /**
     * Write the wire form.
     *
     * @param to     at least {@link #MAX_BYTES} long from {@code offset}
     * @param offset where to begin, bytes
     * @return end of the last parameter, bytes from the start of {@code to}
     */
    public int encode(MemorySegment to, int offset) {
        int at = putInteger(to, offset, ID_VERSION, version);
        at = putInteger(to, at, ID_DURATION, durationNs);
        at = putInteger(to, at, ID_INTERVAL, intervalNs);
        at = putInteger(to, at, ID_LENGTH, length);
        at = putInteger(to, at, ID_STATS, stats.ordinal());
        at = putInteger(to, at, ID_STAMP_AT, stampAt.ordinal());
        at = putInteger(to, at, ID_CLOCK, clock.ordinal());
        at = putInteger(to, at, ID_TRAFFIC_CLASS, trafficClass);
        at = putText(to, at, ID_SERVER_FILL, serverFill);
        at = putInteger(to, at, ID_EXTENSIONS, extensions);
        return putInteger(to, at, ID_GRANDMASTER, grandmaster);
    }

    /** Length of the wire form, bytes. Allocates. */
    public int encodedBytes() {
        return encode(MemorySegment.ofArray(new byte[MAX_BYTES]), 0);
    }

    /** The same with another server fill. */
    public IrttParams withServerFill(String descriptor) {
        return new IrttParams(version, durationNs, intervalNs, length, stats, stampAt, clock, trafficClass, descriptor,
                extensions, grandmaster);
    }

    /** The same with no grandmaster told. */
    public IrttParams withoutGrandmaster() {
        return new IrttParams(version, durationNs, intervalNs, length, stats, stampAt, clock, trafficClass, serverFill,
                extensions & ~GRANDMASTER);
    }

    private static int putInteger(MemorySegment to, int offset, int id, long value) {
        if (value == 0) {
            return offset;
        }
        return putUnsigned(to, putUnsigned(to, offset, id), value << 1 ^ value >> 63);
    }

    private static int putText(MemorySegment to, int offset, int id, String value) {
        if (value.isEmpty()) {
            return offset;
        }
        byte[] bytes = value.getBytes(StandardCharsets.ISO_8859_1);
        int at = putUnsigned(to, putUnsigned(to, offset, id), bytes.length);
        MemorySegment.copy(bytes, 0, to, JAVA_BYTE, at, bytes.length);
        return at + bytes.length;
    }

    private static int putUnsigned(MemorySegment to, int offset, long value) {
        int at = offset;
        long rest = value;
        for (; (rest & ~0x7fL) != 0; rest >>>= 7) {
            to.set(JAVA_BYTE, at++, (byte) (rest | 0x80));
        }
        to.set(JAVA_BYTE, at++, (byte) rest);
        return at;
    }
}
