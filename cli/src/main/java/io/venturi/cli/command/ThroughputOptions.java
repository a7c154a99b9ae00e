package io.venturi.cli.command;

import io.venturi.engine.plan.LatencyPlan;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The options of a throughput test, by concern. */
final class ThroughputOptions {

    private ThroughputOptions() {
    }

    static final class Load {
        @Option(names = "--down", description = "Load from the server to here. This is the default.")
        boolean down;

        @Option(names = "--up", description = "Load from here to the server.")
        boolean up;

        @Option(names = "--both", description = "First down, then up.")
        boolean both;

        @Option(names = "--at-once", description = "Down and up at once, each with as many streams.")
        boolean atOnce;

        @Option(names = "--udp", description = "UDP instead of TCP.")
        boolean udp;

        @Option(names = {"-P", "--streams"}, defaultValue = "1", paramLabel = "N",
                description = "Streams each way, 1 to 128, each on a thread of its own. Default: ${DEFAULT-VALUE}.")
        int streams;

        @Option(names = {"-r", "--rate"}, paramLabel = "RATE|max", converter = Rate.class,
                description = "Payload of all streams of one way together, such as 50Mbps: each stream gets its share."
                        + " max is as fast as it goes. Default: max, with --udp 1Mbps.")
        Double bitsPerSecond;

        @Option(names = "--burst", defaultValue = "0", paramLabel = "BLOCKS",
                description = "With --rate, blocks that go back to back, 1 to 1000. Default: 1.")
        int burst;

        @Option(names = {"-l", "--length"}, defaultValue = "0", paramLabel = "SIZE", converter = Size.class,
                description = "Bytes of a write, 1 to 1MiB, or of a datagram's payload, 16 to 65507. Default: 128KiB,"
                        + " with --udp what the path carries in one packet.")
        long length;
    }

    static final class Protocol {
        @Option(names = "--protocol", defaultValue = "", paramLabel = "NAME",
                description = "What carries the data: tcp, udp, kcp, or a protocol of a plugin, with a host that runs"
                        + " `venturi serve --iperf3`. Default: tcp.")
        String name;

        @Option(names = {"-O", "--option"}, paramLabel = "NAME=VALUE", mapFallbackValue = "yes",
                description = "An option of the protocol; --list-protocols shows them.")
        Map<String, String> options = Map.of();

        @Option(names = "--plugin", paramLabel = "JAR",
                description = "Look for protocols in this jar too; the server needs them as well.")
        List<String> plugins = List.of();

        @Option(names = "--list-protocols", description = "Show protocols with their options and figures, and end; with"
                + " --protocol that one.")
        boolean list;
    }

    static final class Limits {
        @Option(names = {"-d", "--duration"}, paramLabel = "DUR", converter = Converters.DurationNs.class,
                description = "Length of the load behind --omit, 10ms to 24h. Default: 10s.")
        Long durationNs;

        @Option(names = {"-n", "--bytes"}, defaultValue = "0", paramLabel = "SIZE", converter = Size.class,
                description = "End after so many bytes in all streams together, exactly; such as 1GB or 64MiB.")
        long bytes;

        @Option(names = {"-k", "--blocks"}, defaultValue = "0", paramLabel = "N",
                description = "End after so many writes or datagrams in all streams together.")
        long blocks;

        @Option(names = "--omit", defaultValue = "0", paramLabel = "DUR", converter = Converters.DurationNs.class,
                description = "Do not count the beginning, whole seconds up to 10m: slow start. Default:"
                + " ${DEFAULT-VALUE}.")
        long omitNs;

        @Option(names = {"-i", "--interval"}, defaultValue = "1s", paramLabel = "DUR",
                converter = Converters.DurationNs.class,
                description = "Length of one result, 10ms to 1m; 0 for none. Default: ${DEFAULT-VALUE}.")
        long intervalNs;
    }

    static final class PathOptions {
        @Option(names = "-4", description = "IPv4 only.")
        boolean ipv4;

        @Option(names = "-6", description = "IPv6 only.")
        boolean ipv6;

        @Option(names = {"-p", "--port"}, defaultValue = "5201", paramLabel = "N",
                description = "TCP and UDP port of a HOST without one. Default: ${DEFAULT-VALUE}.")
        int port;

        @Option(names = "--local", defaultValue = "", paramLabel = "ADDR", description = "Use this address.")
        String local;

        @Option(names = "--local-port", defaultValue = "0", paramLabel = "N",
                description = "Local port of the first stream, the next ones count up.")
        int localPort;

        @Option(names = "--interface", defaultValue = "", paramLabel = "IF", description = "Send through this one.")
        String device;

        @Option(names = "--dscp", defaultValue = "0", paramLabel = "DSCP", converter = Converters.Dscp.class,
                description = "Mark packets of both directions: EF, CS1, AF41 or 0 to 63.")
        int dscp;

        @Option(names = "--tos", defaultValue = "0", paramLabel = "BYTE",
                description = "The whole TOS or traffic class byte instead, ECN bits included.")
        int tos;

