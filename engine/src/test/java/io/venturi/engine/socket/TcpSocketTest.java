package io.venturi.engine.socket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.venturi.engine.error.NativeException;
import io.venturi.engine.testing.AllocationProbe;
import io.venturi.ffi.linux.Errno;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TcpSocketTest {
    private static final long SECOND = 1_000_000_000L;
    private static final InetSocketAddress ANY = new InetSocketAddress("127.0.0.1", 0);

    private final MemorySegment buffer = Arena.ofAuto().allocate(1 << 16);
    private TcpListener listener;
    private TcpSocket client;
    private TcpSocket server;

    private void connect(TcpOptions options, InetSocketAddress local) {
        listener = TcpListener.open(TcpOptions.CONTROL, local);
        client = TcpSocket.connect(options, new InetSocketAddress(local.getAddress(), 0), listener.localAddress(),
                SECOND);
        server = listener.accept(SECOND);
    }

    @AfterEach
    void close() {
        for (AutoCloseable each : new AutoCloseable[] {client, server, listener}) {
            try {
                if (each != null) {
                    each.close();
                }
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "::1"})
    void shouldCarryBytesBothWays(String address) {
        connect(TcpOptions.CONTROL, new InetSocketAddress(address, 0));
        buffer.setString(0, "hello");

        assertEquals(5, client.send(buffer, 5));
        assertTrue(server.awaitReadable(SECOND));
        MemorySegment received = Arena.ofAuto().allocate(16);
        assertEquals(5, server.receive(received, 16));
        assertEquals("hello", received.getString(0));
        assertEquals(2, server.send(buffer, 2));
        assertTrue(client.awaitReadable(SECOND));
        assertEquals(2, client.receive(received, 16));

        assertEquals(client.localAddress(), server.remoteAddress());
        assertEquals(server.localAddress(), client.remoteAddress());
    }

    @Test
    void shouldSayThatNothingIsThereAndThenThatTheStreamEnded() {
        connect(TcpOptions.CONTROL, ANY);

        assertTrue(TcpSocket.isAgain(server.receive(buffer, 16)));
        assertFalse(server.awaitReadable(1));
        client.shutdownOutput();

        assertTrue(server.awaitReadable(SECOND));
        assertEquals(TcpSocket.END, server.receive(buffer, 16));
    }

    @Test
    void shouldReportAPeerThatIsGoneInsteadOfDyingOfASignal() {
        connect(TcpOptions.CONTROL, ANY);
        server.close();

        long result = 0;
        for (int i = 0; i < 1000 && (result >= 0 || TcpSocket.isAgain(result)); i++) {
            result = client.send(buffer, 16);
        }

        assertTrue(result == -Errno.EPIPE || result == -Errno.ECONNRESET, "result " + result);
    }

    @Test
    void shouldEndAWaitWhenShutDownByAnotherThread() {
        connect(TcpOptions.CONTROL, ANY);
        CompletableFuture<Boolean> wait = CompletableFuture.supplyAsync(() -> server.awaitReadable(30 * SECOND));

        server.shutdown();

        assertTrue(wait.join());
        assertEquals(TcpSocket.END, server.receive(buffer, 16));
    }

    @Test
    void shouldTellWhatTheKernelKnowsOfTheConnection() {
        connect(TcpOptions.DEFAULT, ANY);
        TcpInfo info = new TcpInfo();
        assertFalse(info.isKnown());
        assertEquals(TcpInfo.UNKNOWN, info.rttUs());
        long sent = client.send(buffer, 20_000);
        for (long received = 0; received < sent; ) {
            assertTrue(server.awaitReadable(SECOND));
            received += server.discard(buffer, 1 << 16);
        }

        client.sample(info);

        assertTrue(info.isKnown());
        assertTrue(info.rttUs() > 0, "rtt " + info.rttUs());
        assertTrue(info.congestionWindowSegments() > 0);
        assertEquals(info.congestionWindowSegments() * info.sendMss(), info.congestionWindowBytes());
        assertTrue(info.pathMtu() > 0);
        assertEquals(0, info.retransmits());
        assertTrue(info.sendWindowBytes() > 0);
        assertFalse(client.congestionControl().isEmpty());
        assertTrue(client.maxSegment() > 1000);
        assertTrue(client.sendBufferBytes() > 1000 && client.receiveBufferBytes() > 1000);
    }

    @Test
    void shouldPutOptionsInForce() {
        connect(new TcpOptions(true, 1000, 50_000, 0x20, "", 1_000_000, 5_000, true, false, "lo", 0), ANY);

        assertTrue(client.maxSegment() <= 1000, "MSS " + client.maxSegment());
        assertEquals(100_000, client.sendBufferBytes());
        assertTrue(client.shortfalls().isEmpty(), client.shortfalls().toString());
    }

    @Test
    void shouldSayWhatTheKernelCapped() {
        connect(new TcpOptions(false, 0, 1 << 30, 0, "", 0, 0, false, false, "", 0), ANY);

        assertEquals(2, client.shortfalls().size(), client.shortfalls().toString());
        assertTrue(client.shortfalls().getFirst().contains("wmem_max"), client.shortfalls().getFirst());
    }

    @Test
    void shouldSayWhyThereIsNoConnection() {
        listener = TcpListener.open(TcpOptions.CONTROL, ANY);
        InetSocketAddress nobody = listener.localAddress();
        listener.close();

        NativeException refused = assertThrows(NativeException.class,
                () -> TcpSocket.connect(TcpOptions.CONTROL, ANY, nobody, SECOND));
        NativeException unknown = assertThrows(NativeException.class, () -> TcpSocket.connect(
                new TcpOptions(false, 0, 0, 0, "nonsense", 0, 0, false, false, "", 0), ANY, nobody, SECOND));

        assertEquals(Errno.ECONNREFUSED, refused.errno());
        assertTrue(refused.getMessage().contains(UdpSocket.show(nobody)), refused.getMessage());
        assertTrue(unknown.getMessage().contains("nonsense"), unknown.getMessage());
    }

    @Test
    void shouldAcceptNobodyWhenNobodyComes() {
        listener = TcpListener.open(TcpOptions.CONTROL, ANY);

        assertNull(listener.accept(1));
    }

    @Test
    void shouldRefuseAPortThatIsTaken() {
        listener = TcpListener.open(TcpOptions.CONTROL, ANY);

        NativeException taken = assertThrows(NativeException.class,
                () -> TcpListener.open(TcpOptions.CONTROL, listener.localAddress()));

        assertEquals(Errno.EADDRINUSE, taken.errno());
        assertTrue(taken.getMessage().contains("ss -ltnp"), taken.getMessage());
    }

    @Test
    void shouldAllocateNothingPerTransfer() {
        connect(TcpOptions.CONTROL, ANY);
        TcpInfo info = new TcpInfo();
        long[] moved = {0};

        AllocationProbe.assertAllocatesNothing(() -> {
            client.send(buffer, 1000);
            moved[0] += Math.max(0, server.receive(buffer, 1000));
        });

        client.sample(info);
        assertTrue(moved[0] > 1_000_000 && info.acknowledgedBytes() > 0);
        assertEquals(0, buffer.get(ValueLayout.JAVA_BYTE, 0));
    }
}
