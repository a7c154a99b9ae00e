package io.venturi.engine.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.venturi.engine.metric.HostConditions.Tuning;
import io.venturi.engine.pacing.Pacer;
import io.venturi.engine.plan.RttPlan.Wakeup;
import io.venturi.engine.record.Counters;
import io.venturi.engine.record.Counters.Id;
import io.venturi.engine.socket.Packet;
import io.venturi.engine.socket.SocketOptions;
import io.venturi.engine.socket.Poller;
import io.venturi.engine.socket.UdpSocket;
import io.venturi.engine.stream.Endpoint;
import io.venturi.engine.testing.Await;
import io.venturi.engine.testing.Loopback;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LaneTest {
    private static final long HOUR_NS = 3_600_000_000_000L;
    private static final long LONGER_THAN_A_STALL_NS = Lane.STALL_NS + 1_000_000;

    private final UdpSocket first = listening();
    private final UdpSocket second = listening();
    private final UdpSocket asker = connected(first);
    private final Counters counters = new Counters();
    private final List<String> calls = new ArrayList<>();
    private final ScriptedEndpoint one = new ScriptedEndpoint("one");
    private final ScriptedEndpoint two = new ScriptedEndpoint("two");
    private final Pacer pacer = new Pacer(Wakeup.SLEEP, 0, null, true);
    private final Lane lane = new Lane("lane", List.of(new Lane.Inlet(first, one), new Lane.Inlet(second, two)), pacer,
            counters, ThreadTuning.NONE);

    @AfterEach
    void close() {
        List.of(first, second, asker).forEach(UdpSocket::close);
    }

    @Test
    void shouldAdvanceAllBeforeItTakesWhatArrived() {
        ask();
        lane.onStart();
        stepUntil("a packet", () -> one.packets > 0);

        assertEquals(List.of("one advances", "two advances", "one receives"), calls.subList(calls.size() - 3,
                calls.size()));
        assertEquals("lane", lane.roleName());
    }

    @Test
    void shouldTellEachEndpointTheSameTime() {
        lane.onStart();
        long beforeNs = System.nanoTime();
        lane.doWork();

        assertEquals(one.advancedNs, two.advancedNs);
        assertTrue(beforeNs <= one.advancedNs && one.advancedNs <= System.nanoTime());
    }

    @Test
    void shouldCountTheWorkOfAllEndpointsAndPackets() {
        one.work = 3;
        two.work = 4;
        lane.onStart();
        assertEquals(7, lane.doWork());

        ask();
        Await.until("a packet", () -> lane.doWork() == 8);
        assertEquals(1, one.packets);
    }

    @Test
    void shouldSendTheRepliesOfOnePollTogether() {
        one.reply = 5;
        ask();
        ask();
        lane.onStart();
        stepUntil("two packets", () -> one.packets == 2);

        List<Integer> lengths = new ArrayList<>();
        Await.until("two replies", () -> {
            int n = asker.receive();
            for (int i = 0; i < n; i++) {
                lengths.add(asker.packet(i).length());
            }
            return lengths.size() == 2;
        });
        assertEquals(List.of(5, 5), lengths);
        assertEquals(0, first.refusedReplies());
    }

    @Test
    void shouldFindOutOfManySocketsThoseThatHaveSomething() {
        try (UdpSocket third = listening()) {
            ScriptedEndpoint three = new ScriptedEndpoint("three");
            Pacer looking = new Pacer(Wakeup.SLEEP, 0, new Poller(List.of(first, second, third)), true);
            Lane many = new Lane("many", List.of(new Lane.Inlet(first, one), new Lane.Inlet(second, two),
                    new Lane.Inlet(third, three)), looking, counters, ThreadTuning.NONE);
            many.onStart();
            for (int i = 1; i <= 3; i++) {
                int asked = i;
                ask();
                Await.until("a packet", () -> {
                    many.doWork();
                    return one.packets == asked;
                });
            }

            assertEquals(0, two.packets + three.packets);
        }
    }

    @Test
    void shouldWakeForTheEarliestDeadline() {
        one.dueNs = Long.MAX_VALUE;
        two.dueNs = System.nanoTime() + 2_000_000;
        lane.onStart();
        lane.doWork();

        pacer.idle(0);

        assertTrue(System.nanoTime() >= two.dueNs);
        assertTrue(pacer.intendedWaitNs() <= 2_000_000, pacer.intendedWaitNs() + " ns");
    }

    @Test
    void shouldComeBackFromTimeToTimeThoughNothingIsDue() {
        lane.onStart();
        lane.doWork();

        pacer.idle(0);

        assertTrue(pacer.intendedWaitNs() <= 50_000_000, pacer.intendedWaitNs() + " ns");
    }

    @Test
    void shouldTakeNoWaitOnPurposeForAStall() {
        lane.onStart();
        one.dueNs = System.nanoTime() + 4 * Lane.STALL_NS;
        lane.doWork();
        long earlierNs = counters.get(Id.STALLED_NS);
        long leftNs = one.advancedNs;
        pacer.idle(0);
        lane.doWork();

        // A busy machine may have added a stall of its own, but the wait is none.
        assertTrue(counters.get(Id.STALLED_NS) - earlierNs <= one.advancedNs - leftNs - pacer.intendedWaitNs());
        assertTrue(pacer.intendedWaitNs() > 0 || one.advancedNs >= one.dueNs);
    }

    @Test
    void shouldCountAStallAndMarkWhatArrivedDuringIt() {
        lane.onStart();
        one.spendNs = LONGER_THAN_A_STALL_NS;
        lane.doWork();
        one.spendNs = 0;
        ask();
        long before = counters.get(Id.STALLS);
        stepUntil("a packet", () -> one.packets == 1);

        assertTrue(counters.get(Id.STALLS) > before);
        assertTrue(counters.get(Id.STALLED_NS) >= LONGER_THAN_A_STALL_NS);
        assertTrue(one.lastWasStalled);
    }

    @Test
    void shouldMarkWhatWaitedForASlowEndpointOfTheSameRound() {
        lane.onStart();
        ask();
        one.spendNs = LONGER_THAN_A_STALL_NS;

        stepUntil("a packet", () -> one.packets == 1);

        assertTrue(one.lastWasStalled, "its stamp was taken after the stall");
    }

    @Test
    void shouldMarkNothingWhileItKeepsUp() {
        lane.onStart();
        boolean unmarked = false;
        for (int i = 0; i < 50 && !unmarked; i++) { // a busy machine may stall some of them
            int packets = one.packets + 1;
            ask();
            stepUntil("a packet", () -> one.packets == packets);
            unmarked = !one.lastWasStalled;
        }

        assertTrue(unmarked);
    }

    @Test
    void shouldHandTransmitErrorsToTheEndpointOfTheSocket() {
        UdpSocket refused = connected("127.0.0.1");
        Lane sending = new Lane("sending", List.of(new Lane.Inlet(refused, one)), pacer, counters, ThreadTuning.NONE);
        assertEquals(1, refused.flush(1));
        Await.until("the refusal", () -> {
            sending.doWork();
            return one.errors > 0 && one.stamps > 0;
        });
        refused.close();
    }

    @Test
    void shouldTellWhatTheThreadWasGranted() throws Exception {
        Lane tuned = new Lane("tuned", List.of(), pacer, counters, new ThreadTuning(1024, 0));
        Thread thread = Thread.ofPlatform().start(tuned::onStart);

        assertEquals(List.of(new Tuning("CPU 1024", false, "there is no such CPU")), tuned.tuned());
        thread.join();
    }

    private void ask() {
        asker.length(0, 9);
        assertEquals(1, asker.flush(1));
    }

    private void stepUntil(String what, BooleanSupplier condition) {
        Await.until(what, () -> {
            lane.doWork();
            return condition.getAsBoolean();
        });
    }

    private static UdpSocket listening() {
        return UdpSocket.open(SocketOptions.listening(Loopback.any("127.0.0.1")).sized(4, 64));
    }

    private static UdpSocket connected(UdpSocket to) {
        return UdpSocket.open(SocketOptions.connected(Loopback.any("127.0.0.1"), to.localAddress()).sized(4, 64));
    }

    private static UdpSocket connected(String host) {
        return UdpSocket.open(SocketOptions.connected(Loopback.any(host), Loopback.closedPort(host)).sized(4, 64));
    }

    private final class ScriptedEndpoint implements Endpoint {
        private final String name;
        private int work;
        private int reply;
        private long dueNs = System.nanoTime() + HOUR_NS;
        private long spendNs;
        private long advancedNs;
        private int packets;
        private boolean lastWasStalled;
        private int errors;
        private int stamps;

        ScriptedEndpoint(String name) {
            this.name = name;
        }

        @Override
        public int advance(long nowNs) {
            advancedNs = nowNs;
            calls.add(name + " advances");
            long untilNs = System.nanoTime() + spendNs;
            while (System.nanoTime() < untilNs) {
                Thread.onSpinWait();
            }
            return work;
        }

        @Override
        public long dueNs() {
            return dueNs;
        }

        @Override
        public int onPacket(Packet packet) {
            calls.add(name + " receives");
            packets++;
            lastWasStalled = packet.stalled();
            return reply;
        }

        @Override
        public void onError(int errno) {
            errors++;
        }

        @Override
        public void onTransmitStamp(long id, long kernelNs) {
            stamps++;
        }
    }
}
