package io.venturi.engine.clock;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class PairedClocksTest {
    private static final long OFFSET_NS = 1_700_000_000_000_000_000L;
    private static final long AWAY_NS = 9_000_000;

    private long nowNs = 1_000;
    private long offsetNs = OFFSET_NS;
    /** What a reading takes: on a slow machine never so little that one pair of readings would do. */
    private long readingNs = 2_000;
    /** The thread is taken away before the readings of these numbers. */
    private int awayFrom = Integer.MAX_VALUE;
    private int awayTo;
    private int readings;
    private final PairedClocks clocks = new PairedClocks(clock(Timescale.MONOTONIC), clock(Timescale.REALTIME));

    private Clock clock(Timescale timescale) {
        return new Clock() {
            @Override
            public long nanoTime() {
                nowNs += readingNs + (readings >= awayFrom && readings < awayTo ? AWAY_NS : 0);
                readings++;
                return timescale == Timescale.REALTIME ? nowNs + offsetNs : nowNs;
            }

            @Override
            public Timescale timescale() {
                return timescale;
            }
        };
    }

    private void awayDuring(int first, int count) {
        awayFrom = readings + first;
        awayTo = awayFrom + count;
    }

    @Test
    void shouldPairWhenInterruptedBeforeAnyOfTheReadings() {
        for (int first = 0; first < 12; first++) {
            awayDuring(first, 1);
            clocks.read();

            assertEquals(clocks.monotonicNs() + OFFSET_NS, clocks.wallNs(), readingNs, "before reading " + first);
        }
    }

    @Test
    void shouldPairWhenInterruptedBeforeAllReadings() {
        clocks.read();
        awayDuring(1, 100);
        clocks.read();

        assertEquals(clocks.monotonicNs() + OFFSET_NS, clocks.wallNs(), readingNs);
    }

    @Test
    void shouldPairFromTheFirstTimeWhenCodeIsSlowAtFirst() {
        awayDuring(1, 15);
        clocks.read();

        assertEquals(clocks.monotonicNs() + OFFSET_NS, clocks.wallNs(), readingNs);
    }

    @Test
    void shouldFollowTheWallClockWhenItIsSet() {
        for (long step : new long[] {1_000_000_000, -3_000_000, 10_000}) {
            clocks.read();
            offsetNs += step;
            clocks.read();

            assertEquals(clocks.monotonicNs() + offsetNs, clocks.wallNs(), readingNs);
        }
    }

    @Test
    void shouldBeAsExactAsOnePairOfQuickReadings() {
        readingNs = 25;
        clocks.read();
        offsetNs += 100;
        clocks.read();

        assertEquals(clocks.monotonicNs() + offsetNs, clocks.wallNs(), readingNs);
    }
}
