package io.venturi.engine.agent;

import static io.venturi.engine.metric.Direction.FORWARD;
import static io.venturi.engine.metric.Direction.ROUND_TRIP;
import static io.venturi.engine.metric.Metric.HostResidence.Host.HERE;
import static io.venturi.engine.metric.Metric.HostResidence.Host.PEER;
import static io.venturi.engine.metric.Metric.HostResidence.Part.BOTH;
import static io.venturi.engine.metric.Metric.HostResidence.Part.RECEIVE;
import static io.venturi.engine.metric.Metric.HostResidence.Part.SEND;
import static io.venturi.engine.metric.StampSource.HARDWARE;
import static io.venturi.engine.metric.StampSource.KERNEL;
import static io.venturi.engine.metric.StampSource.USER;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.venturi.engine.clock.PhcOffset;
import io.venturi.engine.clock.PhcTracker;
import io.venturi.engine.clock.Timescale;
import io.venturi.engine.metric.Departures;
import io.venturi.engine.metric.HostConditions;
import io.venturi.engine.metric.Safepoints;
import io.venturi.engine.metric.RoundTrip;
import io.venturi.engine.metric.RoundTripListener;
import io.venturi.engine.metric.RttReport;
import io.venturi.engine.metric.StampSetup;
import io.venturi.engine.metric.Stamping;
import io.venturi.engine.metric.Stamping.Kind;
import io.venturi.engine.metric.Stamping.Missing;
import io.venturi.engine.metric.Stamping.Reason;
import io.venturi.engine.metric.Summary;
import io.venturi.engine.record.Counters;
import io.venturi.engine.record.Observations;
import io.venturi.engine.record.Recorder;
import io.venturi.engine.record.RoundTripTable;
import io.venturi.engine.socket.Packet;
import io.venturi.engine.testing.ManualClock;
import java.lang.foreign.MemorySegment;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Probes 1 ms apart that take 100 us by our own stamps, 80 by the kernel's, 60 by the card's, of which 10 in the peer.
 * The card's clock is in another year.
 */
class HardwareStampsTest {
    private static final long US = 1_000;
    private static final long PHC_NS = 37_000_000_000L;
    private static final int PROBES = 100;
    private static final StampSetup.Nic NIC = new StampSetup.Nic("eth9", 3, "all", true);
    private static final StampSetup ON = new StampSetup(StampSetup.Choice.BEST, 0x49df, NIC, "");

    private final Recorder recorder = new Recorder(1 << 20, new Counters());
    private final Packet packet = new Packet(MemorySegment.NULL);
    private RoundTripTable table = RoundTripTable.keepingAll();

    private static long at(long seq) {
        return 1_000_000_000 + seq * 1_000 * US;
    }

    private void sent(long seq) {
        recorder.counters().increment(Counters.Id.SENT);
        recorder.sent(seq, at(seq), at(seq), TestTraffic.WALL_NS + at(seq), US);
    }

    private void left(long seq) {
        recorder.sentAt(seq, TestTraffic.WALL_NS + at(seq) + 8 * US);
    }

    private void leftCard(long seq) {
        recorder.sentAt(seq, HARDWARE, PHC_NS + at(seq) + 15 * US);
    }

    private void received(long seq, long nicNs, int flags) {
        recorder.counters().increment(Counters.Id.RECEIVED);
        long peerNs = 77_000 * US + at(seq);
        packet.reset(60, false, at(seq) + 100 * US, TestTraffic.WALL_NS + at(seq) + 100 * US);
        packet.receivedKernelNs(TestTraffic.WALL_NS + at(seq) + 88 * US);
        packet.receivedNicNs(nicNs);
        recorder.received(seq, packet, peerNs, 0, peerNs + 10 * US, 0, 0, 0, flags);
    }

    private void received(long seq) {
        received(seq, PHC_NS + at(seq) + 75 * US, Observations.PEER_KERNEL_RECEIVE);
    }

    private RttReport report(StampSetup setup) {
        RoundTripAnalyst analyst = new RoundTripAnalyst(recorder, new ManualClock(Timescale.MONOTONIC, 0), table,
                Long.MAX_VALUE, RoundTripListener.NONE);
        return analyst.finish(TestTraffic.facts(1_000_000_000), new HostConditions(0, 0, List.of(), setup,
                HostConditions.Pacing.UNKNOWN, Safepoints.UNKNOWN), null);
    }

