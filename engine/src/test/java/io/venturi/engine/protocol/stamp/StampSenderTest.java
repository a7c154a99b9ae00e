package io.venturi.engine.protocol.stamp;

import io.venturi.engine.metric.Direction;
import io.venturi.engine.metric.EndState;
import io.venturi.engine.metric.Metric;
import io.venturi.engine.metric.RttReport;
import io.venturi.engine.metric.StampSource;
import io.venturi.engine.plan.StampExtensions;
import io.venturi.engine.protocol.stamp.StampSenderOptions.Form;
import io.venturi.engine.protocol.stamp.StampSenderOptions.Reflector;
import io.venturi.engine.protocol.stamp.wire.StampKey;
import io.venturi.engine.protocol.stamp.wire.TimestampFormat;
import io.venturi.engine.record.Counters;
import io.venturi.engine.stream.RoundTripOutcome;
import io.venturi.ffi.linux.Errno;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static io.venturi.engine.protocol.stamp.ReflectorHarness.KEY;
import static io.venturi.engine.protocol.stamp.StampPair.ALL;
import static io.venturi.engine.protocol.stamp.StampPair.MS;
import static io.venturi.engine.protocol.stamp.StampPair.ONE_US;
import static io.venturi.engine.protocol.stamp.StampPair.RECEIVED;
import static io.venturi.engine.protocol.stamp.StampPair.S;
import static io.venturi.engine.protocol.stamp.StampPair.losing;
import static io.venturi.engine.protocol.stamp.StampPair.lossOf;
import static io.venturi.engine.protocol.stamp.StampPair.reflecting;
import static io.venturi.engine.protocol.stamp.StampPair.sending;
import static io.venturi.engine.testing.PacketFixture.bytes;
import static io.venturi.engine.testing.PacketFixture.hex;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Delays and losses, the end of a test, and what hostile peers send. */
class StampSenderTest {
    // ---- measuring --------------------------------------------------------------------------------------------------

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldMeasureBothWays(boolean ptp) throws Exception {
        TimestampFormat format = ptp ? TimestampFormat.PTP : TimestampFormat.NTP;
        var pair = new StampPair(sending().clock(ONE_US), reflecting().format(format).clock(ONE_US), 50);

        RoundTripOutcome outcome = pair.run();

        try (RttReport report = pair.report(outcome)) {
            assertEquals(30 * MS, report.delay(Direction.ROUND_TRIP, StampSource.USER).orElseThrow().ns().mean());
            assertEquals(3_010 * MS, report.delay(Direction.FORWARD, StampSource.USER).orElseThrow().ns().mean());
            assertEquals(-2_980 * MS, report.delay(Direction.REVERSE, StampSource.USER).orElseThrow().ns().mean());
        }
        assertEquals(0, outcome.waitedNs() / S);
        assertEquals(57, pair.sender.findings().leastHopLimit());
        assertEquals(0, pair.sender.findings().taiSuspects());
        assertEquals(0, pair.sender.findings().formatMislabelled());
    }

