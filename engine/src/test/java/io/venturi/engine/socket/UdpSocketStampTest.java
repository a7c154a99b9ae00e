package io.venturi.engine.socket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.venturi.engine.clock.Clock;
import io.venturi.engine.clock.SystemClock;
import io.venturi.engine.testing.Await;
import io.venturi.engine.testing.Loopback;
import io.venturi.engine.testing.PrivateNetwork;
import io.venturi.ffi.linux.Errno;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UdpSocketStampTest {
    /** Far more than two readings of one clock may differ, far less than the difference of two clocks. */
    private static final long TOLERANCE_NS = 1_000_000;

    private static final String SMALL_QUEUE = "tc qdisc add dev lo root tbf rate 8mbit burst 3000 limit 3000";

    private final Clock realtime = SystemClock.realtime();

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "::1"})
    void shouldStampWhatArrivesBetweenSendAndReceiveCall(String host) {
        try (UdpSocket listening = listening(host, true);
                UdpSocket sender = connected(host, listening.localAddress(), false)) {
            assertEquals(List.of(), listening.shortfalls());
            Await.until("the kernel to begin stamping", () -> {
                sender.flush(1);
                return Received.one(listening).kernelNs() != 0;
            });
            for (int i = 0; i < 100; i++) {
                long sentNs = realtime.nanoTime();
                assertEquals(1, sender.flush(1));
                Received datagram = Received.one(listening);

                assertTrue(sentNs - TOLERANCE_NS <= datagram.kernelNs(), sentNs + " sent, " + datagram);
                assertTrue(datagram.kernelNs() <= datagram.wallNs() + TOLERANCE_NS, datagram.toString());
            }
        }
    }

    @Test
    void shouldSayAbsentWhenNoStampsWereAskedFor() {
        try (UdpSocket stamped = listening("127.0.0.1", true); UdpSocket listening = listening("127.0.0.1", false);
                UdpSocket sender = connected("127.0.0.1", listening.localAddress(), false)) {
            sender.flush(1);

            assertEquals(0, Received.one(listening).kernelNs(), "though " + stamped + " makes the kernel stamp");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "::1"})
    void shouldNumberTransmitStampsByWhatWasAcceptedBefore(String host) {
        try (UdpSocket listening = listening(host, false);
                UdpSocket sender = connected(host, listening.localAddress(), true)) {
            assertTrue(sender.stampsTransmits());
            KernelEvents events = new KernelEvents();
            Map<Long, Long> sentNs = new HashMap<>();
            for (int round = 0; round < 25; round++) {
                int count = 1 + round % 8;
                for (int i = 0; i < count; i++) {
                    sentNs.put(sender.accepted() + i, realtime.nanoTime());
                }
                assertEquals(count, sender.flush(count));
                listening.receive();
            }
            events.awaitStamps(sender, sentNs.size());

            assertEquals(LongStream.range(0, sentNs.size()).boxed().toList(), List.copyOf(events.stamps.keySet()));
            assertEquals(0, events.repeatedStamps);
            long nowNs = realtime.nanoTime();
            events.stamps.forEach((id, kernelNs) -> assertTrue(
                    sentNs.get(id) - TOLERANCE_NS <= kernelNs && kernelNs <= nowNs + TOLERANCE_NS,
                    id + ": " + sentNs.get(id) + " <= " + kernelNs + " <= " + nowNs));
            assertEquals(0, sender.drainErrors(events), "nothing is left");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "::1"})
    void shouldKeepStampNumbersThroughRefusalsByThePeer(String host) {
        Loopback.any(host);
        try (UdpSocket sender = connected(host, Loopback.closedPort(host), true)) {
            KernelEvents events = new KernelEvents();
            for (int i = 0; i < 100; i++) {
                assertEquals(i, sender.accepted());
                assertEquals(1, sender.flush(1), "datagram " + i);
            }
            events.awaitStamps(sender, 100);
            Await.until("the errors of all", () -> {
                sender.errorsReady();
                sender.drainErrors(events);
                return !events.errors.isEmpty();
            });

            assertEquals(LongStream.range(0, 100).boxed().toList(), List.copyOf(events.stamps.keySet()));
            assertEquals(0, events.repeatedStamps);
            assertEquals(List.of(Errno.ECONNREFUSED), events.errors.stream().distinct().toList());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "::1"})
    void shouldKeepStampNumbersThroughDropsInTheHostsOwnQueue(String host) throws Exception {
        PrivateNetwork.with(List.of("ip link set lo up", SMALL_QUEUE),
                () -> {
            try (UdpSocket listening = listening(host, false);
                    UdpSocket sender = connected(host, listening.localAddress(), true)) {
                KernelEvents events = new KernelEvents();
                Map<Integer, Long> idOfLength = new HashMap<>();
                List<Integer> refusals = new ArrayList<>();
                for (int length = 500; length < 600; length++) {
                    sender.length(0, length);
                    long id = sender.accepted();
                    int result = sender.flush(1);
                    if (result == 1) {
                        idOfLength.put(length, id);
                    } else {
                        refusals.add(result);
                    }
                    if (length == 560) { // the queue empties, and the next ones are taken again
                        events.awaitStamps(sender, idOfLength.size());
                    }
                }
                assertTrue(idOfLength.size() > 2 && refusals.size() > 2, idOfLength + " " + refusals);
                assertEquals(List.of(-Errno.ENOBUFS), refusals.stream().distinct().toList());
                events.awaitStamps(sender, idOfLength.size());

                assertEquals(LongStream.range(0, idOfLength.size()).boxed().toList(),
                        List.copyOf(events.stamps.keySet()));
                assertEquals(0, events.repeatedStamps);
                assertEquals(idOfLength.keySet(), lengths(Received.exactly(idOfLength.size(), listening)));
            }
        });
    }

    @Test
    void shouldKeepStampNumbersWhenOnlyPartOfABatchIsTaken() throws Exception {
        PrivateNetwork.with(List.of("ip link set lo up", SMALL_QUEUE),
                () -> {
            try (UdpSocket listening = listening("127.0.0.1", false);
                    UdpSocket sender = connected("127.0.0.1", listening.localAddress(), true)) {
                KernelEvents events = new KernelEvents();
                for (int i = 0; i < 8; i++) {
                    sender.length(i, 1000);
                }
                int first = sender.flush(8);
                assertTrue(first > 0 && first < 8, "the queue should take some, not " + first);
                events.awaitStamps(sender, first);
                int second = sender.flush(8);
                assertTrue(second > 0 && second < 8, "the queue should take some, not " + second);
                events.awaitStamps(sender, first + second);

                assertEquals(first + second, sender.accepted());
                assertEquals(LongStream.range(0, first + second).boxed().toList(),
                        List.copyOf(events.stamps.keySet()));
            }
        });
    }

    @Test
    void shouldKeepStampNumbersThroughDropsByTheHostsOwnFirewall() throws Exception {
        PrivateNetwork.with(List.of("ip link set lo up", "nft add table inet t",
                "nft add chain inet t out { type filter hook output priority 0; }",
                "nft add rule inet t out udp length 108 drop"), () -> {
            try (UdpSocket listening = listening("127.0.0.1", false);
                    UdpSocket sender = connected("127.0.0.1", listening.localAddress(), true)) {
                KernelEvents events = new KernelEvents();
                for (int i = 0; i < 30; i++) {
                    sender.length(0, i % 3 == 0 ? 100 : 101);
                    assertEquals(i % 3 == 0 ? -Errno.EPERM : 1, sender.flush(1));
                }
                events.awaitStamps(sender, 20);

                assertEquals(LongStream.range(0, 20).boxed().toList(), List.copyOf(events.stamps.keySet()));
                assertEquals(20, Received.exactly(20, listening).size());
            }
        });
    }

    /** Each stamp keeps the number of its datagram though the kernel drops without a word what does not fit. */
    @Test
    void shouldLeaveHolesWhereTheErrorQueueOverflowed() throws Exception {
        PrivateNetwork.with(List.of("ip link set lo up"), () -> {
            InetSocketAddress any = Loopback.any("127.0.0.1");
            try (UdpSocket listening = listening("127.0.0.1", false);
                    UdpSocket sender = UdpSocket.open(SocketOptions.connected(any, listening.localAddress())
                            .sized(8, 2048).stamped(true, false).receiveBuffer(20_000))) {
                KernelEvents events = new KernelEvents();
                Map<Long, Long> sentNs = new HashMap<>();
                for (int i = 0; i < 1_000; i++) {
                    sentNs.put(sender.accepted(), realtime.nanoTime());
                    assertEquals(1, sender.flush(1));
                    listening.receive();
                }
                events.awaitStamps(sender, 2);
                int kept = events.stamps.size();
                assertTrue(kept < 200, "the queue has no room for " + kept);

                sentNs.put(sender.accepted(), realtime.nanoTime());
                sender.flush(1);
                events.awaitStamps(sender, kept + 1);

                assertEquals(1_000, events.stamps.lastKey(), "the numbers go on behind the hole");
                events.stamps.forEach((id, kernelNs) -> assertTrue(Math.abs(kernelNs - sentNs.get(id)) < 20
                        * TOLERANCE_NS
                        && (sentNs.get(id + 1) == null || kernelNs <= sentNs.get(id + 1) + TOLERANCE_NS), "stamp "
                                + id));
            }
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "::1"})
    void shouldStampTheRepliesThatAreToBeStampedAndNoOthers(String host) {
        try (UdpSocket listening = UdpSocket.open(SocketOptions.listening(Loopback.any(host)).sized(64, 2048)
                .stamped(false, false).stamped(StampOptions.ofReplies()));
                UdpSocket sender = connected(host, listening.localAddress(), false)) {
            KernelEvents events = new KernelEvents();
            long beforeNs = realtime.nanoTime();
            int taken = 0;
            for (int round = 0; round < 10; round++) {
                assertEquals(8, sender.flush(8));
                int end = taken + 8;
                while (taken < end) {
                    int n = listening.receive();
                    for (int i = 0; i < n; i++) {
                        listening.packet(i).stampReply(taken++ % 3 == 0);
                        listening.reply(i, 4);
                    }
                    listening.flushReplies(events);
                }
            }
            int stamped = (taken + 2) / 3;
            events.awaitStamps(listening, stamped);

            assertEquals(0, listening.refusedReplies());
            assertEquals(LongStream.range(0, stamped).boxed().toList(), events.replies);
            assertEquals(events.replies, List.copyOf(events.stamps.keySet()));
            long earliestNs = beforeNs - TOLERANCE_NS;
            events.stamps.values().forEach(ns -> assertTrue(earliestNs <= ns && ns <= realtime.nanoTime(), "" + ns));
        }
    }

    @Test
    void shouldReadBothClocksAsOneInstant() {
        try (UdpSocket listening = listening("127.0.0.1", false);
                UdpSocket sender = connected("127.0.0.1", listening.localAddress(), false)) {
            long[] deviations = new long[101];
            for (int i = 0; i < deviations.length; i++) {
                sender.flush(1);
                long beforeNs = System.nanoTime();
                Received datagram = Received.one(listening);
                long afterNs = System.nanoTime();
                deviations[i] = Math.abs(datagram.wallNs() - datagram.userNs() - offsetNs());

                assertTrue(beforeNs <= datagram.userNs() && datagram.userNs() <= afterNs);
            }
            Arrays.sort(deviations);
            assertTrue(deviations[50] < 20_000, "half of the pairs are further apart than " + deviations[50] + " ns");
        }
    }

    /** CLOCK_REALTIME minus CLOCK_MONOTONIC, by the narrowest of some readings. */
    private long offsetNs() {
        long narrowestNs = Long.MAX_VALUE;
        long offsetNs = 0;
        for (int i = 0; i < 10; i++) {
            long beforeNs = System.nanoTime();
            long wallNs = realtime.nanoTime();
            long afterNs = System.nanoTime();
            if (afterNs - beforeNs < narrowestNs) {
                narrowestNs = afterNs - beforeNs;
                offsetNs = wallNs - (beforeNs + afterNs >> 1);
            }
        }
        return offsetNs;
    }

    private static Set<Integer> lengths(List<Received> received) {
        return received.stream().map(r -> r.payload().length).collect(Collectors.toSet());
    }

    private static UdpSocket listening(String host, boolean stamps) {
        return UdpSocket.open(SocketOptions.listening(Loopback.any(host)).sized(64, 2048).stamped(false, stamps));
    }

    private static UdpSocket connected(String host, InetSocketAddress to, boolean stamps) {
        return UdpSocket.open(SocketOptions.connected(Loopback.any(host), to).sized(8, 2048).stamped(stamps, false));
    }
}
