package io.venturi.systemtest;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A server of the IRTT protocol that does what a test tells it, sense or nonsense. It knows no keys and offers no
 * extensions; its correct answers carry neither counts nor stamps.
 *
 * <p>Thread: one of its own answers; tests read {@link #seen}.
 */
final class IrttResponder implements AutoCloseable {
    static final int OPEN = 1;
    static final int REPLY = 2;
    static final int CLOSE = 4;
    static final int FLAGS = 3;
    static final int TOKEN = 4;
    static final int SEQ = 12;
    static final int PREFIX_BYTES = 4;
    static final int TOKEN_BYTES = 8;

    /** Extensions have this id, the greatest, so they stand last. */
    private static final int EXTENSIONS = 64;

    /** The answers to one datagram. */
    interface Conduct {
        List<byte[]> answers(byte[] datagram);
    }

    private final DatagramSocket socket;
    private final Conduct conduct;
    private final BlockingQueue<byte[]> seen = new LinkedBlockingQueue<>();

    IrttResponder(Conduct conduct) {
        this("127.0.0.1", 0, conduct);
    }

    IrttResponder(String address, int port, Conduct conduct) {
        this.conduct = conduct;
        try {
            socket = new DatagramSocket(new InetSocketAddress(InetAddress.getByName(address), port));
        } catch (IOException e) {
            throw new AssertionError("cannot listen on " + address + " port " + port, e);
        }
        Thread.ofPlatform().daemon().name("responder").start(this::answer);
    }

    /** Never answers. */
    static List<byte[]> silence(byte[] datagram) {
        return List.of();
    }

    /** Opens, and answers no probe. */
    static List<byte[]> openOnly(byte[] datagram) {
        return isOpen(datagram) ? List.of(openReply(datagram, 7)) : List.of();
    }

    static boolean isOpen(byte[] datagram) {
        return (datagram[FLAGS] & OPEN) != 0;
    }

    static boolean isEcho(byte[] datagram) {
        return (datagram[FLAGS] & (OPEN | CLOSE)) == 0;
    }

    /** Grants what is asked, without extensions. */
    static byte[] openReply(byte[] request, int token) {
        int end = request.length;
        if (end >= 2 && request[end - 2] == EXTENSIONS) {
            end -= 2;
        }
        byte[] reply = new byte[end + TOKEN_BYTES];
        System.arraycopy(request, 0, reply, 0, PREFIX_BYTES);
        System.arraycopy(request, PREFIX_BYTES, reply, PREFIX_BYTES + TOKEN_BYTES, end - PREFIX_BYTES);
        reply[FLAGS] |= REPLY;
        reply[TOKEN] = (byte) token;
        return reply;
    }

    /** The right answer to a probe. */
    static byte[] echo(byte[] request) {
        return with(request, FLAGS, request[FLAGS] | REPLY);
    }

    /** A copy with one byte changed. */
    static byte[] with(byte[] datagram, int index, int value) {
        byte[] copy = datagram.clone();
        copy[index] = (byte) value;
        return copy;
    }

    int port() {
        return socket.getLocalPort();
    }

    String address() {
        return socket.getLocalAddress().getHostAddress() + ":" + port();
    }

    /** Wait for the next datagram that came; fails if none comes. */
    byte[] next() {
        try {
            byte[] datagram = seen.poll(Program.PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            if (datagram == null) {
                throw new AssertionError("nothing came to " + address());
            }
            return datagram;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** All that came and was not yet taken. */
    List<byte[]> seen() {
        return List.copyOf(seen);
    }

    private void answer() {
        DatagramPacket packet = new DatagramPacket(new byte[1 << 16], 1 << 16);
        try {
            while (true) {
                packet.setLength(1 << 16);
                socket.receive(packet);
                byte[] datagram = Arrays.copyOf(packet.getData(), packet.getLength());
                seen.add(datagram);
                for (byte[] answer : conduct.answers(datagram)) {
                    socket.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
                }
            }
        } catch (IOException e) {
            // closed
        }
    }

    @Override
    public void close() {
        socket.close();
    }
}
