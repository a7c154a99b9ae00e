package io.venturi.engine.protocol.stamp;

import io.venturi.engine.error.ConfigException;
import io.venturi.engine.metric.SyncState;
import io.venturi.engine.protocol.stamp.wire.ErrorEstimate;
import io.venturi.engine.protocol.stamp.wire.TimestampFormat;

/**
 * What this host knows of its wall clock, and tells the other end.
 *
 * @param synchronised to a source outside this host
 * @param errorNs      bound of its error, ns, with what stamping itself adds; the best bound known if not synchronised
 * @param source       where its time comes from
 * @param taiOffsetS   TAI - UTC, s, added to stamps in PTP form; 0 on hosts that do not know it
 */
public record ClockQuality(boolean synchronised, long errorNs, Source source, int taiOffsetS) {
    /** Nothing is known but that clocks of hosts are seldom off by more than 16 s, the kernel's own limit. */
    public static final ClockQuality UNKNOWN = new ClockQuality(false, 16_000_000_000L, Source.FREE_RUNNING, 0);

    private static final int MOST_TAI_OFFSET_S = 1_000;
    /** What user-space stamps, taken just before the send call, are off at most on a host that is not overloaded. */
    private static final long STAMPING_NS = 3_000;

    /** Synchronisation sources; ordinal + 1 is the number on the wire (RFC 8972 5.3.1). */
    public enum Source {
        NTP, PTP, SSU_BITS, GNSS, FREE_RUNNING;

        /** The one with this number on the wire, {@link SyncState.Source#UNKNOWN} if there is none. */
        static SyncState.Source told(int code) {
            return switch (code) {
                case 1 -> SyncState.Source.NTP;
                case 2 -> SyncState.Source.PTP;
                case 3 -> SyncState.Source.SSU_BITS;
                case 4 -> SyncState.Source.GNSS;
                case 5 -> SyncState.Source.FREE_RUNNING;
                default -> SyncState.Source.UNKNOWN;
            };
        }

        private static Source of(SyncState.Source source) {
            return switch (source) {
                case NTP, CHRONY -> NTP;
                case PTP -> PTP;
                case SSU_BITS -> SSU_BITS;
                case GNSS -> GNSS;
                case UNKNOWN, FREE_RUNNING, STATED -> FREE_RUNNING;
            };
        }

        int code() {
            return ordinal() + 1;
        }
    }

    public ClockQuality {
        if (errorNs < 0 || Math.abs(taiOffsetS) > MOST_TAI_OFFSET_S) {
            throw new ConfigException("clock error %d ns, TAI offset %d s".formatted(errorNs, taiOffsetS));
        }
    }

    /** What a host's own verdict comes to; without a bound, that of {@link #UNKNOWN}. */
    public static ClockQuality of(SyncState state, int taiOffsetS) {
        long errorNs = state.errorBoundNs() >= UNKNOWN.errorNs ? UNKNOWN.errorNs : state.errorBoundNs() + STAMPING_NS;
        return new ClockQuality(state.synchronised(), errorNs, Source.of(state.source()), taiOffsetS);
    }

    int errorEstimate(TimestampFormat format) {
        return ErrorEstimate.encode(synchronised, format, errorNs);
    }

    /** What is added to CLOCK_REALTIME before it is written in this format, ns. */
    long aheadNs(TimestampFormat format) {
        return format == TimestampFormat.PTP ? taiOffsetS * 1_000_000_000L : 0;
    }
}