        @Option(names = "--flow-label", defaultValue = "0", paramLabel = "N",
                description = "Mark packets of IPv6 with this flow label, 1 to 1048575; of the server's, those of UDP.")
        int flowLabel;

        @Option(names = "--no-fragment", description = "With --udp over IPv4: set the DF bit.")
        boolean dontFragment;

        @Option(names = "--connect-timeout", defaultValue = "10s", paramLabel = "DUR",
                converter = Converters.DurationNs.class,
                description = "How long to wait for the server. Default: ${DEFAULT-VALUE}.")
        long connectNs;
    }

    static final class Sockets {
        @Option(names = "--congestion", defaultValue = "", paramLabel = "NAME",
                description = "Congestion control of both ends, such as cubic or bbr. Default: the hosts'.")
        String congestion;

        @Option(names = {"-w", "--window"}, defaultValue = "0", paramLabel = "SIZE", converter = Size.class,
                description = "Socket buffers of both ends, up to 512MiB. Default: the hosts', which grow with TCP.")
        long window;

        @Option(names = "--mss", defaultValue = "0", paramLabel = "BYTES",
                description = "Largest TCP segment, up to 32767.")
        int mss;

        @Option(names = "--no-delay", description = "Send small writes at once (TCP_NODELAY).")
        boolean noDelay;

        @Option(names = "--pacing-rate", defaultValue = "0", paramLabel = "RATE|max", converter = Rate.class,
                description = "Let the kernel pace all streams of one way to this together, headers included.")
        double pacing;

        @Option(names = "--mptcp", description = "Multipath TCP.")
        boolean multipath;

        @Option(names = "--zero-copy", description = "TCP: send from a file without copying (sendfile).")
        boolean zeroCopy;

        @Option(names = "--discard", description = "TCP: let the kernel drop what arrives instead of copying it here.")
        boolean discard;

        @Option(names = "--segmentation", description = "UDP: hand datagrams to the kernel in trains, and take them so"
                + " (GSO, GRO); the packets stay the same.")
        boolean segmentation;
    }

    static final class Peer {
        @Option(names = "--user", defaultValue = "", paramLabel = "NAME",
                description = "Who asks, if the server wants to know; needs --public-key and a password.")
        String user;

        @Option(names = "--password-file", paramLabel = "FILE",
                description = "The password, the first line of a file. Or the variable VENTURI_PASSWORD.")
        Path passwordFile;

        @Option(names = "--public-key", paramLabel = "FILE", description = "The server's RSA key, PEM.")
        Path publicKey;

        @Option(names = "--old-padding", description = "Encrypt with PKCS#1 v1.5 padding for iperf3 before 3.17.")
        boolean pkcs1;

        @Option(names = "--title", defaultValue = "", paramLabel = "TEXT",
                description = "For the reports of both ends.")
        String title;

        @Option(names = "--extra-data", defaultValue = "", paramLabel = "TEXT",
                description = "For the reports of both ends.")
        String extraData;

        @Option(names = "--server-output", description = "Show the server's own report too.")
        boolean serverOutput;

        /** Of the round-trip tests beside the load; throughput tests have users and passwords. */
        @Mixin
        final KeyOptions key = new KeyOptions();
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

        @Option(names = "--csv", paramLabel = "FILE", description = "Also write a CSV row per interval and stream.")
        Path csv;

        @Option(names = "--jsonl", paramLabel = "FILE",
                description = "Also write a line of JSON per interval as it ends, and one per result.")
        Path jsonLines;

        @Option(names = {"-q", "--quiet"}, description = "No progress, only the report.")
        boolean quiet;
    }

    /** A rate, or max, which is 0. */
    static final class Rate implements ITypeConverter<Double> {
        private final BitRate rate = new BitRate();

        @Override
        public Double convert(String text) {
            return text.equalsIgnoreCase("max") || text.equals("0") ? Double.valueOf(0) : rate.convert(text);
        }
    }

    /** Bytes: 1000000, 1MB or 1MiB. */
    static final class Size implements ITypeConverter<Long> {
        private static final Pattern FORM = Pattern.compile("(\\d+(?:\\.\\d+)?)\\s*([kmgt]?i?b)?");
        private static final Map<Character, Integer> POWERS = Map.of('b', 0, 'k', 1, 'm', 2, 'g', 3, 't', 4);

        @Override
        public Long convert(String text) {
            Matcher form = FORM.matcher(text.toLowerCase(Locale.ROOT));
            if (!form.matches() || "ib".equals(form.group(2))) {
                throw new TypeConversionException("'" + text + "' is no number of bytes: write 1500, 64KB (64000) or"
                        + " 64KiB (65536); MB, MiB, GB, GiB likewise");
            }
            String unit = form.group(2) == null ? "b" : form.group(2);
            double bytes = Double.parseDouble(form.group(1))
                    * Math.pow(unit.contains("i") ? 1024 : 1000, POWERS.get(unit.charAt(0)));
            if (bytes != Math.rint(bytes) || bytes > 1L << 62) {
                throw new TypeConversionException("'" + text + "' is no whole number of bytes");
            }
            return (long) bytes;
        }
    }
}
