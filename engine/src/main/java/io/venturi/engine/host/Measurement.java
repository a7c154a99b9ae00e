package io.venturi.engine.host;

import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/**
 * One thing tried on this host.
 *
 * @param spread what came of it; empty if it could not be tried
 * @param why    why not, without a full stop; empty if it could
 */
public record Measurement(What what, Optional<Spread> spread, String why) {

    /** What is tried, in the order of a report. Values are ns. */
    public enum What {
        CLOCK_READING("reading the clock", Concern.CLOCK_SOURCE),
        SLEEP_DEFAULT("sleep, default slack", Concern.TIMERS),
        SLEEP_SLACK("sleep, slack 1 ns", Concern.TIMERS, Concern.PRIVILEGES),
        SLEEP_FIFO("sleep, SCHED_FIFO", Concern.PRIVILEGES),
        PACER("sleep, then spin", Concern.GOVERNOR, Concern.ISOLATION),
        IDLE_DEEP("10 ms sleep", Concern.IDLE_STATES),
        IDLE_SHALLOW("10 ms, kept awake", Concern.IDLE_STATES),
        SPIN_GAP("spin", Concern.VIRTUALIZATION, Concern.CPU_QUOTA, Concern.ISOLATION),
        SPIN_GAP_FIFO("spin, SCHED_FIFO", Concern.VIRTUALIZATION, Concern.ISOLATION),
        LOOPBACK_USER("loopback, program", Concern.STAMPING),
        LOOPBACK_KERNEL("loopback, kernel", Concern.STAMPING),
        KERNEL_STAMPS("loopback, one way", Concern.STAMPING);

        private final String label;
        private final Set<Concern> concerns;

        What(String label, Concern... concerns) {
            this.label = label;
            this.concerns = Set.of(concerns);
        }

        /** For people, at most 20 characters. */
        public String label() {
            return label;
        }

        /** True if it is evidence of that. */
        public boolean shows(Concern concern) {
            return concerns.contains(concern);
        }
    }

    /**
     * Of a sample, ns. For {@link What#SPIN_GAP} and the one after it a share of time and not of a count: in 99 % of it
     * no absence is longer than {@code p99Ns}.
     */
    public record Spread(long p50Ns, long p99Ns, long maxNs) {
        /** Nearest-rank quantiles of {@code ns}, which may not be empty and is left alone. */
        static Spread of(long[] ns) {
            long[] sorted = ns.clone();
            Arrays.sort(sorted);
            return new Spread(rank(sorted, 0.5), rank(sorted, 0.99), sorted[sorted.length - 1]);
        }

        private static long rank(long[] sorted, double share) {
            return sorted[Math.max(0, (int) Math.ceil(share * sorted.length) - 1)];
        }
    }

    static Measurement of(What what, Spread spread) {
        return new Measurement(what, Optional.of(spread), "");
    }

    static Measurement unavailable(What what, String why) {
        return new Measurement(what, Optional.empty(), why);
    }
}
