package io.venturi.engine.metric;

/**
 * What held a TCP stream back, as the sending kernel saw it. -1 for what it did not say.
 *
 * @param mostCongestionWindowBytes of the samples taken at the end of intervals
 * @param mostSendWindowBytes       likewise
 * @param leastRttUs                likewise
 * @param meanRttUs                 likewise
 * @param mostRttUs                 likewise
 * @param reorderings               events seen
 * @param busyUs                    time with data to send
 * @param receiveWindowLimitedUs    part of it in which the peer's window held us back
 * @param sendBufferLimitedUs       part of it in which our send buffer held us back
 * @param deliveryBitsPerSecond     at which the peer acknowledged, mean of the samples
 * @param pacingBitsPerSecond       at which the kernel let go, mean of the samples
 * @param emptyRttUs                smallest round-trip time the kernel remembers of single segments, the path's when
 *                 empty
 */
public record ThroughputEvidence(long mostCongestionWindowBytes, long mostSendWindowBytes, long leastRttUs,
                                 long meanRttUs, long mostRttUs, long reorderings, long busyUs,
                                 long receiveWindowLimitedUs, long sendBufferLimitedUs,
                                 long deliveryBitsPerSecond, long pacingBitsPerSecond, long emptyRttUs) {

    /** What iperf3 tells. */
    public ThroughputEvidence(long mostCongestionWindowBytes, long mostSendWindowBytes, long leastRttUs, long meanRttUs,
                              long mostRttUs, long reorderings, long busyUs, long receiveWindowLimitedUs,
                              long sendBufferLimitedUs) {
        this(mostCongestionWindowBytes, mostSendWindowBytes, leastRttUs, meanRttUs, mostRttUs, reorderings, busyUs,
                receiveWindowLimitedUs, sendBufferLimitedUs, -1, -1, -1);
    }

    /** Share of the busy time in which the peer's window was the limit, 0..1, or -1. */
    public double receiveWindowLimited() {
        return busyUs <= 0 || receiveWindowLimitedUs < 0 ? -1 : (double) receiveWindowLimitedUs / busyUs;
    }

    /** Share of the busy time in which our send buffer was the limit, 0..1, or -1. */
    public double sendBufferLimited() {
        return busyUs <= 0 || sendBufferLimitedUs < 0 ? -1 : (double) sendBufferLimitedUs / busyUs;
    }
}
