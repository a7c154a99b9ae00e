package io.venturi.engine.protocol.iperf3.wire;

import io.venturi.engine.protocol.iperf3.wire.Iperf3Json.MalformedException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.core.JsonGenerator;

/**
 * What a client asks for, the document sent after {@link Iperf3State#PARAM_EXCHANGE}. 0 and empty stand for what is not
 * asked for and is left out.
 *
 * @param transport what carries the data
 * @param limits    when the test ends
 * @param flow      how many streams, which way
 * @param load      what is written and how fast
 * @param socket    how the data sockets are set up
 * @param wishes    everything else
 */
public record Iperf3Parameters(Transport transport, Limits limits, Flow flow, Load load, Socket socket, Wishes wishes) {
    /** Longest document a server needs to read. */
    public static final int MOST_BYTES = 8192;
    /** Write size of TCP if none is asked for. */
    public static final int DEFAULT_TCP_BYTES = 131_072;

    private static final int MOST_UDP_BYTES = 65_507;
    /** Datagrams of a train: UDP_MAX_SEGMENTS of the kernel. */
    private static final int MOST_TRAIN = 128;

    /** What carries the data. */
    public enum Transport { TCP, UDP }

    /**
     * When the test ends; the client decides.
     *
     * @param omitSeconds not counted, at the beginning, 0..600
     * @param seconds     0..86400, 0 for no such limit
     * @param bytes       in all streams together, 0 for no such limit
     * @param blocks      writes or datagrams in all streams together, 0 for no such limit
     */
    public record Limits(int omitSeconds, int seconds, long bytes, long blocks) {
    }

    /**
     * Streams and their direction.
     *
     * @param streams       per direction, 1..128
     * @param reverse       the server sends
     * @param bidirectional both send
     */
    public record Flow(int streams, boolean reverse, boolean bidirectional) {
    }

    /**
     * What is written and how fast.
     *
     * @param blockBytes        size of a write, or UDP payload; 0 for the default
     * @param bitsPerSecond     of each stream, 0 for no limit
     * @param burstBlocks       written back to back before the rate is looked at, 0..1000
     * @param socketPacingRate  SO_MAX_PACING_RATE of each stream, bits per second, 0 for none
     * @param pacingTimerUs     between looks at the rate, of old servers
     * @param counters64        UDP sequence numbers of 64 bits
     * @param repeatingPayload  digits instead of random bytes
     * @param zeroCopy          the server sends by sendfile
     * @param skipReceiveCopy   the server drops what it receives without copying
     * @param segmentation      both ends send and receive UDP datagrams in trains
     */
    public record Load(int blockBytes, long bitsPerSecond, int burstBlocks, long socketPacingRate, int pacingTimerUs,
                       boolean counters64, boolean repeatingPayload, boolean zeroCopy, boolean skipReceiveCopy,
                       boolean segmentation) {
    }

    /**
     * How the data sockets of both ends are set up.
     *
     * @param maxSegment   TCP_MAXSEG, bytes
     * @param noDelay      TCP_NODELAY
     * @param windowBytes  socket buffers
     * @param trafficClass TOS byte
     * @param flowLabel    of IPv6, 1..1048575
     * @param congestion   congestion control of the server
     * @param dontFragment DF of UDP over IPv4
     * @param multipath    MPTCP
     */
    public record Socket(int maxSegment, boolean noDelay, int windowBytes, int trafficClass, int flowLabel,
                         String congestion, boolean dontFragment, boolean multipath) {
    }

    /**
     * Everything else.
     *
     * @param title            for the reports
     * @param extraData        for the reports
     * @param serverOutput     the server's report is wanted
     * @param serverCpu        CPU of the server, -1 for any
     * @param authToken        who asks, encrypted and in Base64
     * @param clientVersion    for people
     * @param extendedProtocol what carries the data instead, known to servers of this kind only
     * @param extendedOptions  its options
     */
    public record Wishes(String title, String extraData, boolean serverOutput, int serverCpu, String authToken,
                         String clientVersion, String extendedProtocol, Map<String, String> extendedOptions) {
        public Wishes {
            extendedOptions = Collections.unmodifiableMap(new LinkedHashMap<>(extendedOptions));
        }
    }

