package io.venturi.engine.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Numbers of 32 bits on the wire and 64 here, and which of them were answered. */
class ProbeNumbersTest {

    @Test
    void shouldExtendNumbersAcrossTheWrap() {
        Random random = new Random(1);
        for (int round = 0; round < 100_000; round++) {
            long nextSeq = switch (round % 4) {
                case 0 -> (1L << 32) + random.nextLong(2_000) - 1_000;
                case 1 -> (1L << 31) + random.nextLong(2_000) - 1_000;
                case 2 -> (5L << 32) + random.nextLong(1L << 33);
                default -> random.nextLong(1L << 40);
            };
            long seq = nextSeq - 1 - random.nextLong(Math.min(nextSeq + 1, 1L << 31));

            assertEquals(seq, ProbeClient.extended((int) seq, nextSeq));
        }
    }

    @Test
    void shouldTellNumbersThatWereNeverSent() {
        assertEquals(-1, ProbeClient.extended(-1, 0));
        assertEquals(-1, ProbeClient.extended(0xffff_ffff, 5));
        assertEquals(5, ProbeClient.extended(5, 5));
        assertEquals(1_000, ProbeClient.extended(1_000, 5));
        assertEquals(1L << 32, ProbeClient.extended(0, 1L << 32));
    }

    @Test
    void shouldRememberAnswersLikeASet() {
        Random random = new Random(2);
        for (int size : new int[] {1, 63, 64, 65, 128, 1_000}) {
            AnswerTracker tracker = new AnswerTracker(size);
            int remembered = Math.max(64, Integer.highestOneBit(Math.max(1, size - 1)) << 1);
            Set<Long> answered = new HashSet<>();
            long next = 0;
            long sum = 0;
            long most = 0;
            for (int step = 0; step < 20_000; step++) {
                if (next == 0 || random.nextInt(3) > 0) {
                    tracker.sent(next, 10 * next);
                    next++;
                    continue;
                }
                long seq = next - 1 - random.nextLong(Math.min(next, 2L * remembered));
                long roundTripNs = random.nextInt(1_000);
                boolean first = next - seq <= remembered && answered.add(seq);

                assertEquals(first, tracker.answered(seq, 10 * seq + roundTripNs));

                sum += first ? roundTripNs : 0;
                most = first ? Math.max(most, roundTripNs) : most;
                assertEquals(answered.size(), tracker.distinct());
                assertEquals(most, tracker.maxRoundTripNs());
                assertEquals(answered.isEmpty() ? 0 : sum / answered.size(), tracker.meanRoundTripNs());
            }
        }
    }

    @Test
    void shouldKnowAProbeByEachOfItsStampsUntilItIsOverwritten() {
        ProbeIds ids = new ProbeIds();
        for (long id = 0; id < 4_096; id++) {
            if (id != 7) { // no probe
                ids.probe(id, 10 + id);
            }
        }
        ids.probe(4_096 + 8, 99);

        assertEquals(-1, ids.probeOf(7));
        assertEquals(-1, ids.probeOf(8), "another datagram of the same place");
        assertEquals(99, ids.probeOf(4_096 + 8));
        assertEquals(19, ids.probeOf(9));
        assertEquals(19, ids.probeOf(9), "by the kernel and by the card");
        assertEquals(-1, ids.probeOf(4_096 + 9), "never sent");
    }
}
