package io.venturi.engine.protocol.udpst.wire;

/** What a server says to a Setup request. */
public enum SetupCode {
    /** The test may be activated. */
    ACCEPTED(1, "accepted"),
    BAD_VERSION(2, "the server does not speak this version of the protocol"),
    BAD_JUMBO(3, "client and server differ in whether jumbo datagrams are allowed"),
    AUTH_UNCONFIGURED(4, "the server has no key"),
    AUTH_REQUIRED(5, "the server demands a key"),
    AUTH_MODE(6, "the server does not know this way of authentication"),
    AUTH_FAILURE(7, "the keys differ"),
    AUTH_TIME(8, "the clocks of client and server differ by more than 5 s"),
    BANDWIDTH_REQUIRED(9, "the server demands to know the bandwidth wanted"),
    BANDWIDTH_EXCEEDED(10, "the server has not as much bandwidth left"),
    BAD_TRADITIONAL_MTU(11, "client and server differ in whether packets may have 1500 bytes"),
    BAD_CONNECTIONS(12, "the server does not accept this number of connections"),
    NO_CONNECTION(13, "the server has no free connection");

    private static final SetupCode[] BY_CODE = new SetupCode[NO_CONNECTION.code + 1];

    static {
        for (SetupCode each : values()) {
            BY_CODE[each.code] = each;
        }
    }

    private final int code;
    private final String text;

    SetupCode(int code, String text) {
        this.code = code;
        this.text = text;
    }

    /** As on the wire. */
    public int code() {
        return code;
    }

    /** What it means, the middle of a sentence. */
    public String text() {
        return text;
    }

    /** The meaning of a cmdResponse, or null if it has none. */
    public static SetupCode of(int code) {
        return code < BY_CODE.length ? BY_CODE[code] : null;
    }
}
