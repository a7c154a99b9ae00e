package io.venturi.engine.pacing;

/** A timeline of send times: a pure function, no clock. Times are CLOCK_MONOTONIC ns. Nothing here allocates. */
public interface Schedule {

    /** The first send time after {@code ns}; {@link Long#MAX_VALUE} when there is none left. */
    long after(long ns);

    /** The last send time at or before {@code ns}; {@link Long#MIN_VALUE} before the first. */
    long latest(long ns);

    /** How many send times there are from {@code fromNs} to just before {@code untilNs}. */
    long between(long fromNs, long untilNs);

    /**
     * Evenly spaced send times {@code start + k * interval} for k = 0, 1, ... while before {@code start + duration}
     * (RFC 3432 periodic stream).
     *
     * @param intervalNs > 0
     * @param durationNs exclusive end relative to the start, > 0; {@link Long#MAX_VALUE} for endless
     */
    static Schedule periodic(long startNs, long intervalNs, long durationNs) {
        return new Periodic(startNs, intervalNs, (durationNs - 1) / intervalNs);
    }

    /** Send times {@code start + k * interval} for k = 0 ... {@code last}. */
    record Periodic(long startNs, long intervalNs, long last) implements Schedule {

        /** Number k of the last send time at or before {@code ns}; -1 before the first. */
        private long index(long ns) {
            return ns < startNs ? -1 : Math.min((ns - startNs) / intervalNs, last);
        }

        @Override
        public long after(long ns) {
            long next = index(ns) + 1;
            return next > last || next > (Long.MAX_VALUE - startNs) / intervalNs
                    ? Long.MAX_VALUE
                    : startNs + next * intervalNs;
        }

        @Override
        public long latest(long ns) {
            long index = index(ns);
            return index < 0 ? Long.MIN_VALUE : startNs + index * intervalNs;
        }

        @Override
        public long between(long fromNs, long untilNs) {
            return Math.max(0, index(untilNs - 1) - index(fromNs - 1));
        }
    }
}
