package io.venturi.engine.protocol.irtt;

import static io.venturi.engine.protocol.irtt.IrttClientAnswers.isEcho;
import static io.venturi.engine.protocol.irtt.IrttClientAnswers.seq;
import static io.venturi.engine.protocol.irtt.IrttClientPair.MS;
import static io.venturi.engine.protocol.irtt.IrttClientPair.S;
import static io.venturi.engine.protocol.irtt.IrttClientPair.US;
import static io.venturi.engine.protocol.irtt.IrttClientPlans.plan;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.venturi.engine.metric.Direction;
import io.venturi.engine.metric.EndState;
import io.venturi.engine.metric.Fate;
import io.venturi.engine.metric.Metric;
import io.venturi.engine.metric.RoundTrip;
import io.venturi.engine.metric.RoundTrips;
import io.venturi.engine.metric.RttReport;
import io.venturi.engine.metric.RttSettings.PeerStamps;
import io.venturi.engine.metric.StampSource;
import io.venturi.engine.plan.RttPlan.PeerClock;
import io.venturi.engine.plan.RttPlan.Replies;
import io.venturi.engine.protocol.irtt.wire.IrttCloseAck;
import io.venturi.engine.protocol.irtt.wire.IrttKey;
import io.venturi.engine.protocol.irtt.wire.IrttMessage;
import io.venturi.engine.record.Counters.Id;
import io.venturi.engine.testing.PacketFixture;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Random;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A client and a server of ours, or what other servers write, over paths with known troubles. */
class IrttClientPathTest {
    private static final long FORWARD_NS = 5 * MS;
    private static final long REVERSE_NS = 7 * MS;
    private static final long PEER_WALL_AHEAD_NS = -3_600 * S;
    private static final long PEER_MONOTONIC_AHEAD_NS = 123 * S;
    /** What a server's monotonic stamps count from: just before it was made, when its clock was not ahead yet. */
    private static final long PEER_ORIGIN_NS = IrttClientPair.BEGIN_NS - 1;
    private static final long RESIDENCE_NS = 300 * US;
    private static final long ABSENT = -1;

    private static Predicate<byte[]> echo(IntPredicate rule) {
        return datagram -> isEcho(datagram) && rule.test(seq(datagram));
    }

    private static IrttClientPair pair(int probes) {
        return plan().every(10 * MS, probes * 10 * MS).pair().against(IrttServerOptions.builder());
    }

    // ---- stamps

    @ParameterizedTest
    @EnumSource(PeerStamps.class)
    void shouldRunWithEveryLayoutAndReadItsStamps(PeerStamps stamps) throws Exception {
        for (PeerClock clock : PeerClock.values()) {
            for (int stats = 0; stats < 4; stats++) {
                for (String key : new String[] {"", "secret"}) {
                    runLayout(new Replies(stamps, clock, (stats & 1) != 0, (stats & 2) != 0, ""), key);
                }
            }
        }
    }

    private static void runLayout(Replies replies, String key) throws Exception {
        try (IrttClientPair pair = plan().every(10 * MS, 50 * MS).replies(replies).key(key).pair()
                .against(IrttServerOptions.builder().key(IrttKey.parse(key)))
                .peerClocks(PEER_WALL_AHEAD_NS, PEER_MONOTONIC_AHEAD_NS, 0).residence(RESIDENCE_NS)) {
            pair.runToEnd();

            assertEquals(5, pair.count(Id.RECEIVED), replies + key);
            assertEquals(0, pair.count(Id.IGNORED), replies + key);
            boolean told = pair.opening().packetBytes() != IrttCloseAck.bytes(!key.isEmpty()); // not to be mistaken
            assertEquals(told, pair.outcome().peerTotals() != null);
            RttReport report = pair.report();
            RoundTrips.Cursor row = report.roundTrips().cursor();
            for (int seq = 0; seq < 5; seq++) {
                assertStamps(row.moveTo(seq), replies);
            }
        }
    }

