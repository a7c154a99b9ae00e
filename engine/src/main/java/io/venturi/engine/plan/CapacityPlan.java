package io.venturi.engine.plan;

import io.venturi.engine.error.ConfigException;
import io.venturi.engine.metric.CapacityDirection;
import io.venturi.engine.metric.CapacitySettings;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A capacity test in one direction as asked for; immutable and checked. Ranges are those of the UDP speed test
 * protocol.
 *
 * @param targets     servers, {@code host[:port]} each, over which the connections are dealt out
 * @param direction   of the load
 * @param connections how many
 * @param timing      how long, and in which pieces
 * @param search      how the rate is found
 * @param datagrams   what the load consists of
 * @param marks       how it is marked
 * @param access      what the server wants to know
 * @param path        from where, through what
 * @param watch       what is observed besides
 * @param precision   what this host is asked for
 * @param latency     what is measured beside the load
 */
public record CapacityPlan(List<String> targets, CapacityDirection direction, Connections connections, Timing timing,
                           Search search, Datagrams datagrams, Marks marks, Access access, Path path, Watch watch,
                           RttPlan.Precision precision, LatencyPlan latency) {
    /** Where servers listen unless told otherwise. */
    public static final int DEFAULT_PORT = 24_601;
    /** Last row of the sending-rate table. */
    public static final int TOP_ROW = 1_152;

    private static final long MS = 1_000_000;
    private static final long SECOND = 1_000_000_000;

    /** Which rules adjust the sending rate. */
    public enum Algorithm {
        /** Steps of some rows, RFC 9097. */
        B,
        /** Doubles, and tries again after congestion. */
        C
    }

    /** Where the search begins. */
    public enum Start {
        /** At the lowest row. */
        AUTOMATIC,
        /** At a row, from which it goes on. */
        ROW,
        /** At a row, where it stays: no search. */
        FIXED
    }

    /**
     * How many connections.
     *
     * @param min connections without which the test is given up, 1..24
     * @param max connections attempted, {@code min}..24
     */
    public record Connections(int min, int max) {
        /** Most of one test. */
        public static final int LIMIT = 24;
        /** One. */
        public static final Connections ONE = new Connections(1, 1);

        public Connections {
            if (min < 1 || max < min || max > LIMIT) {
                throw new ConfigException("Connections are 1 to " + LIMIT + ", the least number first, not " + min
                        + " to " + max + ".");
            }
        }
    }

    /**
     * How long, and in which pieces.
     *
     * @param testNs             length of the load, 5 s to 1 h in whole seconds
     * @param subIntervalNs      length of one result, 100 ms to 10 s in whole ms
     * @param trialIntervalNs    between feedback messages, 5 to 250 ms in whole ms
     * @param firstModeIntervals results that are summed up apart from the rest, 0 for none
     */
    public record Timing(long testNs, long subIntervalNs, long trialIntervalNs, int firstModeIntervals) {
        /** 10 s, a result each second, feedback each 50 ms. */
        public static final Timing DEFAULT = new Timing(10 * SECOND, SECOND, 50 * MS, 0);

        public Timing {
            whole("test", testNs, 5 * SECOND, 3_600 * SECOND, SECOND);
            whole("sub-interval", subIntervalNs, 100 * MS, 10 * SECOND, MS);
            whole("feedback interval", trialIntervalNs, 5 * MS, 250 * MS, MS);
            if (subIntervalNs > testNs) {
                throw new ConfigException("The sub-interval cannot be longer than the test.");
            }
            if (subIntervalNs < 2 * trialIntervalNs || subIntervalNs % trialIntervalNs != 0) {
                throw new ConfigException("The sub-interval must be a multiple of the feedback interval ("
                        + Durations.format(trialIntervalNs) + "), at least twice as long, not "
                        + Durations.format(subIntervalNs) + ".");
            }
            if (firstModeIntervals < 0 || firstModeIntervals > 0 && firstModeIntervals >= testNs / subIntervalNs) {
                throw new ConfigException("The first mode must end before the " + testNs / subIntervalNs
                        + " sub-intervals of the test do, not after " + firstModeIntervals + ".");
            }
        }

        /** Results that fit into the test. */
        public int intervals() {
            return (int) (testNs / subIntervalNs);
        }

        private static void whole(String what, long ns, long least, long most, long unit) {
            if (ns < least || ns > most || ns % unit != 0) {
                throw new ConfigException("The " + what + " is " + Durations.format(least) + " to "
                        + Durations.format(most) + " in whole " + (unit == SECOND ? "seconds" : "ms") + ", not "
                        + Durations.format(ns) + ".");
            }
        }
    }

    /**
     * How the rate is found (RFC 9097 section 8, TR-471 section 5.2).
     *
     * @param row                of the sending-rate table, 0..1152; 0 if automatic
     * @param frozenIntervals    first results during which the rate is left alone
     * @param lowerThresholdNs   delay variation below which the rate rises, 1 ms to 10 s in whole ms
     * @param upperThresholdNs   delay variation above which it falls, the same range
     * @param oneWayDelay        look at one-way delay instead of round trips
     * @param sequenceErrors     tolerated per feedback interval, 0..65535
     * @param ignoreReordered    reordered datagrams and duplicates are no sequence errors
     * @param slowThreshold      congested feedback intervals until the search becomes slow, 1..65535
     * @param fastStepRows       rows per fast step, 1..255
     */
    public record Search(Algorithm algorithm, Start start, int row, int frozenIntervals, long lowerThresholdNs,
                         long upperThresholdNs, boolean oneWayDelay, int sequenceErrors, boolean ignoreReordered,
                         int slowThreshold, int fastStepRows) {
        /** What RFC 9097 and the protocol recommend. */
        public static final Search DEFAULT = new Search(Algorithm.B, Start.AUTOMATIC, 0, 0, 30 * MS, 90 * MS, false, 10,
                true, 3, 10);

        public Search {
            require("row of the sending-rate table", row, 0, TOP_ROW);
            require("delay thresholds in ms", lowerThresholdNs / MS, 1, 10_000);
            require("delay thresholds in ms", upperThresholdNs / MS, 1, 10_000);
            require("sequence errors tolerated", sequenceErrors, 0, 65_535);
            require("congestion threshold", slowThreshold, 1, 65_535);
            require("fast step in rows", fastStepRows, 1, 255);
            if (lowerThresholdNs % MS != 0 || upperThresholdNs % MS != 0) {
                throw new ConfigException("Delay thresholds are whole ms.");
            }
            if (lowerThresholdNs > upperThresholdNs) {
                throw new ConfigException("The lower delay threshold (" + Durations.format(lowerThresholdNs)
                        + ") is above the upper one (" + Durations.format(upperThresholdNs) + ").");
            }
            if (frozenIntervals < 0) {
                throw new ConfigException("The number of frozen sub-intervals cannot be negative.");
            }
            if (start == Start.AUTOMATIC && row != 0) {
                throw new ConfigException("An automatic search has no row to start from.");
            }
        }
    }

    /**
     * What the load consists of. Both ends must agree on the first two.
     *
     * @param jumbo          above 1 Gbit/s datagrams may be larger than a traditional MTU
     * @param traditionalMtu up to 1 Gbit/s IP packets of 1500 bytes instead of 1250
     * @param randomPayload  random bytes instead of zeros, if the server agrees
     * @param spread         send the datagrams of a burst spread over its interval instead of all at once
     * @param reuseRefused   a datagram this kernel refused uses up no number, so that nobody takes it for lost
     */
    public record Datagrams(boolean jumbo, boolean traditionalMtu, boolean randomPayload, boolean spread,
                            boolean reuseRefused) {
        /** As udpst sends them. */
        public static final Datagrams DEFAULT = new Datagrams(true, false, false, false, true);
    }

    /**
     * How the load is marked.
     *
     * @param trafficClass TOS or traffic class byte, 0..255
     * @param ceThreshold  congestion once {@code (n-1)/255} of the datagrams are marked CE, 1..255; 0 for off
     */
    public record Marks(int trafficClass, int ceThreshold) {
        /** Not marked. */
        public static final Marks NONE = new Marks(0, 0);

        public Marks {
            require("traffic class", trafficClass, 0, 255);
            require("CE threshold", ceThreshold, 0, 255);
            int ecn = trafficClass & 3;
            if (ceThreshold > 0 && ecn != 1 && ecn != 2) {
                throw new ConfigException("A CE threshold needs ECN-capable datagrams: ECN bits 01 or 10 in the traffic"
                        + " class.");
            }
        }
    }

    /**
     * What the server wants to know.
     *
     * @param key           shared secret, at most 64 bytes, empty for none
     * @param keyId         which of the server's keys it is, 0..255
     * @param maxRateMbps   bandwidth asked of the server for all connections, 0..32767; 0 to ask for none
     */
    public record Access(byte[] key, int keyId, int maxRateMbps) {
        /** Open to all. */
        public static final Access NONE = new Access(new byte[0], 0, 0);
        private static final int LONGEST_KEY = 64;

        public Access {
            key = key.clone();
            require("key id", keyId, 0, 255);
            require("largest rate in Mbit/s", maxRateMbps, 0, 32_767);
            if (key.length > LONGEST_KEY) {
                throw new ConfigException("A key has at most " + LONGEST_KEY + " bytes, not " + key.length + ".");
            }
            if (key.length == 0 && keyId != 0) {
                throw new ConfigException("A key id needs a key.");
            }
        }

        /** With a key of text. */
        public Access(String key, int keyId, int maxRateMbps) {
            this(key.getBytes(StandardCharsets.UTF_8), keyId, maxRateMbps);
        }

        @Override
        public byte[] key() {
            return key.clone();
        }
    }

    /**
     * From where and through what.
     *
     * @param local             address to use, empty for any
     * @param device            interface to send through, empty for any
     * @param defaultPort       control port of targets that name none
     * @param socketBufferBytes asked for sending and receiving, 0 for the host's default
     */
    public record Path(RttPlan.Family family, String local, String device, int defaultPort, int socketBufferBytes) {
        /** Any. */
        public static final Path DEFAULT = new Path(RttPlan.Family.ANY, "", "", DEFAULT_PORT, 1_024_000);

        public Path {
            require("port", defaultPort, 1, 65_535);
            require("socket buffer in bytes", socketBufferBytes, 0, 16_777_216);
        }
    }

    /**
     * What is observed besides.
     *
     * @param rateOf        interface whose byte counters are read, empty for none
     * @param metadataFile  template of the name of a CSV file with the stamps of received load, empty for none
     * @param everyDatagram a row for each datagram instead of one per round-trip sample
     * @param trials        tell the listener of each trial interval
     */
    public record Watch(String rateOf, String metadataFile, boolean everyDatagram, boolean trials) {
        /** Nothing. */
        public static final Watch NONE = new Watch("", "", false, false);
    }

    /** Of capacity alone. */
    public CapacityPlan(List<String> targets, CapacityDirection direction, Connections connections, Timing timing,
                        Search search, Datagrams datagrams, Marks marks, Access access, Path path, Watch watch,
                        RttPlan.Precision precision) {
        this(targets, direction, connections, timing, search, datagrams, marks, access, path, watch, precision,
                LatencyPlan.OFF);
    }

    public CapacityPlan {
        targets = List.copyOf(targets);
        if (targets.isEmpty() || targets.stream().anyMatch(String::isBlank)) {
            throw new ConfigException("No host to measure was given.");
        }
        if (targets.size() > connections.max()) {
            throw new ConfigException(targets.size() + " servers need as many connections, not "
                    + connections.max() + ".");
        }
        if (search.frozenIntervals() >= timing.intervals()) {
            throw new ConfigException("The rate must be free before the " + timing.intervals()
                    + " sub-intervals of the test are over.");
        }
        if (!watch.metadataFile().isEmpty() && direction != CapacityDirection.DOWN) {
            throw new ConfigException("The stamps of received load are known to the receiver: downstream only.");
        }
    }

    /** As it is asked of the server. */
    public CapacitySettings settings(int protocolVersion) {
        return new CapacitySettings(protocolVersion, direction, search.lowerThresholdNs(), search.upperThresholdNs(),
                timing.trialIntervalNs(), timing.testNs(), timing.subIntervalNs(), marks.trafficClass(),
                search.start() == Start.AUTOMATIC ? CapacitySettings.AUTOMATIC : search.row(),
                search.start() == Start.ROW, search.oneWayDelay(), search.fastStepRows(), search.slowThreshold(),
                search.sequenceErrors(), search.ignoreReordered(), datagrams.randomPayload(),
                search.algorithm().name().charAt(0), marks.ceThreshold(), search.frozenIntervals());
    }

    private static void require(String what, long value, long least, long most) {
        if (value < least || value > most) {
            throw new ConfigException("The " + what + " is " + least + " to " + most + ", not " + value + ".");
        }
    }
}
