package io.venturi.engine.plan;

import io.venturi.engine.error.ConfigException;
import java.util.List;

/**
 * A server as asked for.
 *
 * @param binds    addresses to listen on for IRTT: {@code :port}, {@code address}, {@code address:port},
 *                 {@code %iface[:port]}; empty for none
 * @param family   address families to use of those
 * @param irtt     policy for round-trip tests by IRTT
 * @param stamp    where and how to reflect STAMP
 * @param hopLimit TTL or hop limit of replies, 0 for the host's default, or 255 for STAMP
 * @param precision what this host is asked for
 */
public record ServePlan(List<String> binds, RttPlan.Family family, Irtt irtt, Stamp stamp, int hopLimit,
                        RttPlan.Precision precision) {

    /** A server that answers IRTT only. */
    public ServePlan(List<String> binds, RttPlan.Family family, Irtt irtt, int hopLimit,
                     RttPlan.Precision precision) {
        this(binds, family, irtt, Stamp.OFF, hopLimit, precision);
    }

    /** Stamps the server is willing to put into replies. */
    public enum AllowedStamps { NONE, SINGLE, DUAL }

    /**
     * Policy of the round-trip responder.
     *
     * @param maxDurationNs       longest test granted, 0 for any
     * @param minIntervalNs       shortest interval granted and enforced, 0 for any
     * @param maxLengthBytes      longest probe granted, 0 for any
     * @param key                 required shared secret, empty for none
     * @param timeoutNs           idle time after which a session ends, 0 for never
     * @param packetBurst         probes let through at once when they come faster than {@code minIntervalNs}
     * @param fill                filling of replies
     * @param allowFills          globs of fills that clients may ask for
     * @param allowTrafficClass   whether clients may choose the traffic class of replies
     * @param maxSessions         sessions at once in all
     * @param maxSessionsPerAddress sessions at once of one client address
     */
    public record Irtt(long maxDurationNs, long minIntervalNs, int maxLengthBytes, byte[] key, long timeoutNs,
                       int packetBurst, String fill, List<String> allowFills, AllowedStamps allowedStamps,
                       boolean allowTrafficClass, int maxSessions, int maxSessionsPerAddress) {
        /** What suits a server in a trusted network. */
        public static final Irtt DEFAULT = new Irtt(0, 10_000_000L, 0, new byte[0], 60_000_000_000L, 5,
                "pattern:69727474", List.of("rand"), AllowedStamps.DUAL, true, 4096, 64);

        public Irtt {
            key = key.clone();
            allowFills = List.copyOf(allowFills);
            if (maxDurationNs < 0 || minIntervalNs < 0 || maxLengthBytes < 0 || timeoutNs < 0 || packetBurst < 0) {
                throw new ConfigException("Limits of a server cannot be negative; 0 means no limit.");
            }
            if (maxSessions < 1 || maxSessionsPerAddress < 1) {
                throw new ConfigException("A server needs room for at least one session.");
            }
        }

        @Override
        public byte[] key() {
            return key.clone();
        }
    }

    /**
     * The STAMP reflector.
     *
     * @param binds            addresses to listen on, in the forms of those for IRTT; empty for no reflector
     * @param stateful         number the replies of each session, so that senders can tell on which way probes are lost
     * @param key              required shared secret, empty for none
     * @param packetsPerSecond answered for one address, 0 for no limit
     */
    public record Stamp(List<String> binds, boolean stateful, byte[] key, int packetsPerSecond) {
        /** Answered for one address unless told otherwise. */
        public static final int DEFAULT_PACKETS_PER_SECOND = 1_000;
        /** No reflector. */
        public static final Stamp OFF = new Stamp(List.of(), true, new byte[0], DEFAULT_PACKETS_PER_SECOND);

        public Stamp {
            binds = List.copyOf(binds);
            key = key.clone();
            if (packetsPerSecond < 0 || packetsPerSecond > 1_000_000_000) {
                throw new ConfigException("STAMP requests per second are 1 to 1000000000, or 0 for no limit, not "
                        + packetsPerSecond + ".");
            }
        }

        @Override
        public byte[] key() {
            return key.clone();
        }
    }

    public ServePlan {
        binds = List.copyOf(binds);
        if (binds.isEmpty() && stamp.binds().isEmpty()) {
            throw new ConfigException("A server needs at least one address to listen on.");
        }
        if (hopLimit < 0 || hopLimit > 255) {
            throw new ConfigException("The TTL is 1 to 255, or 0 for the host's default, not " + hopLimit + ".");
        }
    }
}
