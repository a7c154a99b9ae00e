package io.venturi.engine.metric;

/**
 * What the kernel said of a TCP stream this end sends on (TCP_INFO). -1 for what it did not say.
 *
 * @param retransmits              segments sent again within the interval
 * @param congestionWindowBytes    at its end
 * @param sendWindowBytes          the peer's advertised window at its end
 * @param rttUs                    smoothed round-trip time at its end
 * @param rttVariationUs           its mean deviation
 * @param pathMtu                  bytes
 * @param reorderings              reordering events seen since the stream was opened
 * @param congestionWindowSegments at its end
 * @param rates                    at its end
 * @param limits                   within the interval
 */
public record ThroughputTcp(long retransmits, long congestionWindowBytes, long sendWindowBytes, long rttUs,
                            long rttVariationUs, long pathMtu, long reorderings, long congestionWindowSegments,
                            Rates rates, Limits limits) {

    /**
     * Rates as the kernel saw them, bits per second.
     *
     * @param delivery at which the peer acknowledged most recently
     * @param pacing   at which the kernel lets go, -1 also if it does not hold back
     */
    public record Rates(long delivery, long pacing) {
        /** Not told. */
        public static final Rates UNKNOWN = new Rates(-1, -1);
    }

    /**
     * What the stream waited for, us.
     *
     * @param busyUs                 time with data to send
     * @param receiveWindowLimitedUs part of it in which the peer's window held us back
     * @param sendBufferLimitedUs    part of it in which our send buffer held us back
     */
    public record Limits(long busyUs, long receiveWindowLimitedUs, long sendBufferLimitedUs) {
        /** Not told. */
        public static final Limits UNKNOWN = new Limits(-1, -1, -1);
    }

    /** What iperf3 tells. */
    public ThroughputTcp(long retransmits, long congestionWindowBytes, long sendWindowBytes, long rttUs,
                         long rttVariationUs, long pathMtu, long reorderings) {
        this(retransmits, congestionWindowBytes, sendWindowBytes, rttUs, rttVariationUs, pathMtu, reorderings, -1,
                Rates.UNKNOWN, Limits.UNKNOWN);
    }
}
