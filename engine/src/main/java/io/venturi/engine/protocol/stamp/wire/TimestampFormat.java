package io.venturi.engine.protocol.stamp.wire;

import io.venturi.engine.annotation.HotPath;

/**
 * The two forms of 64-bit time stamps; seconds are the upper half in both and wrap.
 *
 * <p>Wall times are CLOCK_REALTIME ns since 1970. PTP time runs ahead of it by TAI - UTC, which is for the caller to
 * add and subtract: most hosts do not know it.
 */
public enum TimestampFormat {
    /** Seconds since 1900 and a fraction in 2^-32 s (RFC 5905 6). Wraps in 2036 and then every 136 years. */
    NTP(2_208_988_800L),
    /** Seconds and nanoseconds since 1970, truncated IEEE 1588 (RFC 8186 2.1). Wraps in 2106. */
    PTP(0);

    private static final long NS_PER_S = 1_000_000_000;
    private static final long LOW = 0xffff_ffffL;

    private final long epochSeconds;

    TimestampFormat(long epochSeconds) {
        this.epochSeconds = epochSeconds;
    }

    /** The other one. */
    public TimestampFormat other() {
        return this == NTP ? PTP : NTP;
    }

    /** The stamp of {@code wallNs}; NTP loses less than 0.24 ns. */
    @HotPath
    public long encode(long wallNs) {
        long seconds = Math.floorDiv(wallNs, NS_PER_S);
        long ns = wallNs - seconds * NS_PER_S;
        return seconds + epochSeconds << 32 | (this == NTP ? (ns << 32) / NS_PER_S : ns);
    }

    /** The wall time of a stamp, ns since 1970, in the era that puts it within 68 years of {@code nearNs}. */
    @HotPath
    public long decode(long stamp, long nearNs) {
        long nearSeconds = Math.floorDiv(nearNs, NS_PER_S);
        int ahead = (int) ((stamp >>> 32) - (nearSeconds + epochSeconds));
        long low = stamp & LOW;
        return (nearSeconds + ahead) * NS_PER_S + (this == NTP ? low * NS_PER_S + (1L << 31) >>> 32 : low);
    }

    /** False if the stamp cannot be of this format: nanoseconds of a second and more. */
    @HotPath
    public boolean isSound(long stamp) {
        return this == NTP || (stamp & LOW) < NS_PER_S;
    }
}
