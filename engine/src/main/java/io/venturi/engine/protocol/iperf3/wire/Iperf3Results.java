package io.venturi.engine.protocol.iperf3.wire;

import io.venturi.engine.protocol.iperf3.wire.Iperf3Json.MalformedException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JsonGenerator;

/**
 * What one end counted, swapped after {@link Iperf3State#EXCHANGE_RESULTS}, the client's first.
 *
 * @param cpuTotal        CPU time of the process over the time of the test, percent
 * @param cpuUser         the part of it in user mode
 * @param cpuSystem       the part of it in the kernel
 * @param retransmitsKnown 1 if the retransmits of what this end sent are valid, 0 if not, -1 if it only received
 * @param congestion      congestion control in force, empty if not told
 * @param streams         one each, in the order of creation
 * @param serverOutput    text of the server's report, empty if none
 * @param serverJson      JSON of the server's report, empty if none
 */
public record Iperf3Results(double cpuTotal, double cpuUser, double cpuSystem, int retransmitsKnown, String congestion,
                            List<Stream> streams, String serverOutput, String serverJson) {
    /** Longest document that is read. */
    public static final int MOST_BYTES = 64 << 20;
    /** A number that is not told. */
    public static final long UNKNOWN = -1;

    /**
     * One stream.
     *
     * @param id             1, 3, 4, 5 ... in the order of creation; 2 is left out
     * @param bytes          sent or received after the time omitted
     * @param retransmits    -1 if not known
     * @param jitterSeconds  of the receiver
     * @param errors         datagrams lost, those of the time omitted too
     * @param packets        datagrams sent, or highest sequence number received, those of the time omitted too
     * @param omittedErrors  {@code errors} at the end of the time omitted, -1 if not told
     * @param omittedPackets {@code packets} at the end of the time omitted, -1 if not told
     * @param seconds        measured, without the time omitted; 0 if not told
     * @param figures        of a protocol that is not of iperf3, by name; peers that do not know them pass them over
     */
    public record Stream(int id, long bytes, long retransmits, double jitterSeconds, long errors, long packets,
                         long omittedErrors, long omittedPackets, double seconds, Map<String, Double> figures) {
        /** Of TCP or UDP. */
        public Stream(int id, long bytes, long retransmits, double jitterSeconds, long errors, long packets,
                      long omittedErrors, long omittedPackets, double seconds) {
            this(id, bytes, retransmits, jitterSeconds, errors, packets, omittedErrors, omittedPackets, seconds,
                    Map.of());
        }
    }

    public Iperf3Results {
        streams = List.copyOf(streams);
    }

    /** The id of the stream with this place in the order of creation, from 0. */
    public static int streamId(int index) {
        return index == 0 ? 1 : index + 2;
    }

    /** The document, UTF-8. */
    public byte[] encode() {
        return Iperf3Json.write(this::write);
    }

    private void write(JsonGenerator json) {
        json.writeNumberProperty("cpu_util_total", cpuTotal);
        json.writeNumberProperty("cpu_util_user", cpuUser);
        json.writeNumberProperty("cpu_util_system", cpuSystem);
        json.writeNumberProperty("sender_has_retransmits", retransmitsKnown);
        if (!congestion.isEmpty()) {
            json.writeStringProperty("congestion_used", congestion);
        }
        if (!serverOutput.isEmpty()) {
            json.writeStringProperty("server_output_text", serverOutput);
        }
        if (!serverJson.isEmpty()) {
            json.writeName("server_output_json");
            json.writeRawValue(serverJson);
        }
        json.writeArrayPropertyStart("streams");
        streams.forEach(stream -> write(json, stream));
        json.writeEndArray();
    }

    private static void write(JsonGenerator json, Stream stream) {
        json.writeStartObject();
        json.writeNumberProperty("id", stream.id());
        json.writeNumberProperty("bytes", stream.bytes());
        json.writeNumberProperty("retransmits", stream.retransmits());
        json.writeNumberProperty("jitter", stream.jitterSeconds());
        json.writeNumberProperty("errors", stream.errors());
        if (stream.omittedErrors() >= 0) {
            json.writeNumberProperty("omitted_errors", stream.omittedErrors());
        }
        json.writeNumberProperty("packets", stream.packets());
        if (stream.omittedErrors() >= 0) {
            json.writeNumberProperty("omitted_packets", stream.omittedPackets());
        }
        json.writeNumberProperty("start_time", 0);
        json.writeNumberProperty("end_time", stream.seconds());
        if (!stream.figures().isEmpty()) {
            json.writeObjectPropertyStart("x_figures");
            stream.figures().forEach(json::writeNumberProperty);
            json.writeEndObject();
        }
        json.writeEndObject();
    }

    /**
     * Read a document.
     *
     * @throws MalformedException if it is no JSON object, or something is missing that peers always tell
     */
    public static Iperf3Results decode(byte[] document) throws MalformedException {
        Iperf3Json json = Iperf3Json.read(document);
        require(json, "cpu_util_total", "cpu_util_user", "cpu_util_system", "sender_has_retransmits", "streams");
        List<Stream> streams = new ArrayList<>();
        for (Iperf3Json stream : json.objects("streams")) {
            require(stream, "id", "bytes", "retransmits", "jitter", "errors", "packets");
            boolean pair = stream.has("omitted_errors") && stream.has("omitted_packets");
            streams.add(new Stream((int) stream.integer("id", 0), stream.integer("bytes", 0),
                    stream.integer("retransmits", UNKNOWN), stream.number("jitter", 0), stream.integer("errors", 0),
                    stream.integer("packets", 0), pair ? stream.integer("omitted_errors", 0) : UNKNOWN,
                    pair ? stream.integer("omitted_packets", 0) : UNKNOWN, stream.number("end_time", 0),
                    figures(stream)));
        }
        Iperf3Json output = json.object("server_output_json");
        return new Iperf3Results(json.number("cpu_util_total", 0), json.number("cpu_util_user", 0),
                json.number("cpu_util_system", 0), (int) json.integer("sender_has_retransmits", 0),
                json.text("congestion_used"), streams, json.text("server_output_text"),
                output == null ? "" : output.encode());
    }

    private static Map<String, Double> figures(Iperf3Json stream) {
        Map<String, Double> figures = new LinkedHashMap<>();
        Iperf3Json told = stream.object("x_figures");
        if (told != null) {
            told.names().forEach(name -> figures.put(name, told.number(name, 0)));
        }
        return figures;
    }

    private static void require(Iperf3Json json, String... names) throws MalformedException {
        for (String name : names) {
            if (!json.has(name)) {
                throw new MalformedException("'" + name + "' is missing");
            }
        }
    }
}
