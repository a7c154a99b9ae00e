package io.venturi.engine.plan;

import io.venturi.engine.error.ConfigException;
import io.venturi.engine.metric.StampSetup;
import java.util.List;
import java.util.Map;

/**
 * A server as asked for.
 *
 * @param binds    addresses to listen on for IRTT: {@code :port}, {@code address}, {@code address:port},
 *                 {@code %iface[:port]}; empty for none
 * @param family   address families to use of those
 * @param irtt     policy for round-trip tests by IRTT
 * @param stamp    where and how to reflect STAMP
 * @param udpst    where and how to serve capacity tests
 * @param throughput where and how to serve throughput tests
 * @param hopLimit TTL or hop limit of replies, 0 for the host's default, or 255 for STAMP
 * @param precision what this host is asked for
 * @param access    whose addresses are let in, whatever the protocol
 */
public record ServePlan(List<String> binds, RttPlan.Family family, Irtt irtt, Stamp stamp, Udpst udpst,
                        Throughput throughput, int hopLimit, RttPlan.Precision precision,
                        AccessPlan access) {

    /** A server that lets in every address. */
    public ServePlan(List<String> binds, RttPlan.Family family, Irtt irtt, Stamp stamp, Udpst udpst,
                     Throughput throughput, int hopLimit, RttPlan.Precision precision) {
        this(binds, family, irtt, stamp, udpst, throughput, hopLimit, precision, AccessPlan.OPEN);
    }

    /** A server that answers IRTT only. */
    public ServePlan(List<String> binds, RttPlan.Family family, Irtt irtt, int hopLimit,
                     RttPlan.Precision precision) {
        this(binds, family, irtt, Stamp.OFF, hopLimit, precision);
    }

    /** A server of round-trip tests only. */
    public ServePlan(List<String> binds, RttPlan.Family family, Irtt irtt, Stamp stamp, int hopLimit,
                     RttPlan.Precision precision) {
        this(binds, family, irtt, stamp, Udpst.OFF, hopLimit, precision);
    }

    /** A server without throughput tests. */
    public ServePlan(List<String> binds, RttPlan.Family family, Irtt irtt, Stamp stamp, Udpst udpst, int hopLimit,
                     RttPlan.Precision precision) {
        this(binds, family, irtt, stamp, udpst, Throughput.OFF, hopLimit, precision);
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

    /**
     * The server of the UDP speed test protocol, for capacity tests.
     *
     * @param binds       addresses to listen on, in the forms of those for IRTT, port 24601 unless given; empty for
     *                 none
     * @param datagrams   what both ends must agree on, and how this end sends; random payload: allowed to clients
     * @param access      who may test
     * @param limits      what is granted at most
     * @param socketBufferBytes asked for sending and receiving, 0 for the host's default
     * @param metadataFile      as in {@link CapacityPlan.Watch}, for upstream tests
     * @param everyDatagram     as there
     * @param trials            tell the listener of each trial interval
     */
    public record Udpst(List<String> binds, CapacityPlan.Datagrams datagrams, UdpstAccess access, UdpstLimits limits,
                        int socketBufferBytes, String metadataFile, boolean everyDatagram, boolean trials) {
        /** No server of this protocol. */
        public static final Udpst OFF = new Udpst(List.of(), CapacityPlan.Datagrams.DEFAULT, UdpstAccess.OPEN,
                UdpstLimits.DEFAULT, CapacityPlan.Path.DEFAULT.socketBufferBytes(), "", false, false);

        public Udpst {
            binds = List.copyOf(binds);
        }
    }

    /**
     * Who may test capacity.
     *
     * @param key  tried for any key id, empty for none
     * @param keys by key id, tried first
     */
    public record UdpstAccess(byte[] key, Map<Integer, byte[]> keys) {
        /** Everybody. */
        public static final UdpstAccess OPEN = new UdpstAccess(new byte[0], Map.of());

        public UdpstAccess {
            key = key.clone();
            keys = Map.copyOf(keys);
        }

        @Override
        public byte[] key() {
            return key.clone();
        }
    }

    /**
     * What capacity tests are granted at most.
     *
     * @param bandwidthMbps   of all tests of one direction together, 0..100000, 0 for no limit
     * @param testNs          length of a test, 5 s to 1 h
     * @param trafficClass    TOS or traffic class byte, 0..255
     * @param row             of the sending-rate table that a client may fix or start from, 0..1152
     * @param connections     at once in all, 1..254
     * @param connectionsPerAddress at once of one client address, 0 for no limit of its own
     */
    public record UdpstLimits(int bandwidthMbps, long testNs, int trafficClass, int row, int connections,
                              int connectionsPerAddress) {
        /** As udpst has them. */
        public static final UdpstLimits DEFAULT =
                new UdpstLimits(0, 3_600_000_000_000L, 255, CapacityPlan.TOP_ROW, 254, 0);

        public UdpstLimits {
            if (bandwidthMbps < 0 || bandwidthMbps > 100_000) {
                throw new ConfigException("The bandwidth for capacity tests is 0 to 100000 Mbit/s, not " + bandwidthMbps
                        + ".");
            }
            if (testNs < 5_000_000_000L || testNs > 3_600_000_000_000L || testNs % 1_000_000_000L != 0) {
                throw new ConfigException("The longest capacity test granted is 5s to 1h in whole seconds, not "
                        + Durations.format(testNs) + ".");
            }
            if (trafficClass < 0 || trafficClass > 255 || row < 0 || row > CapacityPlan.TOP_ROW) {
                throw new ConfigException("Limits of capacity tests: traffic class 0 to 255, row 0 to "
                        + CapacityPlan.TOP_ROW + ".");
            }
            if (connections < 1 || connections > 254 || connectionsPerAddress < 0) {
                throw new ConfigException("A server takes 1 to 254 connections of capacity tests at once, not "
                        + connections + ".");
            }
        }
    }

    /**
     * The server of iperf3's protocol, for throughput tests.
     *
     * @param binds            addresses to listen on, in the forms of those for IRTT, port 5201 unless given; empty for
     *                         none
     * @param access           who may test
     * @param limits           what is granted at most
     * @param intervalNs       of reports, 0 for none
     * @param receiveTimeoutNs without data before a test is given up, at least 100 ms
     * @param device           interface to listen on, empty for any
     * @param plugins          jars with protocols to serve, besides those of the class path
     */
    public record Throughput(List<String> binds, ThroughputAccess access, ThroughputLimits limits, long intervalNs,
                             long receiveTimeoutNs, String device, List<String> plugins) {
        /** No server of this protocol. */
        public static final Throughput OFF = new Throughput(List.of(), ThroughputAccess.OPEN, ThroughputLimits.DEFAULT,
                1_000_000_000L, 120_000_000_000L, "");

        /** With the protocols of the class path. */
        public Throughput(List<String> binds, ThroughputAccess access, ThroughputLimits limits, long intervalNs,
                          long receiveTimeoutNs, String device) {
            this(binds, access, limits, intervalNs, receiveTimeoutNs, device, List.of());
        }

        public Throughput {
            binds = List.copyOf(binds);
            plugins = List.copyOf(plugins);
            if (intervalNs != 0 && (intervalNs < 100_000_000L || intervalNs > 60_000_000_000L)) {
                throw new ConfigException("The report interval is 0.1s to 60s, or 0 for none, not "
                        + Durations.format(intervalNs) + ".");
            }
            if (receiveTimeoutNs < 100_000_000L) {
                throw new ConfigException("The time to wait for data is at least 100ms, not "
                        + Durations.format(receiveTimeoutNs) + ".");
            }
        }

        /** The same with the protocols of these jars. */
        public Throughput with(List<String> newPlugins) {
            return new Throughput(binds, access, limits, intervalNs, receiveTimeoutNs, device, newPlugins);
        }

        /** A server open to all at these addresses. */
        public static Throughput at(List<String> binds) {
            return new Throughput(binds, OFF.access, OFF.limits, OFF.intervalNs, OFF.receiveTimeoutNs, OFF.device);
        }
    }

    /**
     * Who may test throughput.
     *
     * @param privateKey the server's RSA key, PEM; empty to let everybody in
     * @param users      SHA-256 of <code>{user}password</code> in hexadecimal digits, by user
     * @param skewNs     most that a client's clock may be off
     * @param pkcs1      take PKCS#1 v1.5 padding too, as clients before 3.17 use it
     */
    public record ThroughputAccess(String privateKey, Map<String, String> users, long skewNs, boolean pkcs1) {
        /** Everybody. */
        public static final ThroughputAccess OPEN = new ThroughputAccess("", Map.of(), 10_000_000_000L, false);

        public ThroughputAccess {
            users = Map.copyOf(users);
            if (privateKey.isEmpty() != users.isEmpty()) {
                throw new ConfigException("A private key needs users who may test, and users need the key.");
            }
            if (skewNs < 1) {
                throw new ConfigException("The time a client's clock may be off is more than 0.");
            }
        }
    }

    /**
     * What throughput tests are granted at most.
     *
     * @param clients       at once, 1..64
     * @param tests         after which the server ends, 0 for no such limit
     * @param bitsPerSecond of all streams of a test together, 0 for no limit
     * @param averageNs     over which that rate is looked at
     * @param seconds       length of a test, 0 for no limit
     * @param clientsPerAddress at once of one address, 1..64
     * @param streams       of all tests at once, 1..16384
     * @param connections   at once that have not yet said what they want, 1..16384
     * @param connectionsPerAddress the same for one address
     */
    public record ThroughputLimits(int clients, long tests, long bitsPerSecond, long averageNs, int seconds,
                                   int clientsPerAddress, int streams, int connections, int connectionsPerAddress) {
        /** One client at a time. */
        public static final ThroughputLimits DEFAULT = new ThroughputLimits(1, 0, 0, 5_000_000_000L, 0);

        /** With room for four tests of the largest kind, and for its connections to come all at once. */
        public ThroughputLimits(int clients, long tests, long bitsPerSecond, long averageNs, int seconds) {
            this(clients, tests, bitsPerSecond, averageNs, seconds, 64, 1024, 1024, 320);
        }

        public ThroughputLimits {
            if (clients < 1 || clients > 64) {
                throw new ConfigException("A server takes 1 to 64 throughput tests at once, not " + clients + ".");
            }
            if (clientsPerAddress < 1 || clientsPerAddress > 64) {
                throw new ConfigException("A server takes 1 to 64 throughput tests at once of one address, not "
                        + clientsPerAddress + ".");
            }
            count("streams", streams);
            count("undecided connections", connections);
            count("undecided connections of one address", connectionsPerAddress);
            if (tests < 0 || bitsPerSecond < 0 || averageNs < 1 || seconds < 0) {
                throw new ConfigException("Limits of a server cannot be negative; 0 means no limit.");
            }
        }

        private static void count(String what, int most) {
            if (most < 1 || most > 16_384) {
                throw new ConfigException("A server of throughput tests has room for 1 to 16384 " + what + ", not "
                        + most + ".");
            }
        }
    }

    public ServePlan {
        binds = List.copyOf(binds);
        if (binds.isEmpty() && stamp.binds().isEmpty() && udpst.binds().isEmpty()
                && throughput.binds().isEmpty()) {
            throw new ConfigException("A server needs at least one address to listen on.");
        }
        if (precision.stamps() == StampSetup.Choice.HARDWARE) {
            throw new ConfigException("A server's replies carry the time of its own clock, which a network card does"
                    + " not know: --stamps is best, kernel or user there.");
        }
        if (hopLimit < 0 || hopLimit > 255) {
            throw new ConfigException("The TTL is 1 to 255, or 0 for the host's default, not " + hopLimit + ".");
        }
    }
}