    private static void assertStamps(RoundTrip row, Replies replies) {
        long firstNs = switch (replies.stamps()) {
            case RECEIVE, BOTH -> 0;
            case MIDPOINT -> RESIDENCE_NS / 2;
            case NONE, SEND -> ABSENT;
        };
        long lastNs = switch (replies.stamps()) {
            case SEND, BOTH -> RESIDENCE_NS;
            case MIDPOINT -> RESIDENCE_NS / 2;
            case NONE, RECEIVE -> ABSENT;
        };
        long wallNs = row.sentWallNs() + FORWARD_NS + PEER_WALL_AHEAD_NS;
        long monoNs = row.sentUserNs() + FORWARD_NS + PEER_MONOTONIC_AHEAD_NS - PEER_ORIGIN_NS;
        boolean wall = replies.clock() != PeerClock.MONOTONIC;
        boolean mono = replies.clock() != PeerClock.WALL;

        assertEquals(wall ? sum(wallNs, firstNs) : 0, row.peerReceivedWallNs(), replies.toString());
        assertEquals(wall ? sum(wallNs, lastNs) : 0, row.peerSentWallNs(), replies.toString());
        assertEquals(mono ? sum(monoNs, firstNs) : 0, row.peerReceivedNs(), replies.toString());
        assertEquals(mono ? sum(monoNs, lastNs) : 0, row.peerSentNs(), replies.toString());
        assertEquals(FORWARD_NS + REVERSE_NS + RESIDENCE_NS, row.receivedUserNs() - row.sentUserNs());
    }

    private static long sum(long ns, long more) {
        return more == ABSENT ? 0 : ns + more;
    }

    @Test
    void shouldMeasureOneWayDelaysThatAreOffByTheClocksExactly() throws Exception {
        IrttClientPair pair = plan().every(10 * MS, S).pair().against(IrttServerOptions.builder())
                .peerClocks(PEER_WALL_AHEAD_NS, 0, 100).residence(MS); // gains 100 us per s

        pair.runToEnd();

        try (RttReport report = pair.report()) {
            RoundTrips.Cursor row = report.roundTrips().cursor();
            for (int seq = 0; seq < 100; seq++) {
                row.moveTo(seq);
                long gainedNs = gained(row.sentUserNs() + FORWARD_NS);
                long gainedThenNs = gained(row.sentUserNs() + FORWARD_NS + MS);
                assertEquals(FORWARD_NS + PEER_WALL_AHEAD_NS + gainedNs,
                        row.delayNs(Direction.FORWARD, StampSource.USER));
                assertEquals(REVERSE_NS - PEER_WALL_AHEAD_NS - gainedThenNs,
                        row.delayNs(Direction.REVERSE, StampSource.USER));
                assertEquals(FORWARD_NS + REVERSE_NS - (gainedThenNs - gainedNs),
                        row.delayNs(Direction.ROUND_TRIP, StampSource.USER));
            }
        }
    }

    private static long gained(long ns) {
        return (ns - IrttClientPair.BEGIN_NS) / 1_000 * 100 / 1_000;
    }

    /** Some servers write both clocks where a midpoint on one was agreed, the wall clock first. */
    @ParameterizedTest
    @CsvSource({"WALL, 0", "MONOTONIC, 0", "WALL, 100", "MONOTONIC, 100", "MONOTONIC, 44"})
    void shouldReadTheRightClockOfServersThatWriteBoth(PeerClock clock, int length) throws Exception {
        long wallNs = 1_795_172_921_287_348_665L;
        long monoNs = 1_506_136_121L;
        IrttClientPair pair = plan().length(length).stamps(PeerStamps.MIDPOINT, clock).pair();
        pair.against(datagram -> {
            if (datagram[3] == IrttMessage.OPEN) {
                IrttClientAnswers.foreign(pair).onDatagram(datagram);
            } else if (isEcho(datagram)) {
                byte[] reply = Arrays.copyOf(IrttClientAnswers.echoReply(datagram), Math.max(datagram.length, 44));
                ByteBuffer.wrap(reply).order(ByteOrder.LITTLE_ENDIAN).putLong(28, wallNs).putLong(36, monoNs);
                pair.reply(reply);
            }
        });

        pair.runToEnd();

        try (RttReport report = pair.report()) {
            RoundTrip row = report.roundTrips().cursor().moveTo(0);
            assertEquals(clock == PeerClock.WALL ? wallNs : 0, row.peerReceivedWallNs());
            assertEquals(clock == PeerClock.WALL ? wallNs : 0, row.peerSentWallNs());
            assertEquals(clock == PeerClock.WALL ? 0 : monoNs, row.peerReceivedNs());
            assertEquals(clock == PeerClock.WALL ? 0 : monoNs, row.peerSentNs());
        }
    }