    /** Bytes of a write or of a UDP payload, the default filled in; {@code udpBytes} is that of UDP. */
    public int blockBytes(int udpBytes) {
        if (load.blockBytes() > 0) {
            return load.blockBytes();
        }
        return transport == Transport.TCP ? DEFAULT_TCP_BYTES : udpBytes;
    }

    /** Data streams of the whole test. */
    public int streamsInAll() {
        return flow.bidirectional() ? 2 * flow.streams() : flow.streams();
    }

    /** The document, UTF-8. Flags that are off are left out, because peers take any value of them for on. */
    public byte[] encode() {
        return Iperf3Json.write(this::write);
    }

    private void write(JsonGenerator json) {
        json.writeBooleanProperty(transport == Transport.UDP ? "udp" : "tcp", true);
        json.writeNumberProperty("omit", limits.omitSeconds());
        if (wishes.serverCpu() >= 0) {
            json.writeNumberProperty("server_affinity", wishes.serverCpu());
        }
        json.writeNumberProperty("time", limits.seconds());
        json.writeNumberProperty("num", limits.bytes());
        json.writeNumberProperty("blockcount", limits.blocks());
        number(json, "MSS", socket.maxSegment());
        flag(json, "nodelay", socket.noDelay());
        json.writeNumberProperty("parallel", flow.streams());
        flag(json, "reverse", flow.reverse());
        flag(json, "bidirectional", flow.bidirectional());
        flag(json, "mptcp", socket.multipath());
        number(json, "window", socket.windowBytes());
        number(json, "len", load.blockBytes());
        number(json, "bandwidth", load.bitsPerSecond());
        number(json, "fqrate", load.socketPacingRate());
        number(json, "pacing_timer", load.pacingTimerUs());
        number(json, "burst", load.burstBlocks());
        number(json, "TOS", socket.trafficClass());
        number(json, "flowlabel", socket.flowLabel());
        text(json, "title", wishes.title());
        text(json, "extra_data", wishes.extraData());
        text(json, "congestion", socket.congestion());
        one(json, "get_server_output", wishes.serverOutput());
        one(json, "udp_counters_64bit", load.counters64());
        one(json, "repeating_payload", load.repeatingPayload());
        one(json, "zerocopy", load.zeroCopy());
        one(json, "dont_fragment", socket.dontFragment());
        text(json, "authtoken", wishes.authToken());
        one(json, "skip_rx_copy", load.skipReceiveCopy());
        if (load.segmentation()) {
            writeTrains(json, Math.max(1, load.blockBytes()));
        }
        text(json, "client_version", wishes.clientVersion());
        if (!wishes.extendedProtocol().isEmpty()) {
            json.writeStringProperty("x_proto", wishes.extendedProtocol());
            json.writeObjectPropertyStart("x_opts");
            wishes.extendedOptions().forEach(json::writeStringProperty);
            json.writeEndObject();
        }
    }

    /** All five, as iperf3 does from 3.21 on; a receiver that does not know them sees the datagrams one by one. */
    private static void writeTrains(JsonGenerator json, int datagramBytes) {
        json.writeNumberProperty("gso", 1);
        json.writeNumberProperty("gso_dg_size", datagramBytes);
        json.writeNumberProperty("gso_bf_size", Math.min(MOST_TRAIN, MOST_UDP_BYTES / datagramBytes) * datagramBytes);
        json.writeNumberProperty("gro", 1);
        json.writeNumberProperty("gro_bf_size", MOST_UDP_BYTES);
    }

    private static void number(JsonGenerator json, String name, long value) {
        if (value != 0) {
            json.writeNumberProperty(name, value);
        }
    }

    private static void text(JsonGenerator json, String name, String value) {
        if (!value.isEmpty()) {
            json.writeStringProperty(name, value);
        }
    }

    private static void flag(JsonGenerator json, String name, boolean on) {
        if (on) {
            json.writeBooleanProperty(name, true);
        }
    }

    private static void one(JsonGenerator json, String name, boolean on) {
        if (on) {
            json.writeNumberProperty(name, 1);
        }
    }

