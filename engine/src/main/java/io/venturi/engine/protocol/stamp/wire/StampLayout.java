package io.venturi.engine.protocol.stamp.wire;

/**
 * Where the fields of base packets are, offsets in bytes. What a Session-Sender leaves zero, a Session-Reflector fills.
 *
 * <pre>
 * unauthenticated (RFC 8762 4.2.1, 4.3.1)      authenticated (4.2.2, 4.3.2)
 *  0  4  sequence number                        0   4  sequence number, 12 zero
 *  4  8  time stamp                            16   8  time stamp
 * 12  2  error estimate                        24   2  error estimate
 * 14  2  SSID (RFC 8972 3)                     26   2  SSID, 4 zero
 * 16  8  receive time stamp                    32   8  receive time stamp, 8 zero
 * 24  4  sender's sequence number              48   4  sender's sequence number, 12 zero
 * 28  8  sender's time stamp                   64   8  sender's time stamp
 * 36  2  sender's error estimate, 2 zero       72   2  sender's error estimate, 6 zero
 * 40  1  sender's TTL, 3 zero                  80   1  sender's TTL, 15 zero
 *                                              96  16  HMAC of all before it
 * 44     TLVs (RFC 8972 4)                    112      TLVs
 * </pre>
 *
 * <p>TWAMP packets (RFC 5357 4.1.2, 4.2.1) have the unauthenticated layout; requests may end after the error estimate
 * and replies after the TTL, and what follows is padding.
 */
public enum StampLayout {
    /** Anyone may ask, anyone may forge. */
    UNAUTHENTICATED(44, 14, 41, 4, 12, 14, 16, 24, 28, 36, 40),
    /** Both ends share a key. */
    AUTHENTICATED(112, 112, 112, 16, 24, 26, 32, 48, 64, 72, 80);

    /** Where the tag of an authenticated packet is, and how many bytes it covers. */
    static final int HMAC = 96;

    private final int baseBytes;
    private final int leastRequestBytes;
    private final int leastReplyBytes;
    final int timestamp;
    final int errorEstimate;
    final int ssid;
    final int receiveTimestamp;
    final int senderSeq;
    final int senderTimestamp;
    final int senderErrorEstimate;
    final int hopLimit;

    StampLayout(int baseBytes, int leastRequestBytes, int leastReplyBytes, int timestamp, int errorEstimate, int ssid,
                int receiveTimestamp, int senderSeq, int senderTimestamp, int senderErrorEstimate, int hopLimit) {
        this.baseBytes = baseBytes;
        this.leastRequestBytes = leastRequestBytes;
        this.leastReplyBytes = leastReplyBytes;
        this.timestamp = timestamp;
        this.errorEstimate = errorEstimate;
        this.ssid = ssid;
        this.receiveTimestamp = receiveTimestamp;
        this.senderSeq = senderSeq;
        this.senderTimestamp = senderTimestamp;
        this.senderErrorEstimate = senderErrorEstimate;
        this.hopLimit = hopLimit;
    }

    /** Length of a STAMP base packet, which is where TLVs begin. */
    public int baseBytes() {
        return baseBytes;
    }

    /** Shortest request there is: that of TWAMP if unauthenticated. */
    public int leastRequestBytes() {
        return leastRequestBytes;
    }

    /** Shortest reply there is: that of TWAMP if unauthenticated. */
    public int leastReplyBytes() {
        return leastReplyBytes;
    }
}
