package io.venturi.engine.protocol.udpst;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.venturi.engine.protocol.udpst.wire.Pdu;
import io.venturi.engine.protocol.udpst.wire.RateTable;
import io.venturi.engine.protocol.udpst.wire.SearchAlgorithm;
import io.venturi.engine.protocol.udpst.wire.TestParameters;
import io.venturi.engine.protocol.udpst.wire.TrialBlock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class RateSearchTest {
    /** Lost datagrams and round-trip variation in ms of each trial interval; -1 for no sample. */
    private static final int[][] MIXED = mixed();

    private static int[][] mixed() {
        List<int[]> all = new ArrayList<>();
        add(all, 1, 0, -1);
        add(all, 12, 0, 0);
        add(all, 1, 0, 45);
        add(all, 4, 11, 0);
        add(all, 2, 0, 0);
        add(all, 1, 0, 29);
        add(all, 1, 0, 30);
        add(all, 1, 0, 90);
        add(all, 1, 0, 91);
        add(all, 1, 10, 0);
        add(all, 1, 11, 0);
        add(all, 6, 0, 0);
        add(all, 1, 50, 120);
        add(all, 10, 0, 0);
        return all.toArray(int[][]::new);
    }

    private static void add(List<int[]> all, int times, int lost, int variation) {
        for (int i = 0; i < times; i++) {
            all.add(new int[] {lost, variation});
        }
    }

    @Test
    void shouldGoTheWayOfTheProtocolByAlgorithmB() {
        assertEquals(rows("0 10 20 30 40 50 60 70 80 90 100 110 120 120 119 118 88 87 88 89 90 90 90 89 90 89 90 91 92"
                + " 93 94 95 94 95 96 97 98 99 100 101 102 103 104"), run(parameters(SearchAlgorithm.B), MIXED));
    }

    @Test
    void shouldGoTheWayOfTheProtocolByAlgorithmC() {
        assertEquals(rows("0 1 2 2 4 4 8 8 16 16 32 32 64 64 63 62 32 31 32 33 33 33 33 32 64 63 63 126 126 252 252 504"
                + " 503 1000 1001 1002 1003 1004 1005 1006 1007 1008 1009"), run(parameters(SearchAlgorithm.C), MIXED));
    }

    @Test
    void shouldRiseOnAnUnlimitedPath() {
        int[][] good = new int[110][];
        Arrays.setAll(good, i -> new int[] {0, i == 0 ? -1 : 0});

        List<Integer> linear = run(parameters(SearchAlgorithm.B), good);
        List<Integer> doubling = run(parameters(SearchAlgorithm.C), good);

        assertEquals(List.of(0, 10, 20, 30), linear.subList(0, 4));
        assertEquals(List.of(990, 1000, 1001, 1002), linear.subList(99, 103));
        assertEquals(rows("0 1 2 2 4 4 8 8 16 16 32 32 64 64 128 128 256 256 512 1000 1001 1002"),
                doubling.subList(0, 22));
    }

    @Test
    void shouldStayWithinTheTable() {
        RateSearch search = new RateSearch(started(SearchAlgorithm.B, RateTable.LAST, true, 0));

        assertEquals(RateTable.LAST, search.adjust(trial(0, 0), 0));
        for (int i = 0; i < 2000; i++) {
            search.adjust(trial(99, 0), 0);
        }
        assertEquals(0, search.row());
    }

    @Test
    void shouldStayAtAFixedRowOnceFeedbackHasCome() {
        RateSearch search = new RateSearch(started(SearchAlgorithm.B, 37, false, 0));

        assertEquals(0, search.row());
        assertEquals(37, search.adjust(trial(0, 0), 0));
        assertEquals(37, search.adjust(trial(500, 500), 0));
    }

    @Test
    void shouldWaitWhileFrozen() {
        RateSearch search = new RateSearch(started(SearchAlgorithm.B, 37, true, 2));
        RateSearch fixed = new RateSearch(started(SearchAlgorithm.B, 37, false, 2));

        assertEquals(37, search.adjust(trial(0, 0), 1));
        assertEquals(47, search.adjust(trial(0, 0), 2));
        assertEquals(0, fixed.adjust(trial(0, 0), 1));
        assertEquals(37, fixed.adjust(trial(0, 0), 2));
    }

    @Test
    void shouldLookAtOneWayDelayIfAsked() {
        TestParameters d = TestParameters.DEFAULT;
        RateSearch search = new RateSearch(new TestParameters(false, 30, 90, 50, 10, 1000, 0, d.row(), false, true, 10,
                3, 10, true, false, SearchAlgorithm.B, 0, 0));
        TrialBlock trial = trial(0, 500);

        assertEquals(0, search.adjust(trial, 0), "no sample of that kind");
        trial.delayCount = 10;
        trial.delaySum = 294; // 29.4 rounds to 29
        assertEquals(10, search.adjust(trial, 0));
        trial.delaySum = 296; // 29.6 rounds to 30, neither good nor bad
        assertEquals(10, search.adjust(trial, 0));
        trial.delaySum = 906;
        assertEquals(9, search.adjust(trial, 0));
    }

    @Test
    void shouldCountReorderingOnlyIfAsked() {
        TestParameters d = TestParameters.DEFAULT;
        RateSearch counting = new RateSearch(new TestParameters(false, 30, 90, 50, 10, 1000, 0, 20, true, false, 10,
                3, 10, false, false, SearchAlgorithm.B, 0, 0));
        RateSearch ignoring = new RateSearch(started(SearchAlgorithm.B, 20, true, 0));
        TrialBlock trial = trial(4, 0);
        trial.reordered = 4;
        trial.duplicate = 3;

        assertEquals(19, counting.adjust(trial, 0));
        assertEquals(30, ignoring.adjust(trial, 0));
        assertEquals(10, d.step());
    }

    @Test
    void shouldTakeCongestionMarksForCongestionAboveTheThreshold() {
        RateSearch search = new RateSearch(new TestParameters(false, 30, 90, 50, 10, 1000, 1, 20, true, false, 10, 3,
                10, true, false, SearchAlgorithm.B, 26, 0));
        TrialBlock trial = trial(0, 0);
        trial.datagrams = 100;
        trial.marked = 10; // 25/255 of 100 is 9.8, which rounds to 10

        assertEquals(30, search.adjust(trial, 0));
        trial.marked = 11;
        assertEquals(29, search.adjust(trial, 0));
    }

    private static TestParameters parameters(SearchAlgorithm algorithm) {
        return started(algorithm, TestParameters.AUTOMATIC, false, 0);
    }

    private static TestParameters started(SearchAlgorithm algorithm, int row, boolean start, int frozen) {
        return new TestParameters(false, 30, 90, 50, 10, 1000, 0, row, start, false, 10, 3, 10, true, false, algorithm,
                0, frozen);
    }

    private static TrialBlock trial(int lost, int variation) {
        TrialBlock trial = new TrialBlock();
        trial.lost = lost;
        trial.rttVariation = variation < 0 ? Pdu.NONE : variation;
        return trial;
    }

    private static List<Integer> run(TestParameters parameters, int[][] trials) {
        RateSearch search = new RateSearch(parameters);
        return Arrays.stream(trials).map(t -> search.adjust(trial(t[0], t[1]), 0)).toList();
    }

    private static List<Integer> rows(String text) {
        return Arrays.stream(text.split(" ")).map(Integer::valueOf).toList();
    }
}