    private void all(Runnable lastOfRow) {
        for (long seq = 0; seq < PROBES; seq++) {
            sent(seq);
            left(seq);
            leftCard(seq);
            received(seq);
        }
        lastOfRow.run();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldMeasureByTheCardsClockAlone(boolean keepAll) {
        table = keepAll ? table : RoundTripTable.keepingLast(16);
        all(() -> { });

        try (RttReport report = report(ON)) {
            assertEquals(50 * US, report.delay(ROUND_TRIP, HARDWARE).orElseThrow().ns().median(), 100);
            assertEquals(70 * US, report.delay(ROUND_TRIP, KERNEL).orElseThrow().ns().median(), 100);
            assertEquals(90 * US, report.delay(ROUND_TRIP, USER).orElseThrow().ns().median(), 100);
            assertEquals(PROBES, report.delay(ROUND_TRIP, HARDWARE).orElseThrow().ns().n());
            assertTrue(report.delay(FORWARD, HARDWARE).isEmpty(), "the clocks are not related");
            assertEquals(40 * US, report.hostResidence(HERE, BOTH, HARDWARE).orElseThrow().ns().median(), 100);
            assertEquals(20 * US, report.hostResidence(HERE, BOTH, KERNEL).orElseThrow().ns().median(), 100);
            Stamping stamping = report.instrument().stamping();
            assertEquals(new Stamping(ON, HARDWARE, HARDWARE, HARDWARE, Stamping.PeerSource.KERNEL,
                    Stamping.PeerSource.USER, List.of()), stamping);
            assertEquals(0, report.instrument().stampsDiscarded());
        }
    }

    /**
     * The card's clock is 20 ppm slow: at system time s it shows s less WALL_NS, plus PHC_NS, less 20 us per second.
     */
    private static PhcOffset compared(long systemNs) {
        long sinceNs = systemNs - 1_000_000_000;
        return new PhcOffset(TestTraffic.WALL_NS + systemNs, PHC_NS + systemNs - sinceNs / 50_000, 200,
                PhcOffset.Method.EXTENDED);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldRelateStampsOfTheCardWhoseClockWasCompared(boolean keepAll) {
        table = keepAll ? table : RoundTripTable.keepingLast(16);
        Iterator<Long> times = List.of(1_000_000_000L, 2_000_000_000L).iterator();
        PhcTracker tracker = new PhcTracker(() -> compared(times.next()));
        table.relate(tracker);
        tracker.sample();
        tracker.sample();
        all(() -> { });

        try (RttReport report = report(ON)) {
            // the card's clock fell back by up to 2 us in the 100 ms of the test: its stamps, made of a steady one, are
            // as much later by the system's
            Summary send = report.hostResidence(HERE, SEND, HARDWARE).orElseThrow().ns();
            assertEquals(PROBES, send.n());
            assertEquals(15 * US, send.min(), 10);
            assertEquals(17 * US, send.max(), 50);
            Summary receive = report.hostResidence(HERE, RECEIVE, HARDWARE).orElseThrow().ns();
            assertEquals(25 * US, receive.max(), 10);
            assertEquals(23 * US, receive.min(), 50);
            Departures departures = report.instrument().departures();
            assertEquals(HARDWARE, departures.stampedBy());
            assertEquals(send.min(), departures.errorNs().min());
            assertEquals(send.max(), departures.errorNs().max());
            assertEquals(PROBES, departures.errorNs().n());
            RoundTrip row = report.roundTrips().cursor().moveTo(PROBES - 1);
            assertEquals(row.residenceNs(HARDWARE), row.sendResidenceNs(HARDWARE) + row.receiveResidenceNs(HARDWARE),
                    10);
        }
    }

    @Test
    void shouldNotRelateStampsOfACardWhoseClockWasSet() {
        Iterator<PhcOffset> times = List.of(compared(1_000_000_000L),
                new PhcOffset(TestTraffic.WALL_NS + 2_000_000_000L,
                PHC_NS + 7_000_000_000L, 200, PhcOffset.Method.EXTENDED)).iterator();
        PhcTracker tracker = new PhcTracker(times::next);
        table.relate(tracker);
        tracker.sample();
        tracker.sample();
        all(() -> { });

        try (RttReport report = report(ON)) {
            assertTrue(report.hostResidence(HERE, SEND, HARDWARE).isEmpty());
            assertEquals(KERNEL, report.instrument().departures().stampedBy());
            assertEquals(PROBES, report.instrument().departures().errorNs().n());
            assertEquals(PROBES, report.delay(ROUND_TRIP, HARDWARE).orElseThrow().ns().n());
        }
    }

    /** The clock that was compared is not the one of the stamps: it is ahead or behind by 2 ms or by years. */
    @ParameterizedTest
    @ValueSource(longs = {-2_000_000, 2_000_000, -37_000_000_000L, 100_000_000_000_000_000L})
    void shouldNotRelateStampsOfAnotherClockThanTheOneCompared(long aheadNs) {
        Iterator<Long> times = List.of(1_000_000_000L, 2_000_000_000L).iterator();
        PhcTracker tracker = new PhcTracker(() -> {
            PhcOffset right = compared(times.next());
            return new PhcOffset(right.systemNs(), right.phcNs() + aheadNs, 200, PhcOffset.Method.EXTENDED);
        });
        table.relate(tracker);
        tracker.sample();
        tracker.sample();
        all(() -> { });

        try (RttReport report = report(ON)) {
            assertTrue(report.hostResidence(HERE, SEND, HARDWARE).isEmpty());
            assertTrue(report.hostResidence(HERE, RECEIVE, HARDWARE).isEmpty());
            assertTrue(report.delay(FORWARD, HARDWARE).isEmpty());
            assertEquals(KERNEL, report.instrument().departures().stampedBy());
            assertEquals(PROBES, report.instrument().stampsDiscarded());
            assertEquals(50 * US, report.delay(ROUND_TRIP, HARDWARE).orElseThrow().ns().median(), 100);
        }
    }

    @Test
    void shouldJoinStampsInWhateverOrderTheyComeAndTakeTheFirstOfEachKind() {
        leftCard(0);
        received(0);
        left(0);
        recorder.sentAt(0, HARDWARE, PHC_NS + at(0) + 16 * US);
        recorder.sentAt(0, TestTraffic.WALL_NS + at(0) + 9 * US);
        sent(0);

        try (RttReport report = report(ON)) {
            RoundTrip row = report.roundTrips().cursor().moveTo(0);
            assertEquals(50 * US, row.delayNs(ROUND_TRIP, HARDWARE));
            assertEquals(70 * US, row.delayNs(ROUND_TRIP, KERNEL));
            assertEquals(1, report.delay(ROUND_TRIP, HARDWARE).orElseThrow().ns().n());
            assertEquals(row.residenceNs(KERNEL), row.sendResidenceNs(KERNEL) + row.receiveResidenceNs(KERNEL));
        }
    }

    /** The card's clock was set while the probe was away, or a stamp is another packet's. */
    @ParameterizedTest
    @ValueSource(longs = {14, -5, 130, 900_000})
    void shouldDiscardCardStampsThatCannotBe(long receivedUs) {
        sent(0);
        left(0);
        leftCard(0);
        received(0, PHC_NS + at(0) + receivedUs * US, 0);

        try (RttReport report = report(ON)) {
            assertEquals(2, report.instrument().stampsDiscarded());
            assertTrue(report.delay(ROUND_TRIP, HARDWARE).isEmpty());
            assertEquals(List.of(), report.instrument().stamping().missing(), "discarded is not missing");
            assertEquals(70 * US, report.delay(ROUND_TRIP, KERNEL).orElseThrow().ns().median());
        }
    }

    /** The peer says that it had a probe for longer than that was away, which was 80 us by the kernel's stamps. */
    @ParameterizedTest
    @ValueSource(longs = {81, 1_000, -1})
    void shouldReportNoDelayOfAProbeThatWasInThePeerForLongerThanAway(long residenceUs) {
        sent(0);
        left(0);
        recorder.counters().increment(Counters.Id.RECEIVED);
        packet.reset(60, false, at(0) + 100 * US, TestTraffic.WALL_NS + at(0) + 100 * US);
        packet.receivedKernelNs(TestTraffic.WALL_NS + at(0) + 88 * US);
        recorder.received(0, packet, 77_000 * US, 0, (77_000 + residenceUs) * US, 0, 0, 0, 0);

        try (RttReport report = report(ON)) {
            assertTrue(report.delay(ROUND_TRIP, KERNEL).isEmpty());
            assertEquals(residenceUs != 81, report.delay(ROUND_TRIP, USER).isEmpty());
            assertEquals(1, report.instrument().stampsDiscarded());
        }
    }

    @Test
    void shouldTellACardThatCannotKeepUpFromAnErrorQueueThatIsFull() {
        for (long seq = 0; seq < PROBES; seq++) {
            sent(seq);
            if (seq % 10 != 0) {
                left(seq);
            }
            if (seq % 2 == 1) { // every second one, and so none of those whose kernel stamp was dropped
                leftCard(seq);
            }
            received(seq);
        }

        try (RttReport report = report(ON)) {
            assertEquals(List.of(new Missing(Kind.TRANSMIT_KERNEL, 10, PROBES, Reason.ERROR_QUEUE_FULL),
                            new Missing(Kind.TRANSMIT_HARDWARE, 40, PROBES, Reason.CARD_BUSY),
                            new Missing(Kind.TRANSMIT_HARDWARE, 10, PROBES, Reason.ERROR_QUEUE_FULL)),
                    report.instrument().stamping().missing());
            assertEquals(50, report.delay(ROUND_TRIP, HARDWARE).orElseThrow().ns().n());
            assertEquals(50 * US, report.delay(ROUND_TRIP, HARDWARE).orElseThrow().ns().max());
            assertEquals(HARDWARE, report.instrument().stamping().roundTrip());
        }
    }

    @Test
    void shouldSayWhenACardStampsNothingThatArrives() {
        for (long seq = 0; seq < PROBES; seq++) {
            sent(seq);
            left(seq);
            leftCard(seq);
            received(seq, 0, 0);
        }

        try (RttReport report = report(ON)) {
            Stamping stamping = report.instrument().stamping();
            assertEquals(List.of(new Missing(Kind.RECEIVE_HARDWARE, PROBES, PROBES, Reason.NONE_GIVEN)),
                    stamping.missing());
            assertEquals(KERNEL, stamping.roundTrip());
            assertEquals(HARDWARE, stamping.sent());
            assertEquals(KERNEL, stamping.received());
            assertEquals(Stamping.PeerSource.UNKNOWN, stamping.peerReceived());
            assertEquals(Stamping.PeerSource.UNKNOWN, stamping.peerSent());
        }
    }

    @Test
    void shouldMissNothingThatWasNotAskedFor() {
        sent(0);
        received(0, 0, Observations.PEER_USER_RECEIVE);

        try (RttReport report = report(new StampSetup(StampSetup.Choice.USER, 0, null, ""))) {
            assertEquals(List.of(), report.instrument().stamping().missing());
            assertEquals(Stamping.PeerSource.USER, report.instrument().stamping().peerReceived());
        }
    }

    @Test
    void shouldTakeInWhenTheReplyLeftThePeer() {
        all(() -> { });
        for (long seq = 0; seq < PROBES - 1; seq++) {
            long peerSentNs = 77_000 * US + at(seq) + 10 * US;
            recorder.repliedAt(seq, seq == 5 ? peerSentNs - 1 : peerSentNs + 3 * US);
        }
        recorder.repliedAt(3, 77_000 * US + at(3) + 90 * US); // told already
        recorder.repliedAt(PROBES + 7, 1); // never was

        try (RttReport report = report(ON)) {
            var ns = report.hostResidence(PEER, SEND, KERNEL).orElseThrow().ns();
            assertEquals(PROBES - 2, ns.n(), "not of the last one, and not of what cannot be");
            assertEquals(3 * US, ns.max());
            assertEquals(RoundTrip.ABSENT, report.roundTrips().cursor().moveTo(5).peerSendResidenceNs());
        }
    }
}
