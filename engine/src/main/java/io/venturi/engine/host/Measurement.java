package io.venturi.engine.host;

import java.util.Arrays;
import java.util.Optional;

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
        SLEEP_SLACK("sleep, slack 1 ns", Concern.TIMERS),
        SLEEP_FIFO("  and SCHED_FIFO", Concern.PRIVILEGES),
        PACER("departure by venturi", Concern.ISOLATION),
        IDLE_DEEP("sleep of 10 ms", Concern.IDLE_STATES),
        IDLE_SHALLOW("  CPU kept awake", Concern.IDLE_STATES),
        SPIN_GAP("CPU taken away", Concern.VIRTUALIZATION),
        SPIN_GAP_FIFO("  SCHED_FIFO", Concern.RT_THROTTLING),
        LOOPBACK_USER("round trip, program", Concern.STAMPING),
        LOOPBACK_KERNEL("round trip, kernel", Concern.STAMPING),
        KERNEL_STAMPS("forward, kernel", Concern.STAMPING);

        private final String label;
        private final Concern concern;

        What(String label, Concern concern) {
            this.label = label;
            this.concern = concern;
        }

        /** For people, at most 20 characters. */
        public String label() {
            return label;
        }

        /** What it is the evidence of. */
        public Concern concern() {
            return concern;
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
