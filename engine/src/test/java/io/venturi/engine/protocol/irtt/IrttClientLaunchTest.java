package io.venturi.engine.protocol.irtt;

import static io.venturi.engine.protocol.irtt.IrttClientAnswers.ECHO;
import static io.venturi.engine.protocol.irtt.IrttClientPair.BEGIN_NS;
import static io.venturi.engine.protocol.irtt.IrttClientPair.EARLY_NS;
import static io.venturi.engine.protocol.irtt.IrttClientPair.LEAD_NS;
import static io.venturi.engine.protocol.irtt.IrttClientPair.MS;
import static io.venturi.engine.protocol.irtt.IrttClientPair.WALL_AHEAD_NS;
import static io.venturi.engine.protocol.irtt.IrttClientPlans.plan;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.venturi.engine.metric.Fate;
import io.venturi.engine.metric.Metric;
import io.venturi.engine.metric.RoundTrips;
import io.venturi.engine.metric.RttReport;
import io.venturi.engine.record.Counters.Id;
import io.venturi.engine.socket.LaunchClock;
import io.venturi.ffi.linux.Errno;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Probes that the kernel gets before their times, and drops if they are late. */
class IrttClientLaunchTest {
    /** When the test begins: after one round trip of opening. */
    private static final long START_NS = 12 * MS;

    private static IrttClientPair pair(LaunchClock clock) throws Exception {
        return new IrttClientPair(plan().every(10 * MS, 100 * MS).build(), false, clock)
                .against(IrttServerOptions.builder());
    }

    private static List<Long> intended(int from) {
        return LongStream.range(from, 10).map(k -> START_NS + k * 10 * MS).boxed().toList();
    }

    @ParameterizedTest
    @EnumSource(LaunchClock.class)
    void shouldHandProbesOverAsTheQueueWantsThem(LaunchClock clock) throws Exception {
        IrttClientPair pair = pair(clock);
        List<Long> times = new ArrayList<>();
        pair.kernel((datagram, length, _) -> {
            if (length == 60) {
                times.add(pair.transmitter.launchTime());
            }
            return 0;
        });

        pair.runToEnd();

        boolean held = clock == LaunchClock.MONOTONIC || clock == LaunchClock.TAI;
        long aheadNs = clock == LaunchClock.MONOTONIC ? BEGIN_NS : BEGIN_NS + WALL_AHEAD_NS;
        long lateNs = clock == LaunchClock.TAI_DEADLINE ? LEAD_NS : 0;
        assertEquals(intended(1).stream().map(ns -> held ? ns - LEAD_NS : ns).toList(),
                pair.sentAt(ECHO).subList(1, 10));
        if (clock != LaunchClock.NONE) {
            assertEquals(intended(0).stream().map(ns -> ns + aheadNs + lateNs).toList(), times);
        }
        try (RttReport report = pair.report()) {
            RoundTrips.Cursor row = report.roundTrips().cursor().moveTo(5);
            assertEquals(BEGIN_NS + START_NS + 50 * MS, row.intendedNs());
            long earlyNs = clock == LaunchClock.TAI ? EARLY_NS : 0;
            assertEquals(row.intendedNs() - earlyNs, row.sentUserNs(), "no delay comes out shorter than it was");
            assertEquals(row.sentUserNs() + WALL_AHEAD_NS, row.sentWallNs());
            assertEquals(0, report.instrument().departures().missedLaunch());
        }
    }

    @Test
    void shouldNeverCallAProbeLostThatTheQueueDropped() throws Exception {
        IrttClientPair pair = pair(LaunchClock.TAI);
        Set<Long> dropped = Set.of(3L, 4L, 9L);
        pair.forward.losing(datagram -> IrttClientAnswers.isEcho(datagram)
                && dropped.contains((long) IrttClientAnswers.seq(datagram)));
        pair.kernel((datagram, length, _) -> {
            long time = pair.transmitter.launchTime();
            boolean echo = length == 60;
            if (echo && dropped.contains((time - BEGIN_NS - WALL_AHEAD_NS - START_NS) / (10 * MS))) {
                pair.timeline.at(BEGIN_NS + pair.sinceBeginNs() + 2 * MS, () -> pair.client.onMissedLaunch(time));
            }
            return 0;
        });

        pair.runToEnd();

        assertEquals(IntStream.range(0, 10).boxed().toList(), pair.sent(ECHO).stream()
                .map(sent -> IrttClientAnswers.seq(sent.bytes())).toList(), "numbers were used up");
        assertEquals(3, pair.count(Id.MISSED_LAUNCH));
        assertTrue(pair.outcome().waitedNs() < 20 * MS, "nobody waits for what never left");
        try (RttReport report = pair.report()) {
            Metric.Loss loss = report.metric(Metric.Loss.class).orElseThrow();
            assertEquals(7, loss.sent());
            assertEquals(0, loss.lost());
            assertEquals(7 * 60, report.rate(io.venturi.engine.metric.Direction.FORWARD).orElseThrow().bytes());
            assertEquals(3, report.instrument().departures().missedLaunch());
            assertEquals(Fate.MISSED_LAUNCH, report.roundTrips().cursor().moveTo(4).fate());
            assertTrue(report.instrument().degraded());
        }
    }

    @Test
    void shouldUseUpNoNumberForAProbeThatWasTooLateFromTheBeginning() throws Exception {
        IrttClientPair pair = pair(LaunchClock.TAI);
        pair.kernel((_, _, _) -> {
            long time = pair.transmitter.launchTime();
            long slot = (time - BEGIN_NS - WALL_AHEAD_NS - START_NS) / (10 * MS);
            if (time == 0 || slot != 5 && slot != 6) {
                return 0;
            }
            if (slot == 5) { // the other one is refused for another reason, of which there is no report
                pair.timeline.at(BEGIN_NS + pair.sinceBeginNs() + 1_000, () -> pair.client.onMissedLaunch(time));
            }
            return Errno.ENOBUFS;
        });

        pair.runToEnd();

        assertEquals(8, pair.count(Id.SENT));
        assertEquals(IntStream.range(0, 8).boxed().toList(), pair.sent(ECHO).stream()
                .map(sent -> IrttClientAnswers.seq(sent.bytes())).toList());
        try (RttReport report = pair.report()) {
            assertEquals(1, report.instrument().departures().missedLaunch());
            assertEquals(Map.of(Errno.ENOBUFS, 1L), report.instrument().refusedByErrno());
            assertEquals(0, report.metric(Metric.Loss.class).orElseThrow().lost());
        }
    }

    @Test
    void shouldIgnoreReportsOfWhatItNeverSent() throws Exception {
        IrttClientPair pair = pair(LaunchClock.TAI);
        pair.runUntil(START_NS + 25 * MS);

        pair.client.onMissedLaunch(1);
        pair.client.onMissedLaunch(0);
        pair.runToEnd();

        assertEquals(0, pair.count(Id.MISSED_LAUNCH));
        assertEquals(10, pair.count(Id.RECEIVED));
        assertFalse(pair.outcome().waitedNs() > 20 * MS);
    }
}
