package io.venturi.engine.protocol.irtt;

import static io.venturi.engine.protocol.irtt.IrttClientAnswers.CLOSE;
import static io.venturi.engine.protocol.irtt.IrttClientAnswers.ECHO;
import static io.venturi.engine.protocol.irtt.IrttClientAnswers.OPEN;
import static io.venturi.engine.protocol.irtt.IrttClientAnswers.TOKEN;
import static io.venturi.engine.protocol.irtt.IrttClientAnswers.asked;
import static io.venturi.engine.protocol.irtt.IrttClientAnswers.closeAck;
import static io.venturi.engine.protocol.irtt.IrttClientAnswers.echoReply;
import static io.venturi.engine.protocol.irtt.IrttClientAnswers.foreign;
import static io.venturi.engine.protocol.irtt.IrttClientAnswers.lastReply;
import static io.venturi.engine.protocol.irtt.IrttClientAnswers.openReply;
import static io.venturi.engine.protocol.irtt.IrttClientAnswers.seq;
import static io.venturi.engine.protocol.irtt.IrttClientPair.BEGIN_NS;
import static io.venturi.engine.protocol.irtt.IrttClientPair.MS;
import static io.venturi.engine.protocol.irtt.IrttClientPair.S;
import static io.venturi.engine.protocol.irtt.IrttClientPlans.plan;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.venturi.engine.metric.EndState;
import io.venturi.engine.metric.PeerTotals;
import io.venturi.engine.probe.ProbeClient.Phase;
import io.venturi.engine.record.Counters.Id;
import io.venturi.engine.stream.RoundTripOutcome;
import io.venturi.ffi.linux.Errno;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Waiting for the last replies, closing, and being stopped. Forward takes 5 ms, reverse 7 ms. */
class IrttClientEndTest {
    private static final long ROUND_TRIP_NS = 12 * MS;
    /** With five probes, one each 200 ms, the last leaves here. */
    private static final long LAST_PROBE_NS = ROUND_TRIP_NS + 800 * MS;

    private static IrttClientPair losing(IrttClientPair pair, int lostSeq) {
        pair.reverse.losing(datagram -> IrttClientAnswers.isEcho(datagram) && seq(datagram) == lostSeq);
        return pair;
    }

    @Test
    void shouldEndAsSoonAsAllRepliesAreThere() throws Exception {
        IrttClientPair pair = plan().pair().against(IrttServerOptions.builder());

        pair.runToEnd();

        assertEquals(BEGIN_NS + LAST_PROBE_NS + ROUND_TRIP_NS, pair.outcome().endNs());
        assertEquals(ROUND_TRIP_NS, pair.outcome().waitedNs());
        assertEquals(100 * MS, pair.client.awaitSent()); // what it would have waited at most
        assertEquals(EndState.COMPLETED, pair.outcome().end());
        assertEquals("", pair.outcome().detail());
    }

    @Test
    void shouldNotWaitAtAllIfNothingIsMissing() throws Exception {
        IrttClientPair pair = plan().pair().against(IrttServerOptions.builder());
        pair.forward.delay(0);
        pair.reverse.delay(0);
        pair.kernel((_, _, _) -> pair.sent.size() == 5 ? Errno.EAGAIN : 0); // the last probe

        pair.runUntil(2 * S);

        assertEquals(4, pair.count(Id.SENT));
        assertEquals(0, pair.client.awaitSent());
        assertEquals(Phase.DONE, pair.client.phase());
    }

    @ParameterizedTest
    @CsvSource({"3x4s, 100", "10x4s, 120", "20x1s, 240", "15r4s, 180", "1s, 1000", "0s, 0", "7ms, 7"})
    void shouldWaitByTheRuleForAReplyThatDoesNotCome(String rule, long expectedMs) throws Exception {
        IrttClientPair pair = losing(plan().wait(rule).pair(), 4).against(IrttServerOptions.builder());

        pair.runToEnd();

        assertEquals(expectedMs * MS, pair.outcome().waitedNs());
        assertEquals(BEGIN_NS + LAST_PROBE_NS + expectedMs * MS, pair.outcome().endNs());
        assertEquals(EndState.COMPLETED, pair.outcome().end());
    }

    @ParameterizedTest
    @CsvSource({"3x4s, 4000", "3r200ms, 200", "9s, 9000"})
    void shouldWaitAFixedTimeIfNothingEverCame(String rule, long expectedMs) throws Exception {
        IrttClientPair pair = plan().wait(rule).pair().against(IrttServerOptions.builder());
        pair.forward.losing(IrttClientAnswers::isEcho);

        pair.runToEnd();

        assertEquals(expectedMs * MS, pair.outcome().waitedNs());
        assertEquals(0, pair.count(Id.RECEIVED));
        assertEquals(EndState.COMPLETED, pair.outcome().end());
    }

