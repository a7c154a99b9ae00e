package io.venturi.engine.socket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.venturi.engine.testing.Loopback;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Trains there, taken apart and answered: nothing may allocate, whether their lengths stay or change. */
@Timeout(120)
class UdpSocketTrainAllocationTest {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int BATCH = 64;
    private static final int WARM_UP = 5_000;
    private static final int ROUNDS = 5_000;
    private static final int ATTEMPTS = 5;

    private long datagrams;

    @ParameterizedTest
    @CsvSource({"127.0.0.1, 1222, 1222", "127.0.0.1, 1222, 700", "127.0.0.1, 300, 1", "::1, 1222, 1222",
        "::1, 1222, 700"})
    void shouldAllocateNothing(String host, int evenBytes, int oddBytes) {
        try (UdpSocket listening = UdpSocket.open(SocketOptions.listening(Loopback.any(host)).sized(16, 2048)
                        .stamped(false, true).loaded(LoadOptions.TRAINS));
                UdpSocket sender = UdpSocket.open(SocketOptions.connected(Loopback.any(host),
                        listening.localAddress()).sized(BATCH, 1222).stamped(false, true).loaded(LoadOptions.TRAINS))) {
            rounds(listening, sender, WARM_UP, evenBytes, oddBytes);
            long bytes = 1;
            for (int attempt = 0; attempt < ATTEMPTS && bytes > 0; attempt++) { // the compiler may be slow
                long before = THREADS.getCurrentThreadAllocatedBytes();
                rounds(listening, sender, ROUNDS, evenBytes, oddBytes);
                bytes = THREADS.getCurrentThreadAllocatedBytes() - before;
            }

            assertEquals(0, bytes, "bytes in " + ROUNDS + " rounds");
            assertTrue(datagrams >= (long) (WARM_UP + ROUNDS) * BATCH, datagrams + " datagrams");
        }
    }

    private void rounds(UdpSocket listening, UdpSocket sender, int n, int evenBytes, int oddBytes) {
        for (int round = 0; round < n; round++) {
            int bytes = (round & 1) == 0 ? evenBytes : oddBytes;
            for (int i = 0; i < BATCH; i++) {
                sender.length(i, bytes);
            }
            sender.flush(BATCH);
            for (int received = listening.receive(); received > 0; received = listening.receive()) {
                datagrams += received;
                for (int i = 0; i < received; i += 32) {
                    listening.reply(i, listening.packet(i).length());
                }
                listening.flushReplies();
            }
            for (int replies = sender.receive(); replies > 0; replies = sender.receive()) {
                sender.drainErrors(NOTHING);
            }
        }
    }

    private static final SocketEvents NOTHING = new SocketEvents() { };
}
