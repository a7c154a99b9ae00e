package io.venturi.engine.protocol.stamp;

import io.venturi.engine.annotation.HotPath;
import java.util.Arrays;

/**
 * The last probes: when they were sent, by which reply they were answered, and how long that took. This is what the
 * sender itself must know to tell sound replies and to end in time; statistics are the analyst's.
 *
 * <p>Thread: the lane. Bounded memory, allocates nothing after construction.
 */
final class SentProbes {
    private static final int LEAST = 64;
    private static final long NONE = -1;

    private final int mask;
    private final long[] sentNs;
    private final long[] stampedWallNs;
    private final long[] answered;
    private final int[] replyOf;
    private final long[] probeOfReply;
    private long next;
    private long distinct;
    private long maxRoundTripNs;
    private long sumRoundTripNs;

    /** @param atLeast probes to remember; rounded up to a power of two */
    SentProbes(int atLeast) {
        int size = Math.max(LEAST, Integer.highestOneBit(Math.max(1, atLeast - 1)) << 1);
        mask = size - 1;
        sentNs = new long[size];
        stampedWallNs = new long[size];
        answered = new long[size >> 6];
        replyOf = new int[size];
        probeOfReply = new long[size];
        Arrays.fill(probeOfReply, NONE);
    }

    /** Probe {@code seq}, the next one, was sent at {@code ns} and carries {@code wallNs}. */
    @HotPath
    void sent(long seq, long ns, long wallNs) {
        int i = (int) seq & mask;
        sentNs[i] = ns;
        stampedWallNs[i] = wallNs;
        answered[i >> 6] &= ~(1L << i);
        next = seq + 1;
    }

    /** True if this probe was sent and is not forgotten. */
    @HotPath
    boolean remembers(long seq) {
        return seq >= 0 && seq < next && next - seq <= mask;
    }

    /** The wall time that a remembered probe carries. */
    long stampedWallNs(long seq) {
        return stampedWallNs[(int) seq & mask];
    }

    /**
     * A sound reply to a remembered probe came.
     *
     * @param reply the reflector's number of it
     * @return true if the reflector has answered this probe before, by another reply: the probe was duplicated on its
     *     way there
     */
    @HotPath
    boolean answered(long seq, int reply, long receivedNs) {
        int i = (int) seq & mask;
        if ((answered[i >> 6] & 1L << i) != 0) {
            return replyOf[i] != reply;
        }
        answered[i >> 6] |= 1L << i;
        replyOf[i] = reply;
        probeOfReply[reply & mask] = seq;
        distinct++;
        long roundTripNs = receivedNs - sentNs[i];
        maxRoundTripNs = Math.max(maxRoundTripNs, roundTripNs);
        sumRoundTripNs += roundTripNs;
        return false;
    }

    /** The probe that was answered by the reply with this number; -1 if that did not arrive or is forgotten. */
    @HotPath
    long probeOf(int reply) {
        long seq = probeOfReply[reply & mask];
        return seq != NONE && remembers(seq) && replyOf[(int) seq & mask] == reply ? seq : NONE;
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
