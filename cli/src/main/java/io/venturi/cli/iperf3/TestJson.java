package io.venturi.cli.iperf3;

import io.venturi.engine.metric.ThroughputCpu;
import io.venturi.engine.metric.ThroughputDatagrams;
import io.venturi.engine.metric.ThroughputDirection;
import io.venturi.engine.metric.ThroughputInterval;
import io.venturi.engine.metric.ThroughputInterval.Part;
import io.venturi.engine.metric.ThroughputProtocol;
import io.venturi.engine.metric.ThroughputReport;
import io.venturi.engine.metric.ThroughputSettings;
import io.venturi.engine.metric.ThroughputStart;
import io.venturi.engine.metric.ThroughputStream;
import io.venturi.engine.metric.ThroughputTcp;
import java.io.StringWriter;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.PrettyPrinter;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;

/**
 * A test as the JSON of the classic tool, names and order too: the level of {@link Version}, and names that later
 * releases added.
 */
final class TestJson {
    private static final JsonFactory FACTORY = JsonFactory.builder().build();
    private static final DefaultIndenter TABS = new DefaultIndenter("\t", "\n");
    private static final DateTimeFormatter CALENDAR =
            DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH);
    private static final long NS_PER_MS = 1_000_000;

    private final JsonGenerator json;

    private TestJson(JsonGenerator json) {
        this.json = json;
    }

    /**
     * The whole document.
     *
     * @param host  as the user wrote it, empty at a server
     * @param error what went wrong, empty if nothing
     * @param intervalNs between reports, 0 for none
     */
    static String document(Optional<ThroughputReport> report, String host, String error, long intervalNs,
                           boolean indented) {
        return text(indented, writer -> writer.whole(report, host, error, intervalNs));
    }

    /** A line of an event stream with an object made of a report. */
    static String start(ThroughputStart start, String host, long intervalNs) {
        return event("start", writer -> writer.opening(Optional.of(start), host, intervalNs));
    }

    static String interval(ThroughputInterval interval) {
        return event("interval", writer -> writer.members(interval));
    }

    static String end(Optional<ThroughputReport> report) {
        return event("end", writer -> report.ifPresent(of -> new EndJson(writer.json).write(of)));
    }

    /** A line of an event stream with a text. */
    static String line(String name, String data) {
        return text(false, writer -> {
            writer.json.writeStartObject();
            writer.json.writeStringProperty("event", name);
            writer.json.writeStringProperty("data", data);
            writer.json.writeEndObject();
        });
    }

    /** A line of an event stream with the JSON of the server. */
    static String rawLine(String name, String data) {
        return text(false, writer -> {
            writer.json.writeStartObject();
            writer.json.writeStringProperty("event", name);
            writer.json.writeName("data").writeRawValue(data);
            writer.json.writeEndObject();
        });
    }

    private static String event(String name, Consumer<TestJson> members) {
        return text(false, writer -> {
            writer.json.writeStartObject();
            writer.json.writeStringProperty("event", name);
            writer.object("data", () -> members.accept(writer));
            writer.json.writeEndObject();
        });
    }

    private static String text(boolean indented, Consumer<TestJson> content) {
        StringWriter text = new StringWriter();
        ObjectWriteContext form = indented ? new Indented() : ObjectWriteContext.empty();
        try (JsonGenerator generator = FACTORY.createGenerator(form, text)) {
            content.accept(new TestJson(generator));
        }
        return text.toString();
    }

    private static final class Indented extends ObjectWriteContext.Base {
        @Override
        public PrettyPrinter getPrettyPrinter() {
            return new DefaultPrettyPrinter().withObjectIndenter(TABS);
        }
    }

    private void object(String name, Runnable members) {
        json.writeName(name).writeStartObject();
        members.run();
        json.writeEndObject();
    }

    private void whole(Optional<ThroughputReport> report, String host, String error, long intervalNs) {
        Optional<ThroughputStart> start = report.flatMap(ThroughputReport::start);
        json.writeStartObject();
        object("start", () -> opening(start, host, intervalNs));
        json.writeName("intervals").writeStartArray();
        report.ifPresent(of -> of.intervals().forEach(interval -> {
            json.writeStartObject();
            members(interval);
            json.writeEndObject();
        }));
        json.writeEndArray();
        object("end", () -> report.filter(of -> of.start().isPresent()).ifPresent(of -> new EndJson(json).write(of)));
        start.map(ThroughputStart::settings).ifPresent(this::labels);
        report.map(ThroughputReport::serverOutput).ifPresent(output -> {
            if (!output.json().isEmpty()) {
                json.writeName("server_output_json").writeRawValue(output.json());
            } else if (!output.text().isEmpty()) {
                json.writeStringProperty("server_output_text", output.text());
            }
        });
        if (!error.isEmpty()) {
            json.writeStringProperty("error", error);
        }
        json.writeEndObject();
    }

    private void labels(ThroughputSettings settings) {
        if (!settings.title().isEmpty()) {
            json.writeStringProperty("title", settings.title());
        }
        if (!settings.extraData().isEmpty()) {
            json.writeStringProperty("extra_data", settings.extraData());
        }
    }

    private void opening(Optional<ThroughputStart> start, String host, long intervalNs) {
        json.writeName("connected").writeStartArray();
        start.ifPresent(of -> of.streams().forEach(this::connected));
        json.writeEndArray();
        json.writeStringProperty("version", Version.NAME);
        json.writeStringProperty("system_info", Version.system());
        start.ifPresent(of -> {
            timestamp(of.wallNs());
            object(of.server() ? "accepted_connection" : "connecting_to", () -> {
                json.writeStringProperty("host", of.server() || host.isEmpty() ? TestText.host(of.remote()) : host);
                json.writeNumberProperty("port", of.remote().getPort());
            });
            json.writeStringProperty("cookie", of.cookie());
            buffers(of);
            object("test_start", () -> settings(of.settings(), intervalNs));
        });
    }

    private void connected(ThroughputStream stream) {
        json.writeStartObject();
        json.writeNumberProperty("socket", stream.socket());
        json.writeStringProperty("local_host", TestText.host(stream.local()));
        json.writeNumberProperty("local_port", stream.local().getPort());
        json.writeStringProperty("remote_host", TestText.host(stream.remote()));
        json.writeNumberProperty("remote_port", stream.remote().getPort());
        json.writeEndObject();
    }

    private void timestamp(long wallNs) {
        Instant when = Instant.ofEpochMilli(wallNs / NS_PER_MS);
        object("timestamp", () -> {
            json.writeStringProperty("time", CALENDAR.format(when.atZone(ZoneOffset.UTC)));
            json.writeNumberProperty("timesecs", when.getEpochSecond());
            json.writeNumberProperty("timemillisecs", when.toEpochMilli());
        });
    }

    private void buffers(ThroughputStart start) {
        ThroughputSettings settings = start.settings();
        if (settings.protocol() == ThroughputProtocol.TCP) {
            boolean asked = settings.maxSegment() > 0;
            json.writeNumberProperty(asked ? "tcp_mss" : "tcp_mss_default",
                    asked ? settings.maxSegment() : start.defaultMaxSegment());
        }
        json.writeNumberProperty("target_bitrate", settings.bitsPerSecond());
        json.writeNumberProperty("fq_rate", settings.socketPacingRate());
        json.writeNumberProperty("sock_bufsize", settings.windowBytes());
        json.writeNumberProperty("sndbuf_actual", start.sendBufferBytes());
        json.writeNumberProperty("rcvbuf_actual", start.receiveBufferBytes());
    }

    private void settings(ThroughputSettings settings, long intervalNs) {
        json.writeStringProperty("protocol", settings.protocol().name());
        json.writeNumberProperty("num_streams", settings.streams());
        json.writeNumberProperty("blksize", settings.blockBytes());
        json.writeNumberProperty("omit", settings.omitSeconds());
        json.writeNumberProperty("duration", settings.seconds());
        json.writeNumberProperty("bytes", settings.bytes());
        json.writeNumberProperty("blocks", settings.blocks());
        json.writeNumberProperty("reverse", settings.direction() == ThroughputDirection.DOWN ? 1 : 0);
        json.writeNumberProperty("tos", settings.trafficClass());
        json.writeNumberProperty("target_bitrate", settings.bitsPerSecond());
        json.writeNumberProperty("bidir", settings.direction() == ThroughputDirection.BOTH ? 1 : 0);
        json.writeNumberProperty("fqrate", settings.socketPacingRate());
        EndJson.number(json, "interval", intervalNs / 1e9);
        json.writeNumberProperty("gso", settings.segmentation() ? 1 : 0);
        json.writeNumberProperty("gro", settings.segmentation() ? 1 : 0);
    }

    private void members(ThroughputInterval interval) {
        List<Part> parts = interval.parts();
        json.writeName("streams").writeStartArray();
        parts.forEach(part -> {
            json.writeStartObject();
            json.writeNumberProperty("socket", part.stream().socket());
            span(interval, part.bytes());
            part.tcp().ifPresent(this::tcp);
            part.datagrams().ifPresent(counted -> datagrams(counted, part.stream().sender()));
            marks(interval, part.stream().sender());
            json.writeEndObject();
        });
        json.writeEndArray();
        if (!parts.isEmpty()) {
            boolean first = parts.getFirst().stream().sender();
            sum("sum", interval, parts.stream().filter(part -> part.stream().sender() == first).toList());
            List<Part> others = parts.stream().filter(part -> part.stream().sender() != first).toList();
            if (!others.isEmpty()) {
                sum("sum_bidir_reverse", interval, others);
            }
        }
    }

    private void span(ThroughputInterval interval, long bytes) {
        EndJson.number(json, "start", interval.startNs() / 1e9);
        EndJson.number(json, "end", interval.endNs() / 1e9);
        EndJson.number(json, "seconds", interval.durationNs() / 1e9);
        json.writeNumberProperty("bytes", bytes);
        EndJson.number(json, "bits_per_second", interval.bitsPerSecond(bytes));
    }

    private void tcp(ThroughputTcp tcp) {
        json.writeNumberProperty("retransmits", Math.max(0, tcp.retransmits()));
        json.writeNumberProperty("snd_cwnd", Math.max(0, tcp.congestionWindowBytes()));
        json.writeNumberProperty("snd_wnd", Math.max(0, tcp.sendWindowBytes()));
        json.writeNumberProperty("rtt", Math.max(0, tcp.rttUs()));
        json.writeNumberProperty("rttvar", Math.max(0, tcp.rttVariationUs()));
        json.writeNumberProperty("pmtu", Math.max(0, tcp.pathMtu()));
        json.writeNumberProperty("reorder", Math.max(0, tcp.reorderings()));
    }

    private void datagrams(ThroughputDatagrams counted, boolean sender) {
        if (sender) {
            json.writeNumberProperty("packets", counted.packets());
        } else {
            EndJson.datagrams(json, counted);
        }
    }

    private void marks(ThroughputInterval interval, boolean sender) {
        json.writeBooleanProperty("omitted", interval.omitted());
        json.writeBooleanProperty("sender", sender);
    }

    private void sum(String name, ThroughputInterval interval, List<Part> parts) {
        boolean sender = parts.getFirst().stream().sender();
        List<ThroughputDatagrams> counted = parts.stream().flatMap(part -> part.datagrams().stream()).toList();
        object(name, () -> {
            span(interval, parts.stream().mapToLong(Part::bytes).sum());
            long retransmits = Sums.retransmits(parts);
            if (retransmits >= 0) {
                json.writeNumberProperty("retransmits", retransmits);
            }
            if (!counted.isEmpty()) {
                datagrams(Sums.datagrams(counted), sender);
            }
            marks(interval, sender);
        });
    }

    /** Percentages of a process. */
    static void cpu(JsonGenerator json, String whose, ThroughputCpu cpu) {
        EndJson.number(json, whose + "_total", cpu.total());
        EndJson.number(json, whose + "_user", cpu.user());
        EndJson.number(json, whose + "_system", cpu.system());
    }
}
