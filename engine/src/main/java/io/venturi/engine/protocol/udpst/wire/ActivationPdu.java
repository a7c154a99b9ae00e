package io.venturi.engine.protocol.udpst.wire;

import java.lang.foreign.MemorySegment;

/**
 * Test activation request and response, which is the request edited:
 * <pre>
 *  0  2  pduId 0xACE2                20  2  slowAdjThresh
 *  2  2  protocolVer                 22  2  seqErrThresh
 *  4  1  cmdRequest: 1 up, 2 down    24  1  ignoreOooDup
 *  5  1  cmdResponse                 25  1  modifierBitmap: 1 start row, 2 random payload
 *  6  2  lowThresh, ms               26  1  rateAdjAlgo
 *  8  2  upperThresh, ms             27  1  ceThresh
 * 10  2  trialInt, ms                28 28  srStruct: the row to start with, response of an upstream test
 * 12  2  testIntTime, s              56  2  subIntPeriod, ms
 * 14  1  reserved                    58  2  reserved
 * 15  1  dscpEcn                     60  2  srAdjSuppCount
 * 16  2  srIndexConf                 62  1  reserved
 * 18  1  useOwDelVar                 63  1  authMode
 * 19  1  highSpeedDelta              64 40  tail of {@link ControlPdu}
 * </pre>
 * Versions before 20 end after 60 bytes: sub-interval in s at 14, checksum at 58, no threshold of congestion marks.
 */
public final class ActivationPdu extends ControlPdu {
    /** pduId. */
    public static final int ID = 0xACE2;
    /** Length. */
    public static final int BYTES = 104;
    /** Length before version 20, and the shortest that servers accept. */
    public static final int LEGACY_BYTES = 60;
    /** cmdResponse: the test begins. */
    public static final int ACCEPTED = 1;
    /** cmdResponse: a parameter is not acceptable. */
    public static final int BAD_PARAMETER = 2;

    private static final int UP = 1;
    private static final int DOWN = 2;
    private static final int START_ROW = 1;
    private static final int RANDOM_PAYLOAD = 2;
    private static final int RATE = 28;
    private static final int LEGACY_CHECKSUM = 58;

    private boolean legacy;

    public ActivationPdu() {
        super(BYTES);
    }

    /** Begin a request in a buffer. */
    public ActivationPdu begin(MemorySegment to) {
        begin(to, ID, SetupPdu.VERSION);
        legacy = false;
        return this;
    }

    /** Take a datagram received by a client. */
    public Fault wrapResponse(MemorySegment datagram, int length) {
        bytes = datagram;
        legacy = false;
        if (length != BYTES) {
            return Fault.SIZE;
        }
        return u16(0) == ID && u8(4) >= UP && u8(4) <= DOWN ? checked() : Fault.FORMAT;
    }

    /**
     * Take a datagram received by a server, in a buffer with room for a whole PDU. One that is shorter than a whole PDU
     * counts as continued with zeros, which are put there.
     *
     * @param olderDialect the Setup request was of a version before 20
     */
    public Fault wrapRequest(MemorySegment datagram, int length, boolean olderDialect) {
        bytes = datagram;
        legacy = olderDialect;
        if (length < LEGACY_BYTES || length > BYTES) {
            return Fault.SIZE;
        }
        clear(length, BYTES);
        if (u16(0) != ID || u8(4) < UP || u8(4) > DOWN) {
            return Fault.FORMAT;
        }
        boolean right = olderDialect ? Checksum.isAbsentOrRight(bytes, LEGACY_BYTES, LEGACY_CHECKSUM)
                : checked() == Fault.NONE;
        return right ? Fault.NONE : Fault.CHECKSUM;
    }

    /** Response: cmdResponse. */
    public int code() {
        return u8(5);
    }

    public ActivationPdu code(int value) {
        u8(5, value);
        return this;
    }

    /** What is asked for or granted; numbers as they came, within their range or not. */
    public TestParameters parameters() {
        int modifiers = u8(25);
        int algorithm = u8(26);
        return new TestParameters(u8(4) == UP, u16(6), u16(8), u16(10), u16(12), legacy ? u8(14) * 1000 : u16(56),
                u8(15), u16(16), (modifiers & START_ROW) != 0, u8(18) == 1, u8(19), u16(20), u16(22), u8(24) != 0,
                (modifiers & RANDOM_PAYLOAD) != 0,
                algorithm == SearchAlgorithm.C.ordinal() ? SearchAlgorithm.C : SearchAlgorithm.B,
                legacy ? 0 : u8(27), legacy ? 0 : u16(60));
    }

    /** Put parameters in place; bits and fields that they do not know stay. */
    public ActivationPdu parameters(TestParameters is) {
        u8(4, is.upstream() ? UP : DOWN);
        u16(6, is.lowMs());
        u16(8, is.highMs());
        u16(10, is.trialMs());
        u16(12, is.seconds());
        u8(15, is.trafficClass());
        u16(16, is.row());
        u8(18, is.oneWay() ? 1 : 0);
        u8(19, is.step());
        u16(20, is.slowThreshold());
        u16(22, is.errorThreshold());
        u8(24, is.ignoreReordered() ? 1 : 0);
        int others = u8(25) & ~(START_ROW | RANDOM_PAYLOAD);
        u8(25, others | (is.startRow() ? START_ROW : 0) | (is.randomPayload() ? RANDOM_PAYLOAD : 0));
        u8(26, is.algorithm().ordinal());
        if (legacy) {
            u8(14, is.subIntervalMs() / 1000);
        } else {
            u8(27, is.ceThreshold());
            u16(56, is.subIntervalMs());
            u16(60, is.frozen());
        }
        return this;
    }

    /** The row an upstream sender is to start with. */
    public void rate(SendingRate into) {
        into.read(this, RATE);
    }

    public ActivationPdu putRate(SendingRate rate) {
        rate.write(this, RATE);
        return this;
    }

    /** Take the checksum off, which is that of the request: whoever receives one verifies it. */
    public void unseal() {
        unsealed();
        if (legacy) {
            u16(LEGACY_CHECKSUM, 0);
        }
    }

    /** The checksum of a response of {@code length} bytes, which is that of its request. */
    public void seal(int length) {
        if (length == BYTES) {
            seal();
        } else if (legacy) {
            Checksum.write(bytes, LEGACY_BYTES, LEGACY_CHECKSUM);
        }
    }

}
