package io.venturi.engine.protocol.irtt;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

class ReceivedWindowTest {
    private final ReceivedWindow received = new ReceivedWindow();

    @Test
    void shouldCountDuplicatesWithoutMovingTheWindow() {
        assertArrayEquals(new long[] {1, 3, 3, 7}, windows(0, 1, 1, 2));
        assertEquals(4, received.count());
        assertEquals(3, received.distinct());
    }

    @Test
    void shouldTellTheWindowOfLateRequestsAndKeepThatOfLaterOnes() {
        assertArrayEquals(new long[] {1, 3, 7, 0b111001, 0b1111, 0b11111, 0b1111111}, windows(0, 1, 2, 5, 3, 4, 6));
    }

    @Test
    void shouldBeginAtWhateverComesFirst() {
        assertArrayEquals(new long[] {1}, windows(10));
        assertEquals(1, received.count());
        assertEquals(10, received.highest());
    }

    @Test
    void shouldForgetWhatIsOutOfReachAfterAGap() {
        assertArrayEquals(new long[] {1, 1 | 1L << 63, 1, 1, 1}, windows(0, 63, 127, 10_000, 2_000_000));
    }

    @Test
    void shouldGoOnAcrossTheWrap() {
        assertArrayEquals(new long[] {1, 3, 0b1101, 7, 31}, windows(-2, -1, 1, 0, 2));
        assertEquals(2, received.highest());
    }

    @Test
    void shouldCountButNotRememberWhatIsTooOld() {
        assertArrayEquals(new long[] {1, 1, 3}, windows(5_000, 5_000 - ReceivedWindow.SPAN, 5_001));
        assertEquals(3, received.count());
        assertEquals(2, received.distinct());
    }

    @Test
    void shouldStartAnewAfterReset() {
        windows(0, 1, 2);

        received.reset();

        assertEquals(0, received.highestWindow());
        assertArrayEquals(new long[] {1}, windows(3));
        assertEquals(1, received.distinct());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, -500, Integer.MAX_VALUE - 300})
    void shouldAgreeWithAModelThatRemembersEverything(int first) {
        Random random = new Random(first);
        for (int round = 0; round < 30; round++) {
            received.reset();
            Set<Integer> model = new HashSet<>();
            int seq = first;
            int highest = first;
            for (int i = 1; i <= 2_000; i++) {
                seq = next(random, seq, highest);
                highest = i == 1 || seq - highest > 0 ? seq : highest;

                received.accept(seq);
                model.add(seq);

                assertEquals(window(model, seq, highest), received.window(seq));
                assertEquals(window(model, highest, highest), received.highestWindow());
                assertEquals(i, received.count());
                assertEquals(model.size(), received.distinct());
            }
        }
    }

    /** Mostly the next one; sometimes a gap, a duplicate or a late one, always within what is remembered. */
    private static int next(Random random, int last, int highest) {
        return switch (random.nextInt(8)) {
            case 0 -> last;
            case 1 -> highest + 1 + random.nextInt(100);
            case 2 -> highest - random.nextInt(ReceivedWindow.SPAN);
            case 3 -> highest + 2;
            default -> highest + 1;
        };
    }

    private static long window(Set<Integer> model, int seq, int highest) {
        long window = 0;
        for (int k = 0; k < Long.SIZE && highest - (seq - k) < ReceivedWindow.SPAN; k++) {
            window |= model.contains(seq - k) ? 1L << k : 0;
        }
        return window;
    }

    private long[] windows(int... arrivals) {
        long[] windows = new long[arrivals.length];
        for (int i = 0; i < arrivals.length; i++) {
            received.accept(arrivals[i]);
            windows[i] = received.window(arrivals[i]);
        }
        return windows;
    }
}
