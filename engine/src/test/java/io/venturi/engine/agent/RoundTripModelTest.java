package io.venturi.engine.agent;

import io.venturi.engine.agent.TestTraffic.Probe;
import io.venturi.engine.clock.Timescale;
import io.venturi.engine.metric.Direction;
import io.venturi.engine.metric.Fate;
import io.venturi.engine.metric.HostConditions;
import io.venturi.engine.metric.Metric.DelayVariation.Form;
import io.venturi.engine.metric.Metric;
import io.venturi.engine.metric.Metric.HostResidence.Host;
import io.venturi.engine.metric.Metric.HostResidence.Part;
import io.venturi.engine.metric.RoundTrip;
import io.venturi.engine.metric.RoundTripListener;
import io.venturi.engine.metric.RoundTrips;
import io.venturi.engine.metric.RttReport;
import io.venturi.engine.metric.StampSource;
import io.venturi.engine.metric.Summary;
import io.venturi.engine.record.RoundTripTable;
import io.venturi.engine.stats.NaiveStatistics;
import io.venturi.engine.testing.ManualClock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;

import static io.venturi.engine.agent.TestTraffic.PEER_WALL_AHEAD_NS;
import static io.venturi.engine.agent.TestTraffic.WALL_NS;
import static io.venturi.engine.agent.TestTraffic.facts;
import static io.venturi.engine.metric.Direction.FORWARD;
import static io.venturi.engine.metric.Direction.REVERSE;
import static io.venturi.engine.metric.Direction.ROUND_TRIP;
import static io.venturi.engine.metric.StampSource.KERNEL;
import static io.venturi.engine.metric.StampSource.USER;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Every formula against the plainest way to compute it, on seeded random tests. */
class RoundTripModelTest {
    private static final int RING_BYTES = 1 << 22;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void shouldAgreeWithTheModelWhenAllRowsAreKept(long seed) {
        TestTraffic traffic = new TestTraffic(seed, RING_BYTES).generate(3000, seed / 8.0);

        try (RttReport report = run(traffic, RoundTripTable.keepingAll())) {
            checkDelays(traffic, report);
            checkCounts(traffic, report);
            checkRows(traffic, report.roundTrips());
            assertTrue(report.delay(ROUND_TRIP, USER).orElseThrow().ns().quantiles().exact());
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13})
    void shouldAgreeWithTheModelWhenOnlyTheLastRowsAreKept(long seed) {
        TestTraffic traffic = new TestTraffic(seed, RING_BYTES).generate(3000, 0.7);

        try (RttReport report = run(traffic, RoundTripTable.keepingLast(128))) {
            checkDelays(traffic, report);
            checkCounts(traffic, report);
            assertEquals(128, report.roundTrips().size());
            assertEquals(3000 - 128, report.roundTrips().first());
        }
    }

    private RttReport run(TestTraffic traffic, RoundTripTable table) {
        ManualClock clock = new ManualClock(Timescale.MONOTONIC, 0);
        RoundTripAnalyst analyst =
                new RoundTripAnalyst(traffic.recorder, clock, table, 1_000_000_000, RoundTripListener.NONE);
        traffic.play(analyst::doWork);
        return analyst.finish(facts(4_000_000_000L), HostConditions.UNKNOWN, null);
    }