    @Test
    void shouldWaitAsLongAsTimeGoesOnUntilStopped() throws Exception {
        IrttClientPair pair = losing(plan().wait("2000000000x2562047h").pair(), 4)
                .against(IrttServerOptions.builder());
        pair.reverse.delay(5 * S);
        pair.runUntil(3_000 * S);
        assertEquals(Phase.DRAINING, pair.client.phase());

        pair.client.stop();
        pair.runToEnd();

        assertEquals(EndState.INTERRUPTED, pair.outcome().end());
    }

    @Test
    void shouldStopWaitingForTheFirstOfAPowerOfTwoOfProbes() throws Exception {
        IrttClientPair pair = plan().every(10 * MS, 1_280 * MS).wait("1h").pair()
                .against(IrttServerOptions.builder());
        pair.reverse.holding(datagram -> IrttClientAnswers.isEcho(datagram) && seq(datagram) == 0, 10 * S);

        pair.runToEnd();

        assertEquals(128, pair.count(Id.RECEIVED));
        assertEquals(BEGIN_NS + 2 * ROUND_TRIP_NS + 10 * S, pair.outcome().endNs());
    }

    @Test
    void shouldNotTakeDuplicatesForMissingReplies() throws Exception {
        IrttClientPair pair = losing(plan().wait("1s").pair(), 4).against(IrttServerOptions.builder());
        pair.reverse.doubling(IrttClientAnswers::isEcho, MS);

        pair.runToEnd();

        assertEquals(8, pair.count(Id.RECEIVED));
        assertEquals(S, pair.outcome().waitedNs());
    }

    @Test
    void shouldLearnFromTheCloseWhatTheServerReceived() throws Exception {
        IrttClientPair pair = losing(plan().pair(), 4).against(IrttServerOptions.builder());

        pair.runToEnd();

        assertEquals(1, pair.sent(CLOSE).size());
        assertEquals(32, pair.sent(CLOSE).getFirst().bytes().length);
        assertEquals(new PeerTotals(4, 5, 0b11111, 5), pair.outcome().peerTotals());
        assertEquals(1, pair.server().get(IrttServerCounters.Id.CLOSED));
    }

    @Test
    void shouldRepeatALostClose() throws Exception {
        for (boolean requestLost : List.of(true, false)) {
            IrttClientPair pair = plan().pair().against(IrttServerOptions.builder());
            int[] closes = {0};
            (requestLost ? pair.forward : pair.reverse).losing(datagram ->
                    (datagram[3] & IrttClientAnswers.CLOSE) != 0 && ++closes[0] <= 3);

            pair.runToEnd();

            long first = LAST_PROBE_NS + ROUND_TRIP_NS;
            assertEquals(List.of(first, first + 24 * MS, first + 48 * MS, first + 72 * MS), pair.sentAt(CLOSE));
            assertEquals(5, pair.outcome().peerTotals().distinct());
            assertEquals(BEGIN_NS + first, pair.outcome().endNs());
        }
    }

    @Test
    void shouldGiveUpClosingAfterFourAttempts() throws Exception {
        IrttClientPair pair = plan().pair().against(IrttServerOptions.builder());
        pair.forward.losing(IrttClientAnswers::isClose);

        pair.runToEnd();

        assertEquals(4, pair.sent(CLOSE).size());
        assertNull(pair.outcome().peerTotals());
        assertEquals(EndState.COMPLETED, pair.outcome().end());
    }

    @Test
    void shouldWaitForTheCloseAnswerOfASlowPathEvenIfNoReplyCame() throws Exception {
        IrttClientPair pair = plan().every(100 * MS, 100 * MS).wait("1s").pair().against(IrttServerOptions.builder());
        pair.forward.delay(250 * MS);
        pair.reverse.delay(250 * MS).losing(IrttClientAnswers::isEcho);

        pair.runToEnd();

        assertEquals(new PeerTotals(0, 1, 1, 1), pair.outcome().peerTotals());
        assertEquals(1, pair.sent(CLOSE).size());
    }

    @Test
    void shouldCloseOnceIfTheServerDoesNotAnswerCloses() throws Exception {
        IrttClientPair pair = plan().pair();
        pair.against(foreign(pair));

        pair.runToEnd();

        assertEquals(List.of(LAST_PROBE_NS + ROUND_TRIP_NS), pair.sentAt(CLOSE));
        assertEquals("14a75b048877665544332211", pair.sent(CLOSE).getFirst().hex());
        assertNull(pair.outcome().peerTotals());
    }

