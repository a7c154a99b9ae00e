package io.venturi.engine.clock;

/**
 * How far the wall clock is ahead of the monotonic one. Both run at the same speed whoever steers it, so that is a
 * constant until the wall clock is set; known to some 30 ns from readings between two others. By it the two readings
 * that a lane takes of one instant are made to agree, however long the lane was interrupted between them.
 *
 * <p>Thread: one. Allocates nothing.
 */
public final class WallOffset {
    private static final int READINGS = 16;
    /**
     * At most, as long as none was quick: the first ones of a JVM are slow, as are those of a host that is overloaded.
     */
    private static final int FIRST_READINGS = 2_000;
    private static final long PERIOD_NS = 10_000_000;
    /** Readings farther apart were interrupted, all of them, and tell nothing. */
    private static final long MOST_APART_NS = 100_000;
    private static final long STEP_NS = 2_000;
    /** As {@code RoundTrip.CLOCK_STEP_NS}: beyond it the clock was set, and the reading stands as it is. */
    private static final long SET_NS = 1_000_000;

    private final Clock monotonic;
    private final Clock realtime;
    private long offsetNs;
    private long apartNs = Long.MAX_VALUE;
    private long nextNs = Long.MIN_VALUE;
    // of the best of the last readings
    private long readOffsetNs;
    private long readApartNs;

    /** @param monotonic the clock of the user stamps, @param realtime that of the wall stamps */
    public WallOffset(Clock monotonic, Clock realtime) {
        this.monotonic = monotonic;
        this.realtime = realtime;
    }

    /** Look now and then whether the wall clock was set. */
    public void update(long nowNs) {
        if (nowNs < nextNs) {
            return;
        }
        nextNs = nowNs + PERIOD_NS;
        read(apartNs > MOST_APART_NS ? FIRST_READINGS : READINGS);
        boolean unknown = apartNs == Long.MAX_VALUE;
        boolean better = readApartNs < apartNs / 2;
        boolean set = Math.abs(readOffsetNs - offsetNs) > STEP_NS + (apartNs + readApartNs) / 2;
        if (unknown || better || set) {
            offsetNs = readOffsetNs;
            apartNs = readApartNs;
        }
    }

    private void read(int most) {
        readApartNs = Long.MAX_VALUE;
        for (int i = 0; i < most && (i < READINGS || readApartNs > MOST_APART_NS); i++) {
            long beforeNs = monotonic.nanoTime();
            long wallNs = realtime.nanoTime();
            long between = monotonic.nanoTime() - beforeNs;
            if (between < readApartNs) {
                readApartNs = between;
                readOffsetNs = wallNs - beforeNs - between / 2;
            }
        }
    }

    /**
     * The wall time of an instant.
     *
     * @param monotonicNs the instant by the monotonic clock
     * @param readWallNs  the wall clock as read about then, 0 for not at all
     */
    public long wallNs(long monotonicNs, long readWallNs) {
        long wallNs = monotonicNs + offsetNs;
        return readWallNs == 0 || apartNs > MOST_APART_NS || Math.abs(wallNs - readWallNs) > SET_NS
                ? readWallNs : wallNs;
    }
}
