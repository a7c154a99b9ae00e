package io.venturi.engine.protocol.irtt;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.venturi.engine.metric.EndState;
import io.venturi.engine.metric.RttSettings.PeerStamps;
import io.venturi.engine.plan.RttPlan.PeerClock;
import io.venturi.engine.plan.RttPlan.Replies;
import io.venturi.engine.protocol.irtt.wire.IrttParams;
import io.venturi.engine.protocol.irtt.wire.ReceivedStats;
import io.venturi.engine.protocol.irtt.wire.StampAt;
import io.venturi.engine.protocol.irtt.wire.StampClock;
import io.venturi.engine.record.Counters;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a client makes of parameters other than those it asked for, row by row. */
class IrttClientReconciliationTest {
    private static final long S = 1_000_000_000;
    private static final long MS = 1_000_000;

    /** Parameters on their way to being changed. */
    private static final class Params {
        private int version = 1;
        private long durationNs = 60 * S;
        private long intervalNs = 2 * S;
        private long length = 100;
        private ReceivedStats stats = ReceivedStats.BOTH;
        private StampAt stampAt = StampAt.BOTH;
        private StampClock clock = StampClock.BOTH;
        private int trafficClass = 184;
        private String fill = "rand";

        private IrttParams build() {
            return new IrttParams(version, durationNs, intervalNs, length, stats, stampAt, clock, trafficClass, fill,
                    0);
        }
    }

    private interface ChangeOf {
        void apply(Params params);
    }

    private static IrttNegotiation negotiate(ChangeOf change) {
        Params granted = new Params();
        change.apply(granted);
        return IrttNegotiation.compare(new Params().build(), granted.build());
    }

    /** Refused unless restrictions are accepted, and then told. */
    private static void assertRestriction(String expected, ChangeOf change) {
        IrttNegotiation negotiation = negotiate(change);

        assertEquals(expected, negotiation.refusal(false));
        assertEquals("", negotiation.refusal(true));
        assertEquals(List.of(expected), negotiation.restrictions());
    }

    /** Refused always. */
    private static void assertViolation(String expected, ChangeOf change) {
        IrttNegotiation negotiation = negotiate(change);

        assertEquals(expected, negotiation.refusal(false));
        assertEquals(expected, negotiation.refusal(true));
        assertEquals(List.of(), negotiation.restrictions());
    }

    @Test
    void shouldAcceptWhatItAskedFor() {
        IrttNegotiation negotiation = negotiate(params -> { });

        assertEquals("", negotiation.refusal(false));
        assertEquals(List.of(), negotiation.changes());
    }

    @Test
    void shouldJudgeTheVersion() {
        assertViolation("client version 1 != server version 2", params -> params.version = 2);
        assertViolation("client version 1 != server version 0", params -> params.version = 0);
    }

    @Test
    void shouldJudgeTheDuration() {
        assertRestriction("server reduced duration from 1m0s to 2s", params -> params.durationNs = 2 * S);
        assertRestriction("server reduced duration from 1m0s to 1ns", params -> params.durationNs = 1);
        assertViolation("server tried to change duration from 1m0s to 1m0.000000001s",
                params -> params.durationNs = 60 * S + 1);
        assertViolation("server reduced duration from 1m0s to 0s", params -> params.durationNs = 0);
    }

    @Test
    void shouldJudgeTheInterval() {
        assertRestriction("server increased interval from 2s to 2.5s", params -> params.intervalNs = 2_500 * MS);
        assertRestriction("server reduced interval from 2s to 1.5s to avoid 6s timeout",
                params -> params.intervalNs = 1_500 * MS);
        assertRestriction("server reduced interval from 2s to 1s to avoid 4s timeout", params -> params.intervalNs = S);
        assertViolation("server tried to reduce interval to < 1s, from 2s to 999.999999ms",
                params -> params.intervalNs = S - 1);
        assertViolation("server tried to reduce interval to < 1s, from 2s to 0s", params -> params.intervalNs = 0);
    }

