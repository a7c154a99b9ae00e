package io.venturi.engine.clock;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.venturi.engine.metric.SyncState;
import io.venturi.engine.metric.SyncState.Source;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The verdict, from each of the accounts there can be. */
@Timeout(30)
class WallClockTest {
    private static final long S = 1_000_000_000L;
    private static final Reading<PhcOffset> NO_PHC = Reading.missing("none");
    private static final KernelClockState FREE = new KernelClockState(false, 0x40, 0, 0, 16 * S, 16 * S, 0, 0);

    private static KernelClockState kernel(long maxErrorNs, long estErrorNs) {
        return new KernelClockState(true, 0x2001, -200, 0, maxErrorNs, estErrorNs, 37, 0);
    }

    private static SyncState verdict(KernelClockState kernel, Reading<Chrony> chrony, Reading<Ptp4l> ptp,
                                     Reading<PhcOffset> phc, String... programs) {
        return new WallClock(kernel, chrony, ptp, phc, Set.of(programs)).syncState();
    }

    private static Reading<Ptp4l> ptp(int portState, Ptp4l.Stamping stamping, boolean grandmaster, boolean traceable) {
        return Reading.of(new Ptp4l(Path.of("/var/run/ptp4l"), "own", 0, -300, 1_844.5, 1, "gm", grandmaster, 37, true,
                traceable, List.of(new Ptp4l.Port(1, portState, "eth0", stamping))));
    }

    private static <T> Reading<T> none() {
        return Reading.missing("not here");
    }

    @Test
    void shouldKnowNothingOfAClockThatNobodyKeeps() {
        SyncState state = verdict(FREE, none(), none(), NO_PHC);

        assertEquals(Source.FREE_RUNNING, state.source());
        assertFalse(state.isBounded());
    }

    @Test
    void shouldBelieveChronyBeforeTheKernel() {
        SyncState state = verdict(kernel(5_000_000, 1_000), Reading.of(
                new Chrony("0A", "192.0.2.1", 2, -2_507, 1, 1, 8_000, 2_000, true)), none(), NO_PHC);

        assertEquals(new SyncState(Source.CHRONY, true, 2_507 + 4_000 + 2_000,
                "chronyd follows 192.0.2.1, stratum 2", ""), state);
    }

    @Test
    void shouldTakeTheKernelsBoundOnlyFromAWriterThatEstimatesIt() {
        SyncState ntpd = verdict(kernel(5_000_000, 1_000), none(), none(), NO_PHC, "ntpd");
        SyncState linuxptp = verdict(kernel(5_000_000, 1_000), none(), none(), NO_PHC, "phc2sys");
        SyncState zero = verdict(kernel(500_000, 0), none(), none(), NO_PHC);

        assertEquals(5_000_200, ntpd.errorBoundNs());
        assertTrue(ntpd.isBounded());
        assertTrue(linuxptp.synchronised());
        assertFalse(linuxptp.isBounded());
        assertFalse(zero.isBounded());
    }

    @Test
    void shouldAddOffsetAndPathUnderSoftwareStamps() {
        SyncState state = verdict(kernel(0, 0), none(), ptp(9, Ptp4l.Stamping.SOFTWARE, false, true), NO_PHC);

        assertEquals(Source.PTP, state.source());
        assertEquals(300 + 1_845, state.errorBoundNs());
        assertEquals("gm", state.grandmaster());
    }

    @Test
    void shouldAddWhatTheSystemClockIsAwayFromTheCards() {
        Reading<Ptp4l> ptp = ptp(9, Ptp4l.Stamping.HARDWARE, false, true);
        Reading<PhcOffset> near = Reading.of(new PhcOffset(100 * S, 137 * S + 40, 500, PhcOffset.Method.EXTENDED));
        Reading<PhcOffset> utc = Reading.of(new PhcOffset(100 * S, 100 * S - 70, 500, PhcOffset.Method.EXTENDED));

        assertEquals(300 + 1_845 + 40 + 500, verdict(kernel(0, 0), none(), ptp, near).errorBoundNs());
        assertEquals(300 + 1_845 + 70 + 500, verdict(kernel(0, 0), none(), ptp, utc).errorBoundNs());
        assertFalse(verdict(kernel(0, 0), none(), ptp, NO_PHC).isBounded());
    }

    @Test
    void shouldNotCallAClockSynchronisedThatFollowsNobody() {
        SyncState listening = verdict(kernel(0, 0), none(), ptp(4, Ptp4l.Stamping.SOFTWARE, false, true), NO_PHC);
        SyncState master = verdict(kernel(0, 0), none(), ptp(6, Ptp4l.Stamping.SOFTWARE, true, false), NO_PHC);
        SyncState traceable = verdict(kernel(0, 0), none(), ptp(6, Ptp4l.Stamping.SOFTWARE, true, true), NO_PHC);

        assertFalse(listening.synchronised());
        assertTrue(listening.detail().contains("eth0 LISTENING"), listening.detail());
        assertFalse(master.synchronised());
        assertTrue(traceable.synchronised());
    }

    @Test
    void shouldAskThisHostWithoutAnyPermission() {
        WallClock clock = WallClock.ask();

        assertFalse(clock.syncState().detail().isBlank());
        assertEquals(clock.chrony().isFound(), clock.chrony().why().isEmpty());
    }
}
