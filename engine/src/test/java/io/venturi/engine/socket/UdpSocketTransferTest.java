package io.venturi.engine.socket;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.venturi.engine.error.NativeException;
import io.venturi.engine.testing.Await;
import io.venturi.engine.testing.Loopback;
import io.venturi.engine.testing.Skip;
import io.venturi.ffi.linux.Errno;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UdpSocketTransferTest {
    private static final String IPV4 = "127.0.0.1";
    private static final int BATCH = 8;

    @ParameterizedTest
    @CsvSource({"127.0.0.1, 1", "127.0.0.1, 8", "127.0.0.1, 9", "127.0.0.1, 100", "::1, 1", "::1, 8", "::1, 100"})
    void shouldCarryDatagramsInBatches(String host, int n) {
        try (UdpSocket listening = UdpSocket.open(listening(host)); UdpSocket sender = connected(listening, host)) {
            int sent = 0;
            while (sent < n) {
                int count = Math.min(BATCH, n - sent);
                for (int i = 0; i < count; i++) {
                    sender.slot(i).set(JAVA_INT_UNALIGNED, 0, sent + i);
                    sender.length(i, 4 + i);
                }
                assertEquals(count, sender.flush(count));
                sent += count;
            }

            List<Received> received = Received.exactly(n, listening);

            assertEquals(IntStream.range(0, n).boxed().toList(), received.stream().map(UdpSocketTransferTest::number)
                    .sorted().toList());
            for (Received datagram : received) {
                assertEquals(4 + number(datagram) % BATCH, datagram.payload().length);
                assertEquals(sender.localAddress(), datagram.peer());
                assertFalse(datagram.truncated());
            }
            assertEquals(n, sender.accepted());
        }
    }

    @ParameterizedTest
    @CsvSource({"127.0.0.1, 0", "127.0.0.1, 1", "127.0.0.1, 1472", "127.0.0.1, 65507", "::1, 0", "::1, 1452",
        "::1, 65507"})
    void shouldCarryEverySize(String host, int bytes) {
        SocketOptions large = listening(host).sized(2, 65536);
        byte[] content = new byte[bytes];
        new Random(bytes).nextBytes(content);
        try (UdpSocket listening = UdpSocket.open(large); UdpSocket sender = connected(listening, host)) {
            sender.slot(0).asSlice(0, bytes).copyFrom(MemorySegment.ofArray(content));
            sender.length(0, bytes);
            assertEquals(1, sender.flush(1));

            Received datagram = Received.one(listening);

            assertArrayEquals(content, datagram.payload());
            assertFalse(datagram.truncated());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "::1"})
    void shouldSayWhichDatagramWasCut(String host) {
        try (UdpSocket listening = UdpSocket.open(listening(host).sized(BATCH, 100));
                UdpSocket sender = connected(listening, host)) {
            for (int i = 0; i < 3; i++) {
                sender.length(i, 99 + i);
            }
            assertEquals(3, sender.flush(3));

            List<Received> received = Received.exactly(3, listening);

            assertEquals(List.of(99, 100, 100), received.stream().map(r -> r.payload().length).toList());
            assertEquals(List.of(false, false, true), received.stream().map(Received::truncated).toList());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "::1"})
    void shouldReplyToEachAskerWithItsOwnPayload(String host) {
        try (UdpSocket listening = UdpSocket.open(listening(host)); UdpSocket first = connected(listening, host);
                UdpSocket second = connected(listening, host)) {
            ask(first, 11, 5);
            ask(second, 22, 6);
            ask(first, 33, 7);
            List<Integer> heard = new ArrayList<>();
            Await.until("three questions", () -> {
                int n = listening.receive();
                for (int i = 0; i < n; i++) {
                    heard.add(listening.packet(i).length());
                    listening.packet(i).payload().set(JAVA_BYTE, 0, (byte) -1);
                    listening.reply(i, listening.packet(i).length() - 1);
                }
                listening.flushReplies();
                return heard.size() >= 3;
            });

            assertEquals(List.of("4 of 0xff00000b", "6 of 0xff000021"), answers(first, 2));
            assertEquals(List.of("5 of 0xff000016"), answers(second, 1));
            assertEquals(0, listening.refusedReplies());
        }
    }

    @ParameterizedTest
    @CsvSource({"0.0.0.0, 127.0.0.1", "0.0.0.0, 127.0.0.9", "::, ::1"})
    void shouldTellWhereADatagramWasSentToAndAnswerFromThereWhenBoundToAllAddresses(String bound, String asked) {
        Loopback.any(asked);
        try (UdpSocket listening = UdpSocket.open(listening(bound))) {
            InetSocketAddress there = new InetSocketAddress(Loopback.address(asked).getAddress(),
                    listening.localAddress().getPort());
            try (UdpSocket asker = UdpSocket.open(SocketOptions.connected(Loopback.any(asked.equals("::1")
                    ? asked : IPV4), there).sized(BATCH, 2048))) {
                ask(asker, 1, 4);
                Await.until("the question", () -> listening.receive() == 1);
                Packet packet = listening.packet(0);

                assertEquals(there, Packet.address(packet.destinationHigh(), packet.destinationLow(), there.getPort(),
                        0));
                listening.reply(0, 4);
                listening.flushReplies();
                assertEquals(1, answers(asker, 1).size(), "the asker hears " + there + " only");
            }
        }
    }

    @Test
    void shouldLeaveItUnknownWhereADatagramWasSentToWhenBoundToOneAddress() {
        try (UdpSocket listening = UdpSocket.open(listening(IPV4)); UdpSocket asker = connected(listening, IPV4)) {
            ask(asker, 1, 4);
            Await.until("the question", () -> listening.receive() == 1);

            assertEquals(0, listening.packet(0).destinationHigh() | listening.packet(0).destinationLow());
        }
    }

    @Test
    void shouldSendWhatItCanOfABatchOfReplies() {
        try (UdpSocket listening = UdpSocket.open(listening(IPV4).sized(4, 65536));
                UdpSocket asker = connected(listening, IPV4)) {
            for (int i = 0; i < 3; i++) {
                asker.length(i, 4);
            }
            assertEquals(3, asker.flush(3));
            List<Integer> heard = new ArrayList<>();
            Await.until("three questions", () -> {
                int n = listening.receive();
                for (int i = 0; i < n; i++) {
                    heard.add(i);
                    listening.reply(i, heard.size() == 2 ? 65_508 : 4); // no datagram is that long
                }
                listening.flushReplies();
                return heard.size() >= 3;
            });

            assertEquals(2, answers(asker, 2).size());
            assertEquals(1, listening.refusedReplies());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "::1"})
    void shouldSendNothingWhenItOnlyRehearses(String host) {
        try (UdpSocket listening = UdpSocket.open(listening(host)); UdpSocket asker = connected(listening, host)) {
            asker.length(0, 5);
            listening.rehearse(); // has no one to send to
            for (int i = 0; i < 10; i++) {
                asker.rehearse();
            }
            assertEquals(0, asker.accepted());
            assertEquals(1, asker.flush(1));
            Await.until("the question", () -> listening.receive() == 1);
            assertEquals(5, listening.packet(0).length());
            listening.rehearseReply(0);
            listening.reply(0, 3);
            listening.flushReplies();
            assertEquals(List.of(3), lengths(asker, 1));
            KernelEvents events = new KernelEvents();
            events.awaitStamps(asker, 1);

            assertEquals(0, events.stamps.firstKey(), "a rehearsal uses up no id");
            assertEquals(0, asker.receive() + listening.receive(), "nothing else was sent");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "::1"})
    void shouldLoseNoErrorToARehearsal(String host) {
        Loopback.any(host);
        try (UdpSocket sender = UdpSocket.open(SocketOptions.connected(Loopback.any(host), Loopback.closedPort(host))
                .sized(1, 64).stamped(false, false))) {
            assertEquals(1, sender.flush(1));
            KernelEvents events = new KernelEvents();

            Await.until("the refusal", () -> {
                sender.rehearse();
                sender.receive();
                sender.drainErrors(events);
                return !events.errors.isEmpty();
            });

            assertEquals(List.of(Errno.ECONNREFUSED), events.errors);
        }
    }

    @Test
    void shouldReceiveNothingWhenThereIsNothing() {
        try (UdpSocket listening = UdpSocket.open(listening(IPV4))) {
            assertEquals(0, listening.receive());
            assertEquals(0, listening.receive());
        }
    }

    @Test
    void shouldSharePortsOnlyWhenAskedTo() {
        SocketOptions sharing = listening(IPV4).shared(true, "");
        try (UdpSocket one = UdpSocket.open(sharing);
                UdpSocket other = UdpSocket.open(SocketOptions.listening(one.localAddress()).shared(true, ""));
                UdpSocket sender = connected(one, IPV4)) {
            assertEquals(one.localAddress(), other.localAddress());
            NativeException refused = assertThrows(NativeException.class,
                    () -> UdpSocket.open(SocketOptions.listening(one.localAddress())));
            assertEquals(Errno.EADDRINUSE, refused.errno());

            assertEquals(1, sender.flush(1));

            Await.until("one of the two to receive", () -> one.receive() + other.receive() == 1);
        }
    }

    @Test
    void shouldSendThroughTheInterfaceItIsBoundTo() {
        SocketOptions onLoopback = listening(IPV4).shared(false, "lo");
        try (UdpSocket listening = UdpSocket.open(onLoopback); UdpSocket sender = connected(listening, IPV4)) {
            assertEquals(1, sender.flush(1));

            assertEquals(sender.localAddress(), Received.one(listening).peer());
        } catch (NativeException e) {
            if (e.errno() != Errno.EPERM) {
                throw e;
            }
            Skip.because("this kernel wants root for SO_BINDTODEVICE");
        }
    }

    @Test
    void shouldSayWhatFailedAndWhatToTry() {
        try (UdpSocket holder = UdpSocket.open(listening(IPV4))) {
            int port = holder.localAddress().getPort();
            assertEquals("bind(127.0.0.1:" + port + ") failed: EADDRINUSE: address already in use."
                    + " Another program holds this port; `ss -lunp` shows which.",
                    failure(SocketOptions.listening(holder.localAddress())).getMessage());
        }
        assertEquals("bind(192.0.2.1:0) failed: EADDRNOTAVAIL: address not available on this host."
                + " No interface of this host has this address; `ip address` lists them.",
                failure(SocketOptions.listening(Loopback.address("192.0.2.1"))).getMessage());
        assertEquals("bind([2001:db8::1]:0) failed: EADDRNOTAVAIL: address not available on this host."
                + " No interface of this host has this address; `ip address` lists them.",
                failure(SocketOptions.listening(Loopback.address("2001:db8::1"))).getMessage());
        assertEquals("setsockopt SO_BINDTODEVICE(no-such-device) failed: ENODEV: no such device."
                + " Does the interface exist? `ip link` lists them.",
                failure(listening(IPV4).shared(false, "no-such-device")).getMessage());
        assertEquals(Errno.EINVAL, failure(listening(IPV4).shared(false, "0123456789abcdef")).errno());
        assertEquals(Errno.EAFNOSUPPORT, failure(SocketOptions.connected(Loopback.address(IPV4),
                Loopback.address("::1"))).errno());
    }

    @Test
    void shouldLeaveNoDescriptorOpen() throws Exception {
        try (UdpSocket holder = UdpSocket.open(listening(IPV4))) {
            failure(listening(IPV4).shared(false, "no-such-device"));
            long before = openSockets();
            for (int i = 0; i < 100; i++) {
                UdpSocket.open(listening(IPV4)).close();
                failure(SocketOptions.listening(holder.localAddress()));
                failure(listening(IPV4).shared(false, "no-such-device"));
                assertThrows(RuntimeException.class, () -> UdpSocket.open(listening(IPV4).sized(-1, 65536)));
            }

            assertEquals(before, openSockets());
        }
    }

    @Test
    void shouldCloseItsOwnDescriptorOnly() {
        UdpSocket closed = UdpSocket.open(listening(IPV4));
        closed.close();
        try (UdpSocket listening = UdpSocket.open(listening(IPV4)); UdpSocket sender = connected(listening, IPV4)) {
            closed.close();

            assertEquals(1, sender.flush(1));
            assertEquals(1, Received.exactly(1, listening).size());
        }
    }

    @Test
    void shouldShowAddressesAsUsersWriteThem() {
        assertEquals("127.0.0.1:2112",
                UdpSocket.show(new InetSocketAddress(Loopback.address(IPV4).getAddress(), 2112)));
        assertTrue(UdpSocket.show(Loopback.address("::1")).matches("\\[[0:]+1]:0"));
        assertEquals("host:7", UdpSocket.show(InetSocketAddress.createUnresolved("host", 7)));
    }

    @Test
    void shouldTellTheBufferItGot() {
        SocketOptions options = listening(IPV4);
        try (UdpSocket listening = UdpSocket.open(options)) {
            assertTrue(listening.receiveBufferBytes() >= 2304, "the kernel's least is 2304, not "
                    + listening.receiveBufferBytes());
            assertTrue(listening.receiveBufferBytes() <= 2 * options.receiveBufferBytes());
        }
    }

    private static SocketOptions listening(String host) {
        return SocketOptions.listening(Loopback.any(host)).sized(BATCH, 2048);
    }

    private static UdpSocket connected(UdpSocket to, String host) {
        return UdpSocket.open(SocketOptions.connected(Loopback.any(host), to.localAddress()).sized(BATCH, 65536));
    }

    private static void ask(UdpSocket asker, int number, int bytes) {
        asker.slot(0).set(JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN), 0, number);
        asker.length(0, bytes);
        assertEquals(1, asker.flush(1));
    }

    private static List<Received> take(UdpSocket asker, int n) {
        List<Received> answers = new ArrayList<>();
        Await.until(n + " answers", () -> {
            answers.addAll(Received.now(asker, true));
            return answers.size() >= n;
        });
        return answers;
    }

    private static List<Integer> lengths(UdpSocket asker, int n) {
        return take(asker, n).stream().map(r -> r.payload().length).toList();
    }

    /** Length and first four bytes of what came back, in the order of numbers. */
    private static List<String> answers(UdpSocket asker, int n) {
        return take(asker, n).stream().map(r -> r.payload().length + " of 0x" + Integer.toHexString(
                ByteBuffer.wrap(r.payload()).getInt())).sorted().toList();
    }

    private static int number(Received datagram) {
        return ByteBuffer.wrap(datagram.payload()).order(ByteOrder.nativeOrder()).getInt();
    }

    private static NativeException failure(SocketOptions options) {
        return assertThrows(NativeException.class, () -> UdpSocket.open(options).close());
    }

    /** Sockets only: the JVM opens and closes files as it pleases. */
    private static long openSockets() throws IOException {
        long sockets = 0;
        try (var descriptors = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
            for (Path descriptor : descriptors) {
                try {
                    sockets += Files.readSymbolicLink(descriptor).toString().startsWith("socket:") ? 1 : 0;
                } catch (NoSuchFileException e) {
                    continue; // closed meanwhile
                }
            }
        }
        return sockets;
    }
}