    /**
     * Read a document and check its ranges.
     *
     * @throws MalformedException      if it is no JSON object
     * @throws Iperf3RefusedException  if a value is out of range, with the code to answer
     */
    public static Iperf3Parameters decode(byte[] document) throws MalformedException, Iperf3RefusedException {
        Iperf3Json json = Iperf3Json.read(document);
        if (json.has("sctp")) {
            throw new Iperf3RefusedException(Iperf3Error.PROTOCOL);
        }
        Transport transport = json.has("udp") ? Transport.UDP : Transport.TCP;
        Limits limits = new Limits(range(json, "omit", 0, 0, 600, Iperf3Error.OMIT),
                range(json, "time", 0, 0, 86_400, Iperf3Error.TIME),
                atLeastZero(json, "num"), atLeastZero(json, "blockcount"));
        Flow flow = new Flow(range(json, "parallel", 1, 1, 128, Iperf3Error.STREAMS), json.has("reverse"),
                json.has("bidirectional"));
        if (flow.reverse() && flow.bidirectional()) {
            throw new Iperf3RefusedException(Iperf3Error.REVERSE_AND_BIDIRECTIONAL);
        }
        return new Iperf3Parameters(transport, limits, flow, load(json, transport), socket(json), wishes(json));
    }

    private static Load load(Iperf3Json json, Transport transport) throws Iperf3RefusedException {
        int blockBytes = transport == Transport.UDP
                ? range(json, "len", 0, 16, MOST_UDP_BYTES, Iperf3Error.UDP_BLOCK)
                : range(json, "len", 0, 1, 1_048_576, Iperf3Error.BLOCK);
        return new Load(blockBytes, atLeastZero(json, "bandwidth"), range(json, "burst", 0, 0, 1000, Iperf3Error.BURST),
                atLeastZero(json, "fqrate"), (int) Math.clamp(json.integer("pacing_timer", 0), 0, Integer.MAX_VALUE),
                json.has("udp_counters_64bit"), json.has("repeating_payload"), json.integer("zerocopy", 0) != 0,
                json.integer("skip_rx_copy", 0) != 0,
                transport == Transport.UDP && (json.integer("gso", 0) != 0 || json.integer("gro", 0) != 0));
    }

    private static Socket socket(Iperf3Json json) throws Iperf3RefusedException {
        return new Socket(range(json, "MSS", 0, 0, 32_767, Iperf3Error.MSS), json.has("nodelay"),
                range(json, "window", 0, 0, 536_870_912, Iperf3Error.WINDOW),
                range(json, "TOS", 0, 0, 255, Iperf3Error.TOS),
                range(json, "flowlabel", 0, 1, 1_048_575, Iperf3Error.FLOW_LABEL), json.text("congestion"),
                json.integer("dont_fragment", 0) != 0, json.has("mptcp"));
    }

    private static Wishes wishes(Iperf3Json json) throws Iperf3RefusedException {
        Map<String, String> options = new LinkedHashMap<>();
        Iperf3Json extended = json.object("x_opts");
        if (extended != null) {
            extended.names().forEach(name -> options.put(name, extended.text(name)));
        }
        return new Wishes(json.text("title"), json.text("extra_data"), json.has("get_server_output"),
                range(json, "server_affinity", -1, 0, 1024, Iperf3Error.AFFINITY), json.text("authtoken"),
                json.text("client_version"), json.text("x_proto"), options);
    }

    private static long atLeastZero(Iperf3Json json, String name) throws Iperf3RefusedException {
        long value = json.integer(name, 0);
        if (value < 0) {
            throw new Iperf3RefusedException(Iperf3Error.PARAMETERS);
        }
        return value;
    }

    /** A member within its range, or {@code absent} if it is not there or no number. */
    private static int range(Iperf3Json json, String name, int absent, int least, int most, int code)
            throws Iperf3RefusedException {
        long value = json.integer(name, absent);
        if (!json.isNumber(name)) {
            return absent;
        }
        if (value < least || value > most) {
            throw new Iperf3RefusedException(code);
        }
        return (int) value;
    }
}