    @Test
    void shouldTakeAWallClockAloneInPlaceOfAMonotonicOneForNone() throws Exception {
        IrttClientPair pair = plan().stamps(PeerStamps.MIDPOINT, PeerClock.MONOTONIC).pair();
        pair.against(datagram -> {
            byte[] reply = IrttClientAnswers.echoReply(datagram);
            if (datagram[3] == IrttMessage.OPEN) {
                IrttClientAnswers.foreign(pair).onDatagram(datagram);
            } else if (isEcho(datagram)) {
                ByteBuffer.wrap(reply).order(ByteOrder.LITTLE_ENDIAN).putLong(28, 1_795_172_921_287_348_665L);
                pair.reply(reply);
            }
        });

        pair.runToEnd();

        try (RttReport report = pair.report()) {
            assertEquals(0, report.roundTrips().cursor().moveTo(0).peerReceivedNs());
            assertEquals(5, pair.count(Id.RECEIVED));
        }
    }

    /** A report comes of it, whatever a peer makes up. */
    @ParameterizedTest
    @EnumSource(PeerClock.class)
    void shouldOutliveStampsThatAreMadeUp(PeerClock clock) throws Exception {
        long[] odd = {Long.MIN_VALUE, Long.MIN_VALUE + 1, -1, 0, 1, 4_000_000_000_000_000_000L, 1L << 62,
            Long.MAX_VALUE - 1, Long.MAX_VALUE, 1_795_172_921_287_348_665L};
        for (long seed = 0; seed < 50; seed++) {
            Random random = new Random(seed);
            IrttClientPair pair = plan().every(10 * MS, S).stamps(PeerStamps.BOTH, clock).pair();
            pair.against(datagram -> {
                byte[] reply = IrttClientAnswers.echoReply(datagram);
                if (datagram[3] == IrttMessage.OPEN) {
                    IrttClientAnswers.foreign(pair).onDatagram(datagram);
                } else if (isEcho(datagram)) {
                    ByteBuffer fields = ByteBuffer.wrap(reply).order(ByteOrder.LITTLE_ENDIAN).position(16);
                    fields.putInt(random.nextInt()).putLong(random.nextLong());
                    while (fields.remaining() >= Long.BYTES) {
                        fields.putLong(odd[random.nextInt(odd.length)]);
                    }
                    pair.reply(reply);
                }
            });

            pair.runToEnd();

            try (RttReport report = pair.report()) {
                assertEquals(100, report.metric(Metric.Loss.class).orElseThrow().sent());
            }
        }
    }

    @Test
    void shouldTellThatReceiveStampsAreTheServersKernels() throws Exception {
        IrttClientPair foreign = plan().pair();
        foreign.against(IrttClientAnswers.foreign(foreign));

        foreign.runToEnd();

        try (RttReport report = foreign.report()) {
            assertEquals(false, report.roundTrips().cursor().moveTo(0).peerKernelReceive());
        }
        IrttClientPair granting = plan().pair();
        granting.against(datagram -> granting.reply(datagram[3] == IrttMessage.OPEN
                ? IrttClientAnswers.openReply(7, IrttClientAnswers.asked(datagram, false))
                : IrttClientAnswers.echoReply(datagram)));
        granting.runToEnd();
        try (RttReport report = granting.report()) {
            assertEquals(true, report.roundTrips().cursor().moveTo(0).peerKernelReceive());
        }
    }

    // ---- troubles

    @ParameterizedTest
    @ValueSource(ints = {50, 51, 55, 60, 64, 1_000})
    void shouldTellExactlyWhereProbesWereLost(int probes) throws Exception {
        IrttClientPair pair = pair(probes);
        pair.forward.losing(echo(seq -> seq % 7 == 3));
        pair.reverse.losing(echo(seq -> seq % 11 == 5));

        pair.runToEnd();

        try (RttReport report = pair.report()) {
            assertEquals(probes, report.roundTrips().size());
            RoundTrips.Cursor row = report.roundTrips().cursor();
            for (int seq = 0; seq < probes; seq++) {
                Fate expected = seq % 7 == 3 ? Fate.LOST_FORWARD : seq % 11 == 5 ? Fate.LOST_REVERSE : Fate.ANSWERED;
                assertEquals(expected, row.moveTo(seq).fate(), "probe " + seq + " of " + probes);
            }
        }
    }

