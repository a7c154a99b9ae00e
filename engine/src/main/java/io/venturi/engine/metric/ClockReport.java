package io.venturi.engine.metric;

import java.util.List;
import java.util.Optional;

/**
 * The clocks of a host and who keeps them.
 *
 * @param clockSource   what the kernel counts time by, such as tsc; empty if it does not tell
 * @param userSpace     reading the system's clocks takes no system call
 * @param durationNs    over which drifts were measured
 * @param clocks        REALTIME first, hardware clocks last
 * @param kernel        its account of REALTIME
 * @param keepers       programs that were asked, whether they answered or not
 * @param programs      programs that keep clocks and were seen running, by name
 * @param wallClock     the verdict about REALTIME
 */
public record ClockReport(String clockSource, boolean userSpace, long durationNs, List<Entry> clocks, Kernel kernel,
                          List<Keeper> keepers, List<String> programs, SyncState wallClock) {

    /**
     * One clock.
     *
     * @param name    such as REALTIME or ptp0
     * @param detail  what it counts, or the driver's name of it and its interfaces
     * @param reading what was measured; empty if it cannot be read
     * @param why     why not; empty if it can
     */
    public record Entry(String name, String detail, Optional<Measured> reading, String why) {
    }

    /**
     * What was measured of a clock.
     *
     * @param resolutionNs   as the kernel says
     * @param readMedianNs   what a reading costs
     * @param readP99Ns      the same of the slower ones
     * @param offsetNs       the clock less REALTIME
     * @param offsetBoundNs  error of that
     * @param driftPpm       by how much it is faster than MONOTONIC_RAW
     * @param driftBoundPpm  error of that
     */
    public record Measured(long resolutionNs, long readMedianNs, long readP99Ns, long offsetNs, long offsetBoundNs,
                           double driftPpm, double driftBoundPpm) {
    }

    /**
     * The kernel's account of REALTIME, as adjtimex(2) gives it.
     *
     * @param status      names of the bits that are set
     * @param taiOffsetS  TAI - UTC; 0 if nobody has set it
     * @param leapPending 1 or -1 if a leap second comes at the end of the day
     */
    public record Kernel(boolean synchronised, List<String> status, long offsetNs, double frequencyPpm, long maxErrorNs,
                         long estErrorNs, int taiOffsetS, int leapPending) {
        public Kernel {
            status = List.copyOf(status);
        }
    }

    /**
     * A program that was asked.
     *
     * @param detail what it says, or why it does not, a clause
     */
    public record Keeper(String name, boolean answered, String detail) {
    }

    public ClockReport {
        clocks = List.copyOf(clocks);
        keepers = List.copyOf(keepers);
        programs = List.copyOf(programs);
    }
}
