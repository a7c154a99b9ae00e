package io.venturi.engine.protocol.iperf3.wire;

/** The single bytes of the control connection. Signed, as they are on the wire. */
public final class Iperf3State {
    /** Streams are complete; prepare counters and timers. From the server. */
    public static final byte TEST_START = 1;
    /** Go. From the server. */
    public static final byte TEST_RUNNING = 2;
    /** The test is over. From the client. */
    public static final byte TEST_END = 4;
    /** Send me your parameters. From the server. */
    public static final byte PARAM_EXCHANGE = 9;
    /** Parameters accepted; open the data streams. From the server. */
    public static final byte CREATE_STREAMS = 10;
    /** The server is being stopped. */
    public static final byte SERVER_TERMINATE = 11;
    /** The client is being stopped. */
    public static final byte CLIENT_TERMINATE = 12;
    /** Send your results, then read mine. From the server. */
    public static final byte EXCHANGE_RESULTS = 13;
    /** Results are swapped; print. From the server. */
    public static final byte DISPLAY_RESULTS = 14;
    /** Finished, or leaving after an error. From the client. */
    public static final byte IPERF_DONE = 16;
    /** A server of this kind understands {@code x_proto}; it comes before {@link #CREATE_STREAMS}. Not of iperf3. */
    public static final byte EXTENDED_PROTOCOL = 64;
    /** It does not run the protocol of {@code x_proto} as asked; a document that says why follows. Not of iperf3. */
    public static final byte EXTENDED_REFUSED = 65;
    /** The server is busy. */
    public static final byte ACCESS_DENIED = -1;
    /** Two 32-bit words follow: error code and errno. From the server. */
    public static final byte SERVER_ERROR = -2;

    private Iperf3State() {
    }
}
