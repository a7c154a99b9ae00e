package io.venturi.engine.protocol.iperf3.wire;

import java.util.Map;

/** Codes that follow {@link Iperf3State#SERVER_ERROR}, and what they mean. */
public final class Iperf3Error {
    public static final int TIME = 5;
    public static final int STREAMS = 6;
    public static final int BLOCK = 7;
    public static final int WINDOW = 8;
    public static final int MSS = 10;
    public static final int OMIT = 12;
    public static final int BURST = 15;
    public static final int UDP_BLOCK = 20;
    public static final int TOS = 21;
    public static final int REVERSE_AND_BIDIRECTIONAL = 25;
    public static final int RATE_LIMIT = 27;
    public static final int MAX_DURATION = 37;
    public static final int SEND_COOKIE = 105;
    public static final int COOKIE = 106;
    public static final int CLOSED = 109;
    public static final int UNKNOWN_STATE = 110;
    public static final int SEND_STATE = 111;
    public static final int SEND_PARAMETERS = 113;
    public static final int PARAMETERS = 114;
    public static final int SEND_RESULTS = 116;
    public static final int RESULTS = 117;
    public static final int CLIENT_TERMINATED = 119;
    public static final int SERVER_TERMINATED = 120;
    public static final int BUSY = 121;
    public static final int FLOW_LABEL = 127;
    public static final int PROTOCOL = 131;
    public static final int AFFINITY = 132;
    public static final int AUTHORISATION = 142;
    public static final int NO_DATA = 144;
    public static final int SERVER_TIMER = 160;
    public static final int CREATE_STREAM = 200;
    public static final int STREAM_ACCEPT = 203;
    public static final int STREAM_CONNECT = 204;
    public static final int STREAM_WRITE = 205;
    public static final int STREAM_READ = 206;
    public static final int UNKNOWN_STREAM = 208;
    /** The protocol asked for cannot be had. Not of iperf3. */
    public static final int PROTOCOL_REFUSED = 300;
    /** The code of a protocol failed. Not of iperf3. */
    public static final int PROTOCOL_FAILED = 301;

    /** Second word behind {@link #AUTHORISATION}, an errno: the address is not let in. EACCES. */
    public static final int NOT_LISTED = 13;

    private static final Map<Integer, String> TEXTS = Map.ofEntries(
            Map.entry(TIME, "the duration is out of range"),
            Map.entry(STREAMS, "the number of streams is out of range (1 to 128)"),
            Map.entry(BLOCK, "the block size is out of range (1 to 1048576 bytes)"),
            Map.entry(WINDOW, "the socket buffer size is out of range"),
            Map.entry(MSS, "the segment size is out of range"),
            Map.entry(OMIT, "the time to omit is out of range"),
            Map.entry(BURST, "the burst is out of range (1 to 1000)"),
            Map.entry(UDP_BLOCK, "the UDP payload is out of range (16 to 65507 bytes)"),
            Map.entry(TOS, "the TOS byte is out of range"),
            Map.entry(REVERSE_AND_BIDIRECTIONAL, "reverse and bidirectional exclude each other"),
            Map.entry(RATE_LIMIT, "the rate asked for is above the server's limit"),
            Map.entry(MAX_DURATION, "the duration asked for is above the server's limit"),
            Map.entry(SEND_COOKIE, "the cookie could not be sent"),
            Map.entry(COOKIE, "the cookie was not received"),
            Map.entry(108, "the control connection could not be read"),
            Map.entry(CLOSED, "the control connection was closed"),
            Map.entry(UNKNOWN_STATE, "an unknown message came over the control connection"),
            Map.entry(SEND_STATE, "a message could not be sent over the control connection"),
            Map.entry(SEND_PARAMETERS, "the parameters could not be sent"),
            Map.entry(STREAM_CONNECT, "a stream could not be connected"),
            Map.entry(STREAM_WRITE, "a stream could not be written"),
            Map.entry(PARAMETERS, "the parameters were not understood"),
            Map.entry(SEND_RESULTS, "the results could not be sent"),
            Map.entry(RESULTS, "the results were not understood"),
            Map.entry(CLIENT_TERMINATED, "the client has been stopped"),
            Map.entry(SERVER_TERMINATED, "the server has been stopped"),
            Map.entry(BUSY, "the server is busy"),
            Map.entry(FLOW_LABEL, "the flow label cannot be set"),
            Map.entry(PROTOCOL, "the protocol is not known"),
            Map.entry(AFFINITY, "the CPU affinity cannot be set"),
            Map.entry(134, "the congestion control algorithm is not available"),
            Map.entry(AUTHORISATION, "authorisation failed"),
            Map.entry(NO_DATA, "no data came for the receive timeout"),
            Map.entry(SERVER_TIMER, "the test went on for longer than it should have"),
            Map.entry(CREATE_STREAM, "a stream could not be made"),
            Map.entry(STREAM_ACCEPT, "a stream could not be accepted"),
            Map.entry(STREAM_READ, "a stream could not be read"),
            Map.entry(UNKNOWN_STREAM, "the results name an unknown stream"),
            Map.entry(PROTOCOL_REFUSED, "the protocol asked for is not available"),
            Map.entry(PROTOCOL_FAILED, "the code of the protocol failed"));

    private Iperf3Error() {
    }

    /** What a code means, or the code as a number. */
    public static String describe(int code) {
        return TEXTS.getOrDefault(code, "error " + code);
    }
}
