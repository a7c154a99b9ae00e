package io.venturi.engine.stats;

import io.venturi.engine.metric.Fate;
import io.venturi.engine.metric.PeerTotals;
import io.venturi.engine.record.Observations;
import io.venturi.engine.record.RoundTripRow;
import io.venturi.engine.record.RoundTripTable;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;

import static org.junit.jupiter.api.Assertions.assertEquals;

class ReceivedWindowsTest {
    private static final int PROBES = 500;

    private final RoundTripTable table = RoundTripTable.keepingAll();
    private final RoundTripRow row = table.cursor();
    private final ReceivedWindows windows = new ReceivedWindows(table);
    private final UnsafeBuffer record = new UnsafeBuffer(new byte[Observations.RECEIVED_LENGTH]);

    @RepeatedTest(50)
    void shouldClassifyAsAPassInOrderOfNumbersDoes(RepetitionInfo info) {
        Random random = new Random(info.getCurrentRepetition());
        double loss = random.nextDouble();
        long[] window = new long[PROBES];
        List<Integer> arrivals = new ArrayList<>();
        for (int seq = 0; seq < PROBES; seq++) {
            send(seq);
            if (random.nextDouble() >= loss) {
                arrivals.add(seq);
                // windows of any content: what a peer says need not be consistent
                window[seq] = random.nextLong() | (random.nextInt(10) == 0 ? 0 : 1);
            }
        }
        shuffleLocally(arrivals, random);

        for (int seq : arrivals) {
            row.moveTo(seq).received(record, 0);
            windows.add(seq, window[seq]);
        }

        assertEquals(inOrder(arrivals, window), fates());
        table.close();
    }

    @Test
    void shouldDecideTheTailByTotals() {
        for (int seq = 0; seq < 200; seq++) {
            send(seq);
        }
        row.moveTo(100).received(record, 0);

        windows.addTotals(new PeerTotals(150, 60, 0b101, 60));

        assertEquals(Fate.UNANSWERED, row.moveTo(86).fate());
        assertEquals(Fate.LOST_FORWARD, row.moveTo(87).fate());
        assertEquals(Fate.ANSWERED, row.moveTo(100).fate());
        assertEquals(Fate.LOST_REVERSE, row.moveTo(148).fate());
        assertEquals(Fate.LOST_FORWARD, row.moveTo(149).fate());
        assertEquals(Fate.LOST_REVERSE, row.moveTo(150).fate());
        assertEquals(Fate.LOST_FORWARD, row.moveTo(151).fate());
        assertEquals(Fate.LOST_FORWARD, row.moveTo(199).fate());
        table.close();
    }

    private void send(int seq) {
        table.append();
        row.moveTo(seq).sent(record, 0);
    }

    private static void shuffleLocally(List<Integer> list, Random random) {
        for (int i = 0; i + 100 < list.size(); i += random.nextInt(1, 90)) {
            Collections.shuffle(list.subList(i, i + random.nextInt(1, 100)), random);
        }
    }

    private static List<Fate> inOrder(List<Integer> arrivals, long[] window) {
        Fate[] fates = new Fate[PROBES];
        Arrays.fill(fates, Fate.UNANSWERED);
        for (int i = 0; i < PROBES; i++) {
            if (!arrivals.contains(i)) {
                continue;
            }
            fates[i] = Fate.ANSWERED;
            for (int k = 1; k <= 63 && i - k >= 0 && (window[i] & 1) == 1; k++) {
                boolean had = (window[i] >>> k & 1) == 1;
                Fate before = fates[i - k];
                if (had && before != Fate.ANSWERED) {
                    fates[i - k] = Fate.LOST_REVERSE;
                } else if (!had && (before == Fate.UNANSWERED || before == Fate.LOST_FORWARD)) {
                    fates[i - k] = Fate.LOST_FORWARD;
                }
            }
        }
        return List.of(fates);
    }

    private List<Fate> fates() {
        List<Fate> fates = new ArrayList<>();
        for (long seq = 0; seq < table.end(); seq++) {
            fates.add(row.moveTo(seq).fate());
        }
        return fates;
    }
}
