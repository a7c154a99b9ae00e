package io.venturi.engine.socket;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.venturi.engine.plan.RttPlan.DontFragment;
import io.venturi.engine.testing.Await;
import io.venturi.engine.testing.Loopback;
import io.venturi.engine.testing.PrivateNetwork;
import io.venturi.ffi.linux.Errno;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UdpSocketTrainTest {
    private static final int BATCH = 200;
    private static final int SLOT = 1400;
    /** After so many trains of one length a receiver no longer copies. */
    private static final int ROUNDS_TO_VIEWS = 70;
    private static final LoadOptions SEGMENTATION = new LoadOptions(true, false, 0, 0);

    @ParameterizedTest
    @CsvSource({"127.0.0.1, false, 1", "127.0.0.1, false, 2", "::1, false, 3", "127.0.0.1, true, 4",
        "127.0.0.1, true, 5", "127.0.0.1, true, 6", "::1, true, 7"})
    void shouldKeepEveryBoundaryAndByteWhateverTheLengths(String host, boolean gro, long seed) {
        Random random = new Random(seed);
        try (UdpSocket listening = listening(host, gro); UdpSocket sender = sender(host, listening, BATCH, SLOT)) {
            for (int round = 0; round < 50; round++) {
                List<byte[]> sent = fill(sender, randomLengths(random), random);

                assertEquals(sent.size(), sender.flush(sent.size()));

                assertPayloads(sent, Received.exactly(sent.size(), listening));
            }
            assertEquals(List.of(), sender.shortfalls());
        }
    }

    /** Runs of full slots, of shorter datagrams, of single ones, of empty ones, in any order. */
    private static List<Integer> randomLengths(Random random) {
        List<Integer> lengths = new ArrayList<>();
        int count = 1 + random.nextInt(BATCH);
        while (lengths.size() < count) {
            int length = switch (random.nextInt(4)) {
                case 0 -> SLOT;
                case 1 -> random.nextInt(4);
                default -> random.nextInt(SLOT + 1);
            };
            int run = random.nextBoolean() ? 1 : 1 + random.nextInt(150);
            for (int i = 0; i < run && lengths.size() < count; i++) {
                lengths.add(length);
            }
        }
        return lengths;
    }

    @ParameterizedTest
    @CsvSource({"127.0.0.1, false, 1222, 53", "127.0.0.1, true, 1222, 53", "127.0.0.1, false, 8972, 7",
        "127.0.0.1, true, 8972, 7", "127.0.0.1, true, 32753, 2", "127.0.0.1, true, 32754, 2",
        "127.0.0.1, true, 65507, 2", "127.0.0.1, true, 1, 200", "::1, true, 8972, 8"})
    void shouldCarryRunsOfOneLength(String host, boolean gro, int bytes, int n) throws Exception {
        PrivateNetwork.with(List.of("ip link set lo up"), () -> {
            try (UdpSocket listening = listening(host, gro); UdpSocket sender = sender(host, listening, n, bytes)) {
                for (int round = 0; round < ROUNDS_TO_VIEWS; round++) {
                    List<byte[]> sent = fill(sender, Collections.nCopies(n, bytes), new Random(round));

                    assertEquals(n, sender.flush(n));

                    assertPayloads(sent, Received.exactly(n, listening));
                }
                assertEquals((long) n * ROUNDS_TO_VIEWS, sender.accepted());
                assertEquals(List.of(), sender.shortfalls());
            }
        });
    }

    @ParameterizedTest
    @CsvSource({"DEFAULT, 3", "FALSE, 3", "TRUE, -90"})
    void shouldSendOneByOneWhatDoesNotFitThePathAsATrain(DontFragment dontFragment, int result) throws Exception {
        PrivateNetwork.with(List.of("ip link set lo mtu 1500 up"), () -> {
            SocketOptions options = SocketOptions.connected(Loopback.any("127.0.0.1"), Loopback.any("127.0.0.1"));
            try (UdpSocket listening = listening("127.0.0.1", false);
                    UdpSocket sender = UdpSocket.open(new SocketOptions(options.local(), listening.localAddress(), 8,
                            1473, 0, 0, dontFragment, false, false, true, 1 << 22, false, "", StampOptions.NONE,
                            SEGMENTATION, LaunchClock.NONE))) {
                fill(sender, List.of(1473, 1473, 1473), new Random(1));
                assertEquals(result, sender.flush(3));
                List<byte[]> fitting = fill(sender, List.of(1472, 1472, 1000), new Random(2));
                assertEquals(3, sender.flush(3));

                int first = Math.max(0, result);
                List<Received> received = Received.exactly(first + 3, listening);
                assertPayloads(fitting, received.subList(first, first + 3));
                assertEquals(first + 3, sender.accepted());
                assertEquals(List.of("The kernel refused a train of datagrams (EMSGSIZE: message too long);"
                        + " those as long, or all, are sent one by one."), sender.shortfalls());
            }
        });
    }

    /** One train fits the queue, the next does not. */
    @Test
    void shouldCountNoDatagramOfATrainThatThisHostDropped() throws Exception {
        PrivateNetwork.with(List.of("ip link set lo up", queue(70_000)), () -> {
            try (UdpSocket listening = listening("127.0.0.1", false);
                    UdpSocket sender = sender("127.0.0.1", listening, 100, 1000)) {
                List<Integer> results = new ArrayList<>();
                for (int i = 0; i < 50; i++) {
                    fill(sender, Collections.nCopies(100, 1000), new Random(i));
                    results.add(sender.flush(100));
                }
                long accepted = sender.accepted();

                List<Received> received = new ArrayList<>();
                Await.until(accepted + " datagrams", () -> {
                    received.addAll(Received.now(listening, false));
                    return received.size() >= accepted;
                });
                assertEquals(accepted, received.size());
                assertEquals(accepted, results.stream().mapToInt(n -> Math.max(0, n)).sum());
                assertTrue(results.contains(-Errno.ENOBUFS), "results " + results);
                assertEquals(List.of(), sender.shortfalls());
            }
        });
    }

    @Test
    void shouldCountNoDatagramOfATrainThatTheSendBufferHadNoRoomFor() throws Exception {
        PrivateNetwork.with(List.of("ip link set lo up", queue(10_000_000)), () -> {
            try (UdpSocket listening = listening("127.0.0.1", false);
                    UdpSocket sender = UdpSocket.open(options("127.0.0.1", listening, 100, 1000)
                            .loaded(new LoadOptions(true, false, 100_000, 0)))) {
                List<Integer> results = new ArrayList<>();
                for (int i = 0; i < 20; i++) {
                    fill(sender, Collections.nCopies(100, 1000), new Random(i));
                    results.add(sender.flush(100));
                }
                long accepted = sender.accepted();

                List<Received> received = new ArrayList<>();
                Await.until(accepted + " datagrams", () -> {
                    received.addAll(Received.now(listening, false));
                    return received.size() >= accepted;
                });
                assertEquals(accepted, received.size());
                assertTrue(results.contains(-Errno.EAGAIN), "results " + results);
            }
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "::1"})
    void shouldGoOnAfterAnErrorOfAnEarlierDatagram(String host) {
        Loopback.any(host);
        try (UdpSocket sender = UdpSocket.open(SocketOptions.connected(Loopback.any(host), Loopback.closedPort(host))
                .sized(8, 100).stamped(false, false).loaded(SEGMENTATION))) {
            KernelEvents events = new KernelEvents();
            for (int i = 0; i < 10; i++) {
                fill(sender, List.of(100, 100, 100), new Random(i));
                assertEquals(3, sender.flush(3));
                int errors = i + 1;
                Await.until("error " + errors, () -> {
                    sender.errorsReady();
                    sender.drainErrors(events);
                    return events.errors.size() >= errors;
                });
            }
            assertEquals(30, sender.accepted());
            assertEquals(List.of(Errno.ECONNREFUSED), events.errors.stream().distinct().toList());
            assertEquals(List.of(), sender.shortfalls());
        }
    }

    @Test
    void shouldNotStampTrains() {
        SocketOptions stamped = SocketOptions.connected(Loopback.any("127.0.0.1"), Loopback.closedPort("127.0.0.1"));

        assertThrows(IllegalArgumentException.class, () -> stamped.loaded(SEGMENTATION));
    }

    @Test
    void shouldAskForBuffersAndRate() {
        try (UdpSocket listening = listening("127.0.0.1", false);
                UdpSocket sender = UdpSocket.open(options("127.0.0.1", listening, 8, 100)
                        .loaded(new LoadOptions(false, false, 1 << 16, 5_000_000_000L)))) {
            assertEquals(List.of(), sender.shortfalls());
            assertEquals(1, sender.flush(1));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "::1"})
    void shouldTellWhatWasReceivedTogether(String host) throws Exception {
        PrivateNetwork.with(List.of("ip link set lo up"), () -> {
            try (UdpSocket listening = listening(host, true); UdpSocket sender = sender(host, listening, 8, 8000)) {
                fill(sender, List.of(8000, 8000, 7000, 10), new Random(1));
                assertEquals(4, sender.flush(4));
                Await.until("a train", () -> listening.receive() > 0);

                assertEquals(List.of(true, true, true), packets(listening, 3, Packet::coalesced));
                assertEquals(List.of(8000, 8000, 7000), packets(listening, 3, Packet::length));
                assertEquals(1, new HashSet<>(packets(listening, 3, Packet::receivedKernelNs)).size());
                assertTrue(listening.packet(0).receivedKernelNs() > 0);
                assertEquals(List.of(sender.localAddress()),
                        packets(listening, 3, Packet::peerAddress).stream().distinct().toList());
                assertTrue(listening.packet(2).hopLimit() > 0);
                assertEquals(0, listening.packet(2).trafficClass());
                assertEquals(1, listening.receive());
                assertEquals(10, listening.packet(0).length());
                assertFalse(listening.packet(0).coalesced());
                assertEquals(0, listening.receive());
            }
        });
    }

    private static <T> List<T> packets(UdpSocket socket, int n, Function<Packet, T> what) {
        return IntStream.range(0, n).mapToObj(i -> what.apply(socket.packet(i))).toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "::1"})
    void shouldReplyToEachDatagramOfATrain(String host) {
        try (UdpSocket listening = listening(host, true); UdpSocket first = sender(host, listening, 100, 100);
                UdpSocket second = sender(host, listening, 100, 100)) {
            Random random = new Random(1);
            for (int round = 0; round < ROUNDS_TO_VIEWS; round++) {
                List<byte[]> ofFirst = fill(first, Collections.nCopies(100, 100), random);
                List<byte[]> ofSecond = fill(second, Collections.nCopies(50, 90), random);
                assertEquals(100, first.flush(100));
                assertEquals(50, second.flush(50));
                int[] answered = {0};
                Await.until("all questions", () -> {
                    int n = listening.receive();
                    for (int i = 0; i < n; i++) {
                        listening.reply(i, listening.packet(i).length());
                    }
                    listening.flushReplies();
                    answered[0] += n;
                    return answered[0] >= 150;
                });

                assertPayloads(ofFirst, answers(first, 100));
                assertPayloads(ofSecond, answers(second, 50));
                assertEquals(0, listening.refusedReplies());
            }
        }
    }

    private static List<Received> answers(UdpSocket asker, int n) {
        List<Received> answers = new ArrayList<>();
        Await.until(n + " answers", () -> {
            answers.addAll(Received.now(asker, true));
            return answers.size() >= n;
        });
        return answers;
    }

    @Test
    void shouldCarryTrainsFromOneNamespaceToAnother() throws Exception {
        PrivateNetwork.with(List.of("ip link set lo up", "ip link add near type veth peer name far",
                "ip address add 192.0.2.1/24 dev near", "ip link set near up"), () -> {
            String here = "/proc/" + Files.readSymbolicLink(Path.of("/proc/thread-self")) + "/ns/net";
            try (UdpSocket listening = UdpSocket.open(SocketOptions.listening(Loopback.any("192.0.2.1"))
                    .sized(64, 65_536).loaded(LoadOptions.TRAINS).stamped(false, true))) {
                PrivateNetwork.with(List.of("ip link set lo up"), () -> {
                    String there = "/proc/" + Files.readSymbolicLink(Path.of("/proc/thread-self")) + "/ns/net";
                    PrivateNetwork.execute("nsenter --net=" + here + " ip link set far netns " + there);
                    PrivateNetwork.execute("ip address add 192.0.2.2/24 dev far");
                    PrivateNetwork.execute("ip link set far up");
                    shouldCarryTrains(listening, "192.0.2.2");
                });
            }
        });
    }

    private static void shouldCarryTrains(UdpSocket listening, String from) {
        Random random = new Random(1);
        try (UdpSocket sender = sender(from, listening, BATCH, SLOT)) {
            // Until the neighbour's address is known the kernel keeps a few datagrams and drops the rest.
            fill(sender, List.of(1), random);
            Await.until("the way", () -> sender.flush(1) == 1);
            Received.exactly(1, listening);
            List<Boolean> coalesced = new ArrayList<>();
            for (int round = 0; round < 100; round++) {
                List<byte[]> sent = fill(sender, randomLengths(random), random);
                Await.until("the way", () -> sender.flush(sent.size()) == sent.size());
                assertPayloads(sent, Received.exactly(sent.size(), listening));
                coalesced.add(listening.packet(0).coalesced());
            }
            assertTrue(coalesced.contains(true), "no train arrived as one");
        }
    }

    private static String queue(int bytes) {
        return "tc qdisc add dev lo root tbf rate 8mbit burst 70000 limit " + bytes;
    }

    static List<byte[]> fill(Transmitter sender, List<Integer> lengths, Random random) {
        List<byte[]> content = new ArrayList<>();
        for (int i = 0; i < lengths.size(); i++) {
            byte[] bytes = new byte[lengths.get(i)];
            random.nextBytes(bytes);
            MemorySegment.copy(bytes, 0, sender.slot(i), JAVA_BYTE, 0, bytes.length);
            sender.length(i, bytes.length);
            content.add(bytes);
        }
        return content;
    }

    static void assertPayloads(List<byte[]> sent, List<Received> received) {
        assertEquals(sent.size(), received.size());
        for (int i = 0; i < sent.size(); i++) {
            assertArrayEquals(sent.get(i), received.get(i).payload(), "datagram " + i);
        }
    }

    private static UdpSocket listening(String host, boolean gro) {
        return UdpSocket.open(SocketOptions.listening(Loopback.any(host)).sized(64, gro ? 2048 : 65_536)
                .loaded(new LoadOptions(false, gro, 0, 0)));
    }

    private static UdpSocket sender(String host, UdpSocket to, int batch, int slotBytes) {
        return UdpSocket.open(options(host, to, batch, slotBytes).loaded(SEGMENTATION));
    }

    private static SocketOptions options(String host, UdpSocket to, int batch, int slotBytes) {
        return SocketOptions.connected(Loopback.any(host), to.localAddress()).sized(batch, slotBytes)
                .stamped(false, false);
    }
}
