package io.venturi.cli.command;

import io.venturi.engine.plan.CapacityPlan.Algorithm;
import io.venturi.engine.plan.LatencyPlan;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of a capacity test, by concern. */
final class CapacityOptions {

    private CapacityOptions() {
    }

    /** How the rate is searched for. */
    enum Method { RFC9097, LOSS }

    static final class Load {
        @Option(names = "--down", description = "Load from the server to here. This is the default.")
        boolean down;

        @Option(names = "--up", description = "Load from here to the server.")
        boolean up;

        @Option(names = "--both", description = "First down, then up.")
        boolean both;

        @Option(names = {"-c", "--connections"}, paramLabel = "N|MIN-MAX",
                description = "How many, 1 to 24; with MIN-MAX the test goes on while MIN are left."
                        + " Default: one per HOST.")
        String connections;

        @Option(names = {"-d", "--duration"}, defaultValue = "10s", paramLabel = "DUR",
                converter = Converters.DurationNs.class,
                description = "Length of the load, 5s to 1h. Default: ${DEFAULT-VALUE}.")
        long durationNs;

        @Option(names = {"-i", "--interval"}, defaultValue = "1s", paramLabel = "DUR",
                converter = Converters.DurationNs.class,
                description = "Length of one result (sub-interval), 100ms to 10s. Default: ${DEFAULT-VALUE}.")
        long intervalNs;

        @Option(names = "--jumbo", negatable = true, defaultValue = "true", fallbackValue = "true",
                description = "Datagrams above 1472 bytes when a connection passes 1 Gbit/s; both ends must agree."
                        + " Default: yes. Paths with an MTU of 1500 want --no-jumbo.")
        boolean jumbo;

        @Option(names = "--mtu", defaultValue = "1250", paramLabel = "BYTES",
                description = "IP packets up to 1 Gbit/s: 1250 or 1500 bytes; both ends must agree."
                        + " Default: ${DEFAULT-VALUE}.")
        int mtu;

        @Option(names = "--random-payload", description = "Random bytes instead of zeros, if the server agrees.")
        boolean randomPayload;

        @Option(names = "--spread", description = "Spread the datagrams of a burst over its interval instead of sending"
                + " them all at once; acts on what this host sends.")
        boolean spread;
    }

    static final class Rate {
        @Option(names = "--search", defaultValue = "RFC9097", paramLabel = "METHOD",
                description = "What is found: rfc9097, the IP-layer capacity; or loss, the highest rate without loss"
                        + " for each frame size. Default: rfc9097.")
        Method method;

        @Option(names = "--algorithm", defaultValue = "B", paramLabel = "B|C",
                description = "B climbs in steps; C doubles, and tries again after congestion."
                        + " Default: ${DEFAULT-VALUE}.")
        Algorithm algorithm;

        @Option(names = "--fixed-rate", paramLabel = "RATE", converter = BitRate.class,
                description = "No search: send at the row of the rate table nearest to this rate, such as 875Mbps.")
        Double fixedBitsPerSecond;

        @Option(names = "--start-rate", paramLabel = "RATE", converter = BitRate.class,
                description = "Start the search at the row nearest to this rate.")
        Double startBitsPerSecond;

        @Option(names = "--lower-delay", defaultValue = "30ms", paramLabel = "DUR",
                converter = Converters.DurationNs.class,
                description = "Delay variation below which the rate rises. Default: ${DEFAULT-VALUE}.")
        long lowerNs;

        @Option(names = "--upper-delay", defaultValue = "90ms", paramLabel = "DUR",
                converter = Converters.DurationNs.class,
                description = "Delay variation above which the rate falls. Default: ${DEFAULT-VALUE}.")
        long upperNs;

        @Option(names = "--one-way", description = "Judge by one-way delay instead of round trips.")
        boolean oneWay;

        @Option(names = "--sequence-errors", defaultValue = "10", paramLabel = "N",
                description = "Lost datagrams tolerated per feedback. Default: ${DEFAULT-VALUE}.")
        int sequenceErrors;

        @Option(names = "--count-reordered", description = "Reordered and duplicate datagrams are errors too.")
        boolean countReordered;

        @Option(names = "--slow-threshold", defaultValue = "3", paramLabel = "N",
                description = "Congested feedbacks until the search becomes slow. Default: ${DEFAULT-VALUE}.")
        int slowThreshold;

        @Option(names = "--fast-step", defaultValue = "10", paramLabel = "ROWS",
                description = "Rows climbed per feedback before that, 1 to 255. Default: ${DEFAULT-VALUE}.")
        int fastStep;

        @Option(names = "--feedback", defaultValue = "50ms", paramLabel = "DUR",
                converter = Converters.DurationNs.class,
                description = "Time between feedbacks, 5ms to 250ms. Default: ${DEFAULT-VALUE}.")
        long feedbackNs;

