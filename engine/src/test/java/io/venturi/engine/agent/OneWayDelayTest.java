package io.venturi.engine.agent;

import static io.venturi.engine.agent.TestTraffic.PEER_WALL_AHEAD_NS;
import static io.venturi.engine.agent.TestTraffic.WALL_NS;
import static io.venturi.engine.metric.Direction.FORWARD;
import static io.venturi.engine.metric.Direction.REVERSE;
import static io.venturi.engine.metric.StampSource.KERNEL;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.venturi.engine.agent.TestTraffic.Probe;
import io.venturi.engine.clock.Timescale;
import io.venturi.engine.metric.ClockChoice;
import io.venturi.engine.metric.ClockChoice.Method;
import io.venturi.engine.metric.ClockKnowledge;
import io.venturi.engine.metric.ClockRelation;
import io.venturi.engine.metric.HostConditions;
import io.venturi.engine.metric.Metric;
import io.venturi.engine.metric.Metric.DelayVariation.Form;
import io.venturi.engine.metric.RoundTripListener;
import io.venturi.engine.metric.RttReport;
import io.venturi.engine.metric.SyncState;
import io.venturi.engine.metric.SyncState.Source;
import io.venturi.engine.metric.Uncertainty;
import io.venturi.engine.record.RoundTripTable;
import io.venturi.engine.testing.ManualClock;
import org.junit.jupiter.api.Test;

/** What a report says of one-way delays, by what is known of the clocks. The peer's wall clock is 7 s behind. */
class OneWayDelayTest {
    private static final long S = 1_000_000_000L;

    private static ClockKnowledge knowing(Method method, long statedNs, SyncState own, SyncState peer) {
        return new ClockKnowledge(new ClockChoice(method, statedNs), false, own, peer);
    }

    private static ClockKnowledge knowing(Method method) {
        return knowing(method, ClockChoice.NOT_STATED, SyncState.UNKNOWN, SyncState.UNKNOWN);
    }

    private static SyncState synchronised(long errorNs) {
        return new SyncState(Source.CHRONY, true, errorNs, "made up", "");
    }

    private static RttReport report(TestTraffic traffic, RoundTripTable table, ClockKnowledge known) {
        RoundTripAnalyst analyst = new RoundTripAnalyst(traffic.recorder, new ManualClock(Timescale.MONOTONIC, 0),
                table, S, RoundTripListener.NONE);
        traffic.play(analyst::doWork);
        return analyst.finish(TestTraffic.facts(4 * S), HostConditions.UNKNOWN, null, known);
    }

    private static RttReport report(TestTraffic traffic, ClockKnowledge known) {
        return report(traffic, RoundTripTable.keepingAll(), known);
    }

    private static TestTraffic traffic() {
        return new TestTraffic(11, 1 << 22).generate(3_000, 0.3);
    }

    private static long leastForward(TestTraffic traffic) {
        return traffic.probes.stream().filter(p -> p.answered && p.transmitStampGood())
                .mapToLong(p -> WALL_NS + p.peerArrival - p.sentKernel).min().orElseThrow();
    }

    private static long leastReverse(TestTraffic traffic) {
        return traffic.probes.stream().filter(p -> p.answered && p.receiveStampGood())
                .mapToLong(p -> p.receivedKernel - WALL_NS - p.peerDeparture).min().orElseThrow();
    }

    @Test
    void shouldTakeAnEstimatedOffsetOutAndSayHowFarOffItMayBe() {
        TestTraffic traffic = traffic();
        try (RttReport report = report(traffic, knowing(Method.ESTIMATE))) {
            ClockRelation.Estimated relation = (ClockRelation.Estimated) report.run().clockRelation();
            Metric.Delay forward = report.delay(FORWARD, KERNEL).orElseThrow();
            Metric.Delay reverse = report.delay(REVERSE, KERNEL).orElseThrow();
            Uncertainty uncertainty = forward.uncertainty();

            assertEquals(PEER_WALL_AHEAD_NS, relation.wallOffsetNs(), relation.boundNs());
            assertEquals(relation.boundNs(), uncertainty.boundNs(), 1);
            assertEquals(leastForward(traffic), forward.ns().min(), uncertainty.boundNs());
            assertEquals(leastReverse(traffic), reverse.ns().min(), uncertainty.boundNs());
            assertEquals(leastForward(traffic), forward.ns().min(), 5_000, "the path is symmetric");
            assertTrue(uncertainty.boundNs() < 110_000 && uncertainty.statisticalNs() < 5_000, uncertainty.toString());
            assertEquals(relation, forward.clockRelation());
            assertEquals(0, report.variation(Form.PDV, FORWARD, KERNEL).orElseThrow().ns().min());
        }
    }

    @Test
    void shouldShowRawDifferencesAndNoUncertaintyWithoutARelation() {
        try (RttReport report = report(traffic(), knowing(Method.NONE))) {
            Metric.Delay forward = report.delay(FORWARD, KERNEL).orElseThrow();

            assertFalse(report.run().clockRelation().isKnown());
            assertEquals(Uncertainty.NONE, forward.uncertainty());
            assertTrue(forward.ns().max() < -6 * S);
        }
    }

