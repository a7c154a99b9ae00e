package io.venturi.engine.protocol.kcp;

/** Slow start and congestion avoidance in segments, as KCP does them. */
final class CongestionWindow {
    private static final int LEAST_THRESHOLD = 2;

    private final int segmentBytes;
    private int window = 1;
    private int threshold = LEAST_THRESHOLD;
    private long windowBytes;

    CongestionWindow(int segmentBytes) {
        this.segmentBytes = segmentBytes;
        windowBytes = segmentBytes;
    }

    int window() {
        return window;
    }

    /** Something new was acknowledged. */
    void acknowledged(int remoteWindow) {
        if (window >= remoteWindow) {
            return;
        }
        if (window < threshold) {
            window++;
            windowBytes += segmentBytes;
        } else {
            windowBytes = Math.max(windowBytes, segmentBytes);
            windowBytes += (long) segmentBytes * segmentBytes / windowBytes + segmentBytes / 16;
            if ((long) (window + 1) * segmentBytes <= windowBytes) {
                window = (int) Math.ceilDiv(windowBytes, segmentBytes);
            }
        }
        if (window > remoteWindow) {
            window = remoteWindow;
            windowBytes = (long) remoteWindow * segmentBytes;
        }
    }

    /** Segments were passed over and sent again. */
    void passedOver(int underWay, int fastResend) {
        threshold = Math.max(LEAST_THRESHOLD, underWay / 2);
        window = threshold + fastResend;
        windowBytes = (long) window * segmentBytes;
    }

    /** Segments were not acknowledged in time. */
    void timedOut() {
        threshold = Math.max(LEAST_THRESHOLD, window / 2);
        window = 1;
        windowBytes = segmentBytes;
    }
}
