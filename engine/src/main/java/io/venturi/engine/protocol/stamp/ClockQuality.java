package io.venturi.engine.protocol.stamp;

import io.venturi.engine.error.ConfigException;
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

    /** Synchronisation sources; ordinal + 1 is the number on the wire (RFC 8972 5.3.1). */
    public enum Source {
        NTP, PTP, SSU_BITS, GNSS, FREE_RUNNING;

        int code() {
            return ordinal() + 1;
        }
    }

    public ClockQuality {
        if (errorNs < 0 || Math.abs(taiOffsetS) > MOST_TAI_OFFSET_S) {
            throw new ConfigException("clock error %d ns, TAI offset %d s".formatted(errorNs, taiOffsetS));
        }
    }

    int errorEstimate(TimestampFormat format) {
        return ErrorEstimate.encode(synchronised, format, errorNs);
    }

    /** What is added to CLOCK_REALTIME before it is written in this format, ns. */
    long aheadNs(TimestampFormat format) {
        return format == TimestampFormat.PTP ? taiOffsetS * 1_000_000_000L : 0;
    }
}
