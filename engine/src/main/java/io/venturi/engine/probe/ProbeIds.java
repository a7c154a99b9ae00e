package io.venturi.engine.probe;

import io.venturi.engine.annotation.HotPath;
import java.util.Arrays;

/**
 * Which probe a transmit stamp belongs to: the kernel counts all datagrams of a socket, probes and others alike. A
 * datagram may be stamped by the kernel and by the card. Remembers the last {@value #SIZE}. Thread: the lane; allocates
 * nothing.
 */
final class ProbeIds {
    private static final int SIZE = 1 << 12;

    private final long[] ids = new long[SIZE];
    private final long[] seqs = new long[SIZE];

    ProbeIds() {
        Arrays.fill(ids, -1);
    }

    /** Datagram {@code id} is probe {@code seq}. */
    @HotPath
    void probe(long id, long seq) {
        int i = (int) id & SIZE - 1;
        ids[i] = id;
        seqs[i] = seq;
    }

    /** The probe that datagram {@code id} was; -1 if it was none or is forgotten. */
    @HotPath
    long probeOf(long id) {
        int i = (int) id & SIZE - 1;
        return ids[i] == id ? seqs[i] : -1;
    }
}
