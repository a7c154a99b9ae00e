package io.venturi.engine.api;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.nio.charset.StandardCharsets;

/** The client's side of a control connection, byte by byte. Whatever it waits for has a bound. */
final class RawIperf3Client implements AutoCloseable {
    static final int PARAM_EXCHANGE = 9;
    static final int CREATE_STREAMS = 10;
    static final int TEST_START = 1;
    static final int TEST_RUNNING = 2;
    static final int TEST_END = 4;
    static final int EXCHANGE_RESULTS = 13;
    static final int DISPLAY_RESULTS = 14;
    static final int IPERF_DONE = 16;
    static final int ACCESS_DENIED = -1;
    static final int SERVER_ERROR = -2;
    static final int GONE = 1000;

    private static final int WAIT_MS = 30_000;

    private final InetSocketAddress server;
    private final String cookie;
    final Socket control;
    private final DataInputStream in;
    private final DataOutputStream out;

    /** Connect and say nothing yet. */
    RawIperf3Client(InetSocketAddress server, String from, String cookie) throws IOException {
        this.server = server;
        this.cookie = cookie;
        control = connect(from);
        in = new DataInputStream(control.getInputStream());
        out = new DataOutputStream(control.getOutputStream());
    }

    /** Connect and send the cookie. */
    static RawIperf3Client greeting(InetSocketAddress server, String cookie) throws IOException {
        RawIperf3Client client = new RawIperf3Client(server, "127.0.0.1", cookie);
        client.bytes(client.cookie(cookie));
        return client;
    }

    /** As far as the parameters; the server is to answer them. */
    static RawIperf3Client asking(InetSocketAddress server, String cookie, String parameters) throws IOException {
        RawIperf3Client client = greeting(server, cookie);
        assertEquals(PARAM_EXCHANGE, client.state());
        client.document(parameters);
        return client;
    }

    private Socket connect(String from) throws IOException {
        Socket socket = new Socket();
        socket.setOption(StandardSocketOptions.TCP_NODELAY, true);
        socket.setSoTimeout(WAIT_MS);
        socket.bind(new InetSocketAddress(InetAddress.getByName(from), 0));
        socket.connect(server, WAIT_MS);
        return socket;
    }

    byte[] cookie(String text) {
        byte[] bytes = new byte[37];
        byte[] letters = text.getBytes(StandardCharsets.US_ASCII);
        java.util.Arrays.fill(bytes, 0, 36, (byte) 'a');
        System.arraycopy(letters, 0, bytes, 0, letters.length);
        return bytes;
    }

    /** A data connection that shows this cookie. */
    Socket stream(String other) throws IOException {
        Socket socket = connect("127.0.0.1");
        socket.getOutputStream().write(cookie(other));
        return socket;
    }

    Socket stream() throws IOException {
        return stream(cookie);
    }

    void bytes(byte... bytes) throws IOException {
        out.write(bytes);
    }

    void say(int state) throws IOException {
        out.write(state);
    }

    /** Length and text, each byte in a segment of its own. */
    void dripDocument(String json) throws IOException {
        for (byte b : frame(json)) {
            out.write(b);
            out.flush();
        }
    }

    void document(String json) throws IOException {
        out.write(frame(json));
    }

    private static byte[] frame(String json) {
        byte[] text = json.getBytes(StandardCharsets.UTF_8);
        return java.nio.ByteBuffer.allocate(4 + text.length).putInt(text.length).put(text).array();
    }

    /** The next state, or {@link #GONE} when the server has closed. */
    int state() throws IOException {
        try {
            int state = in.read();
            return state < 0 ? GONE : (byte) state;
        } catch (java.net.SocketException e) {
            return GONE;
        }
    }

    /** The code behind {@link #SERVER_ERROR}. */
    int error() throws IOException {
        assertEquals(SERVER_ERROR, state());
        int code = in.readInt();
        in.readInt();
        return code;
    }

    String document() throws IOException {
        byte[] text = new byte[in.readInt()];
        in.readFully(text);
        return new String(text, StandardCharsets.UTF_8);
    }

    /** Results of a client with these streams. */
    static String results(int... ids) {
        StringBuilder streams = new StringBuilder();
        for (int id : ids) {
            streams.append(streams.isEmpty() ? "" : ",").append("{\"id\":").append(id)
                    .append(",\"bytes\":1000,\"retransmits\":-1,\"jitter\":0,\"errors\":0,\"packets\":1}");
        }
        return "{\"cpu_util_total\":1.5,\"cpu_util_user\":1,\"cpu_util_system\":0.5,\"sender_has_retransmits\":-1,"
                + "\"streams\":[" + streams + "]}";
    }

    /** From 0a to the end with one TCP stream that sends a little; gives the server's results. */
    String rest() throws IOException {
        assertEquals(CREATE_STREAMS, state());
        return streaming();
    }

    /** The same behind 0a. */
    String streaming() throws IOException {
        try (Socket stream = stream()) {
            assertEquals(TEST_START, state());
            assertEquals(TEST_RUNNING, state());
            stream.getOutputStream().write(new byte[1000]);
            return ending(1);
        }
    }

    /** From the end of the test on. */
    String ending(int... ids) throws IOException {
        say(TEST_END);
        assertEquals(EXCHANGE_RESULTS, state());
        document(results(ids));
        String results = document();
        assertEquals(DISPLAY_RESULTS, state());
        say(IPERF_DONE);
        assertEquals(GONE, state());
        return results;
    }

    /** Break the connection off without a word. */
    void reset() throws IOException {
        control.setSoLinger(true, 0);
        control.close();
    }

    @Override
    public void close() throws IOException {
        control.close();
    }
}