        @Option(names = "--frozen", defaultValue = "0", paramLabel = "N",
                description = "Results before the rate is adjusted at all. Default: ${DEFAULT-VALUE}.")
        int frozen;
    }

    static final class Packets {
        @Option(names = "-4", description = "IPv4 only.")
        boolean ipv4;

        @Option(names = "-6", description = "IPv6 only.")
        boolean ipv6;

        @Option(names = {"-p", "--port"}, defaultValue = "24601", paramLabel = "N",
                description = "Control port of every HOST without one. Default: ${DEFAULT-VALUE}.")
        int port;

        @Option(names = "--local", defaultValue = "", paramLabel = "ADDR", description = "Use this address.")
        String local;

        @Option(names = "--interface", defaultValue = "", paramLabel = "IF", description = "Send through this one.")
        String device;

        @Option(names = "--dscp", defaultValue = "0", paramLabel = "DSCP", converter = Converters.Dscp.class,
                description = "Mark packets of both directions: EF, CS1, AF41 or 0 to 63.")
        int dscp;

        @Option(names = "--tos", defaultValue = "0", paramLabel = "BYTE",
                description = "The whole TOS or traffic class byte instead, ECN bits included.")
        int tos;

        @Option(names = "--ce-threshold", defaultValue = "0", paramLabel = "N",
                description = "Congestion once (N-1)/255 of the datagrams carry ECN CE, 1 to 255; needs ECN bits in"
                        + " --tos.")
        int ceThreshold;

        @Option(names = "--socket-buffer", defaultValue = "1024000", paramLabel = "BYTES",
                description = "Asked of this host for each direction, 0 for its default. Default: ${DEFAULT-VALUE}.")
        int socketBuffer;

        @Option(names = "--rate-of", defaultValue = "", paramLabel = "IF",
                description = "Show what this interface of this host carried, other traffic included.")
        String rateOf;
    }

    static final class Peer {
        @Mixin
        final KeyOptions key = new KeyOptions();

        @Option(names = "--key-id", defaultValue = "0", paramLabel = "N",
                description = "Which of the server's keys it is, 0 to 255.")
        int keyId;

        @Option(names = "--max-rate", paramLabel = "RATE", converter = BitRate.class,
                description = "Bandwidth to ask of a server that shares out a limited one, up to 32767Mbps.")
        Double maxBitsPerSecond;
    }

    static final class LossFree {
        @Option(names = "--frame-sizes", split = ",", paramLabel = "BYTES",
                description = "Ethernet frames with FCS, 64 to 9216. Default: those of RFC 2544 that fit the MTU here.")
        List<Integer> frameSizes;

        @Option(names = "--loss-ratio", defaultValue = "0", paramLabel = "RATIO",
                description = "Loss tolerated, such as 1e-5. Default: ${DEFAULT-VALUE}.")
        double lossRatio;

        @Option(names = "--trial", defaultValue = "2s", paramLabel = "DUR", converter = Converters.DurationNs.class,
                description = "Length of one trial, 200ms to 10m; RFC 2544 wants 60s. Default: ${DEFAULT-VALUE}.")
        long trialNs;

        @Option(names = "--repeat", defaultValue = "1", paramLabel = "N",
                description = "Trials that a result must pass, all of them. Default: ${DEFAULT-VALUE}.")
        int repeat;

        @Option(names = "--resolution", defaultValue = "0.01", paramLabel = "SHARE",
                description = "How far above the result the lowest rate that failed may be. Default: ${DEFAULT-VALUE}.")
        double resolution;
    }

    static final class Latency {
        @Option(names = "--latency", defaultValue = "AUTO", paramLabel = "WHEN",
                description = "Measure round trips beside the load, after 3s without it, for a bufferbloat grade: on,"
                        + " off, or auto, which is if `venturi serve` or irtt answers there. Default: auto.")
        LatencyPlan.Mode mode;

        @Option(names = "--latency-port", defaultValue = "2112", paramLabel = "N",
                description = "Where it answers round-trip tests. Default: ${DEFAULT-VALUE}.")
        int port;
    }

    static final class Output {
        @Option(names = "--json",
                description = "The result as JSON on standard output, everything else on standard error.")
        boolean json;

        @Option(names = {"-o", "--output"}, paramLabel = "FILE",
                description = "Also write the result as JSON to this file; gzip if its name ends in .gz.")
        Path file;

        @Option(names = "--csv", paramLabel = "FILE", description = "Also write a CSV row per sub-interval.")
        Path csv;

        @Option(names = "--jsonl", paramLabel = "FILE",
                description = "Also write a line of JSON per sub-interval, and one per result.")
        Path jsonLines;

        @Option(names = {"-q", "--quiet"}, description = "No progress, only the report.")
        boolean quiet;
    }
}
