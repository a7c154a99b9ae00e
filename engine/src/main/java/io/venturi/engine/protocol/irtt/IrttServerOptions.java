package io.venturi.engine.protocol.irtt;

import io.venturi.engine.error.ConfigException;
import io.venturi.engine.plan.ServePlan;
import io.venturi.engine.protocol.irtt.wire.Fill;
import io.venturi.engine.protocol.irtt.wire.IrttKey;

import java.util.List;

/**
 * What an {@link IrttServer} grants and how it protects itself. Immutable and checked; made with {@link #builder()}.
 *
 * @param maxDurationNs         longest test, ns; 0 for no limit
 * @param minIntervalNs         shortest interval between requests, ns; 0 for no limit
 * @param maxLengthBytes        longest packet, bytes of UDP payload; 0 for what the protocol and the buffers can do
 * @param key                   key that clients must have, or {@link IrttKey#NONE}
 * @param timeoutNs             idle time after which a session may be forgotten, ns; 5 s are added; intervals are
 *                              kept to a quarter of it; 0 for never
 * @param packetBurst           requests a client may send at once before the minimum interval is enforced
 * @param fill                  descriptor of the payload of replies; none echoes the request's
 * @param allowedFills          fills clients may choose, where * stands for any text; empty for none
 * @param allowedStamps         how many instants are stamped
 * @param dscpAllowed           whether clients may choose the traffic class of replies
 * @param kernelReceiveStamps   whether the kernel's receive stamp is used where there is one
 * @param maxSessions           sessions of this listener, 1..2^20
 * @param maxSessionsPerAddress sessions of one IPv4 address or IPv6 /64
 * @param opensPerSecond        opens accepted, with a burst of as many, from all addresses together; 0 for no limit
 */
public record IrttServerOptions(long maxDurationNs, long minIntervalNs, int maxLengthBytes, IrttKey key,
                                long timeoutNs, int packetBurst, String fill, List<String> allowedFills,
                                AllowedStamps allowedStamps, boolean dscpAllowed, boolean kernelReceiveStamps,
                                int maxSessions, int maxSessionsPerAddress, int opensPerSecond) {
    private static final long NS_PER_S = 1_000_000_000;
    private static final long MAX_TIME_NS = 100L * 365 * 86_400 * NS_PER_S; // sums of a few stay in a long
    private static final int MAX_SESSIONS = 1 << 20;
    private static final int MIN_TIMEOUT_NS = 1_000_000;

    public IrttServerOptions {
        check("maximum duration", maxDurationNs, 0, MAX_TIME_NS);
        check("minimum interval", minIntervalNs, 0, MAX_TIME_NS);
        check("maximum length", maxLengthBytes, 0, Integer.MAX_VALUE);
        check("timeout", timeoutNs, timeoutNs == 0 ? 0 : MIN_TIMEOUT_NS, MAX_TIME_NS);
        check("packet burst", packetBurst, 0, Integer.MAX_VALUE);
        check("session limit", maxSessions, 1, MAX_SESSIONS);
        check("session limit per address", maxSessionsPerAddress, 1, MAX_SESSIONS);
        check("open rate", opensPerSecond, 0, NS_PER_S);
        Fill.of(fill);
        allowedFills = List.copyOf(allowedFills);
    }

    /** The defaults of {@link ServePlan.Irtt#DEFAULT}, to be changed one by one. */
    public static Builder builder() {
        return builder(ServePlan.Irtt.DEFAULT);
    }

    /** What a plan says, to be changed one by one; kernel receive stamps are used. */
    public static Builder builder(ServePlan.Irtt plan) {
        return new Builder(plan);
    }

    /** Whether a client may choose the fill of this descriptor. */
    boolean allowsFill(String descriptor) {
        for (String glob : allowedFills) {
            if (matches(glob, descriptor)) {
                return true;
            }
        }
        return false;
    }

    /** Greedy matching that goes back to the last star only: linear times the number of stars, never exponential. */
    private static boolean matches(String glob, String text) {
        int g = 0;
        int star = -1;
        int resume = 0;
        for (int t = 0; t < text.length(); ) {
            if (g < glob.length() && glob.charAt(g) == '*') {
                star = g++;
                resume = t;
            } else if (g < glob.length() && glob.charAt(g) == text.charAt(t)) {
                g++;
                t++;
            } else if (star >= 0) {
                g = star + 1;
                t = ++resume;
            } else {
                return false;
            }
        }
        while (g < glob.length() && glob.charAt(g) == '*') {
            g++;
        }
        return g == glob.length();
    }

    private static void check(String name, long value, long min, long max) {
        if (value < min || value > max) {
            throw new ConfigException("%s %d is outside %d..%d".formatted(name, value, min, max));
        }
    }

    /** Options on their way; every setter takes the unit and range of the component it is named after. */
    public static final class Builder {
        private long maxDurationNs;
        private long minIntervalNs;
        private int maxLengthBytes;
        private IrttKey key;
        private long timeoutNs;
        private int packetBurst;
        private String fill;
        private List<String> allowedFills;
        private AllowedStamps allowedStamps;
        private boolean dscpAllowed;
        private boolean kernelReceiveStamps = true;
        private int maxSessions;
        private int maxSessionsPerAddress;
        private int opensPerSecond = 1_000;

        private Builder(ServePlan.Irtt plan) {
            maxDurationNs = plan.maxDurationNs();
            minIntervalNs = plan.minIntervalNs();
            maxLengthBytes = plan.maxLengthBytes();
            key = IrttKey.of(plan.key());
            timeoutNs = plan.timeoutNs();
            packetBurst = plan.packetBurst();
            fill = plan.fill();
            allowedFills = plan.allowFills();
            allowedStamps = AllowedStamps.valueOf(plan.allowedStamps().name());
            dscpAllowed = plan.allowTrafficClass();
            maxSessions = plan.maxSessions();
            maxSessionsPerAddress = plan.maxSessionsPerAddress();
        }

        public Builder maxDurationNs(long value) {
            maxDurationNs = value;
            return this;
        }

        public Builder minIntervalNs(long value) {
            minIntervalNs = value;
            return this;
        }

        public Builder maxLengthBytes(int value) {
            maxLengthBytes = value;
            return this;
        }

        public Builder key(IrttKey value) {
            key = value;
            return this;
        }

        public Builder timeoutNs(long value) {
            timeoutNs = value;
            return this;
        }

        public Builder packetBurst(int value) {
            packetBurst = value;
            return this;
        }

        public Builder fill(String value) {
            fill = value;
            return this;
        }

        public Builder allowedFills(List<String> value) {
            allowedFills = value;
            return this;
        }

        public Builder allowedStamps(AllowedStamps value) {
            allowedStamps = value;
            return this;
        }

        public Builder dscpAllowed(boolean value) {
            dscpAllowed = value;
            return this;
        }

        public Builder kernelReceiveStamps(boolean value) {
            kernelReceiveStamps = value;
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

        public Builder opensPerSecond(int value) {
            opensPerSecond = value;
            return this;
        }

        /**
         * The finished options.
         *
         * @throws ConfigException if one is out of its range
         */
        public IrttServerOptions build() {
            return new IrttServerOptions(maxDurationNs, minIntervalNs, maxLengthBytes, key, timeoutNs, packetBurst,
                    fill, allowedFills, allowedStamps, dscpAllowed, kernelReceiveStamps, maxSessions,
                    maxSessionsPerAddress, opensPerSecond);
        }
    }
}
