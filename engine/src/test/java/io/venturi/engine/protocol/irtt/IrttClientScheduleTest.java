package io.venturi.engine.protocol.irtt;

import static io.venturi.engine.protocol.irtt.IrttClientAnswers.ECHO;
import static io.venturi.engine.protocol.irtt.IrttClientPair.BEGIN_NS;
import static io.venturi.engine.protocol.irtt.IrttClientPair.MS;
import static io.venturi.engine.protocol.irtt.IrttClientPair.S;
import static io.venturi.engine.protocol.irtt.IrttClientPair.US;
import static io.venturi.engine.protocol.irtt.IrttClientPair.WALL_AHEAD_NS;
import static io.venturi.engine.protocol.irtt.IrttClientPlans.plan;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.venturi.engine.metric.EndState;
import io.venturi.engine.metric.Instrument;
import io.venturi.engine.metric.RoundTrips;
import io.venturi.engine.metric.RttReport;
import io.venturi.engine.metric.RttSettings.PeerStamps;
import io.venturi.engine.plan.RttPlan.PeerClock;
import io.venturi.engine.plan.RttPlan.Replies;
import io.venturi.engine.record.Counters.Id;
import io.venturi.ffi.linux.Errno;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IrttClientScheduleTest {
    /** When the test begins: after one round trip of opening. */
    private static final long START_NS = 12 * MS;

    private static IrttClientPair.Sent probe(IrttClientPair pair, int index) {
        return pair.sent(ECHO).get(index);
    }

    private static List<Integer> seqs(IrttClientPair pair) {
        return pair.sent(ECHO).stream().map(sent -> IrttClientAnswers.seq(sent.bytes())).toList();
    }

    private static List<Integer> upTo(int count) {
        return IntStream.range(0, count).boxed().toList();
    }

    @ParameterizedTest
    @CsvSource({"1000, 200, 5", "400, 200, 2", "401, 200, 3", "500, 1000, 1", "1000, 1000, 1", "1001, 1000, 2"})
    void shouldSendWhileTheDurationLasts(long durationMs, long intervalMs, int expected) throws Exception {
        IrttClientPair pair = plan().every(intervalMs * MS, durationMs * MS).pair()
                .against(IrttServerOptions.builder());

        pair.runToEnd();

        List<Long> expectedTimes = LongStream.range(0, expected).map(k -> START_NS + k * intervalMs * MS)
                .boxed().toList();
        assertEquals(expectedTimes, pair.sentAt(ECHO));
        assertEquals(upTo(expected), seqs(pair));
        assertEquals(BEGIN_NS + START_NS, pair.opening().startNs());
        assertEquals(BEGIN_NS + START_NS + WALL_AHEAD_NS, pair.opening().startWallNs());
        assertEquals(expected, pair.count(Id.SENT));
        assertEquals(60L * expected, pair.count(Id.SENT_BYTES));
        assertEquals(0, pair.count(Id.SKIPPED));
    }

    @Test
    void shouldGiveUpMissedSlotsAndNeverBurst() throws Exception {
        IrttClientPair pair = plan().every(10 * MS, 100 * MS).pair().against(IrttServerOptions.builder());
        pair.runUntil(START_NS + 15 * MS);
        pair.away(30 * MS); // until 45 ms: slots 20 and 30 are missed, 40 is late by 5 ms

        pair.runToEnd();

        List<Long> sinceStart = pair.sentAt(ECHO).stream().map(ns -> (ns - START_NS) / MS).toList();
        assertEquals(List.of(0L, 10L, 45L, 50L, 60L, 70L, 80L, 90L), sinceStart);
        assertEquals(upTo(8), seqs(pair));
        assertEquals(2, pair.count(Id.SKIPPED));
        try (RttReport report = pair.report()) {
            RoundTrips.Cursor row = report.roundTrips().cursor();
            assertEquals(BEGIN_NS + START_NS + 40 * MS, row.moveTo(2).intendedNs());
            assertEquals(5 * MS, row.departureLatenessNs());
            assertEquals(BEGIN_NS + START_NS + 50 * MS, row.moveTo(3).intendedNs());
            assertEquals(8, report.roundTrips().size());
            assertEquals(2, report.instrument().missedSlots());
        }
    }

    @Test
    void shouldSendOnlyTheLastSlotIfAwayBeyondTheEnd() throws Exception {
        IrttClientPair pair = plan().every(10 * MS, 100 * MS).pair().against(IrttServerOptions.builder());
        pair.runUntil(START_NS + 15 * MS);
        pair.away(S);

        pair.runToEnd();

        assertEquals(3, pair.sent(ECHO).size());
        assertEquals(7, pair.count(Id.SKIPPED));
        assertEquals(EndState.COMPLETED, pair.outcome().end());
        assertEquals(3, pair.count(Id.RECEIVED));
    }

    @Test
    void shouldCountMillionsOfMissedSlotsAtOnce() throws Exception {
        IrttClientPair pair = plan().every(1, 3_000 * S).pair().against(IrttServerOptions.builder().minIntervalNs(0));
        pair.runTo(IrttClient.Phase.RUNNING);
        long before = pair.count(Id.SENT);
        pair.away(2_000 * S);

        pair.runUntil(pair.sinceBeginNs() + 2_000 * S - 1);
        pair.timeline.at(BEGIN_NS + pair.sinceBeginNs() + 1, pair.client::stop);
        pair.runUntil(pair.sinceBeginNs() + 1);

        assertTrue(before <= 1);
        long slots = 2_000 * S + 1;
        assertEquals(slots, pair.count(Id.SKIPPED) + pair.count(Id.SENT), 2);
    }

    @ParameterizedTest
    @ValueSource(ints = {Errno.EAGAIN, Errno.ENOBUFS, Errno.EPERM, Errno.ENETUNREACH})
    void shouldUseUpNoNumberForARefusedProbe(int errno) throws Exception {
        IrttClientPair pair = plan().every(10 * MS, 100 * MS).pair().against(IrttServerOptions.builder());
        Set<Long> refusedMs = Set.of(20L, 30L, 90L);
        pair.kernel((_, _, _) -> refusedMs.contains((pair.sinceBeginNs() - START_NS) / MS) ? errno : 0);

        pair.runToEnd();

        assertEquals(7, pair.count(Id.SENT));
        assertEquals(upTo(7), seqs(pair));
        assertEquals(40, (probe(pair, 2).atNs() - START_NS) / MS);
        assertEquals(EndState.COMPLETED, pair.outcome().end());
        assertEquals(0, pair.outcome().waitedNs(), 12 * MS);
        try (RttReport report = pair.report()) {
            assertEquals(Map.of(errno, 3L), report.instrument().refusedByErrno());
            assertEquals(7, report.roundTrips().size());
        }
    }

    @Test
    void shouldEndWhenProbesAreTooLarge() throws Exception {
        IrttClientPair pair = plan().every(10 * MS, S).length(2_000).pair().against(IrttServerOptions.builder());
        pair.kernel((_, length, _) -> length > 1_472 && pair.sinceBeginNs() >= START_NS + 30 * MS ? Errno.EMSGSIZE : 0);

        pair.runToEnd();

        assertEquals(EndState.SEND_FAILED, pair.outcome().end());
        assertEquals("probes are larger than the path allows without fragments", pair.outcome().detail());
        assertEquals(3, pair.count(Id.RECEIVED));
        assertEquals(1, pair.count(Id.REFUSED));
    }

    @Test
    void shouldStillTellOfTheFailedSendWhenStoppedWhileWaiting() throws Exception {
        IrttClientPair pair = plan().every(10 * MS, S).pair().against(IrttServerOptions.builder());
        pair.forward.losing(IrttClientAnswers::isEcho);
        pair.kernel((_, _, _) -> pair.sinceBeginNs() >= START_NS + 30 * MS && pair.client.phase()
                == IrttClient.Phase.RUNNING ? Errno.EMSGSIZE : 0);
        pair.runTo(IrttClient.Phase.DRAINING);

        pair.client.stop();
        pair.runToEnd();

        assertEquals(EndState.SEND_FAILED, pair.outcome().end());
    }

    @Test
    void shouldGoOnWhileTheNetworkReportsErrors() throws Exception {
        IrttClientPair pair = plan().every(10 * MS, 100 * MS).pair().against(IrttServerOptions.builder());
        pair.timeline.at(BEGIN_NS + START_NS + 25 * MS, () -> pair.client.onError(Errno.ECONNREFUSED));
        pair.timeline.at(BEGIN_NS + START_NS + 35 * MS, () -> pair.client.onError(Errno.EHOSTUNREACH));

        pair.runToEnd();

        assertEquals(10, pair.count(Id.RECEIVED));
        assertEquals(2, pair.count(Id.ICMP_ERRORS));
        assertEquals(EndState.COMPLETED, pair.outcome().end());
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 20_000, 300_000_000})
    void shouldGiveTransmitStampsToTheirProbesHoweverLate(long lagNs) throws Exception {
        IrttClientPair pair = plan().every(10 * MS, 100 * MS).pair().against(IrttServerOptions.builder())
                .kernelStamps(lagNs);
        pair.reverse.holding(datagram -> !IrttClientAnswers.isEcho(datagram), 0);
        pair.kernel((_, _, id) -> id == 4 && pair.count(Id.REFUSED) == 0 ? Errno.EAGAIN : 0);

        pair.runToEnd();

        try (RttReport report = pair.report()) {
            RoundTrips.Cursor row = report.roundTrips().cursor();
            int stamped = 0;
            for (int seq = 0; seq < 9; seq++) {
                row.moveTo(seq);
                if (row.sentKernelNs() != 0) {
                    assertEquals(row.sentWallNs(), row.sentKernelNs());
                    stamped++;
                }
                assertEquals(row.receivedWallNs(), row.receivedKernelNs());
            }
            assertEquals(9, stamped);
            assertEquals(0, report.instrument().transmitStampsMissing());
        }
    }

    @Test
    void shouldLiveWithoutSomeTransmitStamps() throws Exception {
        IrttClientPair pair = plan().every(10 * MS, 100 * MS).pair().against(IrttServerOptions.builder());
        pair.kernel((_, _, id) -> {
            if (id % 3 == 0) {
                pair.timeline.at(BEGIN_NS + pair.sinceBeginNs() + US,
                        () -> pair.client.onTransmitStamp(id, pair.realtime.nanoTime() - US));
            }
            return 0;
        });

        pair.runToEnd();
        pair.client.onTransmitStamp(3, 1); // told twice, or of what never was
        pair.client.onTransmitStamp(1 << 20, 1);

        try (RttReport report = pair.report()) {
            Instrument instrument = report.instrument();
            assertEquals(7, instrument.transmitStampsMissing()); // ids 1..10 are probes; 3, 6 and 9 were stamped
            assertEquals(10, pair.count(Id.RECEIVED));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "rand", "pattern:010203"})
    void shouldFillProbesAsTold(String fill) throws Exception {
        IrttClientPair pair = plan().every(10 * MS, 50 * MS).length(100).fill(fill, false).pair()
                .against(IrttServerOptions.builder());

        pair.runToEnd();

        List<String> payloads = pair.sent(ECHO).stream().map(sent -> sent.hex().substring(120)).toList();
        assertEquals(5, payloads.size());
        switch (fill) {
            case "none" -> assertEquals(Set.of("00".repeat(40)), new HashSet<>(payloads));
            case "rand" -> assertEquals(5, new HashSet<>(payloads).size());
            default -> assertEquals("010203".repeat(67).substring(0, 400), String.join("", payloads));
        }
    }

    @Test
    void shouldLeaveNothingOfTheOpenRequestInAnEmptyPayload() throws Exception {
        IrttClientPair pair = plan().every(10 * MS, 50 * MS).length(100)
                .replies(new Replies(PeerStamps.NONE, PeerClock.BOTH, false, false, ""))
                .pair().against(IrttServerOptions.builder());

        pair.runToEnd();

        assertEquals(5, pair.sent(ECHO).size());
        for (IrttClientPair.Sent probe : pair.sent(ECHO)) {
            assertEquals("00".repeat(84), probe.hex().substring(32));
        }
    }
}
