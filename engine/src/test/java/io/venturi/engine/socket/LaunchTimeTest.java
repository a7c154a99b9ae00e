package io.venturi.engine.socket;

import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.venturi.engine.testing.AllocationProbe;
import io.venturi.engine.testing.Await;
import io.venturi.engine.testing.Loopback;
import io.venturi.ffi.linux.MessageVector;
import io.venturi.ffi.linux.ThreadErrno;
import java.lang.foreign.Arena;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LaunchTimeTest {
    private static final int SOL_SOCKET = 1;
    private static final int SCM_TXTIME = 61;
    private static final int BAD_FD = -1;
    private static final int EBADF = -9;

    private final Arena arena = Arena.ofAuto();

    private DatagramSender sender(LaunchClock clock) {
        SocketOptions options = SocketOptions.connected(Loopback.any("127.0.0.1"), Loopback.any("127.0.0.1"))
                .sized(3, 64).launched(clock);
        ThreadErrno errno = new ThreadErrno();
        return new DatagramSender(BAD_FD, options, false,
                new ErrorQueue(BAD_FD, new MessageVector(arena, 1, 256, false), errno, 1), errno, arena);
    }

    @Test
    void shouldWriteTheTimeAsTheKernelWantsItAndOnce() {
        DatagramSender sender = sender(LaunchClock.MONOTONIC);
        MessageVector messages = sender.outgoing();

        sender.launchAt(1, 0x1122_3344_5566_7788L);

        long at = messages.firstControl(1);
        assertEquals(24, messages.controls().get(JAVA_LONG, at), "a header of 16 bytes and a time of 8");
        assertEquals(SOL_SOCKET, messages.controlLevel(at));
        assertEquals(SCM_TXTIME, messages.controlType(at));
        assertEquals(0x1122_3344_5566_7788L, messages.controls().get(JAVA_LONG, MessageVector.controlData(at)));
        assertEquals(-1, messages.nextControl(1, at));

        assertEquals(EBADF, sender.flush(3));
        for (int i = 0; i < 3; i++) {
            assertEquals(0, messages.controls().get(JAVA_LONG,
                    MessageVector.controlData(messages.firstControl(i))), "used up");
        }
    }

    @Test
    void shouldCarryNoControlMessageWithoutLaunchTimes() {
        assertEquals(-1, sender(LaunchClock.NONE).outgoing().firstControl(0));
    }

    @Test
    void shouldAllocateNothing() {
        DatagramSender sender = sender(LaunchClock.TAI);

        AllocationProbe.assertAllocatesNothing(() -> {
            sender.launchAt(0, 1);
            sender.flush(2);
        });
    }

    /** The queue of loopback heeds no times; what matters is that the kernel takes them. */
    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "::1"})
    void shouldSendWithLaunchTimesOnTheMonotonicClock(String host) {
        try (UdpSocket listening = UdpSocket.open(SocketOptions.listening(Loopback.any(host)).sized(4, 64));
                UdpSocket sender = UdpSocket.open(SocketOptions.connected(Loopback.any(host),
                        listening.localAddress()).sized(4, 64).launched(LaunchClock.MONOTONIC))) {
            KernelEvents events = new KernelEvents();
            sender.length(0, 10);
            for (int i = 0; i < 2; i++) {
                sender.launchAt(0, System.nanoTime() + i * 1_000_000);
                assertEquals(1, sender.flush(1));
            }

            events.awaitStamps(sender, 2);
            int[] received = new int[1];
            Await.until("both datagrams", () -> (received[0] += listening.receive()) == 2);
            assertEquals(0, events.missed.size());
        }
    }
}
