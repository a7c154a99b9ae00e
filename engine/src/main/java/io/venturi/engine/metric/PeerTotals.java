package io.venturi.engine.metric;

/**
 * What the peer said at the end that it had received. Not trusted: see {@link #agreesWith}.
 *
 * @param highestSeq greatest probe number received, -1 if none
 * @param distinct   different probes received
 * @param window     bit k set: probe {@code highestSeq - k} was received
 * @param total      probes received, duplicates included
 */
public record PeerTotals(long highestSeq, long distinct, long window, long total) {

    /** True if these numbers can be true of a test with so many probes sent and so many distinct replies received. */
    public boolean agreesWith(long sent, long received) {
        return distinct >= received && distinct <= sent && distinct <= total
                && highestSeq >= distinct - 1 && highestSeq < sent
                && (highestSeq < 0 || (window & 1) != 0);
    }
}
