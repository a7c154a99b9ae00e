package io.venturi.engine.protocol.iperf3;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.venturi.engine.testing.AllocationProbe;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DatagramAccountTest {
    private final DatagramAccount account = new DatagramAccount();

    private void receive(long... seqs) {
        for (long seq : seqs) {
            account.received(seq, 100, 0, 0);
        }
    }

    @ParameterizedTest
    @CsvSource({"1 2 3 4 5 6 7 8 9 10, 10, 0", "1 2 5 4 3 6, 6, 0", "1 3 5 7 9, 9, 4", "1 2 3 3 3, 3, 0",
            "1 5 5 5, 5, 1", "3 4, 4, 2", "0 1 2, 2, 0", "1 8589934592, 8589934592, 8589934590"})
    void shouldCountWhatItTellsAsThePeerDoes(String arrivals, long packets, long errors) {
        receive(Arrays.stream(arrivals.split(" ")).mapToLong(Long::parseLong).toArray());

        assertEquals(packets, account.packets());
        assertEquals(errors, account.errors());
    }

    @Test
    void shouldNotTakeCopiesForLostOnesFoundAgain() {
        receive(1, 5, 5, 5);

        assertEquals(3, account.lost());
        assertEquals(2, account.duplicates());
        assertEquals(0, account.reordered());
        assertEquals(400, account.bytes());
    }

    @Test
    void shouldKnowTheTailFromTheSendersCount() {
        receive(1, 2, 3);

        assertEquals(0, account.lost());
        assertEquals(7, account.lostOf(10));
    }

    @ParameterizedTest
    @CsvSource({"0 -1, 0.0625", "0 -1 -1, 0.0586"})
    void shouldSmoothJitterAsThePeerDoes(String secondsAhead, double expected) {
        long seq = 1;
        for (String seconds : secondsAhead.split(" ")) {
            account.received(seq++, 100, 1_000_000_000_000L + Long.parseLong(seconds) * 1_000_000_000L,
                    1_000_000_000_000L);
        }

        assertEquals(expected, account.jitterNs() / 1e9, 50e-6);
    }

    @Test
    void shouldLeaveOutTheTimeOmitted() {
        receive(1, 2, 5, 6);
        account.omit();
        receive(3, 4, 7, 9); // 3 and 4 were lost while nothing counted

        assertEquals(2, account.omittedErrors());
        assertEquals(6, account.omittedPackets());
        assertEquals(2, account.errors(), "never below what was omitted");
        assertEquals(400, account.bytes());
        assertTrue(account.lost() >= 0);
    }

    @Test
    void shouldAgreeWithACountOfEverythingUnderLossReorderingAndDuplication() {
        Random random = new Random(5);
        for (int run = 0; run < 50; run++) {
            DatagramAccount each = new DatagramAccount();
            Set<Long> distinct = new HashSet<>();
            long highest = 0;
            long copies = 0;
            long late = 0;
            for (long seq : arrivals(random)) {
                each.received(seq, 10, 0, 0);
                if (!distinct.add(seq)) {
                    copies++;
                } else if (seq < highest) {
                    late++;
                }
                highest = Math.max(highest, seq);
            }
            assertEquals(copies, each.duplicates());
            assertEquals(late, each.reordered());
            assertEquals(highest - distinct.size(), each.lost());
            assertEquals(20_000 - distinct.size(), each.lostOf(20_000));
        }
    }

    private static long[] arrivals(Random random) {
        return LongStream.rangeClosed(1, 20_000).filter(_ -> random.nextInt(20) > 0)
                .flatMap(seq -> random.nextInt(30) == 0 ? LongStream.of(seq, seq) : LongStream.of(seq))
                .mapToObj(seq -> new long[] {seq, seq + random.nextInt(50)})
                .sorted((a, b) -> Long.compare(a[1], b[1])).mapToLong(pair -> pair[0]).toArray();
    }

    @Test
    void shouldKnowCopiesAfterJumpsOfAnyLength() {
        for (long jump : new long[] {1, 63, 64, 65, 1000, 65_535, 65_536, 65_537, 200_000}) {
            DatagramAccount each = new DatagramAccount();
            each.received(10, 1, 0, 0);
            each.received(10 + jump, 1, 0, 0);
            each.received(10 + jump, 1, 0, 0);
            each.received(10 + jump - 1, 1, 0, 0);
            assertEquals(jump == 1 ? 2 : 1, each.duplicates(), "jump " + jump);
        }
    }

    @Test
    void shouldAllocateNothing() {
        long[] seq = {0};
        AllocationProbe.assertAllocatesNothing(() -> account.received(seq[0] += 2, 100, seq[0], 2 * seq[0]));
        assertTrue(account.lost() > 100_000);
    }
}