    @Test
    void shouldMeasureAcrossTheNtpRollover() throws Exception {
        long rolloverNs = ((1L << 32) - 2_208_988_800L) * S;
        var pair = new StampPair(sending().build(), reflecting().build(), StampPair.plan(20, 0), rolloverNs - S, 0);

        RoundTripOutcome outcome = pair.run();

        try (RttReport report = pair.report(outcome)) {
            assertEquals(30 * MS, report.delay(Direction.ROUND_TRIP, StampSource.USER).orElseThrow().ns().max());
            assertEquals(10 * MS, report.delay(Direction.FORWARD, StampSource.USER).orElseThrow().ns().max());
            assertEquals(20 * MS, report.delay(Direction.REVERSE, StampSource.USER).orElseThrow().ns().min());
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldTellLossByDirection(boolean extension) throws Exception {
        var pair = new StampPair(sending().extensions(extension ? RECEIVED : StampExtensions.NONE), reflecting(), 40);
        pair.forward = losing(10 * MS, 3, 17, 18);
        pair.reverse = losing(20 * MS, 0, 9, 25, 26); // numbers of replies

        RoundTripOutcome outcome = pair.run();

        assertEquals(new Metric.Loss.ByDirection(3, 4, 0, true), lossOf(pair, outcome));
        assertTrue(pair.sender.findings().isStateful());
    }

    @Test
    void shouldTellLossByDirectionWhileTheEndIsOpen() throws Exception {
        var pair = new StampPair(sending(), reflecting(), 40);
        pair.forward = losing(10 * MS, 3, 17, 39);
        pair.reverse = losing(20 * MS, 9, 25);

        RoundTripOutcome outcome = pair.run();

        assertNull(outcome.peerTotals());
        assertEquals(new Metric.Loss.ByDirection(2, 2, 1, false), lossOf(pair, outcome));
    }

    @Test
    void shouldNotTellDirectionsOfAStatelessReflector() throws Exception {
        var pair = new StampPair(sending(), reflecting().stateful(false), 40);
        pair.forward = losing(10 * MS, 3, 17);
        pair.reverse = losing(20 * MS, 9);

        RoundTripOutcome outcome = pair.run();

        assertEquals(new Metric.Loss.ByDirection(0, 0, 3, false), lossOf(pair, outcome));
        assertFalse(pair.sender.findings().isStateful());
    }

    @Test
    void shouldTellReverseLossAloneIfTheReflectorIsSaidToCount() throws Exception {
        var pair = new StampPair(sending().reflector(Reflector.STATEFUL), reflecting(), 40);
        pair.reverse = losing(20 * MS, 9, 10, 11);

        assertEquals(new Metric.Loss.ByDirection(0, 3, 0, true), lossOf(pair, pair.run()));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
    void shouldTellTheTruthOfAnyPathByTheExtension(int seed) throws Exception {
        Random random = new Random(seed);
        int[] lostForward = new int[1];
        int[] lostReverse = new int[1];
        var pair = new StampPair(sending().extensions(RECEIVED).key(seed % 2 == 0 ? KEY : StampKey.NONE),
                reflecting().key(seed % 2 == 0 ? KEY : StampKey.NONE), 500);
        pair.forward = n -> {
            boolean lost = n < 499 && random.nextInt(10) == 0;
            lostForward[0] += lost ? 1 : 0;
            long delayNs = 10 * MS + (n < 490 ? random.nextInt(250) * MS : 0);
            return lost ? new long[0] : n % 20 == 0 ? new long[] {delayNs, delayNs + MS} : new long[] {delayNs};
        };
        pair.reverse = n -> new long[] {random.nextInt(250) * MS + MS};

        RoundTripOutcome outcome = pair.run();

        Metric.Loss.ByDirection loss = lossOf(pair, outcome);
        assertEquals(new Metric.Loss.ByDirection(lostForward[0], lostReverse[0], 0, true), loss);
        assertTrue(pair.counters.get(Counters.Id.RECEIVED) > 500 - lostForward[0]);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
    void shouldNeverBlameTheWrongDirectionOnAPathThatKeepsOrder(int seed) throws Exception {
        Random random = new Random(seed);
        int[] lostForward = new int[1];
        int[] lostReverse = new int[1];
        var pair = new StampPair(sending(), reflecting(), 500);
        pair.forward = n -> {
            boolean lost = random.nextInt(8) == 0;
            lostForward[0] += lost ? 1 : 0;
            return lost ? new long[0] : new long[] {10 * MS};
        };
        pair.reverse = n -> {
            boolean lost = random.nextInt(8) == 0;
            lostReverse[0] += lost ? 1 : 0;
            return lost ? new long[0] : new long[] {20 * MS};
        };

        Metric.Loss.ByDirection loss = lossOf(pair, pair.run());

        assertEquals(lostForward[0] + lostReverse[0], loss.forward() + loss.reverse() + loss.undetermined());
        assertTrue(loss.forward() <= lostForward[0] && loss.reverse() <= lostReverse[0], loss.toString());
    }

    @Test
    void shouldCountDuplicatesAndIgnoreWhatIsNotOurs() throws Exception {
        var pair = new StampPair(sending().ssid(7), reflecting(), 10);
        pair.reverse = n -> n == 4 ? new long[] {20 * MS, 25 * MS} : new long[] {20 * MS};
        pair.runFor(500 * MS);
        byte[] reply = pair.replies.get(2);
        for (int at : new int[] {13, 15, 24, 27, 30, 35}) { // estimate, SSID, number, number, time, time
            byte[] forged = reply.clone();
            forged[at] = at == 13 ? 0 : (byte) (forged[at] + 1);
            pair.deliver(forged);
        }
        pair.deliver(Arrays.copyOf(reply, 40));
        pair.deliver(pair.probes.get(2)); // an echo service

        RoundTripOutcome outcome = pair.run();

        assertEquals(11, pair.counters.get(Counters.Id.RECEIVED));
        assertEquals(8, pair.counters.get(Counters.Id.IGNORED));
        assertEquals(0, pair.sender.findings().withoutSsid());
    }

    @Test
    void shouldUnderstandOldReflectors() throws Exception {
        var pair = new StampPair(sending().ssid(7).extensions(ALL), reflecting(), 1);
        pair.forward = n -> new long[0];
        pair.runFor(10 * MS);
        // RFC 8762 without extensions: SSID 0, TLVs copied, number copied, NTP stamps; then TWAMP of 41 bytes.
        byte[] probe = pair.probes.getFirst();
        byte[] reply = probe.clone();
        byte[] base = bytes("00000000|eeaaa52002000000|8587|0000|eeaaa52001000000|00000000|eeaaa52000000000|"
                + hex(Arrays.copyOfRange(probe, 12, 14)) + "|0000|3f|000000");
        System.arraycopy(base, 0, reply, 0, 44);
        pair.deliver(reply);
        pair.deliver(Arrays.copyOf(base, 41));

        RoundTripOutcome outcome = pair.run();

        assertEquals(2, pair.counters.get(Counters.Id.RECEIVED));
        assertEquals(2, pair.sender.findings().withoutSsid());
        assertTrue(pair.sender.findings().isUnrecognised(7));
        assertFalse(pair.sender.findings().isUnrecognised(9));
        assertFalse(pair.sender.findings().isStateful());
    }

    // ---- ending -----------------------------------------------------------------------------------------------------

    @Test
    void shouldEndAtOnceWhenAllHaveCome() throws Exception {
        var pair = new StampPair(sending(), reflecting(), 10);

        RoundTripOutcome outcome = pair.run();

        assertEquals(EndState.COMPLETED, outcome.end());
        assertEquals(931 * MS, outcome.endNs() - StampPair.START_NS);
        assertEquals(100 * MS, pair.sender.awaitSent()); // would have been waited
    }

    @Test
    void shouldWaitForStragglers() throws Exception {
        var pair = new StampPair(sending(), reflecting(), 10);
        pair.reverse = losing(189 * MS, 9);

        RoundTripOutcome outcome = pair.run();

        assertEquals(600 * MS, outcome.waitedNs()); // three times the greatest round trip
        var silent = new StampPair(sending(), reflecting(), 10);
        silent.forward = n -> new long[0];
        assertEquals(4 * S, silent.run().waitedNs());
    }

    @Test
    void shouldStopInTwoSteps() throws Exception {
        var pair = new StampPair(sending(), reflecting(), 100);
        pair.forward = n -> new long[0];
        pair.runFor(1_050 * MS);
        pair.sender.stop();

        RoundTripOutcome outcome = pair.run();
        assertEquals(EndState.INTERRUPTED, outcome.end());
        assertEquals(500 * MS, outcome.waitedNs());

        var twice = new StampPair(sending(), reflecting(), 100);
        twice.forward = n -> new long[0];
        twice.runFor(1_050 * MS);
        twice.sender.stop();
        twice.sender.advance(twice.monotonic.nanoTime());
        twice.sender.stop();
        twice.sender.advance(twice.monotonic.nanoTime());
        assertTrue(twice.run().waitedNs() < MS);
        assertEquals(11, twice.probes.size());
    }

    @Test
    void shouldNotBeginWhenStoppedBefore() throws Exception {
        var pair = new StampPair(sending(), reflecting(), 100);
        pair.sender.stop();

        assertEquals(EndState.INTERRUPTED, pair.run().end());
        assertFalse(pair.sender.awaitOpened().failure().isEmpty());
        assertEquals(0, pair.probes.size());
        pair.sender.awaitSent();
    }

    @Test
    void shouldSayThatNothingListens() throws Exception {
        var pair = new StampPair(sending(), reflecting(), 3);
        pair.forward = n -> new long[0];
        pair.runFor(10 * MS);
        pair.sender.onError(Errno.ECONNREFUSED);

        RoundTripOutcome outcome = pair.run();

        assertEquals(EndState.RECEIVE_FAILED, outcome.end());
        assertTrue(outcome.detail().contains("refused"));
    }

    @Test
    void shouldNotUseUpNumbersForRefusedProbes() throws Exception {
        var pair = new StampPair(sending(), reflecting(), 5);
        pair.runFor(150 * MS);
        pair.refusal = -Errno.EAGAIN;
        pair.runFor(100 * MS);
        pair.refusal = 0;

        pair.run();

        assertEquals(1, pair.counters.get(Counters.Id.REFUSED));
        assertEquals(4, pair.counters.get(Counters.Id.SENT));
        assertEquals(3, pair.probes.getLast()[3]);

        var tooLong = new StampPair(sending(), reflecting(), 5);
        tooLong.refusal = -Errno.EMSGSIZE;
        assertEquals(EndState.SEND_FAILED, tooLong.run().end());
    }

    @Test
    void shouldGiveUpSlotsAfterAStall() throws Exception {
        var pair = new StampPair(sending(), reflecting(), 10);
        pair.runFor(50 * MS);
        pair.monotonic.advanceNs(400 * MS); // away: the slots at 100, 200 and 300 ms are gone

        pair.run();

        assertEquals(3, pair.counters.get(Counters.Id.SKIPPED));
        assertEquals(7, pair.counters.get(Counters.Id.SENT));
    }

    // ---- hostility --------------------------------------------------------------------------------------------------

    @ParameterizedTest
    @EnumSource
    void shouldSurviveMutatedReplies(Form form) throws Exception {
        var options = form == Form.STAMP ? sending().extensions(ALL).ssid(5) : sending().form(form);
        var pair = new StampPair(options, reflecting(), 20);
        pair.runFor(S);
        Random random = new Random(46);
        for (int i = 0; i < 100_000; i++) {
            byte[] valid = pair.replies.get(random.nextInt(pair.replies.size()));
            byte[] datagram = Arrays.copyOf(valid, random.nextInt(4) == 0
                    ? random.nextInt(valid.length + 20) : valid.length);
            for (int n = random.nextInt(4); n > 0 && datagram.length > 0; n--) {
                datagram[random.nextInt(datagram.length)] =
                        (byte) (random.nextBoolean() ? random.nextInt() : random.nextInt(9));
            }
            pair.deliver(datagram);
        }
        assertTrue(pair.counters.get(Counters.Id.RECEIVED) > 10_000);
        assertTrue(pair.counters.get(Counters.Id.IGNORED) > 10_000);
    }
}