    @Test
    void shouldNotBelieveTotalsThatCannotBe() throws Exception {
        for (byte[] ack : List.of(closeAck(TOKEN, 5, 5, 5, 31), closeAck(TOKEN, 2, 5, 5, 31),
                closeAck(TOKEN, 4, 5, 3, 31), closeAck(TOKEN, -1, 5, 5, 31))) {
            IrttClientPair pair = plan().pair();
            pair.against(answeringClosesWith(pair, ack));

            pair.runToEnd();

            boolean before = pair.outcome().peerTotals() != null;
            assertEquals(false, before && !pair.outcome().peerTotals().agreesWith(5, 5));
            assertEquals(1, pair.sent(CLOSE).size());
        }
    }

    @Test
    void shouldIgnoreACloseAnswerForAnotherSessionOrOfAnotherLength() throws Exception {
        IrttClientPair pair = plan().pair();
        byte[] shorter = Arrays.copyOf(closeAck(TOKEN, 4, 5, 5, 31), 31);
        pair.against(datagram -> {
            if (datagram[3] == CLOSE) {
                pair.reply(closeAck(TOKEN + 1, 4, 5, 5, 31));
                pair.reply(shorter);
            } else {
                answeringClosesWith(pair, null).onDatagram(datagram);
            }
        });

        pair.runToEnd();

        assertEquals(4, pair.sent(CLOSE).size());
        assertEquals(8, pair.count(Id.IGNORED));
        assertNull(pair.outcome().peerTotals());
    }

    private static IrttClientPair.Peer answeringClosesWith(IrttClientPair pair, byte[] ack) {
        return datagram -> {
            switch (datagram[3]) {
                case OPEN -> pair.reply(openReply(TOKEN, asked(datagram, false)));
                case ECHO -> pair.reply(echoReply(datagram));
                default -> pair.reply(ack);
            }
        };
    }

    @Test
    void shouldEndWhenTheServerClosesTheTest() throws Exception {
        IrttClientPair pair = plan().every(100 * MS, 10 * S).pair();
        pair.against(datagram -> {
            if (datagram[3] == ECHO && seq(datagram) == 2) {
                pair.reply(lastReply(datagram));
            } else {
                foreign(pair).onDatagram(datagram);
            }
        });

        pair.runToEnd();

        assertEquals(EndState.ENDED_BY_PEER, pair.outcome().end());
        assertEquals("the server closed the test", pair.outcome().detail());
        assertEquals(3, pair.count(Id.SENT));
        assertEquals(3, pair.count(Id.RECEIVED));
        assertEquals(1, pair.sent(CLOSE).size());
        assertEquals(0, pair.client.awaitSent());
    }

    @Test
    void shouldEndWhenOurServerHasHadEnough() throws Exception {
        IrttClientPair pair = plan().every(100 * MS, 10 * S).wait("5s").accepting().pair();
        pair.against(IrttServerOptions.builder().maxDurationNs(S));
        pair.forward.holding(datagram -> IrttClientAnswers.isEcho(datagram) && seq(datagram) > 5, 2_500 * MS);

        pair.runToEnd();

        assertEquals(EndState.ENDED_BY_PEER, pair.outcome().end());
        assertEquals(7, pair.count(Id.RECEIVED));
        assertEquals(7, pair.outcome().peerTotals().total());
    }

    @Test
    void shouldRecordALastReplyThatComesWhileItCloses() throws Exception {
        IrttClientPair pair = plan().wait("50ms").pair();
        pair.against(datagram -> {
            if (datagram[3] == ECHO && seq(datagram) == 4) {
                pair.timeline.at(BEGIN_NS + LAST_PROBE_NS + 45 * MS, () -> pair.reply(lastReply(datagram)));
            } else if (datagram[3] != CLOSE) {
                answeringClosesWith(pair, null).onDatagram(datagram);
            }
        });

        pair.runToEnd();

        assertEquals(5, pair.count(Id.RECEIVED));
        assertEquals(EndState.COMPLETED, pair.outcome().end());
        assertEquals(4, pair.sent(CLOSE).size());
    }

    @Test
    void shouldEndInEveryPhaseWhenItsLaneFails() throws Exception {
        for (Phase phase : List.of(Phase.OPENING, Phase.RUNNING, Phase.DRAINING, Phase.CLOSING)) {
            IrttClientPair pair = losing(plan().pair(), 4).against(IrttServerOptions.builder()).runTo(phase);

            pair.client.fail(new IllegalStateException("on purpose"));
            pair.client.fail(new IllegalStateException("once more"));

            assertEquals(Phase.DONE, pair.client.phase());
            assertEquals(EndState.RECEIVE_FAILED, pair.outcome().end());
            assertEquals("internal error: java.lang.IllegalStateException: on purpose", pair.outcome().detail());
            assertEquals(phase == Phase.OPENING, !pair.opening().failure().isEmpty());
            pair.runToEnd();
        }
    }