    @Test
    void shouldAddTheErrorsOfBothClocksAndStamps() {
        try (RttReport report = report(traffic(), knowing(Method.SYNCHRONISED, ClockChoice.NOT_STATED,
                synchronised(5 * S), synchronised(4 * S)))) {
            ClockRelation.Synchronised relation = (ClockRelation.Synchronised) report.run().clockRelation();

            assertEquals(9 * S, relation.errorBoundNs());
            assertFalse(relation.contradicted());
            assertEquals(9e9 + 2_000, report.delay(FORWARD, KERNEL).orElseThrow().uncertainty().boundNs());
        }
    }

    @Test
    void shouldFlagDelaysThatProveAStatedErrorWrong() {
        try (RttReport report = report(traffic(), knowing(Method.SYNCHRONISED, 1_000_000, SyncState.UNKNOWN,
                SyncState.UNKNOWN))) {
            assertTrue(((ClockRelation.Synchronised) report.run().clockRelation()).contradicted());
        }
    }

    @Test
    void shouldEstimateWhereBothClaimToBeSynchronisedAndCannotBe() {
        ClockKnowledge claimed = knowing(Method.AUTO, ClockChoice.NOT_STATED, synchronised(1_000), synchronised(1_000));
        try (RttReport report = report(traffic(), claimed)) {
            ClockRelation.Estimated relation = (ClockRelation.Estimated) report.run().clockRelation();

            assertTrue(relation.rejected().contains("say their clocks are synchronised"), relation.rejected());
        }
    }

    @Test
    void shouldTakeTheMoreExactOfTwoRelations() {
        ClockKnowledge loose = knowing(Method.AUTO, ClockChoice.NOT_STATED, synchronised(8 * S), synchronised(S));
        try (RttReport report = report(traffic(), loose)) {
            assertTrue(report.run().clockRelation() instanceof ClockRelation.Estimated estimated
                    && estimated.rejected().isEmpty());
        }
        try (RttReport report = report(traffic(), knowing(Method.AUTO))) {
            assertTrue(report.run().clockRelation() instanceof ClockRelation.Estimated);
        }
    }

    @Test
    void shouldRelateClocksOfOneGrandmasterThatHasNoUtc() {
        SyncState grandmaster = new SyncState(Source.PTP, false, 0, "made up", "gm");
        SyncState follower = new SyncState(Source.PTP, true, 9 * S, "made up", "gm");
        SyncState other = new SyncState(Source.PTP, true, 9 * S, "made up", "");
        try (RttReport report = report(traffic(), knowing(Method.SYNCHRONISED, ClockChoice.NOT_STATED, grandmaster,
                follower))) {
            assertEquals(9 * S, ((ClockRelation.Synchronised) report.run().clockRelation()).errorBoundNs());
        }
        try (RttReport report = report(traffic(), knowing(Method.SYNCHRONISED, ClockChoice.NOT_STATED, grandmaster,
                other))) {
            assertTrue(report.run().clockRelation() instanceof ClockRelation.None none && none.why().contains(
                    "(here: not synchronised, made up, PTP grandmaster gm; there: synchronised, made up)"));
        }
    }

    @Test
    void shouldNotRelateClocksThatFollowDifferentGrandmasters() {
        SyncState a = new SyncState(Source.PTP, true, 1, "made up", "gm-a");
        SyncState b = new SyncState(Source.PTP, true, 1, "made up", "gm-b");
        try (RttReport report = report(traffic(), knowing(Method.AUTO, ClockChoice.NOT_STATED, a, b))) {
            assertTrue(report.run().clockRelation() instanceof ClockRelation.Estimated estimated
                    && estimated.rejected().contains("grandmasters"));
        }
    }

    @Test
    void shouldWithholdDelaysWithoutAllRowsOrWithoutStatements() {
        try (RttReport report = report(traffic(), RoundTripTable.keepingLast(64), knowing(Method.AUTO))) {
            assertTrue(report.run().clockRelation() instanceof ClockRelation.None none && none.why().contains("keeps"));
        }
        try (RttReport report = report(traffic(), knowing(Method.SYNCHRONISED))) {
            assertTrue(report.run().clockRelation() instanceof ClockRelation.None none
                    && none.why().contains("synchronised:ERROR"));
        }
        TestTraffic few = new TestTraffic(3, 1 << 20).generate(5, 0);
        try (RttReport report = report(few, knowing(Method.AUTO))) {
            assertTrue(report.run().clockRelation() instanceof ClockRelation.None none && none.why()
                    .contains("too few"));
        }
    }

    @Test
    void shouldNeverGiveAWrongDelayWhenThePeersClockIsSet() {
        TestTraffic traffic = new TestTraffic(12, 1 << 22).generate(3_000, 0);
        for (Probe probe : traffic.probes) { // the peer's clocks are one of ours and a constant: move its instants
            long stepNs = probe.seq >= 1_700 ? 40_000_000 : 0;
            probe.peerArrival += stepNs;
            probe.peerDeparture += stepNs;
        }
        try (RttReport report = report(traffic, knowing(Method.ESTIMATE))) {
            ClockRelation.Estimated relation = (ClockRelation.Estimated) report.run().clockRelation();
            Metric.Delay forward = report.delay(FORWARD, KERNEL).orElseThrow();

            assertEquals(1, relation.clockSteps());
            assertTrue(forward.ns().n() > 2_500, "values " + forward.ns().n());
            assertEquals(120_000, forward.ns().median(), forward.uncertainty().boundNs());
            assertTrue(forward.ns().max() < 300_000 && forward.ns().min() > 0, forward.ns().toString());
        }
    }
}
