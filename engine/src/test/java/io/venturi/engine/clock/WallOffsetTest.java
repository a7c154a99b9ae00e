package io.venturi.engine.clock;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class WallOffsetTest {
    private static final long OFFSET_NS = 1_700_000_000_000_000_000L;

    /** Two clocks of one host: each reading takes 20 ns, and now and then the reader is interrupted. */
    private long nowNs = 1_000;
    private long offsetNs = OFFSET_NS;
    private long interruptNs;
    private int readings;

    private long read() {
        nowNs += 20 + (readings++ % 7 == 3 ? interruptNs : 0);
        return nowNs;
    }

    private Clock clock(Timescale timescale) {
        return new Clock() {
            @Override
            public long nanoTime() {
                return timescale == Timescale.REALTIME ? read() + offsetNs : read();
            }

            @Override
            public Timescale timescale() {
                return timescale;
            }
        };
    }

    private final WallOffset offset = new WallOffset(clock(Timescale.MONOTONIC), clock(Timescale.REALTIME));

    @Test
    void shouldGiveOneWallTimeToAnInstantHoweverFarApartItsReadingsWere() {
        interruptNs = 300_000;
        offset.update(nowNs);

        assertEquals(5_000 + OFFSET_NS, offset.wallNs(5_000, 5_000 + OFFSET_NS + 30), 40);
        assertEquals(offset.wallNs(5_000, 5_000 + OFFSET_NS), offset.wallNs(5_000, 5_000 + OFFSET_NS - 700_000));
    }

    @Test
    void shouldLeaveReadingsAloneOnTheOtherSideOfAStep() {
        offset.update(nowNs);
        long set = 5_000 + OFFSET_NS + 3_000_000;

        assertEquals(set, offset.wallNs(5_000, set));
        assertEquals(0, offset.wallNs(5_000, 0), "there was no reading");
    }

    @Test
    void shouldFollowTheWallClockWhenItIsSet() {
        offset.update(nowNs);
        offsetNs += 250_000;
        nowNs += 20_000_000;
        offset.update(nowNs);

        assertEquals(5_000 + offsetNs, offset.wallNs(5_000, 5_000 + offsetNs), 40);
    }

    @Test
    void shouldNotWaverWhileTheClockIsNotSet() {
        offset.update(nowNs);
        long wallNs = offset.wallNs(5_000, 5_000 + OFFSET_NS);
        interruptNs = 900_000;
        for (int i = 0; i < 1_000; i++) {
            nowNs += 20_000_000;
            offset.update(nowNs);
            assertEquals(wallNs, offset.wallNs(5_000, 5_000 + OFFSET_NS));
        }
    }

    @Test
    void shouldKnowTheOffsetOfThisHostWell() {
        Clock realtime = SystemClock.realtime();
        WallOffset here = new WallOffset(SystemClock.MONOTONIC, realtime);
        for (int i = 0; i < 1_000; i++) {
            here.update(i * 20_000_000L);
        }
        long narrowestNs = Long.MAX_VALUE;
        long wallNs = 0;
        long atNs = 0;
        for (int i = 0; i < 1_000; i++) {
            long beforeNs = System.nanoTime();
            long read = realtime.nanoTime();
            long betweenNs = System.nanoTime() - beforeNs;
            if (betweenNs < narrowestNs) {
                narrowestNs = betweenNs;
                wallNs = read;
                atNs = beforeNs + betweenNs / 2;
            }
        }

        long differenceNs = Math.abs(here.wallNs(atNs, wallNs) - wallNs);
        assertTrue(differenceNs <= narrowestNs + 2_000, differenceNs + " ns");
    }
}
