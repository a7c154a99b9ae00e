package io.venturi.engine.protocol.stamp;

import io.venturi.engine.error.ConfigException;
import io.venturi.engine.protocol.stamp.wire.StampKey;
import io.venturi.engine.protocol.stamp.wire.TimestampFormat;
import java.net.InetSocketAddress;
import java.util.List;

/**
 * What a reflector may do and for whom; immutable and checked.
 *
 * @param stateful              number replies of each session from 0, so that senders can tell on which way probes are
 *                              lost (RFC 8762 4.3); else copy the sender's number
 * @param key                   secret shared with all senders; present means that only authenticated packets are taken
 * @param clock                 what is told of this host's clock
 * @param format                of this end's time stamps
 * @param local                 what the socket is bound to, told in Location TLVs; null for unknown
 * @param kernelReceiveStamps   use the kernel's receive stamps where there are any
 * @param dscpAllowed           senders may choose the DSCP of replies by a Class of Service TLV
 * @param listed                the sessions that are served; empty for everybody, within the next three limits
 * @param packetsPerSecond      answered for one unlisted address, 0 for no limit
 * @param packetBurst           of those at once
 * @param grownPerSecond        replies longer than requests (to TWAMP senders) for one unlisted address; 0 for none
 * @param maxSessions           of a stateful reflector
 * @param maxSessionsPerAddress of those from one IPv4 address or IPv6 /64
 * @param refwaitNs             an idle session is forgotten after this time (REFWAIT, RFC 5357 4.2), 0 for never
 */
public record StampReflectorOptions(boolean stateful, StampKey key, ClockQuality clock, TimestampFormat format,
                                    InetSocketAddress local, boolean kernelReceiveStamps, boolean dscpAllowed,
                                    List<ListedSession> listed, int packetsPerSecond, int packetBurst,
                                    int grownPerSecond, int maxSessions, int maxSessionsPerAddress, long refwaitNs) {
    /** Where reflectors listen unless told otherwise (RFC 8762 4.1). */
    public static final int DEFAULT_PORT = 862;

    private static final int NS_PER_S = 1_000_000_000;
    private static final int MAX_SESSIONS = 1 << 20;
    private static final long MAX_TIME_NS = 100L * 365 * 86_400 * NS_PER_S;

    public StampReflectorOptions {
        listed = List.copyOf(listed);
        check("packet rate", packetsPerSecond, 0, NS_PER_S);
        check("packet burst", packetBurst, 1, Integer.MAX_VALUE);
        check("rate of longer replies", grownPerSecond, 0, NS_PER_S);
        check("session limit", maxSessions, 1, MAX_SESSIONS);
        check("session limit per address", maxSessionsPerAddress, 1, MAX_SESSIONS);
        check("idle time", refwaitNs, 0, MAX_TIME_NS);
    }

    /** The defaults, to be changed one by one. */
    public static Builder builder() {
        return new Builder();
    }

    private static void check(String name, long value, long min, long max) {
        if (value < min || value > max) {
            throw new ConfigException("%s %d is outside %d..%d".formatted(name, value, min, max));
        }
    }

    /** Options on their way; every setter takes the unit and range of the component it is named after. */
    public static final class Builder {
        private boolean stateful = true;
        private StampKey key = StampKey.NONE;
        private ClockQuality clock = ClockQuality.UNKNOWN;
        private TimestampFormat format = TimestampFormat.NTP;
        private InetSocketAddress local;
        private boolean kernelReceiveStamps = true;
        private boolean dscpAllowed = true;
        private List<ListedSession> listed = List.of();
        private int packetsPerSecond = 1_000;
        private int packetBurst = 100;
        private int grownPerSecond = 10;
        private int maxSessions = 1024;
        private int maxSessionsPerAddress = 64;
        private long refwaitNs = 900L * NS_PER_S;

        private Builder() {
        }

        public Builder stateful(boolean value) {
            stateful = value;
            return this;
        }

        public Builder key(StampKey value) {
            key = value;
            return this;
        }

        public Builder clock(ClockQuality value) {
            clock = value;
            return this;
        }

        public Builder format(TimestampFormat value) {
            format = value;
            return this;
        }

        public Builder local(InetSocketAddress value) {
            local = value;
            return this;
        }

        public Builder kernelReceiveStamps(boolean value) {
            kernelReceiveStamps = value;
            return this;
        }

        public Builder dscpAllowed(boolean value) {
            dscpAllowed = value;
            return this;
        }

        public Builder listed(List<ListedSession> value) {
            listed = value;
            return this;
        }

        public Builder packetsPerSecond(int value) {
            packetsPerSecond = value;
            return this;
        }

        public Builder packetBurst(int value) {
            packetBurst = value;
            return this;
        }

        public Builder grownPerSecond(int value) {
            grownPerSecond = value;
            return this;
        }

        public Builder maxSessions(int value) {
            maxSessions = value;
            return this;
        }

        public Builder maxSessionsPerAddress(int value) {
            maxSessionsPerAddress = value;
            return this;
        }

        public Builder refwaitNs(long value) {
            refwaitNs = value;
            return this;
        }

        /**
         * The finished options.
         *
         * @throws ConfigException if one is out of its range
         */
        public StampReflectorOptions build() {
            return new StampReflectorOptions(stateful, key, clock, format, local, kernelReceiveStamps, dscpAllowed,
                    listed, packetsPerSecond, packetBurst, grownPerSecond, maxSessions, maxSessionsPerAddress,
                    refwaitNs);
        }
    }
}
