package io.venturi.engine.protocol.iperf3;

import io.venturi.engine.socket.TcpSocket;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** A control connection over TCP. */
public final class SocketControl implements ControlChannel {
    private static final int CHUNK = 1 << 12;
    private static final long LINGER_NS = 500_000_000L;

    private final TcpSocket socket;
    private final MemorySegment in = Arena.ofAuto().allocate(CHUNK);
    private final MemorySegment out = Arena.ofAuto().allocate(CHUNK);

    public SocketControl(TcpSocket socket) {
        this.socket = socket;
    }

    @Override
    public int receive(byte[] into, int offset, int length, long waitNs) {
        int most = Math.min(length, CHUNK);
        long n = socket.receive(in, most);
        if (TcpSocket.isAgain(n)) {
            if (waitNs <= 0 || !socket.awaitReadable(waitNs)) {
                return SILENT;
            }
            n = socket.receive(in, most);
        }
        if (n > 0) {
            MemorySegment.copy(in, ValueLayout.JAVA_BYTE, 0, into, offset, (int) n);
            return (int) n;
        }
        return TcpSocket.isAgain(n) ? SILENT : GONE;
    }

    @Override
    public boolean send(byte[] bytes, long waitNs) {
        long endNs = System.nanoTime() + waitNs;
        for (int sent = 0; sent < bytes.length; ) {
            int chunk = Math.min(CHUNK, bytes.length - sent);
            MemorySegment.copy(bytes, sent, out, ValueLayout.JAVA_BYTE, 0, chunk);
            long n = socket.send(out, chunk);
            if (n > 0) {
                sent += (int) n;
            } else if (!TcpSocket.isAgain(n) || System.nanoTime() >= endNs) {
                return false;
            } else {
                socket.awaitWritable(Math.max(1, endNs - System.nanoTime()));
            }
        }
        return true;
    }

    /** Unread bytes would reset the connection, and the last words with it. */
    @Override
    public void closeGently() {
        socket.shutdownOutput();
        long endNs = System.nanoTime() + LINGER_NS;
        byte[] nobodyReads = new byte[1024];
        for (long leftNs = LINGER_NS; leftNs > 0; leftNs = endNs - System.nanoTime()) {
            if (receive(nobodyReads, 0, nobodyReads.length, leftNs) == GONE) {
                break;
            }
        }
        socket.close();
    }

    @Override
    public void close() {
        socket.close();
    }
}
