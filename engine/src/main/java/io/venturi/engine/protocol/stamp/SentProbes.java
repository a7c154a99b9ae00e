package io.venturi.engine.protocol.stamp;

import io.venturi.engine.annotation.HotPath;
import java.util.Arrays;

/**
 * What the last probes carried, and by which replies they were answered first. Which of them are remembered, whoever
 * asks knows.
 *
 * <p>Thread: the lane. Bounded memory, allocates nothing after construction.
 */
final class SentProbes {
    private static final int LEAST = 64;
    private static final long NONE = -1;

    private final int mask;
    private final long[] stampedWallNs;
    private final int[] replyOf;
    private final long[] probeOfReply;

    /** @param atLeast probes to remember; rounded up to a power of two */
    SentProbes(int atLeast) {
        int size = Math.max(LEAST, Integer.highestOneBit(Math.max(1, atLeast - 1)) << 1);
        mask = size - 1;
        stampedWallNs = new long[size];
        replyOf = new int[size];
        probeOfReply = new long[size];
        Arrays.fill(probeOfReply, NONE);
    }

    /** Probe {@code seq} carries {@code wallNs}. */
    @HotPath
    void sent(long seq, long wallNs) {
        stampedWallNs[(int) seq & mask] = wallNs;
    }

    /** The wall time that a remembered probe carries. */
    long stampedWallNs(long seq) {
        return stampedWallNs[(int) seq & mask];
    }

    /** The first sound reply to a remembered probe came; {@code reply} is the reflector's number of it. */
    @HotPath
    void answered(long seq, int reply) {
        replyOf[(int) seq & mask] = reply;
        probeOfReply[reply & mask] = seq;
    }

    /** The reflector's number of the first reply to a remembered probe that was answered. */
    @HotPath
    int replyOf(long seq) {
        return replyOf[(int) seq & mask];
    }

    /** The probe that was answered by the reply with this number, if it is remembered still; -1 if none was. */
    @HotPath
    long probeOf(int reply) {
        long seq = probeOfReply[reply & mask];
        return seq != NONE && replyOf(seq) == reply ? seq : NONE;
    }
}
