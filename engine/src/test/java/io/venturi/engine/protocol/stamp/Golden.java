package io.venturi.engine.protocol.stamp;

/**
 * Packets put together field by field from the RFCs by other means than the code under test: sender's number 01020304,
 * SSID beef, sender's error estimate 9107; T1 half a second before, T2 at and T3 a quarter of a second after
 * 1795172000 s since 1970; reflector's error estimate 8587 (synchronised, 1 us), TTL 63, reply number 0.
 */
final class Golden {
    static final String T1 = "eeaaa51f80000000";
    static final String REQUEST = "01020304" + T1 + "9107|beef"
            + "|00000000000000000000000000000000000000000000000000000000";
    static final String REPLY = "00000000|eeaaa52040000000|8587|beef|eeaaa52000000000|01020304|" + T1
            + "|9107|0000|3f|000000";
    /** The same with PTP stamps of a host that knows TAI - UTC = 37 s. */
    static final String PTP_REPLY = "00000000|6b0026c50ee6b280|c587|beef|6b0026c500000000|01020304|" + T1
            + "|9107|0000|3f|000000";
    /** The key is "stamp secret". */
    static final String KEYED_REQUEST = "01020304|000000000000000000000000|" + T1 + "|9107|beef"
            + "|0000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000"
            + "000000000000000000000000000000000000|0dd37244d2ccc3312b923d158c3ce88f";
    static final String KEYED_REPLY = "00000000|000000000000000000000000|eeaaa52040000000|8587|beef|00000000"
            + "|eeaaa52000000000|0000000000000000|01020304|000000000000000000000000|" + T1
            + "|9107|000000000000|3f|000000000000000000000000000000|bbd5b71108fce1b3462fb469aab4ae69";
    /** Timestamp Information, HMAC, two bytes of Extra Padding. */
    static final String KEYED_TLVS = "80030004|00000000|80080010|49ef09240d1cbf272f3d82d2ce638e72|80010002|aabb";
    static final String KEYED_TLVS_REPLY =
            "00030004|02020202|00080010|6163699cb00c9df6fd02101ba664ba0f|00010002|aabb";
    /** Number 7 without padding. */
    static final String TWAMP_REQUEST = "00000007|" + T1 + "|9107";
    static final String TWAMP_REPLY = "00000000|eeaaa52040000000|8587|0000|eeaaa52000000000|00000007|" + T1
            + "|9107|0000|3f|000000";

    private Golden() {
    }
}
