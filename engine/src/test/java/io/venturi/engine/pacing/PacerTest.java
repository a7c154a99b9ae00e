package io.venturi.engine.pacing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.venturi.engine.plan.RttPlan.Wakeup;
import io.venturi.engine.socket.Poller;
import io.venturi.engine.socket.SocketOptions;
import io.venturi.engine.socket.UdpSocket;
import io.venturi.engine.testing.Loopback;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A deadline an hour away: whoever waits for it fails by the time limit. */
@Timeout(60)
class PacerTest {
    private static final long HOUR_NS = 3_600_000_000_000L;
    private static final Poller NO_SOCKETS = new Poller(List.of());

    @ParameterizedTest
    @EnumSource(Wakeup.class)
    void shouldReturnAtOnceAfterWork(Wakeup wakeup) {
        Pacer pacer = new Pacer(wakeup, 0, NO_SOCKETS, true);
        pacer.deadline(System.nanoTime() + HOUR_NS);

        pacer.idle(1);

        assertEquals(0, pacer.intendedWaitNs());
    }

    @ParameterizedTest
    @EnumSource(Wakeup.class)
    void shouldReturnAtOnceWhenTheDeadlineHasPassed(Wakeup wakeup) {
        Pacer pacer = new Pacer(wakeup, 0, NO_SOCKETS, true);
        pacer.deadline(System.nanoTime() - 1);

        pacer.idle();

        assertEquals(0, pacer.intendedWaitNs());
    }

    @Test
    void shouldNotSleepInHybridForSomeTimeAfterWorkThatCameSoon() {
        Pacer pacer = new Pacer(Wakeup.HYBRID, HOUR_NS, NO_SOCKETS, true);
        pacer.deadline(System.nanoTime() + HOUR_NS);
        pacer.idle(1);
        pacer.idle(1);

        pacer.idle(0);

        assertEquals(0, pacer.intendedWaitNs());
    }

    @Test
    void shouldSleepInHybridAfterWorkThatCameAlone() {
        long spinNs = 1_000_000;
        Pacer pacer = new Pacer(Wakeup.HYBRID, spinNs, NO_SOCKETS, true);
        pacer.idle(1);
        pacer.deadline(System.nanoTime() + 5 * spinNs);

        pacer.idle(0);

        assertTrue(pacer.intendedWaitNs() > 0);
    }

    @Test
    void shouldRememberForOnePieceOfWorkThatItCameSoonBefore() {
        long spinNs = 100_000_000;
        Pacer pacer = new Pacer(Wakeup.HYBRID, spinNs, NO_SOCKETS, true);
        pacer.idle(1);
        pacer.idle(1);

        workAlone(pacer, spinNs);
        boolean sleptAfterOne = sleeps(pacer, spinNs);
        workAlone(pacer, spinNs);
        boolean sleptAfterTwo = sleeps(pacer, spinNs);

        assertFalse(sleptAfterOne);
        assertTrue(sleptAfterTwo);
    }

    private static void workAlone(Pacer pacer, long spinNs) {
        long untilNs = System.nanoTime() + 3 * spinNs;
        while (System.nanoTime() < untilNs) {
            Thread.onSpinWait();
        }
        pacer.idle(1);
    }

    private static boolean sleeps(Pacer pacer, long spinNs) {
        pacer.deadline(System.nanoTime() + 2 * spinNs);
        pacer.idle(0);
        return pacer.intendedWaitNs() > 0;
    }

    @Test
    void shouldNeverSleepWhenBusy() {
        Pacer pacer = new Pacer(Wakeup.BUSY, 0, NO_SOCKETS, true);
        pacer.deadline(System.nanoTime() + HOUR_NS);

        pacer.idle(0);

        assertEquals(0, pacer.intendedWaitNs());
    }

    @ParameterizedTest
    @EnumSource(value = Wakeup.class, names = {"BUSY", "HYBRID"})
    void shouldSpinThroughTheLastMomentBeforeTheDeadline(Wakeup wakeup) {
        Pacer pacer = new Pacer(wakeup, 0, NO_SOCKETS, true);
        for (int i = 0; i < 1_000; i++) {
            long nowNs = System.nanoTime();
            pacer.deadline(nowNs + 4_900);

            long finishedNs = pacer.finish(nowNs);

            assertTrue(finishedNs >= nowNs + 4_900);
            assertTrue(finishedNs <= System.nanoTime());
        }
    }

    @ParameterizedTest
    @EnumSource(Wakeup.class)
    void shouldNotSpinTowardsADeadlineThatIsNotNearOrOver(Wakeup wakeup) {
        Pacer pacer = new Pacer(wakeup, 0, NO_SOCKETS, true);
        for (long remainingNs : new long[] {HOUR_NS, 5_001, 0, -1, -HOUR_NS}) {
            long nowNs = System.nanoTime();
            pacer.deadline(nowNs + remainingNs);

            assertEquals(nowNs, pacer.finish(nowNs));
        }
        pacer.deadline(Long.MAX_VALUE);
        assertEquals(5, pacer.finish(5));
    }

