package io.venturi.engine.plan;

import io.venturi.engine.error.ConfigException;
import io.venturi.engine.metric.ThroughputDirection;
import io.venturi.engine.metric.ThroughputProtocol;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * A throughput test as asked for, to be run with a server of iperf3, or of venturi if the protocol is neither TCP nor
 * UDP; immutable and checked.
 *
 * @param target    whom to measure and from where
 * @param flow      how many streams, which way
 * @param limits    when it ends
 * @param load      what is written and how fast
 * @param socket    how the data sockets of both ends are set up
 * @param reporting what is told, and how often
 * @param access    who asks
 * @param timeouts  how long to wait for what
 * @param precision what this host is asked for; of it, CPU and memory lock
 * @param latency   round trips beside the load
 * @param extension the protocol if it is {@link ThroughputProtocol#OTHER}
 */
public record ThroughputPlan(Target target, Flow flow, Limits limits, Load load, Socket socket, Reporting reporting,
                             Access access, Timeouts timeouts, RttPlan.Precision precision, LatencyPlan latency,
                             Extension extension) {
    /** Control and data, TCP and UDP. */
    public static final int DEFAULT_PORT = 5201;
    /** Rate of UDP streams unless told otherwise, bits per second: 1024 * 1024. */
    public static final long DEFAULT_UDP_RATE = 1_048_576;
    private static final int LEAST_UDP_BYTES = 16;
    private static final int MOST_UDP_BYTES = 65_507;
    private static final int MOST_TCP_BYTES = 1_048_576;

    /**
     * Whom to measure and from where.
     *
     * @param peer        {@code host} or {@code host:port}
     * @param defaultPort if {@code peer} names none, 1..65535
     * @param local       address to use, empty for any
     * @param device      interface to send through, empty for any
     * @param streamPort  local port of the first stream, the next ones count up; 0 for any
     */
    public record Target(String peer, RttPlan.Family family, int defaultPort, String local, String device,
                         int streamPort) {
        public Target {
            if (peer.isBlank()) {
                throw new ConfigException("No host to measure was given.");
            }
            require("port", defaultPort, 1, 65_535);
            require("local port", streamPort, 0, 65_535);
        }

        /** Any address, any way. */
        public Target(String peer) {
            this(peer, RttPlan.Family.ANY, DEFAULT_PORT, "", "", 0);
        }
    }

    /**
     * Streams and their direction.
     *
     * @param streams per direction, 1..128
     */
    public record Flow(ThroughputProtocol protocol, ThroughputDirection direction, int streams) {
        public Flow {
            require("number of streams", streams, 1, 128);
        }
    }

    /**
     * When the test ends: one of the last three, or none for an endless one.
     *
     * @param omitSeconds at the beginning that are not counted, 0..600
     * @param duration    behind them, at most 24 h, 0 for no such limit
     * @param bytes       in all streams together, 0 for no such limit
     * @param blocks      writes or datagrams in all streams together, 0 for no such limit
     */
    public record Limits(int omitSeconds, Duration duration, long bytes, long blocks) {
        private static final Duration LONGEST = Duration.ofDays(1);

        /** In whole seconds, as servers are told them. */
        public Limits(int omitSeconds, int seconds, long bytes, long blocks) {
            this(omitSeconds, Duration.ofSeconds(seconds), bytes, blocks);
        }

        public Limits {
            require("time to omit in seconds", omitSeconds, 0, 600);
            if (duration.isNegative() || duration.compareTo(LONGEST) > 0) {
                throw new ConfigException("The duration is at most 24h, or 0 for no such limit, not "
                        + Durations.format(duration.toNanos()) + ".");
            }
            require("number of bytes", bytes, 0, Long.MAX_VALUE);
            require("number of blocks", blocks, 0, Long.MAX_VALUE);
            if ((duration.isPositive() ? 1 : 0) + (bytes > 0 ? 1 : 0) + (blocks > 0 ? 1 : 0) > 1) {
                throw new ConfigException("A test ends after a time, after a number of bytes or after a number of"
                        + " blocks: give one of them.");
            }
        }

        /** The duration in seconds, rounded up. */
        public int seconds() {
            return (int) duration.plusNanos(999_999_999).toSeconds();
        }
    }

    /**
     * What is written and how fast.
     *
     * @param blockBytes       of a write, 1..1048576, or UDP payload, 16..65507; 0 for 128 KiB, or for UDP what the
     *                         path carries in one packet
     * @param bitsPerSecond    payload of each stream, 0 for as fast as it goes
     * @param burstBlocks      written back to back before the rate is looked at, 1..1000, 0 for one
     * @param socketPacingRate SO_MAX_PACING_RATE of each stream, bits per second, 0 for none
     * @param pacingTimerUs    between looks at the rate by servers before 3.18, us
     * @param zeroCopy         TCP: send from a file without copying
     * @param counters64       UDP: sequence numbers of 64 bits
     * @param repeatingPayload digits instead of random bytes
     * @param discardReceived  TCP: let the kernel drop what arrives instead of copying it
     * @param segmentation     UDP: hand datagrams to the kernel in trains, and take them so (UDP_SEGMENT, UDP_GRO)
     */
    public record Load(int blockBytes, long bitsPerSecond, int burstBlocks, long socketPacingRate, int pacingTimerUs,
                       boolean zeroCopy, boolean counters64, boolean repeatingPayload, boolean discardReceived,
                       boolean segmentation) {
        /** TCP as fast as it goes. */
        public static final Load TCP = new Load(0, 0, 0, 0, 1000, false, false, false, false, false);
        /** UDP at the rate that iperf3 uses. */
        public static final Load UDP = new Load(0, DEFAULT_UDP_RATE, 0, 0, 1000, false, false, false, false, false);

        public Load {
            require("rate in bits per second", bitsPerSecond, 0, Long.MAX_VALUE);
            require("burst in blocks", burstBlocks, 0, 1000);
            require("pacing rate in bits per second", socketPacingRate, 0, Long.MAX_VALUE);
            require("pacing timer in us", pacingTimerUs, 0, Integer.MAX_VALUE);
        }
    }

    /**
     * How the data sockets of both ends are set up.
     *
     * @param noDelay      TCP_NODELAY
     * @param maxSegment   TCP_MAXSEG, bytes, 0 for the host's
     * @param windowBytes  SO_SNDBUF and SO_RCVBUF, 0 for the host's
     * @param trafficClass TOS or traffic class byte, 0..255
     * @param congestion   congestion control, empty for the host's
     * @param dontFragment DF of UDP over IPv4
     * @param multipath    MPTCP
     * @param flowLabel    of IPv6, 1..1048575, 0 for the hosts'; servers can mark only UDP with it
     */
    public record Socket(boolean noDelay, int maxSegment, int windowBytes, int trafficClass, String congestion,
                         boolean dontFragment, boolean multipath, int flowLabel) {
        /** What the hosts give. */
        public static final Socket DEFAULT = new Socket(false, 0, 0, 0, "", false, false, 0);

        public Socket {
            require("segment size in bytes", maxSegment, 0, 32_767);
            require("socket buffer in bytes", windowBytes, 0, 536_870_912);
            require("traffic class", trafficClass, 0, 255);
            require("flow label", flowLabel, 0, 1_048_575);
        }
    }

    /**
     * What is told, and how often.
     *
     * @param intervalNs   of reports, 10 ms to 60 s, 0 for the final one only
     * @param title        for the reports
     * @param extraData    for the reports
     * @param serverOutput ask the server for its own report
     * @param serverCpu    CPU the server is to run on, -1 for any
     */
    public record Reporting(long intervalNs, String title, String extraData, boolean serverOutput, int serverCpu) {
        /** Every second. */
        public static final Reporting DEFAULT = new Reporting(1_000_000_000L, "", "", false, -1);

        public Reporting {
            if (intervalNs != 0 && (intervalNs < 10_000_000L || intervalNs > 60_000_000_000L)) {
                throw new ConfigException("The report interval is 10ms to 60s, or 0 for none, not "
                        + Durations.format(intervalNs) + ".");
            }
            require("CPU of the server", serverCpu, -1, 1024);
        }
    }

    /**
     * Who asks; all empty if the server does not want to know.
     *
     * @param publicKey the server's RSA key, PEM
     * @param pkcs1     encrypt with PKCS#1 v1.5 padding, as servers before 3.17 want it
     */
    public record Access(String user, String password, String publicKey, boolean pkcs1) {
        /** Nobody asks. */
        public static final Access NONE = new Access("", "", "", false);

        public Access {
            if (user.isEmpty() != publicKey.isEmpty()) {
                throw new ConfigException("A user name needs the server's public key, and the key a user name.");
            }
            if ((user + password).chars().anyMatch(Character::isWhitespace)) {
                throw new ConfigException("Servers cannot read user names and passwords that hold white space.");
            }
        }
    }

    /**
     * How long to wait for what, ns.
     *
     * @param connectNs for the control connection
     * @param receiveNs without data before a test is given up, when only receiving
     * @param sendNs    that sent data may stay unacknowledged, 0 for the host's default
     * @param keepAlive let the kernel look whether the peer of the control connection is still there
     */
    public record Timeouts(long connectNs, long receiveNs, long sendNs, boolean keepAlive) {
        public static final Timeouts DEFAULT = new Timeouts(30_000_000_000L, 120_000_000_000L, 0, false);

        public Timeouts {
            require("time to connect in ns", connectNs, 1, Long.MAX_VALUE);
            require("time to wait for data in ns", receiveNs, 100_000_000L, Long.MAX_VALUE);
            require("time to wait for acknowledgements in ns", sendNs, 0, Integer.MAX_VALUE * 1_000_000L);
        }
    }

    /**
     * A protocol of the service provider interface.
     *
     * @param protocol its name, empty for none
     * @param options  what it is told, by name
     * @param plugins  jars to look for it in, besides the class path
     */
    public record Extension(String protocol, Map<String, String> options, List<String> plugins) {
        /** TCP or UDP. */
        public static final Extension NONE = new Extension("", Map.of(), List.of());

        public Extension {
            options = Map.copyOf(options);
            plugins = List.copyOf(plugins);
            if (protocol.isEmpty() && !options.isEmpty()) {
                throw new ConfigException("TCP and UDP have no options of this kind; " + options.keySet().iterator()
                        .next() + " needs a protocol that has it.");
            }
        }
    }

    /** Of TCP or UDP, without round trips beside the load. */
    public ThroughputPlan(Target target, Flow flow, Limits limits, Load load, Socket socket, Reporting reporting,
                          Access access, Timeouts timeouts, RttPlan.Precision precision) {
        this(target, flow, limits, load, socket, reporting, access, timeouts, precision, LatencyPlan.OFF);
    }

    /** Of TCP or UDP. */
    public ThroughputPlan(Target target, Flow flow, Limits limits, Load load, Socket socket, Reporting reporting,
                          Access access, Timeouts timeouts, RttPlan.Precision precision, LatencyPlan latency) {
        this(target, flow, limits, load, socket, reporting, access, timeouts, precision, latency, Extension.NONE);
    }

    public ThroughputPlan {
        if ((flow.protocol() == ThroughputProtocol.OTHER) == extension.protocol().isEmpty()) {
            throw new ConfigException("A protocol that is neither TCP nor UDP needs a name, and only such a one has"
                    + " it.");
        }
        boolean udp = flow.protocol() != ThroughputProtocol.TCP;
        int block = load.blockBytes();
        if (block != 0) {
            require(udp ? "UDP payload in bytes" : "block in bytes", block, udp ? LEAST_UDP_BYTES : 1,
                    udp ? MOST_UDP_BYTES : MOST_TCP_BYTES);
        }
        if (udp && (load.zeroCopy() || load.discardReceived() || socket.multipath())) {
            throw new ConfigException("Zero copy, discarding of what is received and MPTCP are for TCP.");
        }
        if (flow.protocol() == ThroughputProtocol.OTHER && (load.counters64() || load.repeatingPayload())) {
            throw new ConfigException("64-bit counters and repeating payload are for TCP and UDP.");
        }
        if (!udp && (load.counters64() || load.segmentation() || socket.dontFragment())) {
            throw new ConfigException("64-bit counters, segmentation and the DF bit are for UDP.");
        }
        int ports = flow.direction() == ThroughputDirection.BOTH ? 2 * flow.streams() : flow.streams();
        if (target.streamPort() > 0 && target.streamPort() + ports - 1 > 65_535) {
            throw new ConfigException(ports + " streams need ports up to " + (target.streamPort() + ports - 1)
                    + ", but the last one is 65535.");
        }
    }

    private static void require(String what, long value, long least, long most) {
        if (value < least || value > most) {
            throw new ConfigException("The " + what + " is " + least + " to " + most + ", not " + value + ".");
        }
    }
}
