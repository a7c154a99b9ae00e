package io.venturi.engine.api;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import io.venturi.engine.protocol.irtt.wire.IrttMessage;
import io.venturi.engine.protocol.irtt.wire.IrttParams;
import io.venturi.engine.protocol.irtt.wire.IrttParamsReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.function.UnaryOperator;

/** A peer on a loopback port that answers each datagram as a test says, or not at all. */
final class ScriptedPeer implements AutoCloseable {
    private final DatagramSocket socket;
    private final Thread thread;

    /** @param script the answer to a datagram, null for none */
    ScriptedPeer(UnaryOperator<byte[]> script) throws IOException {
        socket = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        thread = Thread.ofPlatform().daemon().start(() -> serve(script));
    }

    /** Hears and says nothing. */
    static ScriptedPeer silent() throws IOException {
        return new ScriptedPeer(_ -> null);
    }

    private void serve(UnaryOperator<byte[]> script) {
        byte[] buffer = new byte[2_048];
        try {
            while (true) {
                DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
                socket.receive(packet);
                byte[] answer = script.apply(Arrays.copyOf(buffer, packet.getLength()));
                if (answer != null) {
                    socket.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
                }
            }
        } catch (IOException e) {
            if (!socket.isClosed()) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Grants what an open asks for, without our extensions. */
    static byte[] granting(byte[] open) {
        IrttParamsReader reader = new IrttParamsReader();
        reader.read(MemorySegment.ofArray(open), IrttMessage.prefixBytes(false), open.length);
        IrttParams asked = reader.params();
        IrttParams granted = new IrttParams(asked.version(), asked.durationNs(), asked.intervalNs(), asked.length(),
                asked.stats(), asked.stampAt(), asked.clock(), asked.trafficClass(), asked.serverFill(), 0);
        MemorySegment buffer = MemorySegment.ofArray(new byte[256]);
        return buffer.asSlice(0, IrttMessage.writeOpenReply(buffer, false, 4_711, granted)).toArray(JAVA_BYTE);
    }

    static boolean isOpen(byte[] datagram) {
        return (datagram[3] & IrttMessage.OPEN) != 0;
    }

    InetSocketAddress address() {
        return (InetSocketAddress) socket.getLocalSocketAddress();
    }

    String host() {
        return "127.0.0.1:" + address().getPort();
    }

    @Override
    public void close() throws InterruptedException {
        socket.close();
        thread.join();
    }
}
