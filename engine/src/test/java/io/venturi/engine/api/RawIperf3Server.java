package io.venturi.engine.api;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;

/** A server that follows a script; a step that fails ends it, and the failure is told when it is closed. */
final class RawIperf3Server implements AutoCloseable {

    /** What it does with one control connection. */
    interface Script {
        void play(RawIperf3Server server) throws IOException;
    }

    private static final int PATIENCE_MS = 20_000;

    private final ServerSocket listener;
    private final Thread thread;
    private volatile Throwable failure;
    private Socket control;
    DataInputStream in;
    DataOutputStream out;

    RawIperf3Server(Script script) throws IOException {
        listener = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
        listener.setSoTimeout(PATIENCE_MS);
        thread = new Thread(() -> {
            try (Socket accepted = listener.accept()) {
                control = accepted;
                control.setSoTimeout(PATIENCE_MS);
                control.setTcpNoDelay(true);
                in = new DataInputStream(control.getInputStream());
                out = new DataOutputStream(control.getOutputStream());
                in.readFully(new byte[37]);
                script.play(this);
            } catch (IOException | AssertionError e) {
                failure = e;
            }
        });
        thread.start();
    }

    int port() {
        return listener.getLocalPort();
    }

    /** Send 09 and read the parameters. */
    String parameters() throws IOException {
        out.write(9);
        return document();
    }

    Socket stream() throws IOException {
        Socket stream = listener.accept();
        stream.getInputStream().readNBytes(37);
        return stream;
    }

    /** The client has nothing to say for that long. */
    void expectSilence(int ms) throws IOException {
        control.setSoTimeout(ms);
        try {
            throw new AssertionError("the client said " + in.read());
        } catch (SocketTimeoutException _) {
            control.setSoTimeout(PATIENCE_MS);
        }
    }

    String document() throws IOException {
        byte[] text = new byte[in.readInt()];
        in.readFully(text);
        return new String(text, StandardCharsets.UTF_8);
    }

    void document(String json) throws IOException {
        byte[] text = json.getBytes(StandardCharsets.UTF_8);
        out.writeInt(text.length);
        out.write(text);
    }

    @Override
    public void close() throws Exception {
        listener.close();
        thread.join(PATIENCE_MS);
        if (failure != null) {
            throw new AssertionError("the script failed", failure);
        }
    }
}