    @Test
    void shouldTellExactlyWhereTheLastProbesWereLost() throws Exception {
        IrttClientPair pair = pair(50);
        pair.forward.losing(echo(seq -> seq >= 45));
        pair.reverse.losing(echo(seq -> seq >= 30));

        pair.runToEnd();

        try (RttReport report = pair.report()) {
            RoundTrips.Cursor row = report.roundTrips().cursor();
            for (int seq = 0; seq < 50; seq++) {
                assertEquals(seq < 30 ? Fate.ANSWERED : seq < 45 ? Fate.LOST_REVERSE : Fate.LOST_FORWARD,
                        row.moveTo(seq).fate());
            }
        }
    }

    @Test
    void shouldReportATestWithoutAnyReply() throws Exception {
        IrttClientPair pair = pair(20);
        pair.reverse.losing(IrttClientAnswers::isEcho);

        pair.runToEnd();

        try (RttReport report = pair.report()) {
            assertEquals(EndState.COMPLETED, report.run().end());
            Metric.Loss loss = report.metric(Metric.Loss.class).orElseThrow();
            assertEquals(20, loss.sent());
            assertEquals(Fate.LOST_REVERSE, report.roundTrips().cursor().moveTo(19).fate());
        }
    }

    @Test
    void shouldCountDuplicatesAndLoseNothing() throws Exception {
        IrttClientPair pair = pair(100);
        pair.reverse.doubling(echo(seq -> seq % 10 == 4), 30 * MS);

        pair.runToEnd();

        try (RttReport report = pair.report()) {
            assertEquals(110, pair.count(Id.RECEIVED));
            RoundTrips.Cursor row = report.roundTrips().cursor();
            for (int seq = 0; seq < 100; seq++) {
                assertEquals(seq % 10 == 4 ? 1 : 0, row.moveTo(seq).duplicates());
                assertEquals(Fate.ANSWERED, row.fate());
            }
        }
    }

    @Test
    void shouldCountRequestsThatWereDoubledOnTheirWay() throws Exception {
        IrttClientPair pair = plan().every(10 * MS, S).pair()
                .against(IrttServerOptions.builder().minIntervalNs(0));
        pair.forward.doubling(echo(seq -> seq % 10 == 4), MS);

        pair.runToEnd();

        assertEquals(110, pair.count(Id.RECEIVED));
        assertEquals(100, pair.outcome().peerTotals().distinct());
        assertEquals(110, pair.outcome().peerTotals().total());
    }

    @Test
    void shouldKeepDelaysApartWhenRepliesOvertakeEachOther() throws Exception {
        for (long seed = 0; seed < 20; seed++) {
            IrttClientPair pair = plan().every(MS, 300 * MS).pair()
                    .against(IrttServerOptions.builder().minIntervalNs(0));
            Random random = new Random(seed);
            pair.forward.losing(echo(_ -> random.nextInt(10) == 0)).jitter(random, 20 * MS);
            pair.reverse.losing(echo(_ -> random.nextInt(10) == 0)).jitter(random, 20 * MS);

            pair.runToEnd();

            try (RttReport report = pair.report()) {
                assertEquals(300, report.roundTrips().size());
                RoundTrips.Cursor row = report.roundTrips().cursor();
                for (int seq = 0; seq < 300; seq++) {
                    row.moveTo(seq);
                    if (row.answered()) {
                        long rttNs = row.delayNs(Direction.ROUND_TRIP, StampSource.USER);
                        assertTrue(rttNs >= 12 * MS && rttNs <= 52 * MS, "probe " + seq + ": " + rttNs);
                    } else {
                        assertTrue(row.fate() == Fate.LOST_FORWARD || row.fate() == Fate.LOST_REVERSE);
                    }
                }
                long answered = IntStream.range(0, 300).filter(seq -> row.moveTo(seq).answered()).count();
                assertEquals(answered, pair.count(Id.RECEIVED));
            }
        }
    }

