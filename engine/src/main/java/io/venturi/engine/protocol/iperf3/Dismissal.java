package io.venturi.engine.protocol.iperf3;

import io.venturi.engine.protocol.iperf3.wire.Iperf3Error;
import io.venturi.engine.protocol.iperf3.wire.Iperf3State;
import io.venturi.engine.socket.TcpSocket;
import java.nio.ByteBuffer;
import java.util.concurrent.Semaphore;

/**
 * Tells those whom the access list does not let in, without letting them take the place of those whom it does: a few at
 * a time are told, more are only hung up on. Thread-safe.
 */
final class Dismissal {
    private static final int MOST_AT_ONCE = 8;
    /** The second word is an errno, which other clients do not show with this code: EACCES. */
    private static final byte[] LAST_WORDS = ByteBuffer.allocate(9).put(Iperf3State.SERVER_ERROR)
            .putInt(Iperf3Error.AUTHORISATION).putInt(Iperf3Error.NOT_LISTED).array();

    private final Semaphore places = new Semaphore(MOST_AT_ONCE);

    /** Takes the socket over. */
    void dismiss(TcpSocket socket) {
        if (!places.tryAcquire()) {
            socket.close();
            return;
        }
        Thread thread = new Thread(() -> tell(socket), "venturi-throughput-dismissal");
        thread.setDaemon(true);
        try {
            thread.start();
        } catch (OutOfMemoryError _) { // no thread to be had; there are others to serve
            places.release();
            socket.close();
        }
    }

    private void tell(TcpSocket socket) {
        try {
            SocketControl control = new SocketControl(socket);
            control.send(LAST_WORDS, 0);
            control.closeGently();
        } finally {
            places.release();
        }
    }
}
