package io.venturi.engine.probe;

import io.venturi.engine.annotation.HotPath;

/**
 * Which of the last probes were answered, and how long the answers took: what a client itself must know to end in
 * time. Statistics are the analyst's.
 *
 * <p>Thread: the lane. Bounded memory, allocates nothing after construction.
 */
final class AnswerTracker {
    private static final int LEAST = 64;

    private final int mask;
    private final long[] sentNs;
    private final long[] answered;
    private long next;
    private long distinct;
    private long maxRoundTripNs;
    private long sumRoundTripNs;

    /** @param atLeast probes to remember; rounded up to a power of two */
    AnswerTracker(int atLeast) {
        int size = Math.max(LEAST, Integer.highestOneBit(Math.max(1, atLeast - 1)) << 1);
        mask = size - 1;
        sentNs = new long[size];
        answered = new long[size >> 6];
    }

    /** Probe {@code seq}, the next one, was sent at {@code ns}. */
    @HotPath
    void sent(long seq, long ns) {
        int i = (int) seq & mask;
        sentNs[i] = ns;
        answered[i >> 6] &= ~(1L << i);
        next = seq + 1;
    }

    /** True if this probe was sent and is not forgotten. */
    @HotPath
    boolean remembers(long seq) {
        return seq >= 0 && seq < next && next - seq <= sentNs.length;
    }

    /** True if this is the first answer to a remembered probe. */
    @HotPath
    boolean answered(long seq, long receivedNs) {
        int i = (int) seq & mask;
        if (!remembers(seq) || (answered[i >> 6] & 1L << i) != 0) {
            return false;
        }
        answered[i >> 6] |= 1L << i;
        distinct++;
        long roundTripNs = receivedNs - sentNs[i];
        maxRoundTripNs = Math.max(maxRoundTripNs, roundTripNs);
        sumRoundTripNs += roundTripNs;
        return true;
    }

    long distinct() {
        return distinct;
    }

    long maxRoundTripNs() {
        return maxRoundTripNs;
    }

    long meanRoundTripNs() {
        return distinct == 0 ? 0 : sumRoundTripNs / distinct;
    }
}
