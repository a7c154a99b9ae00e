package io.venturi.engine.host;

import io.venturi.engine.host.Measurement.What;
import java.util.List;
import java.util.Optional;

/**
 * By how much this host may falsify a result, in one respect; figures decide what it is fit for, findings explain them.
 *
 * @param ns  what 99 of 100 probes stay below; empty if it is not known
 * @param why why it is not known; empty if it is
 */
public record Figure(Kind kind, Optional<Long> ns, String why) {

    /** In what respect. */
    public enum Kind {
        /** Lateness of departures. */
        DEPARTURE("departure of probes", List.of(What.PACER)),
        /** Time that is within stamps made by the kernel, from driver to stack, on the loopback interface. */
        STAMPS("kernel's time stamps", List.of(What.KERNEL_STAMPS)),
        /**
         * Absences of the CPU. Measuring threads are real-time ones where that is permitted, which no program
         * displaces; and they sleep, so they are not stopped like those that spin.
         */
        CPU("CPU taken away", List.of(What.SPIN_GAP, What.SPIN_GAP_FIFO)),
        /** Cost of a reading of the clock. */
        CLOCK("reading the clock", List.of(What.CLOCK_READING)),
        /** Interrupt moderation of the interface, as set. */
        INTERRUPTS("card's interrupts", List.of()),
        /** Bound of the error of the wall clock. */
        SYNCHRONISATION("clock's distance", List.of());

        private final String label;
        private final List<What> measured;

        Kind(String label, List<What> measured) {
            this.label = label;
            this.measured = measured;
        }

        /** For people. */
        public String label() {
            return label;
        }

        /** The measurements of which it is the least 99th percentile; none if it is not measured. */
        List<What> measured() {
            return measured;
        }

        /** True if it has no part in round trips. */
        public boolean oneWayOnly() {
            return this == SYNCHRONISATION;
        }
    }

    static Figure of(Kind kind, long ns) {
        return new Figure(kind, Optional.of(ns), "");
    }

    static Figure unknown(Kind kind, String why) {
        return new Figure(kind, Optional.empty(), why);
    }

    /** True if it is known to be within the target. */
    boolean meets(Target target) {
        return ns.filter(value -> value <= target.ns()).isPresent();
    }
}