    // ---- stop

    @Test
    void shouldStopWhileOpening() throws Exception {
        for (int stops = 1; stops <= 3; stops++) {
            IrttClientPair pair = plan().pair().runUntil(S / 2);

            stop(pair, stops);

            assertEquals(Phase.DONE, pair.client.phase());
            assertEquals(EndState.INTERRUPTED, pair.outcome().end());
            assertEquals("stopped before the server had answered", pair.opening().failure());
        }
    }

    private static void stop(IrttClientPair pair, int times) {
        for (int i = 0; i < times; i++) {
            pair.client.stop();
        }
        pair.runUntil(pair.sinceBeginNs());
    }

    @Test
    void shouldStopSendingAndWaitForWhatIsUnderWay() throws Exception {
        IrttClientPair pair = plan().every(100 * MS, 10 * S).pair().against(IrttServerOptions.builder());
        pair.runUntil(ROUND_TRIP_NS + 105 * MS);

        stop(pair, 1);
        assertEquals(Phase.DRAINING, pair.client.phase());
        pair.runToEnd();

        assertEquals(EndState.INTERRUPTED, pair.outcome().end());
        assertEquals(2, pair.count(Id.SENT));
        assertEquals(2, pair.count(Id.RECEIVED));
        assertEquals(2, pair.outcome().peerTotals().distinct());
    }

    @Test
    void shouldWaitHalfASecondAtMostWhenStopped() throws Exception {
        IrttClientPair pair = plan().every(100 * MS, 10 * S).wait("1h").pair().against(IrttServerOptions.builder());
        pair.forward.losing(IrttClientAnswers::isEcho);
        pair.runUntil(S);

        stop(pair, 1);
        pair.runToEnd();

        assertEquals(500 * MS, pair.outcome().waitedNs());
        assertEquals(BEGIN_NS + S + 500 * MS, pair.outcome().endNs());
    }

    @Test
    void shouldNotWaitWhenStoppedTwice() throws Exception {
        for (boolean atOnce : List.of(true, false)) {
            IrttClientPair pair = plan().every(100 * MS, 10 * S).pair().against(IrttServerOptions.builder());
            pair.forward.losing(IrttClientAnswers::isEcho);
            pair.runUntil(S);

            if (atOnce) {
                stop(pair, 2);
            } else {
                stop(pair, 1);
                stop(pair, 1);
            }
            assertEquals(Phase.CLOSING, pair.client.phase());
            pair.runToEnd();

            assertEquals(EndState.INTERRUPTED, pair.outcome().end());
            assertEquals(0, pair.outcome().waitedNs());
            assertEquals(0, pair.outcome().peerTotals().distinct());
        }
    }

    @Test
    void shouldNotEvenWaitForTheCloseWhenStoppedThreeTimes() throws Exception {
        IrttClientPair pair = plan().every(100 * MS, 10 * S).pair().against(IrttServerOptions.builder());
        pair.runUntil(S + 50 * MS);

        stop(pair, 3);

        assertEquals(Phase.DONE, pair.client.phase());
        assertEquals(EndState.INTERRUPTED, pair.outcome().end());
        assertEquals(1, pair.sent(CLOSE).size());
        stop(pair, 1);
        assertEquals(1, pair.sent(CLOSE).size());
    }

    @Test
    void shouldStopWaitingForReplies() throws Exception {
        IrttClientPair pair = losing(plan().wait("1h").pair(), 4).against(IrttServerOptions.builder());
        pair.runTo(Phase.DRAINING);

        stop(pair, 1);
        pair.runToEnd();

        assertEquals(EndState.INTERRUPTED, pair.outcome().end());
        assertEquals(1, pair.sent(CLOSE).size());
    }

    @Test
    void shouldStopClosing() throws Exception {
        IrttClientPair pair = plan().pair().against(IrttServerOptions.builder()).runTo(Phase.CLOSING);

        stop(pair, 1);

        assertEquals(Phase.DONE, pair.client.phase());
        assertEquals(EndState.COMPLETED, pair.outcome().end());
        assertEquals(1, pair.sent(CLOSE).size());
    }

    @Test
    void shouldIgnoreAStopAfterTheEnd() throws Exception {
        IrttClientPair pair = plan().pair().against(IrttServerOptions.builder()).runToEnd();
        RoundTripOutcome before = pair.outcome();

        stop(pair, 2);

        assertEquals(before, pair.outcome());
        assertTrue(pair.client.dueNs() == Long.MAX_VALUE);
    }
}
