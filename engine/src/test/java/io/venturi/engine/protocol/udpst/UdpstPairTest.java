package io.venturi.engine.protocol.udpst;

import static io.venturi.engine.protocol.udpst.VirtualPair.MS;
import static io.venturi.engine.protocol.udpst.VirtualPair.SECOND;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.venturi.engine.metric.CapacityEvent;
import io.venturi.engine.metric.CapacityLayer;
import io.venturi.engine.metric.CapacityStatus;
import io.venturi.engine.protocol.udpst.wire.ActivationPdu;
import io.venturi.engine.protocol.udpst.wire.LoadPdu;
import io.venturi.engine.protocol.udpst.wire.NullPdu;
import io.venturi.engine.protocol.udpst.wire.SearchAlgorithm;
import io.venturi.engine.protocol.udpst.wire.SetupPdu;
import io.venturi.engine.protocol.udpst.wire.StatusLayout;
import io.venturi.engine.protocol.udpst.wire.StatusPdu;
import io.venturi.engine.protocol.udpst.wire.TestParameters;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UdpstPairTest {
    private static final byte[] KEY = "a key".getBytes(StandardCharsets.UTF_8);

    static TestParameters parameters(boolean upstream, SearchAlgorithm algorithm, int seconds, int row,
                                     boolean startRow) {
        return new TestParameters(upstream, 30, 90, 50, seconds, 1000, 0, row, startRow, false, 10, 3, 10, true, false,
                algorithm, 0, 0);
    }

    private static VirtualPair searching(boolean upstream, SearchAlgorithm algorithm) {
        return new VirtualPair(VirtualPair.asking(parameters(upstream, algorithm, 5, TestParameters.AUTOMATIC, false)),
                UdpstServerOptions.DEFAULT);
    }

    static VirtualPair fixed(boolean upstream, int row) {
        return new VirtualPair(VirtualPair.asking(parameters(upstream, SearchAlgorithm.B, 5, row, false)),
                UdpstServerOptions.DEFAULT);
    }

    @ParameterizedTest
    @CsvSource({"false, B", "true, B", "false, C", "true, C"})
    void shouldFindTheCapacityOfAPath(boolean upstream, SearchAlgorithm algorithm) {
        VirtualPair pair = new VirtualPair(VirtualPair.asking(parameters(upstream, algorithm, 10,
                TestParameters.AUTOMATIC, false)), UdpstServerOptions.DEFAULT);
        pair.up.limited(50e6, 50 * MS);
        pair.down.limited(50e6, 50 * MS);

        pair.run(20 * SECOND);

        assertEquals(CapacityStatus.COMPLETE, pair.client.status());
        assertEquals(10, pair.intervals.size());
        assertEquals(50, pair.maximumLayer2Mbps(), 0.15);
        pair.pass(4 * SECOND);
        assertEquals(0, pair.liveServerTests(), "connections left");
    }

    @ParameterizedTest
    @CsvSource({"false", "true"})
    void shouldReportAFixedRateExactly(boolean upstream) {
        VirtualPair pair = fixed(upstream, 37).run(20 * SECOND);

        assertEquals(CapacityStatus.COMPLETE, pair.client.status());
        pair.intervals.subList(1, 5).forEach(interval ->
                assertEquals(37, interval.bitsPerSecond(CapacityLayer.IP) / 1e6, 0.05));
        assertEquals(0, pair.intervals.stream().mapToLong(interval -> interval.tally().lost()).sum());
    }

    /** Row 1120 is 10 Gbit/s of small datagrams for those who do not know long bursts. */
    @ParameterizedTest
    @CsvSource({"false", "true"})
    void shouldGoBeyondTheTableOfOthersBetweenTwoThatKnowLongBursts(boolean upstream) {
        UdpstClientOptions asking = new UdpstClientOptions(parameters(upstream, SearchAlgorithm.B, 2, 1120, true), 1, 1,
                4711, false, false, new byte[0], 0, 0, SendOptions.DEFAULT, StatusLayout.V20, false);
        VirtualPair pair = new VirtualPair(asking, new UdpstServerOptions(false, false, new byte[0], Map.of(),
                TestPolicy.DEFAULT, SendOptions.DEFAULT, StatusLayout.V20, false));

        Map<Long, Integer> bursts = new HashMap<>();
        pair.spy = (datagram, _) -> {
            if (id(datagram) == LoadPdu.ID) {
                bursts.merge(pair.nowNs(), 1, Integer::sum);
            }
        };

        pair.run(100 * MS);

        assertEquals(130, Collections.max(bursts.values()));
    }

    /** Each kind of control or feedback message, each of its first ones lost in turn; the stop, too. */
    @ParameterizedTest
    @CsvSource({"ACE1", "DEAD", "ACE2", "FEED"})
    void shouldSurviveTheLossOfAnySingleMessage(String id) {
        int kind = Integer.parseInt(id, 16);
        for (boolean upstream : new boolean[] {false, true}) {
            for (int lost = 0; lost < (kind == StatusPdu.ID ? 8 : 2); lost++) {
                VirtualPair pair = searching(upstream, SearchAlgorithm.B);
                pair.up.limited(20e6, 50 * MS).fate(losing(kind, lost * (kind == StatusPdu.ID ? 14 : 1)));
                pair.down.limited(20e6, 50 * MS).fate(losing(kind, lost * (kind == StatusPdu.ID ? 14 : 1)));

                pair.run(20 * SECOND);

                String what = id + " number " + lost + (upstream ? " upstream" : " downstream");
                assertTrue(pair.client.status().code() <= 3, what + ": " + pair.client.status());
                assertEquals(5, pair.intervals.size(), what);
                assertEquals(20, pair.maximumLayer2Mbps(), 0.1, what);
            }
        }
    }

    private static VirtualLink.Fate losing(int kind, int number) {
        int[] seen = {0};
        return (head, _) -> id(head) == kind && seen[0]++ == number ? VirtualLink.LOST : 0;
    }

    static int id(byte[] head) {
        return (head[0] & 0xff) << 8 | head[1] & 0xff;
    }

    @ParameterizedTest
    @CsvSource({"false", "true"})
    void shouldEndThoughEveryStopIsLost(boolean upstream) {
        VirtualPair pair = fixed(upstream, 5);
        VirtualLink.Fate stopless = (head, _) -> (id(head) == LoadPdu.ID || id(head) == StatusPdu.ID) && head[2] == 2
                ? VirtualLink.LOST : 0;
        pair.up.fate(stopless);
        pair.down.fate(stopless);

        pair.run(20 * SECOND);

        assertTrue(pair.client.isOver());
        assertEquals(5, pair.intervals.size());
        pair.pass(4 * SECOND);
        assertEquals(0, pair.liveServerTests());
    }

    @ParameterizedTest
    @CsvSource({"false", "true"})
    void shouldTellTheSenderOfLostFeedback(boolean upstream) {
        VirtualPair pair = fixed(upstream, 5);
        VirtualLink.Fate losing = losing(StatusPdu.ID, 20);
        (upstream ? pair.down : pair.up).fate(losing);
        int[] errors = {0, 0};
        pair.spy = (head, _) -> {
            if (id(head) == LoadPdu.ID) {
                int error = (head[10] & 0xff) << 8 | head[11] & 0xff;
                errors[0] = Math.max(errors[0], error);
                errors[1] = error;
            }
        };

        pair.run(20 * SECOND);

        assertEquals(1, errors[0], "status PDUs missing");
        assertEquals(0, errors[1], "after the next one");
        assertEquals(upstream ? CapacityStatus.STATUS_LOST_HERE : CapacityStatus.STATUS_LOST_THERE,
                pair.client.status());
    }

    @Test
    void shouldProcessFeedbackWithGarbageInItsTail() {
        VirtualPair pair = searching(false, SearchAlgorithm.C);
        pair.up.limited(30e6, 50 * MS).fate((head, _) -> {
            if (id(head) == StatusPdu.ID) {
                head[203] = 1;
            }
            return 0;
        });
        pair.down.limited(30e6, 50 * MS);

        pair.run(20 * SECOND);

        assertEquals(30, pair.maximumLayer2Mbps(), 0.1);
        assertEquals(CapacityStatus.COMPLETE, pair.client.status());
    }

    @ParameterizedTest
    @CsvSource({"false", "true"})
    void shouldIgnoreCorruptedMessages(boolean upstream) {
        VirtualPair pair = new VirtualPair(sealed(upstream), new UdpstServerOptions(true, false, new byte[0], Map.of(),
                TestPolicy.DEFAULT, new SendOptions(false, false, true, false, true, 5 * MS), StatusLayout.V20,
                false));
        SplittableRandom random = new SplittableRandom(3);
        VirtualLink.Fate corrupting = (head, _) -> {
            if (random.nextInt(50) == 0) {
                head[random.nextInt(Math.min(head.length, 32))] ^= (byte) (1 << random.nextInt(8));
            }
            return 0;
        };
        pair.up.limited(20e6, 50 * MS).fate(corrupting);
        pair.down.limited(20e6, 50 * MS).fate(corrupting);

        pair.run(20 * SECOND);

        assertTrue(pair.client.isOver());
        assertTrue(pair.maximumLayer2Mbps() <= 20.1, "" + pair.maximumLayer2Mbps());
        pair.pass(6 * SECOND);
        assertEquals(0, pair.liveServerTests());
    }

    private static UdpstClientOptions sealed(boolean upstream) {
        return new UdpstClientOptions(parameters(upstream, SearchAlgorithm.B, 5, TestParameters.AUTOMATIC, false), 1,
                1, 4711, true, false, new byte[0], 0, 0, new SendOptions(false, false, true, false, true, 5 * MS),
                StatusLayout.V20, false);
    }

    @Test
    void shouldBearDuplicatesReorderingAndLoss() {
        VirtualPair pair = fixed(false, 10);
        SplittableRandom random = new SplittableRandom(11);
        pair.down.fate((_, _) -> random.nextInt(100) == 0 ? VirtualLink.LOST : random.nextInt(50) == 0 ? 3 * MS : 0)
                .doubling((_, _) -> random.nextInt(100) == 0 ? 2 * MS : 0);

        pair.run(20 * SECOND);

        long lost = pair.intervals.stream().mapToLong(i -> i.tally().lost()).sum();
        long reordered = pair.intervals.stream().mapToLong(i -> i.tally().reordered()).sum();
        long duplicates = pair.intervals.stream().mapToLong(i -> i.tally().duplicates()).sum();
        long datagrams = pair.intervals.stream().mapToLong(i -> i.tally().datagrams()).sum();
        assertEquals(0.01, (double) lost / datagrams, 0.006);
        assertEquals(0.02, (double) reordered / datagrams, 0.008);
        assertEquals(0.01, (double) duplicates / datagrams, 0.006);
    }

    // ---- access --------------------------------------------------------------------------------------------------

    private static UdpstClientOptions keyed(byte[] key, int keyId) {
        return new UdpstClientOptions(parameters(false, SearchAlgorithm.B, 5, 3, false), 1, 1, 4711, true, false, key,
                keyId, 0, SendOptions.DEFAULT, StatusLayout.V20, false);
    }

    private static UdpstServerOptions locked(byte[] key, Map<Integer, byte[]> keys) {
        return new UdpstServerOptions(true, false, key, keys, TestPolicy.DEFAULT, SendOptions.DEFAULT,
                StatusLayout.V20, false);
    }

    @Test
    void shouldTestWithTheKeyOfItsIdOrTheOneForAll() {
        byte[] other = "other".getBytes(StandardCharsets.UTF_8);

        assertEquals(0, status(keyed(KEY, 7), locked(other, Map.of(7, KEY))));
        assertEquals(0, status(keyed(KEY, 9), locked(KEY, Map.of(7, other))));
        assertEquals(107, status(keyed(KEY, 9), locked(other, Map.of(7, KEY))));
        assertEquals(107, status(keyed(KEY, 0), UdpstServerOptions.DEFAULT));
        assertEquals(105, status(keyed(new byte[0], 0), locked(KEY, Map.of())));
    }

    private static int status(UdpstClientOptions client, UdpstServerOptions server) {
        return new VirtualPair(client, server).run(20 * SECOND).client.status().code();
    }

    @ParameterizedTest
    @CsvSource({"-5, 0", "5, 0", "-6, 108", "6, 108"})
    void shouldAcceptClocksUpToFiveSecondsApart(long seconds, int status) {
        VirtualPair pair = new VirtualPair(keyed(KEY, 0), locked(KEY, Map.of()));
        pair.stepClient(seconds * SECOND);

        assertEquals(status, pair.run(20 * SECOND).client.status().code());
    }

    @Test
    void shouldNotBeFooledByAReplay() {
        VirtualPair pair = new VirtualPair(keyed(KEY, 0), locked(KEY, Map.of()));
        byte[][] recorded = {null};
        pair.spy = (head, ofServer) -> {
            if (!ofServer && id(head) == SetupPdu.ID) {
                recorded[0] = head.clone();
            }
        };
        pair.run(20 * SECOND).pass(10 * SECOND);
        long accepted = pair.serving.counters().get(UdpstCounters.Id.SETUPS_ACCEPTED);

        pair.toControl(recorded[0]);

        assertEquals(accepted, pair.serving.counters().get(UdpstCounters.Id.SETUPS_ACCEPTED));
        assertEquals(1, pair.serving.counters().get(UdpstCounters.Id.AUTH_TIME));
    }

    @Test
    void shouldRefuseWhatExceedsTheBandwidth() {
        UdpstClientOptions asking = new UdpstClientOptions(parameters(true, SearchAlgorithm.B, 5, 3, false), 1, 1,
                4711, true, false, new byte[0], 0, 600, SendOptions.DEFAULT, StatusLayout.V20, false);
        Admission admission = new Admission(254, 0, 1000);

        assertEquals(0, new VirtualPair(asking, UdpstServerOptions.DEFAULT, admission).run(20 * SECOND)
                .pass(4 * SECOND).client.status().code());
        assertEquals(0, admission.mbps(true), "given back");
        admission.take(0, 1, 500, true);
        assertEquals(110, new VirtualPair(asking, UdpstServerOptions.DEFAULT, admission).run(20 * SECOND)
                .client.status().code());
        assertEquals(109, new VirtualPair(VirtualPair.asking(TestParameters.DEFAULT), UdpstServerOptions.DEFAULT,
                admission).run(20 * SECOND).client.status().code());
    }

    @Test
    void shouldRefuseWhenItIsFull() {
        assertEquals(113, new VirtualPair(VirtualPair.asking(TestParameters.DEFAULT), UdpstServerOptions.DEFAULT,
                new Admission(0, 0, 0)).run(20 * SECOND).client.status().code());
        VirtualPair without = new VirtualPair(VirtualPair.asking(TestParameters.DEFAULT), UdpstServerOptions.DEFAULT);
        without.sockets(0);
        assertEquals(113, without.run(20 * SECOND).client.status().code());
        assertEquals(0, without.liveServerTests());
    }

    @ParameterizedTest
    @CsvSource({"false, false, 103", "true, true, 111"})
    void shouldRefuseAnotherTable(boolean jumbo, boolean traditional, int status) {
        UdpstClientOptions asking = new UdpstClientOptions(TestParameters.DEFAULT, 1, 1, 4711, jumbo, traditional,
                new byte[0], 0, 0, SendOptions.DEFAULT, StatusLayout.V20, false);

        assertEquals(status, status(asking, UdpstServerOptions.DEFAULT));
    }

    // ---- death ---------------------------------------------------------------------------------------------------

    @Test
    void shouldGiveUpWithoutAServer() {
        VirtualPair pair = searching(false, SearchAlgorithm.B);
        pair.killServer();
        long beganNs = pair.nowNs();

        pair.run(20 * SECOND);

        assertEquals(200, pair.client.status().code());
        assertEquals(3, (pair.nowNs() - beganNs) / 1e9, 0.01);
        assertEquals(List.of(CapacityStatus.SERVER_SILENT, CapacityStatus.TOO_FEW_CONNECTIONS),
                pair.clientEvents.stream().filter(CapacityEvent.Incident.class::isInstance)
                        .map(event -> ((CapacityEvent.Incident) event).status()).toList());
    }

    @ParameterizedTest
    @CsvSource({"false", "true"})
    void shouldEndWhenTheServerDies(boolean upstream) {
        VirtualPair pair = fixed(upstream, 5);
        pair.at(3 * SECOND, pair::killServer);

        pair.run(20 * SECOND);

        assertEquals(200, pair.client.status().code());
        pair.intervals.stream().limit(2).forEach(interval -> assertEquals(5,
                interval.bitsPerSecond(CapacityLayer.IP) / 1e6, 0.3, interval.toString()));
        assertEquals(0, pair.intervals.stream().skip(3).mapToLong(interval -> interval.tally().datagrams()).sum());
    }

    @ParameterizedTest
    @CsvSource({"false", "true"})
    void shouldFreeTheConnectionOfADeadClient(boolean upstream) {
        VirtualPair pair = fixed(upstream, 5);
        pair.pass(2 * SECOND);
        pair.up.fate((_, _) -> VirtualLink.LOST);

        pair.pass(2_900 * MS);
        assertEquals(1, pair.liveServerTests());
        pair.pass(300 * MS);
        assertEquals(0, pair.liveServerTests());
    }

    @Test
    void shouldFreeAConnectionThatIsNeverActivated() {
        VirtualPair pair = fixed(true, 5);
        pair.up.fate(losingAll(ActivationPdu.ID));
        pair.pass(2_900 * MS);
        assertEquals(1, pair.liveServerTests());

        pair.pass(300 * MS);

        assertEquals(0, pair.liveServerTests());
        assertEquals(1, pair.serving.counters().get(UdpstCounters.Id.ACTIVATION_TIMEOUTS));
    }

    private static VirtualLink.Fate losingAll(int kind) {
        return (head, _) -> id(head) == kind ? VirtualLink.LOST : 0;
    }

    @Test
    void shouldTakeLoadAsProofThatTheTestIsActive() {
        VirtualPair pair = searching(false, SearchAlgorithm.B);
        pair.down.limited(20e6, 50 * MS).fate(losingAll(ActivationPdu.ID));

        pair.run(20 * SECOND);

        assertEquals(CapacityStatus.COMPLETE, pair.client.status());
        assertEquals(20, pair.maximumLayer2Mbps(), 0.1);
    }

    @Test
    void shouldTellOfASecondWithoutFeedbackAndRecover() {
        VirtualPair pair = fixed(true, 5);
        boolean[] silent = {false};
        pair.down.fate((_, _) -> silent[0] ? VirtualLink.LOST : 0);
        pair.at(2 * SECOND, () -> silent[0] = true);
        pair.at(3_500 * MS, () -> silent[0] = false);
        boolean[] said = {false, false};
        pair.spy = (head, _) -> {
            if (id(head) == LoadPdu.ID) {
                said[0] |= head[3] == 1;
                said[1] = head[3] == 1;
            }
        };

        pair.run(20 * SECOND);

        assertTrue(said[0], "rxStopped");
        assertTrue(!said[1], "rxStopped cleared");
        assertTrue(pair.client.status() == CapacityStatus.TRAFFIC_STOPPED_HERE
                || pair.client.status() == CapacityStatus.STATUS_LOST_HERE, "" + pair.client.status());
    }

    @ParameterizedTest
    @CsvSource({"true, false, false", "true, false, true", "false, true, false", "false, true, true",
            "true, true, false", "true, true, true"})
    void shouldTestThoughOnlyOneEndSendsChecksums(boolean ofClient, boolean ofServer, boolean upstream) {
        SendOptions sealed = new SendOptions(false, false, true, false, true, 5 * MS);
        VirtualPair pair = new VirtualPair(new UdpstClientOptions(parameters(upstream, SearchAlgorithm.B, 5, 3, false),
                1, 1, 4711, true, false, new byte[0], 0, 0, ofClient ? sealed : SendOptions.DEFAULT, StatusLayout.V20,
                true), new UdpstServerOptions(true, false, new byte[0], Map.of(), TestPolicy.DEFAULT,
                ofServer ? sealed : SendOptions.DEFAULT, StatusLayout.V20, false));

        pair.run(20 * SECOND);

        assertEquals(CapacityStatus.COMPLETE, pair.client.status());
    }

    @Test
    void shouldStopWhenAsked() {
        VirtualPair pair = fixed(false, 5);
        pair.at(2_500 * MS, pair.client::stop);

        pair.run(20 * SECOND);

        assertEquals(CapacityStatus.INTERRUPTED, pair.client.status());
        assertEquals(2, pair.intervals.size());
        pair.pass(SECOND);
        assertEquals(0, pair.liveServerTests(), "the server was told");
    }

    @Test
    void shouldAddTheRatesOfItsConnections() {
        UdpstClientOptions four = new UdpstClientOptions(parameters(false, SearchAlgorithm.B, 5, 8, false), 4, 4, 4711,
                true, false, new byte[0], 0, 0, SendOptions.DEFAULT, StatusLayout.V20, false);

        VirtualPair pair = new VirtualPair(four, UdpstServerOptions.DEFAULT).run(20 * SECOND);

        assertEquals(CapacityStatus.COMPLETE, pair.client.status());
        assertEquals(5, pair.intervals.size());
        assertEquals(32, pair.maximumMbps(), 0.1);
        assertEquals(4, pair.intervals.getFirst().parts().size());
    }

    @Test
    void shouldSendTheNullRequestFromTheTestPort() {
        VirtualPair pair = fixed(false, 5);
        int[] nulls = {0};
        pair.spy = (head, ofServer) -> nulls[0] += ofServer && id(head) == NullPdu.ID ? 1 : 0;

        pair.run(20 * SECOND);

        assertEquals(1, nulls[0]);
    }
}
