package io.venturi.engine.protocol.udpst.wire;

import java.lang.foreign.MemorySegment;

/**
 * Setup request and response:
 * <pre>
 *  0  2  pduId 0xACE1                12  2  testPort
 *  2  2  protocolVer                 14  1  modifierBitmap: 1 jumbo, 2 traditional MTU
 *  4  1  mcIndex, 5 1 mcCount        15  1  authMode
 *  6  2  mcIdent                     16 40  tail of {@link ControlPdu}
 *  8  1  cmdRequest: 1 request, 2 response
 *  9  1  cmdResponse
 * 10  2  maxBandwidth, Mbit/s; bit 15: upstream
 * </pre>
 */
public final class SetupPdu extends ControlPdu {
    /** pduId. */
    public static final int ID = 0xACE1;
    /** Length. */
    public static final int BYTES = 56;
    /** Protocol version of OB-UDPST 9.0.0. */
    public static final int VERSION = 20;
    /** The earliest that servers accept; those below {@link #VERSION} speak the older dialect. */
    public static final int LEAST_VERSION = 11;
    /** cmdRequest of a request. */
    public static final int REQUEST = 1;
    /** cmdRequest of a response. */
    public static final int RESPONSE = 2;
    /** modifierBitmap: rows of the table may ask for jumbo datagrams. */
    public static final int JUMBO = 1;
    /** modifierBitmap: datagrams for packets of 1500 bytes instead of 1250. */
    public static final int TRADITIONAL_MTU = 2;
    /**
     * modifierBitmap, of venturi alone: the client takes and sends bursts of more than 100 datagrams. Other servers
     * send back bits they do not know, and their table ends there.
     */
    public static final int LONG_BURSTS = 0x80;
    /** Bit of maxBandwidth. */
    public static final int UPSTREAM = 0x8000;

    public SetupPdu() {
        super(BYTES);
    }

    /** Begin a request in a buffer, which becomes zeros but for id, version and command. */
    public SetupPdu begin(MemorySegment to) {
        begin(to, ID, VERSION);
        u8(8, REQUEST);
        return this;
    }

    /** Take a datagram received by a server or, if {@code response}, by a client. */
    public Fault wrap(MemorySegment datagram, int length, boolean response) {
        bytes = datagram;
        if (length != BYTES) {
            return Fault.SIZE;
        }
        boolean sound = u16(0) == ID && (response ? command() == REQUEST || command() == RESPONSE
                : command() == REQUEST && code() == 0);
        return sound ? checked() : Fault.FORMAT;
    }

    /** Turn the wrapped request into the response: the code of {@link SetupCode}, and a port if it is accepted. */
    public SetupPdu answer(SetupCode code, int port) {
        u8(8, RESPONSE);
        u8(9, code.code());
        u16(12, port);
        if (code == SetupCode.BAD_VERSION) {
            u16(2, VERSION);
        }
        if (authMode() == 0) {
            unsigned();
        } else {
            blankTail();
        }
        return this;
    }

    private int command() {
        return u8(8);
    }

    /** Response: cmdResponse, 0..255. */
    public int code() {
        return u8(9);
    }

    /** Which connection of the test, from 0. */
    public int index() {
        return u8(4);
    }

    /** Connections of the test. */
    public int count() {
        return u8(5);
    }

    /** Common to the connections of a test, 1..65535. */
    public int ident() {
        return u16(6);
    }

    public SetupPdu connection(int index, int count, int ident) {
        u8(4, index);
        u8(5, count);
        u16(6, ident);
        return this;
    }

    /** Mbit/s wanted, 0..32767, 0 for unspecified. */
    public int bandwidth() {
        return u16(10) & ~UPSTREAM;
    }

    /** True if it said that it will be an upstream test; means nothing without a bandwidth. */
    public boolean upstream() {
        return (u16(10) & UPSTREAM) != 0;
    }

    public SetupPdu bandwidth(int mbps, boolean upstream) {
        u16(10, mbps == 0 ? 0 : mbps | (upstream ? UPSTREAM : 0));
        return this;
    }

    /** Response: port of the server's test socket. */
    public int testPort() {
        return u16(12);
    }

    /** {@link #JUMBO}, {@link #TRADITIONAL_MTU}, {@link #LONG_BURSTS}. */
    public int modifiers() {
        return u8(14);
    }

    public SetupPdu modifiers(int bits) {
        u8(14, bits);
        return this;
    }
}