    @Test
    void shouldJudgeTheLength() {
        assertRestriction("server reduced length from 100 to 60", params -> params.length = 60);
        assertRestriction("server reduced length from 100 to 0", params -> params.length = 0);
        assertRestriction("server reduced length from 100 to -1", params -> params.length = -1);
        assertViolation("server tried to increase length from 100 to 101", params -> params.length = 101);
        assertViolation("server tried to increase length from 100 to 1099511627776", params -> params.length =
                1L << 40);
    }

    @Test
    void shouldJudgeStampsClocksMarksAndFill() {
        assertRestriction("server restricted timestamps from both to midpoint",
                params -> params.stampAt = StampAt.MIDPOINT);
        assertRestriction("server restricted timestamps from both to none", params -> params.stampAt = StampAt.NONE);
        assertRestriction("server restricted clocks from both to wall", params -> params.clock = StampClock.WALL);
        assertRestriction("server doesn't support DSCP", params -> params.trafficClass = 0);
        assertRestriction("server restricted fill from rand to pattern:69727474",
                params -> params.fill = "pattern:69727474");
    }

    @Test
    void shouldTakeWhateverStatisticsItGets() {
        for (ReceivedStats stats : ReceivedStats.values()) {
            assertEquals(List.of(), negotiate(params -> params.stats = stats).changes());
        }
    }

    @Test
    void shouldTellTheFirstOfSeveralChanges() {
        ChangeOf many = params -> {
            params.durationNs = S;
            params.intervalNs = MS;
            params.length = 200;
            params.fill = "none";
        };

        assertEquals("server reduced duration from 1m0s to 1s", negotiate(many).refusal(false));
        assertEquals("server tried to reduce interval to < 1s, from 2s to 1ms", negotiate(many).refusal(true));
        assertEquals("client version 1 != server version 3", negotiate(params -> {
            many.apply(params);
            params.version = 3;
        }).refusal(false));
    }

    @Test
    void shouldRunUnderTheRestrictionsThatItAccepts() throws Exception {
        IrttServerOptions.Builder options = IrttServerOptions.builder().maxDurationNs(2 * S).minIntervalNs(50 * MS)
                .maxLengthBytes(100).allowedStamps(AllowedStamps.SINGLE).allowedFills(List.of());
        IrttClientPlans plan = IrttClientPlans.plan().every(10 * MS, 10 * S).length(1_000).replies(
                new Replies(PeerStamps.BOTH, PeerClock.BOTH, true, true, "rand"));
        try (IrttClientPair strict = plan.pair().against(options);
                IrttClientPair accepting = plan.accepting().pair().against(options)) {

            strict.runToEnd();
            accepting.runToEnd();

            assertEquals("server reduced duration from 10s to 2s", strict.opening().failure());
            assertEquals(EndState.ENDED_BY_PEER, strict.outcome().end());
            assertEquals(0, strict.server().get(IrttServerCounters.Id.LIVE));
            assertEquals(EndState.COMPLETED, accepting.outcome().end());
            assertEquals(5, accepting.opening().restrictions().size());
            assertEquals(40, accepting.sent(IrttClientAnswers.ECHO).size());
            assertEquals(100, accepting.sent(IrttClientAnswers.ECHO).getFirst().bytes().length);
            assertEquals(40, accepting.count(Counters.Id.RECEIVED));
        }
    }

    @Test
    void shouldNotBeReducedBelowOneSecondEvenWhenAccepting() throws Exception {
        IrttClientPair pair = IrttClientPlans.plan().every(S, 5 * S).accepting().pair()
                .against(IrttServerOptions.builder().timeoutNs(2 * S));

        pair.runToEnd();

        assertEquals("server tried to reduce interval to < 1s, from 1s to 500ms", pair.opening().failure());
        assertEquals(0, pair.server().get(IrttServerCounters.Id.LIVE));
    }
}