    @Test
    void shouldIgnoreWhatIsNoReplyAndCountIt() throws Exception {
        IrttClientPair pair = pair(50);
        pair.runTo(IrttClient.Phase.RUNNING);
        byte[][] noReplies = {
            {}, {1, 2, 3}, PacketFixture.bytes("14a75b02"), PacketFixture.bytes("14a75c02" + "00".repeat(56)),
            PacketFixture.bytes("14a75b12" + "00".repeat(56)), PacketFixture.bytes("14a75b02" + "00".repeat(56)),
            PacketFixture.bytes("14a75b0a" + "00".repeat(72)), PacketFixture.bytes("14a75b06" + "00".repeat(56)),
            PacketFixture.bytes("14a75b03" + "00".repeat(8)), PacketFixture.bytes("14a75b07" + "00".repeat(24))};
        for (byte[] datagram : noReplies) {
            pair.reply(datagram);
        }
        byte[] probe = pair.sent(IrttClientAnswers.ECHO).getFirst().bytes();
        pair.reply(probe); // REPLY clear
        byte[] future = IrttClientAnswers.echoReply(probe);
        future[12] = 40;
        pair.reply(future);
        byte[] before = IrttClientAnswers.echoReply(probe);
        before[15] = (byte) 0xff;
        pair.reply(before);
        pair.reply(Arrays.copyOf(IrttClientAnswers.echoReply(probe), 59));

        pair.runToEnd();

        assertEquals(EndState.COMPLETED, pair.outcome().end());
        assertEquals(50, pair.count(Id.RECEIVED));
        assertEquals(noReplies.length - 2 + 4, pair.count(Id.IGNORED)); // open replies with token 0 are just late ones
    }

    @Test
    void shouldIgnoreTruncatedReplies() throws Exception {
        IrttClientPair pair = pair(50);
        pair.reverse.cutting(echo(seq -> seq % 5 == 0), 60, true).cutting(echo(seq -> seq % 5 == 1), 59, false)
                .cutting(echo(seq -> seq % 5 == 2), 11, false);

        pair.runToEnd();

        assertEquals(20, pair.count(Id.RECEIVED));
        assertEquals(30, pair.count(Id.IGNORED));
        assertEquals(EndState.COMPLETED, pair.outcome().end());
    }

    @Test
    void shouldIgnoreCorruptedRepliesOfATaggedSession() throws Exception {
        IrttClientPair pair = plan().every(10 * MS, S).key("secret").pair()
                .against(IrttServerOptions.builder().key(IrttKey.parse("secret")));
        Random random = new Random(3);
        pair.reverse.corrupting(datagram -> (datagram[3] & 0x05) == 0 && datagram[28] % 4 == 1, random);
        pair.forward.corrupting(datagram -> (datagram[3] & 0x05) == 0 && datagram[28] % 4 == 2, random);

        pair.runToEnd();

        assertEquals(50, pair.count(Id.RECEIVED));
        assertEquals(25, pair.count(Id.IGNORED));
        try (RttReport report = pair.report()) {
            RoundTrips.Cursor row = report.roundTrips().cursor();
            for (int seq = 0; seq < 100; seq++) {
                assertEquals(seq % 4 == 1 ? Fate.LOST_REVERSE : seq % 4 == 2 ? Fate.LOST_FORWARD : Fate.ANSWERED,
                        row.moveTo(seq).fate());
            }
        }
    }

    @Test
    void shouldOutliveCorruptionWithoutATag() throws Exception {
        for (long seed = 0; seed < 30; seed++) {
            IrttClientPair pair = pair(100);
            Random random = new Random(seed);
            pair.reverse.corrupting(datagram -> isEcho(datagram) && random.nextInt(3) == 0, random);
            pair.forward.corrupting(datagram -> isEcho(datagram) && random.nextInt(3) == 0, random);

            pair.runToEnd();

            assertTrue(pair.outcome().end() == EndState.COMPLETED || pair.outcome().end() == EndState.ENDED_BY_PEER);
            assertTrue(pair.count(Id.SENT) <= 100);
            pair.report().close();
        }
    }
}