    @Test
    void shouldLeaveTheLastMomentToTheKernelWhenItSleeps() {
        Pacer pacer = new Pacer(Wakeup.SLEEP, 0, NO_SOCKETS, true);
        pacer.deadline(1_000);

        assertEquals(999, pacer.finish(999));
    }

    @Test
    void shouldSayThatItWakesUpBetweenTheMarginAndTheLastMoment() {
        Pacer pacer = new Pacer(Wakeup.HYBRID, 1_000_000, NO_SOCKETS, true);
        long longAgoNs = HOUR_NS;
        pacer.deadline(longAgoNs + 100_000);

        assertFalse(pacer.isWakingUp(longAgoNs));
        assertTrue(pacer.isWakingUp(longAgoNs + 1));
        assertTrue(pacer.isWakingUp(longAgoNs + 94_999));
        assertFalse(pacer.isWakingUp(longAgoNs + 95_000));
        assertFalse(pacer.isWakingUp(longAgoNs + 100_001));
        assertFalse(new Pacer(Wakeup.BUSY, 0, NO_SOCKETS, true).isWakingUp(longAgoNs));
    }

    @Test
    void shouldBeColdOnlySomeTimeAfterWork() {
        Pacer pacer = new Pacer(Wakeup.HYBRID, 0, NO_SOCKETS, true);
        pacer.idle(1);
        long nowNs = System.nanoTime();

        assertTrue(pacer.isCold(nowNs + 200_001));
        assertFalse(pacer.isCold(nowNs - HOUR_NS));
        pacer.reset();
        assertTrue(pacer.isCold(nowNs));
    }

    @Test
    void shouldSleepUntilTheDeadlineWithoutSockets() {
        Pacer pacer = new Pacer(Wakeup.SLEEP, 0, null, true);
        for (int i = 0; i < 20; i++) {
            long deadlineNs = System.nanoTime() + 1_000_000;
            pacer.deadline(deadlineNs);

            pacer.idle(0);

            assertTrue(System.nanoTime() >= deadlineNs);
        }
    }

    @Test
    void shouldEndTheSleepInHybridAMarginBeforeTheDeadline() {
        Pacer pacer = new Pacer(Wakeup.HYBRID, 0, NO_SOCKETS, true);
        long beforeNs = System.nanoTime();
        pacer.deadline(beforeNs + 20_000_000);

        pacer.idle(0);

        long waitedNs = pacer.intendedWaitNs();
        assertTrue(waitedNs > 0 && waitedNs <= 20_000_000 - 100_000 - 20_000_000 / 1_000, waitedNs + " ns");
        assertTrue(System.nanoTime() - beforeNs >= waitedNs);
    }

    @Test
    void shouldCountOnlyTheTimeItWaitedWhenADatagramEndsTheWait() {
        try (UdpSocket listening = UdpSocket.open(SocketOptions.listening(Loopback.any("127.0.0.1")).sized(1, 64));
                UdpSocket sender = UdpSocket.open(SocketOptions.connected(Loopback.any("127.0.0.1"),
                        listening.localAddress()).sized(1, 64))) {
            Pacer pacer = new Pacer(Wakeup.SLEEP, 0, new Poller(List.of(listening)), true);
            sender.flush(1);
            long beforeNs = System.nanoTime();
            pacer.deadline(beforeNs + HOUR_NS);

            pacer.idle(0);

            long elapsedNs = System.nanoTime() - beforeNs;
            assertTrue(pacer.intendedWaitNs() <= elapsedNs,
                    "a stall after it would be hidden by " + pacer.intendedWaitNs() + " ns");
        }
    }

    @Test
    void shouldRaiseTheMarginAtOnceAndLowerItSlowly() {
        assertEquals(230_000, Pacer.nextMarginNs(100_000, 0, 200_000));
        assertEquals(100_000 - 97, Pacer.nextMarginNs(100_000, 0, 5_000));
        assertEquals(50_000, Pacer.nextMarginNs(50_000, 0, 5_000));
        assertEquals(50_000, Pacer.nextMarginNs(50_000, 0, -5_000_000));
        assertEquals(500_000, Pacer.nextMarginNs(50_000, 0, 50_000_000));
    }

    @Test
    void shouldNotTakeTheKernelsInaccuracyOfLongWaitsForLateness() {
        assertEquals(80_000, Pacer.nextMarginNs(50_000, 50_000_000, 100_000 + 50_000));
    }

    @Test
    void shouldKeepTheMarginWithinItsBoundsOnThisHost() {
        Pacer pacer = new Pacer(Wakeup.HYBRID, 0, NO_SOCKETS, true);
        for (int i = 0; i < 50; i++) {
            pacer.deadline(System.nanoTime() + 2_000_000);
            pacer.idle(0);

            assertTrue(pacer.marginNs() >= 50_000 && pacer.marginNs() <= 500_000, pacer.marginNs() + " ns");
        }
    }
}
