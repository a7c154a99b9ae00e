package io.venturi.engine.protocol.kcp;

/**
 * What one session has done so far. Written by its owner, read by anyone; each value is right, not all of one moment.
 */
public final class KcpCounters {
    volatile long segmentsSent;
    volatile long segmentsReceived;
    volatile long bytesSent;
    volatile long bytesReceived;
    volatile long resentAfterTimeout;
    volatile long resentFast;
    volatile long resentEarly;
    volatile long duplicatesReceived;
    volatile long outsideWindow;
    volatile long acknowledgementsSent;
    volatile long rttSamples;
    volatile int lastRttMs;
    volatile int smoothedRttMs;
    volatile int rttVariationMs;
    volatile int timeoutMs;
    volatile int underWay;
    volatile int congestionWindow;

    KcpCounters() {
    }

    /** Data segments handed to the output, every transmission counted. */
    public long segmentsSent() {
        return segmentsSent;
    }

    /** Data segments that arrived, copies included. */
    public long segmentsReceived() {
        return segmentsReceived;
    }

    /** Data bytes handed to the output, every transmission counted. */
    public long bytesSent() {
        return bytesSent;
    }

    /** Data bytes that arrived for the first time. */
    public long bytesReceived() {
        return bytesReceived;
    }

    /** Transmissions because no acknowledgement had come in time. */
    public long resentAfterTimeout() {
        return resentAfterTimeout;
    }

    /** Transmissions because acknowledgements of later segments passed a segment over often enough. */
    public long resentFast() {
        return resentFast;
    }

    /** Transmissions because a segment was passed over and nothing new was waiting. */
    public long resentEarly() {
        return resentEarly;
    }

    /** All transmissions but the first of each segment. */
    public long resent() {
        return resentAfterTimeout + resentFast + resentEarly;
    }

    /** Data segments that had arrived before. */
    public long duplicatesReceived() {
        return duplicatesReceived;
    }

    /** Data segments ignored because the peer sent more than the window it was told. */
    public long outsideWindow() {
        return outsideWindow;
    }

    /** Acknowledgements handed to the output. */
    public long acknowledgementsSent() {
        return acknowledgementsSent;
    }

    /** Round trips measured. */
    public long rttSamples() {
        return rttSamples;
    }

    /** The last round trip measured, ms. */
    public int lastRttMs() {
        return lastRttMs;
    }

    /** Smoothed round-trip time, ms, of the peer's host and flush interval too; 0 before the first sample. */
    public int smoothedRttMs() {
        return smoothedRttMs;
    }

    /** Mean deviation of the round-trip time, ms. */
    public int rttVariationMs() {
        return rttVariationMs;
    }

    /** Retransmission timeout of a new segment, ms. */
    public int timeoutMs() {
        return timeoutMs;
    }

    /** Segments sent and not yet acknowledged. */
    public int underWay() {
        return underWay;
    }

    /** Congestion window, segments; of no effect if the options turn it off. */
    public int congestionWindow() {
        return congestionWindow;
    }
}
