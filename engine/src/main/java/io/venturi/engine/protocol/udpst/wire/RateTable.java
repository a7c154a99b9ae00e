package io.venturi.engine.protocol.udpst.wire;

/**
 * The sending rates a test can have, rows 0 to 1152: up to {@link #HIGH_SPEED} row n is n Mbit/s of IP packets, beyond
 * that datagrams (jumbo) or bursts grow. Immutable, thread-safe; made once per variant.
 *
 * <p>Bursts of OB-UDPST end at 100 datagrams, with small ones at 10 Gbit/s, and the rows after that are all the same.
 * Between two ends that both know {@link SetupPdu#LONG_BURSTS} they go on growing, to 16 or 19 Gbit/s.
 */
public final class RateTable {
    /** Highest row. */
    public static final int LAST = 1152;
    /** The row up to which a search may take large steps: 1 Gbit/s. */
    public static final int HIGH_SPEED = 1000;

    private static final int IP_UDP_BYTES = 28;
    private static final int SMALL = 1222;
    private static final int TRADITIONAL = 1472;
    private static final int JUMBO = 8972;
    private static final int FIRST_FULL_JUMBO = 1063;
    private static final int FAST_US = 100;
    private static final int SLOW_US = 1000;
    private static final int SLOWEST_US = 50_000;
    private static final int MOST_BURST = 100;
    /** Datagrams of any burst. */
    static final int LONGEST_BURST = 162;
    /** Payload bytes that make 1 Mbit/s of one datagram per ms. */
    private static final int MBPS_BYTES = 125;

    private static final RateTable[] VARIANTS = variants(MOST_BURST);
    private static final RateTable[] LONG_VARIANTS = variants(LONGEST_BURST);

    private final boolean jumbo;
    private final int payload;
    private final int slowMbps;
    private final int mostBurst;
    private final SendingRate[] rows = new SendingRate[LAST + 1];

    private RateTable(boolean jumbo, boolean traditionalMtu, int mostBurst) {
        this.jumbo = jumbo;
        this.mostBurst = mostBurst;
        payload = traditionalMtu ? TRADITIONAL : SMALL;
        slowMbps = traditionalMtu ? 12 : 10;
        for (int n = 0; n <= LAST; n++) {
            rows[n] = n == 0 ? new SendingRate(0, 0, 0, SLOWEST_US, 0, 0, SendingRate.RANDOM | payload)
                    : n <= HIGH_SPEED ? even(n) : high(n);
        }
    }

    private static RateTable[] variants(int mostBurst) {
        return new RateTable[] {new RateTable(false, false, mostBurst), new RateTable(true, false, mostBurst),
                new RateTable(false, true, mostBurst), new RateTable(true, true, mostBurst)};
    }

    /** The table that every end of a test has. */
    public static RateTable of(boolean jumbo, boolean traditionalMtu) {
        return of(jumbo, traditionalMtu, false);
    }

    /** The table with bursts of up to 100 datagrams, or longer ones. */
    public static RateTable of(boolean jumbo, boolean traditionalMtu, boolean longBursts) {
        return (longBursts ? LONG_VARIANTS : VARIANTS)[(jumbo ? 1 : 0) + (traditionalMtu ? 2 : 0)];
    }

    private SendingRate even(int n) {
        int fastMbps = 10 * slowMbps;
        int fast = n / fastMbps;
        int slow = n % fastMbps / slowMbps;
        int rest = n % slowMbps;
        return new SendingRate(fast > 0 ? FAST_US : 0, fast > 0 ? payload : 0, fast,
                slow > 0 || rest > 0 ? SLOW_US : 0, slow > 0 ? payload : 0, slow,
                rest > 0 ? MBPS_BYTES * rest - IP_UDP_BYTES : 0);
    }

    private SendingRate high(int n) {
        if (jumbo) {
            return n < FIRST_FULL_JUMBO
                    ? new SendingRate(FAST_US, 1375 + MBPS_BYTES * (n - 1001) - IP_UDP_BYTES, 10, 0, 0, 0, 0)
                    : new SendingRate(FAST_US, JUMBO, Math.min(mostBurst, 11 + n - FIRST_FULL_JUMBO), 0, 0, 0, 0);
        }
        int first = payload == SMALL ? 11 : 9;
        return new SendingRate(FAST_US, payload, Math.min(mostBurst, first + n - 1001), 0, 0, 0, 0);
    }

    /** Row {@code n}, 0..{@link #LAST}; not to be changed. */
    public SendingRate row(int n) {
        return rows[n];
    }

    /** The row that says just this, -1 if none does. */
    public int indexOf(SendingRate rate) {
        for (int n = 0; n <= LAST; n++) {
            if (rows[n].equals(rate)) {
                return n;
            }
        }
        return -1;
    }

    /** Largest UDP payload of all rows, bytes for IPv4. */
    public int largestPayload() {
        return jumbo ? JUMBO : payload;
    }
}
