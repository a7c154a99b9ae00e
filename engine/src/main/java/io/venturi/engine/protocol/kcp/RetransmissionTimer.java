package io.venturi.engine.protocol.kcp;

/** Smoothed round-trip time and the timeout that follows from it, all in ms. */
final class RetransmissionTimer {
    private static final int FIRST_TIMEOUT = 200;
    private static final int MOST = 60_000;
    private static final int LEAST = 100;
    private static final int LEAST_NO_DELAY = 30;

    private final int least;
    private final int intervalMs;
    private int smoothedMs;
    private int variationMs;
    private int timeoutMs = FIRST_TIMEOUT;
    private boolean sampled;

    RetransmissionTimer(boolean noDelay, int intervalMs) {
        least = noDelay ? LEAST_NO_DELAY : LEAST;
        this.intervalMs = intervalMs;
    }

    void sample(int rttMs) {
        if (!sampled) {
            sampled = true;
            smoothedMs = rttMs;
            variationMs = rttMs / 2;
        } else {
            int difference = rttMs - smoothedMs;
            smoothedMs += difference / 8;
            // an unusually quick answer says little about how late one may be
            int weight = rttMs < smoothedMs - variationMs ? 32 : 4;
            variationMs += (Math.abs(difference) - variationMs) / weight;
        }
        timeoutMs = Math.clamp((long) smoothedMs + Math.max(intervalMs, 4 * variationMs), least, MOST);
    }

    int smoothedMs() {
        return smoothedMs;
    }

    int variationMs() {
        return variationMs;
    }

    int timeoutMs() {
        return timeoutMs;
    }
}
