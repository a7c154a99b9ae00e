package io.venturi.engine.protocol.irtt;

/** Datagrams that irtt 0.9.0 sent and received on a loopback interface. */
public final class Captured {
    /** The 44 zero bytes of statistics and stamps in a request. */
    private static final String FIELDS = "00000000|0000000000000000"
            + "|0000000000000000|0000000000000000|0000000000000000|0000000000000000";

    /** 500 ms at 200 ms, everything else by default. */
    public static final String OPEN = "14a75b|01|0102|028094ebdc03|038088debe01|0506|0606|0706";
    public static final String OPEN_REPLY = "14a75b|03|48b1b9b193367905|0102|028094ebdc03|038088debe01|0506|0606|0706";
    public static final String ECHO_REQUEST_2 = "14a75b|00|48b1b9b193367905|02000000|" + FIELDS;
    public static final String ECHO_REPLY_2 = "14a75b|02|48b1b9b193367905|02000000|03000000|0700000000000000"
            + "|106fbbbb42bce918|9aadc55900000000|b991bbbb42bce918|39d0c55900000000";
    public static final String CLOSE = "14a75b|04|48b1b9b193367905";
    public static final long TOKEN = 0x05793693b1b9b148L;

    public static final String NO_TEST = "14a75b|05|0102|0280e0ba84bf03|0380a8d6b907|050606060706";
    public static final String NO_TEST_REPLY = "14a75b|07|0000000000000000|0102|0280e0ba84bf03|0380a8d6b907"
            + "|050606060706";

    /** The key of the datagrams whose names begin with KEYED. */
    public static final String KEY = "secret";
    public static final String KEYED_OPEN = "14a75b|09|cb6edad1df39bda35297217de98979b9"
            + "|0102|02808c8d9e02|038088debe01|050606060706";
    public static final String KEYED_OPEN_REPLY = "14a75b|0b|23a09ff95b4eace9bf36014d6cd33a0f|a2798d46dcb633c1"
            + "|0102|02808c8d9e02|038088debe01|050606060706";
    public static final String KEYED_ECHO_REQUEST_0 = "14a75b|08|efe76568ff6427c5fa60eebe99350837|a2798d46dcb633c1"
            + "|00000000|" + FIELDS;
    public static final String KEYED_ECHO_REPLY_0 = "14a75b|0a|88595e4e56f88896d1590a7b07d1ccbc|a2798d46dcb633c1"
            + "|00000000|01000000|0100000000000000|14aadc8d43bce918|d1b1a54200000000|90c4dc8d43bce918|39cca54200000000";
    public static final String KEYED_CLOSE = "14a75b|0c|753564f9c3c2297e43ac827be32dd1d4|a2798d46dcb633c1";
    public static final long KEYED_TOKEN = 0xc133b6dc468d79a2L;

    /** Length 40, count, midpoint, wall clock, server fill rand. */
    public static final String MIDPOINT_OPEN = "14a75b|01|0102|02808c8d9e02|038088debe01|0450|0502|0608|0702"
            + "|090472616e64";
    public static final String MIDPOINT_ECHO_REQUEST_1 = "14a75b|00|6eb4c54a231b880b|01000000|00000000|0000000000000000"
            + "|aabbaabbaabbaabbaabbaabb";
    /** Up to the random payload. */
    public static final String MIDPOINT_ECHO_REPLY_1_HEADER = "14a75b|02|6eb4c54a231b880b|01000000|02000000"
            + "|2941d43f83bde918";
    public static final long MIDPOINT_TOKEN = 0x0b881b234ac5b46eL;

    private Captured() {
    }
}
