package io.venturi.cli.tui;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.venturi.engine.error.ConfigException;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Time line, histogram, keys, choices and themes. */
class ModelPartsTest {

    @Test
    void shouldKeepMeansAndMaximaAndGapsWhenSlotsAreJoined() {
        TimeLine line = new TimeLine(10);
        line.add(0, 1);
        line.add(5, 3);
        line.add(25, 7);
        assertArrayEquals(new double[] {2, Double.NaN, 7}, line.means());
        assertArrayEquals(new double[] {3, Double.NaN, 7}, line.maxima());
        assertArrayEquals(new double[] {3, 3, 7}, line.filled());

        line.advance(10_239);
        assertEquals(1_024, line.means().length);
        line.add(10_240, 100);

        assertEquals(513, line.means().length);
        assertArrayEquals(new double[] {2, 7}, Arrays.copyOf(line.means(), 2));
        assertEquals(100, line.maxima()[512]);
        assertEquals(513 * 20 / 1e9, line.seconds(), 1e-15);
    }

    @Test
    void shouldTakeTimesBeforeTheBeginningAndAtTheEndOfTime() {
        TimeLine line = new TimeLine(100_000_000);
        line.add(-5, 1);
        line.add(Long.MAX_VALUE, 2);

        assertEquals(1, line.means()[0]);
        assertTrue(line.means().length <= 1_024);
    }

    @Test
    void shouldCountEveryDelayOnceHoweverItIsDealtOut() {
        DelayHistogram histogram = new DelayHistogram();
        Random random = new Random(3);
        for (int i = 0; i < 10_000; i++) {
            histogram.add((long) Math.exp(random.nextDouble() * 20));
        }
        DelayHistogram.Counts counts = histogram.counts();

        for (boolean logarithmic : new boolean[] {false, true}) {
            double[] columns = counts.columns(77, counts.lowNs(), counts.highNs(), logarithmic);
            assertEquals(10_000, Arrays.stream(columns).sum(), 1e-6);
        }
    }

    @Test
    void shouldPutADelayBetweenTheEdgesOfItsBucket() {
        for (long ns : new long[] {0, 1, 31, 32, 33, 63, 64, 1_000, 123_456_789, Long.MAX_VALUE}) {
            DelayHistogram histogram = new DelayHistogram();
            histogram.add(ns);
            DelayHistogram.Counts counts = histogram.counts();

            assertTrue(counts.lowNs() <= ns && ns <= counts.highNs(), ns + ": " + counts.lowNs());
            assertEquals(ns, counts.medianNs(), 1 + ns / 32.0);
        }
        assertTrue(new DelayHistogram().counts().isEmpty());
    }

    @Test
    void shouldUnderstandKeysAndSequencesOfTerminals() throws IOException {
        assertEquals(List.of(Key.QUIT, Key.HELP, Key.HELP, Key.NEXT, Key.PREVIOUS, Key.PREVIOUS, Key.PAGE_3, Key.CLOSE),
                keys("q?\u001bOP\u001b[C\u001b[1;5D\u001b[Z3\u001b"));
        assertEquals(List.of(Key.NONE, Key.FREEZE, Key.THEME, Key.HEIGHTS, Key.DELAYS, Key.REDRAW),
                keys("x thl\f"));
    }

    private static List<Key> keys(String typed) throws IOException {
        Deque<Integer> left = new ArrayDeque<>(typed.chars().boxed().toList());
        List<Key> keys = new ArrayList<>();
        while (!left.isEmpty()) {
            keys.add(Key.read(_ -> left.isEmpty() ? -2 : left.pop(), 0));
        }
        return keys;
    }

    @Test
    void shouldGoRoundTheViewsAndIgnoreThoseThereAreNot() {
        Choice choice = Choice.first(Theme.STANDARD);

        assertEquals(1, choice.after(Key.NEXT, 3).page());
        assertEquals(2, choice.after(Key.PREVIOUS, 3).page());
        assertEquals(0, choice.after(Key.NEXT, 3).after(Key.NEXT, 3).after(Key.NEXT, 3).page());
        assertEquals(choice, choice.after(Key.PAGE_6, 3));
        assertEquals(choice, choice.after(Key.FREEZE, 3).after(Key.FREEZE, 3));
        assertEquals(Theme.MONO, choice.after(Key.THEME, 3).theme());
    }

    @Test
    void shouldChooseTheThemeAskedForAndNoColoursIfNoColorSaysSo() {
        assertEquals(Theme.STANDARD, Theme.of("", null));
        assertEquals(Theme.STANDARD, Theme.of("", ""));
        assertEquals(Theme.MONO, Theme.of("", "1"));
        assertEquals(Theme.NORD, Theme.of("Nord", "1"));
        assertTrue(assertThrows(ConfigException.class, () -> Theme.of("pink", null)).getMessage().contains("gruvbox"));
    }

    @Test
    void shouldWriteTimesAsTheyAreRead() {
        assertEquals(List.of("–", "0.0 s", "59.9 s", "01:00", "59:59", "1:00:00", "2 d 03:01"),
                List.of(Texts.time(-1), Texts.time(0), Texts.time(59_999_999_999L), Texts.time(60_000_000_000L),
                        Texts.time(3_599_000_000_000L), Texts.time(3_600_000_000_000L),
                        Texts.time((2 * 86_400L + 3 * 3_600 + 60) * 1_000_000_000L)));
    }
}
