package io.venturi.engine.protocol.irtt;

import io.venturi.engine.annotation.HotPath;

import java.util.Arrays;

/**
 * Which requests of a session arrived: a bitmap of the latest {@value #SPAN} sequence numbers, anchored at the highest,
 * from which the 64-bit window of any of them can be told. Sequence numbers are u32 and wrap: one is newer than another
 * if it is less than 2^31 ahead. Late and duplicate requests therefore clear nothing.
 *
 * <p>Owned by one thread; allocates nothing after construction.
 */
final class ReceivedWindow {
    /** Sequence numbers remembered, a power of two: late requests are told from duplicates this far back. */
    static final int SPAN = 1024;

    private static final int MASK = SPAN - 1;
    private static final int WORD_MASK = SPAN / Long.SIZE - 1;

    private final long[] received = new long[SPAN / Long.SIZE]; // seq has bit -seq & MASK: older ones follow
    private boolean started;
    private int highest;
    private int count;
    private int distinct;

    /** Forget everything. */
    void reset() {
        Arrays.fill(received, 0);
        started = false;
        highest = 0;
        count = 0;
        distinct = 0;
    }

    /** A request was accepted. One too old to be remembered counts, but not as distinct: it may be a duplicate. */
    @HotPath
    void accept(int seq) {
        if (!started) {
            started = true;
            highest = seq;
        } else if (seq - highest > 0) {
            moveTo(seq);
        }
        count++;
        long bit = 1L << -seq;
        int word = word(seq);
        if (isRemembered(seq) && (received[word] & bit) == 0) {
            received[word] |= bit;
            distinct++;
        }
    }

    /** The window of an accepted {@code seq}: bit k set if {@code seq} - k was accepted, bit 0 always. */
    @HotPath
    long window(int seq) {
        if (!isRemembered(seq)) {
            return 1;
        }
        int word = word(seq);
        long window = received[word] >>> -seq;
        if ((seq & 63) != 0) {
            window |= received[word + 1 & WORD_MASK] << seq; // both shifts are modulo 64
        }
        int known = SPAN - (highest - seq); // beyond these the map holds newer requests
        return known >= Long.SIZE ? window : window & (1L << known) - 1;
    }

    /** Requests accepted, duplicates included; u32, wraps. */
    int count() {
        return count;
    }

    /** Requests accepted, duplicates not counted; u32, wraps. */
    int distinct() {
        return distinct;
    }

    /** Highest sequence number accepted; 0 if none was. */
    int highest() {
        return highest;
    }

    /** The window of the highest sequence number; 0 if none was accepted. */
    long highestWindow() {
        return started ? window(highest) : 0;
    }

    private void moveTo(int seq) {
        if (seq - highest >= SPAN) {
            Arrays.fill(received, 0);
        } else {
            for (int passed = highest + 1; passed != seq + 1; passed++) {
                received[word(passed)] &= ~(1L << -passed);
            }
        }
        highest = seq;
    }

    private boolean isRemembered(int seq) {
        int behind = highest - seq;
        return behind >= 0 && behind < SPAN;
    }

    private static int word(int seq) {
        return (-seq & MASK) >>> 6;
    }
}
