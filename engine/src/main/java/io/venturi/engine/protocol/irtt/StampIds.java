package io.venturi.engine.protocol.irtt;

import io.venturi.engine.annotation.HotPath;
import java.util.Arrays;

/**
 * Which probe a transmit stamp belongs to: the kernel counts all datagrams of a socket, probes and others alike.
 * Remembers the last {@value #SIZE}. Thread: the lane; allocates nothing.
 */
final class StampIds {
    private static final int SIZE = 1 << 12;
    private static final long NONE = -1;

    private final long[] seqs = new long[SIZE];

    StampIds() {
        Arrays.fill(seqs, NONE);
    }

    /** Datagram {@code id} is probe {@code seq}. */
    @HotPath
    void probe(long id, long seq) {
        seqs[(int) id & (SIZE - 1)] = seq;
    }

    /** Datagram {@code id} is no probe. */
    void other(long id) {
        seqs[(int) id & (SIZE - 1)] = NONE;
    }

    /** The probe that datagram {@code id} was, once; -1 if it was none or is forgotten. */
    @HotPath
    long take(long id) {
        int i = (int) id & (SIZE - 1);
        long seq = seqs[i];
        seqs[i] = NONE;
        return seq;
    }
}
