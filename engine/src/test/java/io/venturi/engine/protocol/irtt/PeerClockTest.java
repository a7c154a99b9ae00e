package io.venturi.engine.protocol.irtt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.venturi.engine.metric.SyncState;
import io.venturi.engine.metric.SyncState.Source;
import io.venturi.engine.protocol.irtt.wire.ClockStatement;
import io.venturi.engine.protocol.irtt.wire.IrttParams;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PeerClockTest {

    @Test
    void shouldTellNoLessThanTheErrorAndLittleMore() {
        Random random = new Random(64);
        for (int round = 0; round < 10_000; round++) {
            long errorNs = random.nextLong(1L << random.nextInt(1, 62));
            long statement = PeerClock.statement(new SyncState(Source.CHRONY, true, errorNs, "here", ""));

            long toldNs = PeerClock.of(statement).errorBoundNs();
            assertTrue(toldNs >= errorNs && toldNs - errorNs <= errorNs / 128 + 1, errorNs + " became " + toldNs);
            assertTrue(statement < 1L << 26 && statement > 0, "four bytes on the wire");
        }
    }

    @Test
    void shouldTellSourceAndSynchronisation() {
        SyncState ptp = PeerClock.of(PeerClock.statement(new SyncState(Source.PTP, true, 900, "here", "gm")));
        SyncState free = PeerClock.of(PeerClock.statement(
                new SyncState(Source.FREE_RUNNING, false, SyncState.UNBOUNDED, "here", "")));

        assertEquals(Source.PTP, ptp.source());
        assertTrue(ptp.isBounded());
        assertEquals(Source.FREE_RUNNING, free.source());
        assertFalse(free.synchronised());
        assertEquals(SyncState.UNBOUNDED, free.errorBoundNs());
        assertEquals(SyncState.UNKNOWN, PeerClock.of(IrttParams.CLOSE_ACK | IrttParams.KERNEL_RECEIVE));
    }

    @Test
    void shouldSurviveAnyBits() {
        Random random = new Random(65);
        for (int round = 0; round < 10_000; round++) {
            long extensions = random.nextLong();

            assertTrue(PeerClock.of(extensions | IrttParams.CLOCK_STATEMENT).errorBoundNs() >= 0);
            assertTrue(ClockStatement.source(extensions) <= 7);
        }
    }

    @Test
    void shouldGrantTheStatementOnlyToThoseWhoAsk() {
        SyncState state = new SyncState(Source.NTP, true, 1_000_000, "here", "");
        ServerHarness harness = new ServerHarness();

        assertEquals(0, granted(harness, -1) & IrttParams.CLOCK_STATEMENT, "nobody has said anything yet");
        harness.server.clock(state);
        assertEquals(PeerClock.statement(state), granted(harness, IrttParams.CLOCK_STATEMENT));
        assertEquals(0, granted(harness, 0));
        assertEquals(IrttParams.CLOSE_ACK, granted(harness, IrttParams.CLOSE_ACK));
    }

    private static long granted(ServerHarness harness, long extensions) {
        return harness.open(ServerHarness.params(1_000_000_000L, 1_000_000_000L, 0, "", extensions)).granted
                .extensions();
    }
}
