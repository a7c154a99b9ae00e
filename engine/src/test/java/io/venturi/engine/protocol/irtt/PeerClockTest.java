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
    private static final String GRANDMASTER = "f25400.fffe.000001";

    @Test
    void shouldTellNoLessThanTheErrorAndLittleMore() {
        Random random = new Random(64);
        for (int round = 0; round < 10_000; round++) {
            long errorNs = random.nextLong(1L << random.nextInt(1, 62));
            PeerClock told = PeerClock.telling(new SyncState(Source.CHRONY, true, errorNs, "here", ""));

            long toldNs = told.state().errorBoundNs();
            assertTrue(toldNs >= errorNs && toldNs - errorNs <= errorNs / 128 + 1, errorNs + " became " + toldNs);
            assertTrue(told.statement() < 1L << 26 && told.statement() > 0, "four bytes on the wire");
            assertEquals(0, told.grandmaster());
        }
    }

    @Test
    void shouldTellSourceAndSynchronisation() {
        SyncState ptp = PeerClock.telling(new SyncState(Source.PTP, true, 900, "here", GRANDMASTER)).state();
        SyncState free = PeerClock.telling(
                new SyncState(Source.FREE_RUNNING, false, SyncState.UNBOUNDED, "here", "no identity")).state();

        assertEquals(Source.PTP, ptp.source());
        assertTrue(ptp.isBounded());
        assertEquals(GRANDMASTER, ptp.grandmaster());
        assertEquals(Source.FREE_RUNNING, free.source());
        assertFalse(free.synchronised());
        assertEquals(SyncState.UNBOUNDED, free.errorBoundNs());
        assertEquals("", free.grandmaster());
        assertEquals(SyncState.UNKNOWN, new PeerClock(IrttParams.CLOSE_ACK | IrttParams.KERNEL_RECEIVE, 0).state());
    }

    @Test
    void shouldSurviveAnyBits() {
        Random random = new Random(65);
        for (int round = 0; round < 10_000; round++) {
            long extensions = random.nextLong();

            SyncState told = new PeerClock(extensions | IrttParams.CLOCK_STATEMENT, random.nextLong()).state();
            assertTrue(told.errorBoundNs() >= 0);
            assertEquals("525400.fffe.000001".length(), told.grandmaster().length());
            assertTrue(ClockStatement.source(extensions) <= 7);
        }
    }

    @Test
    void shouldGrantTheStatementOnlyToThoseWhoAsk() {
        SyncState state = new SyncState(Source.NTP, true, 1_000_000, "here", "");
        ServerHarness harness = new ServerHarness();

        assertEquals(0, granted(harness, -1).extensions() & IrttParams.CLOCK_STATEMENT, "nobody has said anything yet");
        harness.server.clock(state);
        assertEquals(PeerClock.telling(state), PeerClock.of(granted(harness, IrttParams.CLOCK_STATEMENT)));
        assertEquals(PeerClock.SILENT, PeerClock.of(granted(harness, 0)));
        assertEquals(IrttParams.CLOSE_ACK, granted(harness, IrttParams.CLOSE_ACK).extensions());
    }

    @Test
    void shouldTellTheGrandmasterOnlyToThoseWhoAsk() {
        ServerHarness harness = new ServerHarness();
        harness.server.clock(new SyncState(Source.PTP, false, 0, "here", GRANDMASTER));
        long both = IrttParams.CLOCK_STATEMENT | IrttParams.GRANDMASTER;

        IrttParams told = granted(harness, both);
        assertEquals(GRANDMASTER, PeerClock.of(told).state().grandmaster());
        assertEquals(IrttParams.GRANDMASTER, told.extensions() & IrttParams.GRANDMASTER);
        IrttParams silent = granted(harness, IrttParams.CLOCK_STATEMENT);
        assertEquals("", PeerClock.of(silent).state().grandmaster());
        assertEquals(0, silent.extensions() & IrttParams.GRANDMASTER);
    }

    private static IrttParams granted(ServerHarness harness, long extensions) {
        return harness.open(ServerHarness.params(1_000_000_000L, 1_000_000_000L, 0, "", extensions)).granted;
    }
}
