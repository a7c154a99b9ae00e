package io.venturi.engine.pacing;

/** A timeline of send times: a pure function, no clock. Times are CLOCK_MONOTONIC ns. */
public interface Schedule {

    /** The first send time after {@code ns}; {@link Long#MAX_VALUE} when there is none left. */
    long after(long ns);

    /**
     * Evenly spaced send times {@code start + k * interval} for k = 0, 1, ... while before {@code start + duration}
     * (RFC 3432 periodic stream).
     *
     * @param durationNs exclusive end relative to the start, > 0; {@link Long#MAX_VALUE} for endless
     */
    static Schedule periodic(long startNs, long intervalNs, long durationNs) {
        long endNs = durationNs > Long.MAX_VALUE - startNs ? Long.MAX_VALUE : startNs + durationNs;
        return ns -> {
            long next = ns < startNs ? startNs : startNs + ((ns - startNs) / intervalNs + 1) * intervalNs;
            return next < endNs && next >= startNs ? next : Long.MAX_VALUE;
        };
    }
}
