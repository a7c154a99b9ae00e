package io.venturi.engine.agent;

import io.venturi.engine.agent.TestTraffic.Probe;
import io.venturi.engine.clock.Timescale;
import io.venturi.engine.metric.Direction;
import io.venturi.engine.metric.Fate;
import io.venturi.engine.metric.HostConditions;
import io.venturi.engine.metric.IntervalReport;
import io.venturi.engine.metric.LiveRtt;
import io.venturi.engine.metric.Metric.DelayVariation.Form;
import io.venturi.engine.metric.Metric;
import io.venturi.engine.metric.PeerTotals;
import io.venturi.engine.metric.RoundTrip;
import io.venturi.engine.metric.RoundTripListener;
import io.venturi.engine.metric.RttReport;
import io.venturi.engine.metric.Summary;
import io.venturi.engine.record.Counters.Id;
import io.venturi.engine.record.RoundTripTable;
import io.venturi.engine.socket.Packet;
import io.venturi.engine.stats.NaiveStatistics;
import io.venturi.engine.testing.ManualClock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.lang.foreign.MemorySegment;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

import static io.venturi.engine.agent.TestTraffic.WALL_NS;
import static io.venturi.engine.agent.TestTraffic.facts;
import static io.venturi.engine.metric.Direction.FORWARD;
import static io.venturi.engine.metric.Direction.REVERSE;
import static io.venturi.engine.metric.Direction.ROUND_TRIP;
import static io.venturi.engine.metric.StampSource.KERNEL;
import static io.venturi.engine.metric.StampSource.USER;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class RoundTripAnalystTest {
    private static final int RING_BYTES = 1 << 22;

    private final ManualClock clock = new ManualClock(Timescale.MONOTONIC, 0);

    private RttReport run(TestTraffic traffic, RoundTripTable table) {
        RoundTripAnalyst analyst = analyst(traffic, table, RoundTripListener.NONE);
        traffic.play(analyst::doWork);
        return analyst.finish(facts(4_000_000_000L), HostConditions.UNKNOWN, null);
    }

    private RoundTripAnalyst analyst(TestTraffic traffic, RoundTripTable table, RoundTripListener listener) {
        return new RoundTripAnalyst(traffic.recorder, clock, table, 1_000_000_000, listener);
    }

    // ---- loss and blindness

    @Test
    void shouldNeverCallAnOverrunLoss() {
        TestTraffic traffic = new TestTraffic(21, 1 << 12).generate(2000, 0.5);
        RoundTripAnalyst analyst = analyst(traffic, RoundTripTable.keepingAll(), RoundTripListener.NONE);
        int[] events = {0};

        traffic.play(() -> { // a statistics thread that hardly ever gets a turn
            if (events[0]++ % 200 == 0) {
                analyst.doWork();
            }
        });

        try (RttReport report = analyst.finish(facts(4_000_000_000L), HostConditions.UNKNOWN, null)) {
            Metric.Loss loss = report.metric(Metric.Loss.class).orElseThrow();
            long trulyLost = traffic.probes.stream().filter(p -> !p.answered).count();
            assertTrue(report.instrument().ringOverruns() > 1000);
            assertTrue(report.instrument().degraded());
            assertEquals(2000, loss.sent());
            assertTrue(loss.lost() <= trulyLost, loss.toString());
            assertTrue(loss.unobserved() > 0);
            assertTrue(loss.received() < traffic.arrivals().size());
        }
    }

    @Test
    void shouldNotCallSocketOverflowLoss() {
        TestTraffic traffic = new TestTraffic(22, RING_BYTES).generate(100, 0);
        for (int seq = 40; seq < 50; seq++) {
            traffic.probes.get(seq).answered = false;
        }
        traffic.counters.add(Id.SOCKET_OVERFLOW, 7);

        try (RttReport report = run(traffic, RoundTripTable.keepingAll())) {
            Metric.Loss loss = report.metric(Metric.Loss.class).orElseThrow();
            assertEquals(3, loss.lost());
            assertEquals(7, loss.unobserved());
            assertEquals(new Metric.Loss.ByDirection(0, 3, 0, false), loss.byDirection());
        }
    }

    @Test
    void shouldNotTakeAStallOfOursForDelay() {
        TestTraffic traffic = new TestTraffic(24, RING_BYTES).generate(100, 0);
        TestTraffic.Probe stalled = traffic.probes.get(50);
        long delayNs = 700_000_000L;
        stalled.arrival += delayNs; // the kernel had it in time, the lane took it late
        stalled.stalled = true;

        try (RttReport report = run(traffic, RoundTripTable.keepingAll())) {
            assertEquals(1, report.instrument().stalledReplies());
            assertEquals(99, report.delay(ROUND_TRIP, USER).orElseThrow().ns().n());
            assertTrue(report.delay(ROUND_TRIP, USER).orElseThrow().ns().max() < delayNs);
            assertTrue(report.delay(REVERSE, USER).orElseThrow().ns().max()
                    - report.delay(REVERSE, USER).orElseThrow().ns().min() < delayNs);
            assertTrue(report.variation(Form.IPDV, ROUND_TRIP, USER).orElseThrow().ns().max() < delayNs);
            assertEquals(100, report.delay(FORWARD, USER).orElseThrow().ns().n());
            assertEquals(0, report.metric(Metric.Loss.class).orElseThrow().lost());
        }
    }

    @Test
    void shouldCountRepliesOlderThanTheRowsKeptAsUnobserved() {
        TestTraffic traffic = new TestTraffic(23, RING_BYTES).generate(100, 0);
        traffic.probes.get(10).arrival += 80 * TestTraffic.INTERVAL_NS;
        traffic.probes.get(20).answered = false; // one blind spot excuses one probe, not two

        try (RttReport report = run(traffic, RoundTripTable.keepingLast(16))) {
            Metric.Loss loss = report.metric(Metric.Loss.class).orElseThrow();
            assertEquals(1, loss.lost());
            assertEquals(1, loss.unobserved());
            assertEquals(1, report.instrument().outdatedReplies());
        }
    }

    @Test
    void shouldTellDirectionsExactlyByTheTotalsOfThePeer() {
        TestTraffic traffic = new TestTraffic(24, RING_BYTES).generate(1000, 0.8);
        traffic.probes.subList(850, 950).forEach(p -> p.answered = false); // more than windows reach
        traffic.probes.subList(990, 1000).forEach(p -> p.answered = false);
        List<Probe> had = traffic.probes.stream().filter(p -> p.reachedPeer).toList();
        long window = 0;
        int highest = had.getLast().seq;
        for (Probe probe : had) {
            window |= highest - probe.seq < 64 ? 1L << highest - probe.seq : 0;
        }
        RoundTripAnalyst analyst = analyst(traffic, RoundTripTable.keepingAll(), RoundTripListener.NONE);
        traffic.play(analyst::doWork);

        try (RttReport report = analyst.finish(facts(2_000_000_000L), HostConditions.UNKNOWN,
                new PeerTotals(highest, had.size(), window, had.size() + 5))) {
            Metric.Loss loss = report.metric(Metric.Loss.class).orElseThrow();
            long answered = traffic.arrivals().size();
            assertEquals(new Metric.Loss.ByDirection(1000 - had.size(), had.size() - answered, 0, true),
                    loss.byDirection());
            for (Probe probe : traffic.probes.subList(950, 1000)) {
                Fate fate = report.roundTrips().cursor().moveTo(probe.seq).fate();
                assertEquals(probe.answered ? Fate.ANSWERED : probe.reachedPeer ? Fate.LOST_REVERSE : Fate.LOST_FORWARD,
                        fate);
            }
        }
    }

    @Test
    void shouldIgnoreTotalsThatCannotBe() {
        TestTraffic traffic = new TestTraffic(25, RING_BYTES).generate(50, 0);
        RoundTripAnalyst analyst = analyst(traffic, RoundTripTable.keepingAll(), RoundTripListener.NONE);
        traffic.play(analyst::doWork);

        try (RttReport report = analyst.finish(facts(1_000_000_000L), HostConditions.UNKNOWN,
                new PeerTotals(Long.MAX_VALUE, -4, 1, 3))) {
            assertEquals(new Metric.Loss.ByDirection(0, 0, 0, false),
                    report.metric(Metric.Loss.class).orElseThrow().byDirection());
        }
    }

    @Test
    void shouldHoldGapsInTheNumbersApartFromLoss() {
        TestTraffic traffic = new TestTraffic(26, RING_BYTES).generate(50, 0);
        traffic.probes.subList(10, 15).clear(); // never sent
        traffic.probes.get(10).answered = false; // number 15

        try (RttReport report = run(traffic, RoundTripTable.keepingAll())) {
            Metric.Loss loss = report.metric(Metric.Loss.class).orElseThrow();
            assertEquals(45, loss.sent());
            assertEquals(1, loss.lost());
            assertEquals(new Metric.Loss.Runs(1, 1, 15, 15), loss.runs());
            assertEquals(Fate.NOT_RECORDED, report.roundTrips().cursor().moveTo(12).fate());
        }
    }

    @Test
    void shouldReportNothingOfAnEmptyTest() {
        TestTraffic traffic = new TestTraffic(27, RING_BYTES);

        try (RttReport report = run(traffic, RoundTripTable.keepingAll())) {
            assertTrue(report.delay(ROUND_TRIP, USER).isEmpty());
            assertEquals(0, report.metric(Metric.Loss.class).orElseThrow().sent());
        }
    }

    // ---- clock, refusals

    @Test
    void shouldEndOneWayDelaysAtAClockStepButKeepTheRest() {
        TestTraffic traffic = new TestTraffic(31, RING_BYTES).generate(100, 0);
        RoundTripAnalyst analyst = analyst(traffic, RoundTripTable.keepingAll(), RoundTripListener.NONE);
        Packet packet = new Packet(MemorySegment.NULL);
        for (Probe p : traffic.probes) {
            long wall = WALL_NS + (p.seq >= 50 ? 30_000_000_000L : 0);
            traffic.recorder.sent(p.seq, p.intended, p.sent, wall + p.sent, p.call);
            traffic.recorder.sentAt(p.seq, wall + p.sent + 1000);
            long receivedWall = WALL_NS + (p.seq >= 49 ? 30_000_000_000L : 0); // set while 49 was on its way
            packet.reset(60, false, p.arrival, receivedWall + p.arrival);
            packet.receivedKernelNs(receivedWall + p.arrival - 1000);
            traffic.recorder.received(p.seq, packet, WALL_NS + p.peerArrival, p.peerArrival,
                    WALL_NS + p.peerDeparture, p.peerDeparture, 0, 0, 0);
        }

        try (RttReport report = analyst.finish(facts(1_000_000_000L), HostConditions.UNKNOWN, null)) {
            assertEquals(1, report.instrument().clockSteps());
            assertEquals(traffic.probes.get(49).arrival - 1_000_000_000, report.instrument().firstClockStepNs());
            assertEquals(49, report.delay(FORWARD, USER).orElseThrow().ns().n());
            assertEquals(49, report.delay(REVERSE, KERNEL).orElseThrow().ns().n());
            assertEquals(100, report.delay(ROUND_TRIP, USER).orElseThrow().ns().n());
            assertEquals(99, report.delay(ROUND_TRIP, KERNEL).orElseThrow().ns().n());
            assertEquals(99, report.variation(Form.IPDV, FORWARD, USER).orElseThrow().ns().n());
            assertEquals(97, report.variation(Form.IPDV, FORWARD, KERNEL).orElseThrow().ns().n());
            assertTrue(report.variation(Form.IPDV, FORWARD, KERNEL).orElseThrow().ns().max() < 1_000_000);
        }
    }

    @Test
    void shouldCountRefusalsByErrnoAndMissedSlots() {
        TestTraffic traffic = new TestTraffic(32, RING_BYTES);
        traffic.recorder.refused(105, 1);
        traffic.recorder.refused(105, 2);
        traffic.recorder.refused(1, 3);
        traffic.recorder.skipped(4, 5);
        traffic.counters.increment(Id.REFUSED); // its record was lost

        try (RttReport report = run(traffic, RoundTripTable.keepingAll())) {
            assertEquals(Map.of(0, 1L, 1, 1L, 105, 2L), report.instrument().refusedByErrno());
            assertEquals(4, report.instrument().missedSlots());
        }
    }

    // ---- while it runs

    @Test
    void shouldTellRoundTripsDuplicatesAndIntervalsAsTheyCome() {
        TestTraffic traffic = new TestTraffic(41, RING_BYTES).generate(2500, 0.5);
        List<Integer> heard = new ArrayList<>();
        List<Integer> late = new ArrayList<>();
        List<Integer> duplicates = new ArrayList<>();
        List<IntervalReport> intervals = new ArrayList<>();
        RoundTripAnalyst analyst = analyst(traffic, RoundTripTable.keepingAll(), new RoundTripListener() {
            @Override
            public void onRoundTrip(RoundTrip row) {
                heard.add((int) row.seq());
                if (row.late()) {
                    late.add((int) row.seq());
                }
            }

            @Override
            public void onDuplicate(RoundTrip row) {
                duplicates.add((int) row.seq());
            }

            @Override
            public void onInterval(IntervalReport interval) {
                intervals.add(interval);
            }
        });

        traffic.play(analyst::doWork);
        analyst.finish(facts(2_600_000_000L), HostConditions.UNKNOWN, null).close();

        List<Probe> arrivals = traffic.arrivals();
        assertEquals(arrivals.stream().map(p -> p.seq).toList(), heard);
        assertEquals(traffic.duplicates(), duplicates.size());
        assertTrue(late.size() > 10);
        assertEquals(3, intervals.size());
        for (IntervalReport interval : intervals) {
            checkInterval(traffic, interval);
        }
        assertEquals(2_600_000_000L, intervals.getLast().endNs());
    }

    private static void checkInterval(TestTraffic traffic, IntervalReport interval) {
        long from = 1_000_000_000 + interval.startNs();
        long to = 1_000_000_000 + interval.endNs();
        List<Probe> arrived = traffic.arrivals().stream().filter(p -> p.arrival >= from && p.arrival < to).toList();
        long sentBefore = traffic.probes.stream().filter(p -> p.sent < to).count();
        long sent = traffic.probes.stream().filter(p -> p.sent >= from && p.sent < to).count();
        assertEquals(sent, interval.sent());
        assertEquals(arrived.size(), interval.received());
        assertEquals(sentBefore - traffic.arrivals().stream().filter(p -> p.arrival < to).count(), interval.pending());
        NaiveStatistics.assertSame("interval",
                arrived.stream().map(p -> p.arrival - p.sent - (p.peerDeparture - p.peerArrival)).toList(),
                interval.roundTrip());
    }

    @Test
    void shouldCloseIntervalsByTheClockWhenNothingArrives() {
        TestTraffic traffic = new TestTraffic(42, RING_BYTES).generate(1, 0);
        List<IntervalReport> intervals = new ArrayList<>();
        RoundTripAnalyst analyst = analyst(traffic, RoundTripTable.keepingAll(), new RoundTripListener() {
            @Override
            public void onInterval(IntervalReport interval) {
                intervals.add(interval);
            }
        });
        traffic.play(analyst::doWork);

        clock.set(1_000_000_000 + 2_999_999_999L);
        analyst.doWork();
        assertEquals(2, intervals.size());
        clock.advanceNs(1);
        analyst.doWork();

        assertEquals(3, intervals.size());
        assertEquals(0, intervals.get(2).received());
    }

    @Test
    void shouldShowTheTestLive() {
        TestTraffic traffic = new TestTraffic(43, RING_BYTES).generate(100, 0);
        RoundTripAnalyst analyst = analyst(traffic, RoundTripTable.keepingAll(), RoundTripListener.NONE);
        assertEquals(LiveRtt.NONE, analyst.live());
        traffic.play(analyst::doWork);

        clock.set(1_500_000_000);
        analyst.doWork();

        LiveRtt live = analyst.live();
        assertEquals(500_000_000, live.elapsedNs());
        assertEquals(100, live.sent());
        assertEquals(100, live.received());
        assertEquals(0, live.pending());
        assertEquals(100, live.roundTrip().n());
        assertTrue(live.rfc3550JitterNs() > 0);
    }

    // ---- golden, allocation

    /** Two round trips and their statistics as the reference implementation of IRTT 0.9.0 printed them. */
    @Test
    void shouldReproduceAPublishedSample() {
        TestTraffic traffic = new TestTraffic(51, RING_BYTES);
        long wall = 1795173614723552995L - 5291654;
        long sent1 = 5291654 + 100302000;
        long peerReceived1 = sent1 + (406503407 - 5291654) + 31997;
        long peerSent1 = peerReceived1 + 5979;
        long received1 = peerSent1 + (5377191 - 406507092) + 3976;
        traffic.recorder.sent(0, 5291654, 5291654, wall + 5291654, 17155);
        receive(traffic, 0, 5377191, 1795173614723638533L, 1795173614723599355L, 406503407, 1795173614723603050L,
                406507092, 1, 1);
        traffic.recorder.sent(1, sent1 - 276868, sent1, wall + sent1, 136103);
        long peerWall1 = wall + sent1 + 78376;
        receive(traffic, 1, received1, peerWall1 + 5979 + 39459, peerWall1, peerReceived1, peerWall1 + 5979, peerSent1,
                3, 2);
        traffic.counters.add(Id.SENT, 2);
        traffic.counters.add(Id.SENT_BYTES, 120);

        try (RttReport report = run(traffic, RoundTripTable.keepingAll())) {
            Function<Direction, Summary> delay = d -> report.delay(d, USER).orElseThrow().ns();
            Function<Direction, Summary> ipdv = d -> report.variation(Form.IPDV, d, USER).orElseThrow().ns();
            golden(delay.apply(ROUND_TRIP), 199677, 2, 81852, 117825, 99838, 99838, 25436, 647028364);
            golden(delay.apply(FORWARD), 124736, 2, 46360, 78376, 62368, 62368, 22638, 512512128);
            golden(delay.apply(REVERSE), 74942, 2, 35483, 39459, 37471, 37471, 2811, 7904288);
            golden(ipdv.apply(FORWARD), 31997, 1, 31997, 31997, 31997, 31997, 0, 0);
            golden(ipdv.apply(REVERSE), 3976, 1, 3976, 3976, 3976, 3976, 0, 0);
            golden(ipdv.apply(ROUND_TRIP), 35973, 1, 35973, 35973, 35973, 35973, 0, 0);
            golden(report.metric(Metric.PeerResidence.class).orElseThrow().ns(), 9664, 2, 3685, 5979, 4832, 4832, 1622,
                    2631218);
            golden(report.instrument().sendCall(), 153258, 2, 17155, 136103, 76629, 76629, 84108, 7074313352L);
            golden(report.instrument().timerError(), 276868, 1, 276868, 276868, 276868, 276868, 0, 0);
            assertEquals(2, report.metric(Metric.PeerReceived.class).orElseThrow().count());
            assertEquals(9558, report.rate(FORWARD).orElseThrow().bitsPerSecond());
            assertEquals(9567, report.rate(REVERSE).orElseThrow().bitsPerSecond());
            RoundTrip row = report.roundTrips().cursor().moveTo(1);
            assertEquals(117825, row.delayNs(ROUND_TRIP, USER));
            assertEquals(31997, row.ipdvNs(FORWARD, USER));
            assertEquals(3976, row.ipdvNs(REVERSE, USER));
        }
    }

    private static void receive(TestTraffic traffic, long seq, long receivedNs, long receivedWallNs, long peerWallIn,
                                long peerIn, long peerWallOut, long peerOut, long window, int count) {
        Packet packet = new Packet(MemorySegment.NULL);
        packet.reset(60, false, receivedNs, receivedWallNs);
        traffic.recorder.received(seq, packet, peerWallIn, peerIn, peerWallOut, peerOut, window, count, 0);
    }

    private static void golden(Summary summary, long total, long n, long min, long max, long mean, long median,
                               long stddev, long variance) {
        assertEquals(total, summary.total());
        assertEquals(n, summary.n());
        assertEquals(min, summary.min());
        assertEquals(max, summary.max());
        assertEquals(mean, (long) summary.mean());
        assertEquals(median, summary.median());
        assertEquals(stddev, (long) summary.stddev());
        assertEquals(variance, (long) summary.variance());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldAllocateNothingPerRecord(boolean keepingAll) {
        TestTraffic traffic = new TestTraffic(61, 1 << 16).generate(1, 0);
        RoundTripTable table = keepingAll ? RoundTripTable.keepingAll() : RoundTripTable.keepingLast(1024);
        RoundTripAnalyst analyst = analyst(traffic, table, RoundTripListener.NONE);
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long thread = Thread.currentThread().threadId();
        // a new chunk is an object: warm up until shortly after the start of one, and stay in it
        long seq = drive(traffic, analyst, 0, 2 * (1 << 15) + 100);
        threads.getThreadAllocatedBytes(thread);

        long before = threads.getThreadAllocatedBytes(thread);
        drive(traffic, analyst, seq, 27_000); // 102,600 records
        long allocated = threads.getThreadAllocatedBytes(thread) - before;

        assertEquals(0, allocated);
        table.close();
    }

    /** Four records per probe, one of them a duplicate; every tenth probe is lost. */
    private long drive(TestTraffic traffic, RoundTripAnalyst analyst, long from, int probes) {
        Probe p = traffic.probes.getFirst();
        for (long seq = from; seq < from + probes; seq++) {
            long shift = 1_000 * seq;
            traffic.recorder.sent(seq, p.intended + shift, p.sent + shift, WALL_NS + p.sent + shift, p.call);
            traffic.recorder.sentAt(seq, WALL_NS + p.sent + shift + 500);
            if (seq % 10 != 0) {
                traffic.writeReceived(seq, p, p.arrival, shift);
                traffic.writeReceived(seq, p, p.arrival, shift);
            }
            analyst.doWork();
        }
        return from + probes;
    }
}
