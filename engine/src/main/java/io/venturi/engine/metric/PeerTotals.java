package io.venturi.engine.metric;

/**
 * What the peer said at the end that it had received.
 *
 * @param highestSeq greatest probe number received, -1 if none
 * @param distinct   different probes received
 * @param window     bit k set: probe {@code highestSeq - k} was received
 * @param total      probes received, duplicates included
 */
public record PeerTotals(long highestSeq, long distinct, long window, long total) {
    public PeerTotals {
        if (highestSeq < -1 || distinct < 0 || distinct > total || distinct > highestSeq + 1) {
            throw new IllegalArgumentException(
                    "peer received %d, %d of them distinct, up to %d".formatted(total, distinct, highestSeq));
        }
    }
}
