package io.venturi.engine.socket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.venturi.engine.plan.RttPlan.DontFragment;
import io.venturi.engine.testing.Await;
import io.venturi.engine.testing.Loopback;
import io.venturi.engine.testing.PrivateNetwork;
import io.venturi.ffi.linux.Errno;
import java.net.InetSocketAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UdpSocketMarksTest {

    @ParameterizedTest
    @CsvSource({"127.0.0.1, 0, 0", "127.0.0.1, 1, 255", "127.0.0.1, 186, 1", "127.0.0.1, 255, 7", "::1, 0, 0",
        "::1, 1, 255", "::1, 186, 1", "::1, 255, 7"})
    void shouldSetAndReadTrafficClassAndHopLimit(String host, int trafficClass, int hopLimit) {
        try (UdpSocket listening = listening(host);
                UdpSocket sender = connected(host, listening.localAddress(), trafficClass, hopLimit,
                        DontFragment.DEFAULT)) {
            assertEquals(1, sender.flush(1));

            Received datagram = Received.one(listening);

            assertEquals(trafficClass, datagram.trafficClass());
            assertTrue(hopLimit == 0 ? datagram.hopLimit() > 0 : datagram.hopLimit() == hopLimit,
                    "hop limit " + datagram.hopLimit());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "::1", "0.0.0.0", "::"})
    void shouldMarkOnlyTheReplyItIsAskedToMark(String bound) {
        String host = bound.contains(":") ? "::1" : "127.0.0.1";
        Loopback.any(host);
        try (UdpSocket listening = listening(bound);
                UdpSocket asker = connected(host, at(host, listening), 0, 0, DontFragment.DEFAULT)) {
            for (int mark : new int[] {187, 0, Packet.UNKNOWN, 3}) {
                assertEquals(1, asker.flush(1));
                replyTo(listening, mark);

                assertEquals(Math.max(0, mark), answer(asker).trafficClass());
            }
            assertEquals(0, listening.refusedReplies());
        }
    }

    @ParameterizedTest
    @CsvSource({"0.0.0.0, 127.0.0.2", "0.0.0.0, 127.0.0.1", "::, ::1"})
    void shouldReplyFromTheAddressThatWasAsked(String bound, String asked) {
        Loopback.any(asked);
        try (UdpSocket listening = listening(bound);
                UdpSocket asker = connected(bound.contains(":") ? "::1" : "127.0.0.1", at(asked, listening), 0, 0,
                        DontFragment.DEFAULT)) {
            assertEquals(1, asker.flush(1));

            replyTo(listening, Packet.UNKNOWN);

            // A connected socket takes nothing from any other address.
            assertEquals(0, answer(asker).payload().length);
        }
    }

    @Test
    void shouldReplyFromTheIpv6AddressThatWasAskedEvenIfRoutingPrefersAnother() throws Exception {
        PrivateNetwork.with(List.of("ip link set lo up", "ip address add fd00::1/128 dev lo nodad",
                "ip address add fd00::2/128 dev lo nodad"), () -> {
            PrivateNetwork.awaitDelivery("fd00::1");
            PrivateNetwork.awaitDelivery("fd00::2");
            try (UdpSocket listening = listening("::");
                    UdpSocket first = connected("fd00::1", at("fd00::2", listening), 0, 0, DontFragment.DEFAULT);
                    UdpSocket second = connected("fd00::1", at("::1", listening), 0, 0, DontFragment.DEFAULT)) {
                assertEquals(1, first.flush(1));
                replyTo(listening, 12);
                assertEquals(12, answer(first).trafficClass());

                assertEquals(1, second.flush(1));
                replyTo(listening, 13);
                assertEquals(13, answer(second).trafficClass());
            }
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "::1"})
    void shouldRefuseWhatNoDatagramCanHold(String host) {
        try (UdpSocket listening = listening(host);
                UdpSocket sender = connected(host, listening.localAddress(), 0, 0, DontFragment.TRUE)) {
            sender.length(0, 65_536 - (host.contains(":") ? 8 : 28));
            assertEquals(-Errno.EMSGSIZE, sender.flush(1));
            assertEquals(0, sender.accepted());

            sender.length(0, 1);
            assertEquals(1, sender.flush(1));
            KernelEvents events = new KernelEvents();
            events.awaitStamps(sender, 1);
            assertEquals(0, events.stamps.firstKey(), "what was refused used up no id");
        }
    }

    @ParameterizedTest
    @CsvSource({"127.0.0.1, 1472", "::1, 1452"})
    void shouldNotFragmentWhenToldNotTo(String host, int most) throws Exception {
        PrivateNetwork.with(List.of("ip link set lo mtu 1500 up"), () -> {
            for (DontFragment setting : DontFragment.values()) {
                try (UdpSocket listening = listening(host);
                        UdpSocket sender = connected(host, listening.localAddress(), 0, 0, setting)) {
                    sender.length(0, most);
                    assertEquals(1, sender.flush(1));
                    sender.length(0, most + 1);
                    assertEquals(setting == DontFragment.TRUE ? -Errno.EMSGSIZE : 1, sender.flush(1), "DF " + setting);
                    sender.length(0, 0);
                    assertEquals(1, sender.flush(1));

                    int taken = setting == DontFragment.TRUE ? 2 : 3;
                    assertEquals(taken, Received.exactly(taken, listening).size());
                    assertEquals(taken, sender.accepted());
                    KernelEvents events = new KernelEvents();
                    events.awaitStamps(sender, taken);
                    assertEquals(List.of(0L, 1L, 2L).subList(0, taken), List.copyOf(events.stamps.keySet()));
                }
            }
        });
    }

    private static void replyTo(UdpSocket listening, int mark) {
        Await.until("a question", () -> listening.receive() == 1);
        listening.packet(0).replyTrafficClass(mark);
        listening.reply(0, 0);
        listening.flushReplies();
        assertEquals(0, listening.refusedReplies());
    }

    private static Received answer(UdpSocket asker) {
        Await.until("the answer", () -> asker.receive() == 1);
        return Received.of(asker.packet(0), true);
    }

    private static InetSocketAddress at(String host, UdpSocket listening) {
        return new InetSocketAddress(Loopback.address(host).getAddress(), listening.localAddress().getPort());
    }

    private static UdpSocket listening(String host) {
        return UdpSocket.open(SocketOptions.listening(Loopback.any(host)).sized(8, 2048));
    }

    private static UdpSocket connected(String host, InetSocketAddress to, int trafficClass, int hopLimit,
                                       DontFragment dontFragment) {
        return UdpSocket.open(SocketOptions.connected(Loopback.any(host), to).sized(8, 66_000)
                .marked(trafficClass, hopLimit, dontFragment));
    }
}
