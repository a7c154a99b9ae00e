package io.venturi.engine.metric;

/**
 * What the kernel said of a TCP stream this end sends on (TCP_INFO). -1 for what it did not say.
 *
 * @param retransmits           segments sent again within the interval
 * @param congestionWindowBytes at its end
 * @param sendWindowBytes       the peer's advertised window at its end
 * @param rttUs                 smoothed round-trip time at its end
 * @param rttVariationUs        its mean deviation
 * @param pathMtu               bytes
 * @param reorderings           reordering events seen since the stream was opened
 */
public record ThroughputTcp(long retransmits, long congestionWindowBytes, long sendWindowBytes, long rttUs,
                            long rttVariationUs, long pathMtu, long reorderings) {
}
