package io.venturi.engine.pacing;

import io.venturi.engine.plan.RandomSequence;
import io.venturi.engine.plan.RttPlan.Probes;
import io.venturi.engine.plan.SendPattern;
import io.venturi.engine.plan.SendTimes;

/**
 * The send times of a test one after another, CLOCK_MONOTONIC ns; knows no clock. Send times are numbered from 0, those
 * that are given up included. What belongs together, such as the probes of a train, is given up together.
 *
 * <p>Thread: one. Nothing here allocates.
 */
public sealed interface Schedule {
    /** There is no send time any more. */
    long NEVER = Long.MAX_VALUE;

    /** The next send time, {@link #NEVER} after the last. */
    long nextNs();

    /** Its number. */
    long slot();

    /** The next send time is done with. */
    void advance();

    /**
     * Give up what is late: if a later train, or a later single send time, is due at {@code nowNs} as well, the last of
     * these is next. A burst to catch up would measure us, not the path.
     *
     * @return how many send times were given up
     */
    long catchUp(long nowNs);

    /**
     * The send times of a plan.
     *
     * @param intervalNs as agreed with the peer
     * @param durationNs as agreed with the peer; send times are before {@code startNs + durationNs}
     */
    static Schedule of(Probes probes, long startNs, long intervalNs, long durationNs) {
        return switch (probes.pattern()) {
            case SendPattern.Isochronous _ -> periodic(startNs, intervalNs, durationNs);
            case SendPattern.Poisson _ -> new Poisson(startNs, intervalNs, durationNs, probes.seed());
            case SendPattern.Trains trains ->
                    new Trains(startNs, intervalNs, durationNs, trains.probes(), trains.gapNs());
            case SendPattern.Listed listed -> new Listed(startNs, durationNs, listed.times());
        };
    }

    /**
     * Evenly spaced send times {@code start + k * interval} for k = 0, 1, ... while before {@code start + duration}
     * (RFC 3432 periodic stream).
     *
     * @param intervalNs > 0
     * @param durationNs exclusive end relative to the start, > 0; {@link Long#MAX_VALUE} for endless
     */
    static Schedule periodic(long startNs, long intervalNs, long durationNs) {
        return new Trains(startNs, intervalNs, durationNs, 1, 0);
    }

    /** Trains of evenly spaced probes, evenly spaced themselves. */
    final class Trains implements Schedule {
        private final long startNs;
        private final long intervalNs;
        private final int probes;
        private final long gapNs;
        private final long trains;
        private long train;
        private int car;

        Trains(long startNs, long intervalNs, long durationNs, int probes, long gapNs) {
            this.startNs = startNs;
            this.intervalNs = intervalNs;
            this.probes = probes;
            this.gapNs = gapNs;
            long latestNs = NEVER - 1 - (probes - 1) * gapNs; // so that nothing overflows
            trains = 1 + Math.min((durationNs - 1) / intervalNs, (latestNs - startNs) / intervalNs);
        }

        @Override
        public long nextNs() {
            return train >= trains ? NEVER : startNs + train * intervalNs + car * gapNs;
        }

        @Override
        public long slot() {
            return train * probes + car;
        }

        @Override
        public void advance() {
            if (++car == probes) {
                car = 0;
                train++;
            }
        }

        @Override
        public long catchUp(long nowNs) {
            long latest = nowNs < startNs ? 0 : Math.min((nowNs - startNs) / intervalNs, trains - 1);
            if (latest <= train) {
                return 0;
            }
            long missed = (latest - train) * probes - car;
            train = latest;
            car = 0;
            return missed;
        }
    }

    /** Gaps of an exponential distribution, by inverse transform of a reproducible random sequence. */
    final class Poisson implements Schedule {
        private final double meanNs;
        private final long endNs;
        private final long seed;
        private long slot;
        private long nextNs;
        private long followingNs;

        Poisson(long startNs, long meanNs, long durationNs, long seed) {
            this.meanNs = meanNs;
            this.seed = seed;
            endNs = durationNs > NEVER - startNs ? NEVER : startNs + durationNs;
            nextNs = after(startNs, 0);
            followingNs = after(nextNs, 1);
        }

        /** The send time with this number, that before it being {@code ns}. */
        private long after(long ns, long number) {
            long gapNs = Math.round(-meanNs * Math.log(RandomSequence.unit(seed, number)));
            return gapNs >= endNs - ns ? NEVER : ns + gapNs;
        }

        @Override
        public long nextNs() {
            return nextNs;
        }

        @Override
        public long slot() {
            return slot;
        }

        @Override
        public void advance() {
            slot++;
            nextNs = followingNs;
            followingNs = nextNs == NEVER ? NEVER : after(nextNs, slot + 1);
        }

        @Override
        public long catchUp(long nowNs) {
            long missed = 0;
            for (; followingNs <= nowNs && followingNs != NEVER; missed++) {
                advance();
            }
            return missed;
        }
    }

    /** Send times that somebody wrote down. Equal ones belong together. */
    final class Listed implements Schedule {
        private final long startNs;
        private final SendTimes times;
        private final int count;
        private int next;

        Listed(long startNs, long durationNs, SendTimes times) {
            this.startNs = startNs;
            this.times = times;
            int most = 0;
            while (most < times.count() && times.offsetNs(most) < durationNs
                    && times.offsetNs(most) < NEVER - startNs) {
                most++;
            }
            count = most;
        }

        @Override
        public long nextNs() {
            return next >= count ? NEVER : startNs + times.offsetNs(next);
        }

        @Override
        public long slot() {
            return next;
        }

        @Override
        public void advance() {
            next++;
        }

        @Override
        public long catchUp(long nowNs) {
            int group = next; // the first of those that are due at the same time, the last such time
            for (int i = next + 1; i < count && startNs + times.offsetNs(i) <= nowNs; i++) {
                if (times.offsetNs(i) != times.offsetNs(i - 1)) {
                    group = i;
                }
            }
            int missed = group - next;
            next = group;
            return missed;
        }
    }
}
