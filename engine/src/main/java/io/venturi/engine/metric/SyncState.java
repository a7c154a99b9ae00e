package io.venturi.engine.metric;

import java.util.Objects;

/**
 * Whether a host's wall clock (CLOCK_REALTIME) is kept by a source outside it, and how wrong it may be.
 *
 * @param source       who says so
 * @param synchronised to something outside this host
 * @param errorBoundNs how far the clock may be from its source, ns; {@link #UNBOUNDED} if nobody tells
 * @param detail       where this is known from, for people; a clause
 * @param grandmaster  identity of the PTP grandmaster, such as {@code 525400.fffe.000001}; empty if there is none
 */
public record SyncState(Source source, boolean synchronised, long errorBoundNs, String detail, String grandmaster) {
    /** No bound is known. */
    public static final long UNBOUNDED = Long.MAX_VALUE;
    /** Nothing is known. */
    public static final SyncState UNKNOWN = new SyncState(Source.UNKNOWN, false, UNBOUNDED, "nothing is known", "");

    /** Where time comes from, or who says so. */
    public enum Source {
        /** Nobody told. */
        UNKNOWN,
        /** Nothing keeps the clock. */
        FREE_RUNNING,
        /** The kernel's discipline, as ntpd and its like set it, or a peer that says NTP. */
        NTP,
        /** chronyd, asked itself. */
        CHRONY,
        /** linuxptp, asked itself, or a peer that says PTP. */
        PTP,
        /** A peer that says SSU or BITS. */
        SSU_BITS,
        /** A peer that says satellites. */
        GNSS,
        /** The user. */
        STATED
    }

    public SyncState {
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(detail, "detail");
        Objects.requireNonNull(grandmaster, "grandmaster");
        if (errorBoundNs < 0) {
            throw new IllegalArgumentException("error bound " + errorBoundNs);
        }
    }

    /** True if the clock is synchronised and its error is known. */
    public boolean isBounded() {
        return synchronised && errorBoundNs != UNBOUNDED;
    }

    /** True if the bounds of both, in sum, are how far the two clocks may be apart: they have one source of time. */
    public boolean isRelatedTo(SyncState other) {
        boolean sameDomain = !grandmaster.isEmpty() && grandmaster.equals(other.grandmaster)
                && errorBoundNs != UNBOUNDED && other.errorBoundNs != UNBOUNDED; // which need not have UTC
        return sameDomain || isBounded() && other.isBounded();
    }

    /** The worse of two statements about one clock, such as before and after a test. */
    public SyncState worse(SyncState other) {
        if (synchronised != other.synchronised) {
            return synchronised ? other : this;
        }
        return errorBoundNs >= other.errorBoundNs ? this : other;
    }
}
