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

class UdpSocketErrorsTest {

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "::1"})
    void shouldTellOfAnUnreachablePortAndGoOnSending(String host) {
        Loopback.any(host);
        try (UdpSocket sender = connected(host, Loopback.closedPort(host))) {
            KernelEvents events = new KernelEvents();
            for (int i = 0; i < 10; i++) {
                assertEquals(1, sender.flush(1));
                int errors = i + 1;
                Await.until("error " + errors, () -> {
                    assertEquals(0, sender.receive()); // finds the error, as a lane does
                    sender.drainErrors(events);
                    return events.errors.size() >= errors;
                });
            }

            assertEquals(10, events.errors.size());
            assertEquals(List.of(Errno.ECONNREFUSED), events.errors.stream().distinct().toList());
        }
    }

    /**
     * Whatever ICMP says, the datagram after it is a new one and must go out. In a namespace of its own, because a host
     * keeps the path MTU it is told for ten minutes.
     */
    @ParameterizedTest
    @CsvSource({"127.0.0.1, 3, 0, 101", "127.0.0.1, 3, 1, 113", "127.0.0.1, 3, 2, 92", "127.0.0.1, 3, 3, 111",
        "127.0.0.1, 3, 4, 90", "127.0.0.1, 3, 7, 112", "127.0.0.1, 3, 8, 64", "127.0.0.1, 3, 13, 113",
        "127.0.0.1, 11, 0, 113", "127.0.0.1, 12, 0, 71", "::1, 1, 0, 101", "::1, 1, 1, 13", "::1, 1, 3, 113",
        "::1, 1, 4, 111", "::1, 1, 5, 13", "::1, 2, 0, 90", "::1, 3, 0, 113", "::1, 4, 0, 71"})
    void shouldGoOnSendingAfterAnyRefusalByTheNetwork(String host, int type, int code, int errno) throws Exception {
        PrivateNetwork.with(List.of("ip link set lo up"), () -> {
            try (IcmpInjector icmp = new IcmpInjector(host.contains(":"));
                    UdpSocket listening = UdpSocket.open(SocketOptions.listening(Loopback.any(host)).sized(8, 2048));
                    UdpSocket sender = connected(host, listening.localAddress())) {
                Poller poller = new Poller(List.of(sender));
                KernelEvents events = new KernelEvents();
                icmp.refuse(sender.localAddress(), listening.localAddress(), type, code);
                Await.until("the error to arrive", () -> poller.await(Await.BOUND_NS) == 1);

                assertEquals(1, sender.flush(1));

                assertEquals(1, Received.exactly(1, listening).size());
                sender.drainErrors(events);
                assertEquals(List.of(errno), events.errors);
                assertEquals(1, sender.accepted());
            }
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "::1"})
    void shouldAnswerOthersWhenOneAskerIsGone(String host) {
        try (UdpSocket listening = UdpSocket.open(SocketOptions.listening(Loopback.any(host)).sized(8, 2048));
                UdpSocket staying = connected(host, listening.localAddress())) {
            for (int round = 0; round < 10; round++) {
                try (UdpSocket leaving = connected(host, listening.localAddress())) {
                    assertEquals(1, leaving.flush(1));
                }
                assertEquals(1, staying.flush(1));
                Await.until("both questions", () -> answerAll(listening));
                Await.until("the answer", () -> staying.receive() == 1);
            }
            KernelEvents events = new KernelEvents();
            Await.until("errors", () -> {
                listening.errorsReady();
                return listening.drainErrors(events) == 0 && !events.errors.isEmpty();
            });

            assertEquals(List.of(Errno.ECONNREFUSED), events.errors.stream().distinct().toList());
            assertEquals(0, listening.refusedReplies());
        }
    }

    private int answered;

    private boolean answerAll(UdpSocket listening) {
        int n = listening.receive();
        for (int i = 0; i < n; i++) {
            listening.reply(i, 0);
        }
        listening.flushReplies();
        answered += n;
        return answered % 2 == 0;
    }

    /** An oversize datagram leaves a note on the error queue, which takes room from what arrives. */
    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "::1"})
    void shouldClearTheErrorQueueOfItsOwnRefusals(String host) {
        try (UdpSocket sender = UdpSocket.open(SocketOptions.connected(Loopback.any(host), Loopback.closedPort(host))
                .sized(1, 66_000).stamped(false, false).marked(0, 0, DontFragment.TRUE))) {
            sender.length(0, 65_529);
            for (int i = 0; i < 100; i++) {
                assertEquals(-Errno.EMSGSIZE, sender.flush(1));
            }
            KernelEvents events = new KernelEvents();
            sender.drainErrors(events);
            sender.errorsReady();

            assertEquals(0, sender.drainErrors(events), "nothing is left");
            assertEquals(List.of(), events.errors, "the sender knows already");
        }
    }

    @ParameterizedTest
    @CsvSource({"127.0.0.1, 100", "127.0.0.1, 1000", "::1, 100"})
    void shouldCountWhatItsOwnBufferHadNoRoomFor(String host, int n) {
        SocketOptions small = SocketOptions.listening(Loopback.any(host)).sized(8, 2048).stamped(false, false);
        try (UdpSocket listening = UdpSocket.open(small.receiveBuffer(1));
                UdpSocket sender = connected(host, listening.localAddress())) {
            assertEquals(0, listening.overflowsNow());
            for (int i = 0; i < n; i++) {
                assertEquals(1, sender.flush(1));
            }
            Await.until("the first to be queued", () -> listening.overflowsNow() > 0);
            int received = 0;
            for (int taken = listening.receive(); taken > 0; taken = listening.receive()) {
                received += taken;
            }
            assertTrue(received > 0 && received < n, received + " of " + n);
            assertEquals(n, received + listening.overflowsNow());

            assertEquals(1, sender.flush(1)); // carries the count of the drops before it
            Received.one(listening);
            assertEquals(n, received + listening.overflows());
            assertEquals(n, received + listening.overflowsNow());
        }
    }

    @Test
    void shouldLetThePollerEndTheWaitForADatagramAndForAnError() {
        try (UdpSocket listening = UdpSocket.open(SocketOptions.listening(Loopback.any("127.0.0.1")).sized(8, 2048));
                UdpSocket sender = connected("127.0.0.1", listening.localAddress());
                UdpSocket refused = connected("127.0.0.1", Loopback.closedPort("127.0.0.1"))) {
            Poller poller = new Poller(List.of(listening, refused));
            assertEquals(0, poller.await(0));

            sender.flush(1);
            assertEquals(1, poller.await(Await.BOUND_NS));
            refused.flush(1);
            Await.until("both to be ready", () -> poller.await(Await.BOUND_NS) == 2);

            KernelEvents events = new KernelEvents();
            assertEquals(1, refused.drainErrors(events), "the poller told the socket");
            assertEquals(1, listening.receive());
            assertEquals(0, poller.await(0));
        }
    }

    @Test
    void shouldWaitWithoutAnySocket() {
        assertEquals(0, new Poller(List.of()).await(1_000));
    }

    private static UdpSocket connected(String host, InetSocketAddress to) {
        return UdpSocket.open(SocketOptions.connected(Loopback.any(host), to).sized(8, 2048).stamped(false, false));
    }
}