    private static void checkDelays(TestTraffic traffic, RttReport report) {
        Predicate<Probe> any = p -> p.answered;
        Predicate<Probe> tx = p -> p.answered && p.transmitStampGood();
        Predicate<Probe> rx = p -> p.answered && p.receiveStampGood();
        ToLongFunction<Probe> residence = p -> p.peerDeparture - p.peerArrival;
        check(traffic, report, ROUND_TRIP, USER, any, p -> p.arrival - p.sent - residence.applyAsLong(p));
        check(traffic, report, FORWARD, USER, any, p -> p.peerArrival + PEER_WALL_AHEAD_NS - p.sent);
        check(traffic, report, REVERSE, USER, any, p -> p.arrival - (p.peerDeparture + PEER_WALL_AHEAD_NS));
        check(traffic, report, ROUND_TRIP, KERNEL, tx.and(rx),
                p -> p.receivedKernel - p.sentKernel - residence.applyAsLong(p));
        check(traffic, report, FORWARD, KERNEL, tx, p -> WALL_NS + PEER_WALL_AHEAD_NS + p.peerArrival - p.sentKernel);
        check(traffic, report, REVERSE, KERNEL, rx,
                p -> p.receivedKernel - (WALL_NS + PEER_WALL_AHEAD_NS + p.peerDeparture));

        NaiveStatistics.assertSame("peer residence", values(traffic, any, residence),
                report.metric(Metric.PeerResidence.class).orElseThrow().ns());
        var instrument = report.instrument();
        NaiveStatistics.assertSame("lateness", values(traffic, p -> true, p -> p.sent - p.intended),
                instrument.departureLateness());
        NaiveStatistics.assertSame("timer error", values(traffic, p -> p.seq > 0, p -> p.sent - p.intended),
                instrument.timerError());
        NaiveStatistics.assertSame("send call", values(traffic, p -> true, p -> p.call), instrument.sendCall());
        NaiveStatistics.assertSame("send residence", values(traffic, tx, p -> p.sentKernel - WALL_NS - p.sent),
                residence(report, Part.SEND));
        NaiveStatistics.assertSame("receive residence",
                values(traffic, rx, p -> p.arrival + WALL_NS - p.receivedKernel), residence(report, Part.RECEIVE));
        NaiveStatistics.assertSame("both together",
                values(traffic, tx.and(rx), p -> p.arrival - p.sent - (p.receivedKernel - p.sentKernel)),
                residence(report, Part.BOTH));
    }

    private static Summary residence(RttReport report, Part part) {
        return report.hostResidence(Host.HERE, part, KERNEL).orElseThrow().ns();
    }

    private static void check(TestTraffic traffic, RttReport report, Direction direction, StampSource source,
                              Predicate<Probe> defined, ToLongFunction<Probe> delay) {
        String what = direction + " " + source;
        List<Long> delays = values(traffic, defined, delay);
        Summary actual = report.delay(direction, source).orElseThrow().ns();
        NaiveStatistics.assertSame(what, delays, actual);

        long min = delays.stream().mapToLong(Long::longValue).min().orElseThrow();
        NaiveStatistics.assertSame(what + " PDV", delays.stream().map(d -> d - min).toList(),
                report.variation(Form.PDV, direction, source).orElseThrow().ns());

        List<Long> differences = new ArrayList<>();
        for (int i = 1; i < traffic.probes.size(); i++) {
            Probe probe = traffic.probes.get(i);
            Probe before = traffic.probes.get(i - 1);
            if (defined.test(probe) && defined.test(before)) {
                differences.add(Math.abs(delay.applyAsLong(probe) - delay.applyAsLong(before)));
            }
        }
        NaiveStatistics.assertSame(what + " IPDV", differences,
                report.variation(Form.IPDV, direction, source).orElseThrow().ns());

        if (source == USER) {
            double jitter = 0;
            List<Probe> arrivals = traffic.arrivals();
            for (int i = 1; i < arrivals.size(); i++) {
                double d = delay.applyAsLong(arrivals.get(i)) - delay.applyAsLong(arrivals.get(i - 1));
                jitter += (Math.abs(d) - jitter) / 16;
            }
            assertEquals(jitter, report.rfc3550Jitter(direction).orElseThrow().ns(), 1e-3);
        }
    }

    private static List<Long> values(TestTraffic traffic, Predicate<Probe> defined, ToLongFunction<Probe> value) {
        return traffic.probes.stream().filter(defined).map(value::applyAsLong).toList();
    }

