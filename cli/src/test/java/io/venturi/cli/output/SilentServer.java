package io.venturi.cli.output;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.util.Arrays;

/** Opens IRTT tests as they were asked for and then answers nothing. */
final class SilentServer implements AutoCloseable {
    private static final int FLAGS = 3;
    private static final byte OPEN = 1;
    private static final byte OPEN_REPLY = 3;
    private static final int HEADER_BYTES = 4;
    private static final int TOKEN_BYTES = 8;
    /** Id 64 and its value: an extension that this server does not know and so does not return. */
    private static final int EXTENSION_BYTES = 2;

    private final DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
    private final Thread thread = Thread.ofPlatform().daemon().start(this::serve);

    SilentServer() throws IOException {
    }

    String address() {
        return "127.0.0.1:" + socket.getLocalPort();
    }

    private void serve() {
        DatagramPacket request = new DatagramPacket(new byte[2048], 2048);
        while (!socket.isClosed()) {
            try {
                request.setLength(2048);
                socket.receive(request);
                if (request.getData()[FLAGS] == OPEN) {
                    byte[] reply = reply(request);
                    socket.send(new DatagramPacket(reply, reply.length, request.getSocketAddress()));
                }
            } catch (IOException e) {
                return; // closed
            }
        }
    }

    private static byte[] reply(DatagramPacket request) {
        int parameters = request.getLength() - EXTENSION_BYTES - HEADER_BYTES;
        byte[] reply = Arrays.copyOf(request.getData(), HEADER_BYTES + TOKEN_BYTES + parameters);
        reply[FLAGS] = OPEN_REPLY;
        Arrays.fill(reply, HEADER_BYTES, HEADER_BYTES + TOKEN_BYTES, (byte) 7);
        System.arraycopy(request.getData(), HEADER_BYTES, reply, HEADER_BYTES + TOKEN_BYTES, parameters);
        return reply;
    }

    @Override
    public void close() {
        socket.close();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