    private static void checkCounts(TestTraffic traffic, RttReport report) {
        List<Probe> arrivals = traffic.arrivals();
        long sent = traffic.probes.size();
        Metric.Loss loss = report.metric(Metric.Loss.class).orElseThrow();
        assertEquals(sent, loss.sent());
        assertEquals(arrivals.size(), loss.received());
        assertEquals(sent - arrivals.size(), loss.lost());
        assertEquals(0, loss.unobserved());
        assertEquals(runs(traffic), loss.runs());

        long reordered = 0;
        long late = 0;
        for (int i = 1; i < arrivals.size(); i++) {
            int seq = arrivals.get(i).seq;
            late += seq < arrivals.get(i - 1).seq ? 1 : 0;
            reordered += arrivals.subList(0, i).stream().anyMatch(p -> p.seq > seq) ? 1 : 0;
        }
        assertEquals(new Metric.Reordering(arrivals.size(), reordered, late),
                report.metric(Metric.Reordering.class).orElseThrow());
        assertEquals(new Metric.Duplication(arrivals.size() + traffic.duplicates(), traffic.duplicates()),
                report.metric(Metric.Duplication.class).orElseThrow());
        assertEquals(arrivals.getLast().count, report.metric(Metric.PeerReceived.class).orElseThrow().count());

        Probe last = traffic.probes.getLast();
        assertEquals(new Metric.Rate(FORWARD, sent, 60 * sent, last.sent + last.call - traffic.probes.getFirst().sent),
                report.rate(FORWARD).orElseThrow());
        assertEquals(new Metric.Rate(REVERSE, arrivals.size(), 60L * arrivals.size(),
                arrivals.getLast().arrival - arrivals.getFirst().arrival), report.rate(REVERSE).orElseThrow());

        Metric.ReplyHeaders headers = report.metric(Metric.ReplyHeaders.class).orElseThrow();
        assertEquals(arrivals.stream().filter(p -> p.trafficClass == 3).count(), headers.withEcn(3));
        assertEquals(60, headers.minHopLimit());
        assertEquals(63, headers.maxHopLimit());

        assertEquals(traffic.probes.stream().filter(p -> p.sentKernel == 0).count(),
                report.instrument().transmitStampsMissing());
        assertEquals(arrivals.stream().filter(p -> p.receivedKernel == 0).count(),
                report.instrument().receiveStampsMissing());
        assertEquals(arrivals.stream().filter(p -> p.sentKernelFalse).count()
                + arrivals.stream().filter(p -> p.receivedKernelFalse).count(), report.instrument().stampsDiscarded());
        assertEquals(0, report.instrument().clockSteps());
    }

    private static Metric.Loss.Runs runs(TestTraffic traffic) {
        StringBuilder text = new StringBuilder();
        traffic.probes.forEach(p -> text.append(p.answered ? ' ' : 'x'));
        List<String> runs = Arrays.stream(text.toString().split(" ")).filter(r -> !r.isEmpty()).toList();
        return new Metric.Loss.Runs(runs.size(), runs.stream().mapToInt(String::length).max().orElse(0),
                text.indexOf("x"), text.lastIndexOf("x"));
    }

    private static void checkRows(TestTraffic traffic, RoundTrips rows) {
        RoundTrips.Cursor cursor = rows.cursor();
        assertEquals(traffic.probes.size(), rows.size());
        for (Probe probe : traffic.probes) {
            RoundTrip row = cursor.moveTo(probe.seq);
            assertEquals(probe.answered, row.fate() == Fate.ANSWERED);
            assertTrue(row.fate() != Fate.LOST_REVERSE || probe.reachedPeer);
            assertEquals(probe.copies, row.duplicates());
            assertEquals(probe.answered ? probe.peerDeparture - probe.peerArrival : RoundTrip.ABSENT,
                    row.peerResidenceNs());
        }
    }
}
