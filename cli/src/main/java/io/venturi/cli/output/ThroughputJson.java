package io.venturi.cli.output;

import io.venturi.engine.metric.HostConditions;
import io.venturi.engine.metric.ThroughputCpu;
import io.venturi.engine.metric.ThroughputDatagrams;
import io.venturi.engine.metric.ThroughputEnd;
import io.venturi.engine.metric.ThroughputEvidence;
import io.venturi.engine.metric.ThroughputInterval;
import io.venturi.engine.metric.ThroughputInterval.Part;
import io.venturi.engine.metric.ThroughputProtocol;
import io.venturi.engine.metric.ThroughputReport;
import io.venturi.engine.metric.ThroughputSettings;
import io.venturi.engine.metric.ThroughputStart;
import io.venturi.engine.metric.ThroughputStreamReport;
import io.venturi.engine.metric.ThroughputTcp;
import io.venturi.engine.plan.ThroughputPlan;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.PrettyPrinter;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.DefaultPrettyPrinter;

/**
 * Reports of throughput tests as JSON, schema {@code docs/schema/throughput.schema.json}. Times are integer ns, rates
 * integer bits per second; what is not known is left out.
 */
public final class ThroughputJson {
    private static final String SCHEMA = "venturi.throughput/1";
    private static final JsonFactory FACTORY =
            JsonFactory.builder().disable(StreamWriteFeature.AUTO_CLOSE_TARGET).build();

    private final JsonGenerator json;
    private final boolean own;

    private ThroughputJson(JsonGenerator json, boolean own) {
        this.json = json;
        this.own = own;
    }

    /**
     * Write one document with all tests and a newline; the writer stays open.
     *
     * @param own the server was one of this process
     */
    public static void write(List<ThroughputPlan> plans, List<ThroughputReport> reports, boolean own,
                             PrintWriter to) {
        try (JsonGenerator generator = FACTORY.createGenerator(new Pretty(), to)) {
            ThroughputJson writer = new ThroughputJson(generator, own);
            generator.writeStartObject();
            generator.writeStringProperty("schema", SCHEMA);
            generator.writeStringProperty("venturi", BuildInfo.text());
            writer.host();
            generator.writeName("tests").writeStartArray();
            for (int i = 0; i < reports.size(); i++) {
                writer.test(plans.get(i), reports.get(i));
            }
            generator.writeEndArray();
            generator.writeEndObject();
        }
        to.println();
    }

    /** Write an interval as a line, the same object as in the document. */
    public static void writeLine(ThroughputInterval interval, PrintWriter to) {
        line(to, false, writer -> writer.interval(interval));
    }

    /** Write a test as a line, the same object as in the document. */
    public static void writeLine(ThroughputPlan plan, ThroughputReport report, boolean own, PrintWriter to) {
        line(to, own, writer -> writer.test(plan, report));
    }

    private static void line(PrintWriter to, boolean own, Consumer<ThroughputJson> content) {
        try (JsonGenerator generator = FACTORY.createGenerator(ObjectWriteContext.empty(), to)) {
            content.accept(new ThroughputJson(generator, own));
        }
        to.println();
    }

    private static final class Pretty extends ObjectWriteContext.Base {
        @Override
        public PrettyPrinter getPrettyPrinter() {
            return new DefaultPrettyPrinter();
        }
    }

    private void host() {
        json.writeName("host").writeStartObject();
        json.writeStringProperty("system", System.getProperty("os.name"));
        json.writeStringProperty("kernel", System.getProperty("os.version"));
        json.writeStringProperty("architecture", System.getProperty("os.arch"));
        json.writeNumberProperty("cpus", Runtime.getRuntime().availableProcessors());
        json.writeStringProperty("java", Runtime.version().toString());
        json.writeEndObject();
    }

    private void test(ThroughputPlan plan, ThroughputReport report) {
        json.writeStartObject();
        json.writeStringProperty("direction", lower(plan.flow().direction()));
        json.writeStringProperty("transport", lower(plan.flow().protocol()));
        if (!plan.extension().protocol().isEmpty()) {
            json.writeName("protocol").writeStartObject();
            json.writeStringProperty("name", plan.extension().protocol());
            json.writeName("options").writeStartObject();
            report.start().ifPresent(start -> start.settings().extension().options()
                    .forEach(json::writeStringProperty));
            json.writeEndObject();
            json.writeEndObject();
        }
        json.writeStringProperty("command", ThroughputRepeat.of(plan, own));
        json.writeStringProperty("end", lower(report.end()));
        if (!report.failure().isNone()) {
            json.writeStringProperty("failure", report.failure().text());
        }
        json.writeNumberProperty("endWallNs", report.endWallNs());
        report.start().ifPresent(start -> start(plan, start));
        array("streams", report.streams(), this::stream);
        array("intervals", report.intervals(), this::interval);
        array("ways", ThroughputWay.of(plan, report), way -> way(plan, report, way));
        report.latency().ifPresent(latency -> LoadedLatencyJson.write(json, latency));
        evidence(report);
        text("serverOutput", report.serverOutput().text().isEmpty() ? report.serverOutput().json()
                : report.serverOutput().text());
        array("notices", report.notices(), json::writeString);
        json.writeEndObject();
    }

    private <T> void array(String name, List<T> items, Consumer<T> content) {
        json.writeName(name).writeStartArray();
        items.forEach(content);
        json.writeEndArray();
    }

    private void start(ThroughputPlan plan, ThroughputStart start) {
        json.writeNumberProperty("startWallNs", start.wallNs());
        json.writeStringProperty("local", Figures.address(start.local()));
        json.writeStringProperty("server", Figures.address(start.remote()));
        ThroughputSettings settings = start.settings();
        json.writeName("settings").writeStartObject();
        json.writeNumberProperty("streams", settings.streams());
        json.writeNumberProperty("blockBytes", settings.blockBytes());
        json.writeNumberProperty("omitNs", settings.omitSeconds() * 1_000_000_000L);
        json.writeNumberProperty("durationNs", plan.limits().duration().toNanos());
        json.writeNumberProperty("bytes", settings.bytes());
        json.writeNumberProperty("blocks", settings.blocks());
        json.writeNumberProperty("intervalNs", plan.reporting().intervalNs());
        json.writeNumberProperty("streamBitsPerSecond", settings.bitsPerSecond());
        json.writeNumberProperty("burstBlocks", settings.burstBlocks());
        json.writeNumberProperty("streamPacingBitsPerSecond", settings.socketPacingRate());
        json.writeNumberProperty("trafficClass", settings.trafficClass());
        json.writeNumberProperty("windowBytes", settings.windowBytes());
        json.writeNumberProperty("maxSegmentBytes", settings.maxSegment());
        json.writeStringProperty("congestion", plan.socket().congestion());
        json.writeBooleanProperty("noDelay", plan.socket().noDelay());
        json.writeBooleanProperty("multipath", plan.socket().multipath());
        json.writeBooleanProperty("dontFragment", plan.socket().dontFragment());
        json.writeBooleanProperty("zeroCopy", plan.load().zeroCopy());
        json.writeBooleanProperty("discard", plan.load().discardReceived());
        json.writeBooleanProperty("segmentation", settings.segmentation());
        json.writeEndObject();
        number("controlMaxSegmentBytes", start.defaultMaxSegment());
        number("sendBufferBytes", start.sendBufferBytes());
        number("receiveBufferBytes", start.receiveBufferBytes());
        text("title", settings.title());
        text("extraData", settings.extraData());
    }

    private void stream(ThroughputStreamReport stream) {
        json.writeStartObject();
        json.writeNumberProperty("stream", stream.stream().id());
        json.writeStringProperty("direction", stream.stream().sender() ? "up" : "down");
        json.writeStringProperty("local", Figures.address(stream.stream().local()));
        json.writeStringProperty("remote", Figures.address(stream.stream().remote()));
        end("sent", stream.sent());
        end("received", stream.received());
        stream.evidence().ifPresent(evidence -> {
            json.writeName("kernel").writeStartObject();
            number("mostCongestionWindowBytes", evidence.mostCongestionWindowBytes());
            number("mostSendWindowBytes", evidence.mostSendWindowBytes());
            number("leastRoundTripNs", us(evidence.leastRttUs()));
            number("meanRoundTripNs", us(evidence.meanRttUs()));
            number("mostRoundTripNs", us(evidence.mostRttUs()));
            number("emptyRoundTripNs", us(evidence.emptyRttUs()));
            number("reorderings", evidence.reorderings());
            number("deliveryBitsPerSecond", evidence.deliveryBitsPerSecond());
            number("pacingBitsPerSecond", evidence.pacingBitsPerSecond());
            limits(evidence.busyUs(), evidence.receiveWindowLimitedUs(), evidence.sendBufferLimitedUs());
            json.writeEndObject();
        });
        json.writeEndObject();
    }

    private static long us(long us) {
        return us < 0 ? us : us * 1000;
    }

    private void limits(long busyUs, long windowUs, long bufferUs) {
        number("busyNs", us(busyUs));
        number("receiveWindowLimitedNs", us(windowUs));
        number("sendBufferLimitedNs", us(bufferUs));
    }

    private void end(String name, Optional<ThroughputEnd> end) {
        end.ifPresent(told -> {
            json.writeName(name).writeStartObject();
            json.writeNumberProperty("bytes", told.bytes());
            json.writeNumberProperty("durationNs", told.durationNs());
            json.writeNumberProperty("bitsPerSecond", Math.round(told.bitsPerSecond()));
            number("retransmits", told.retransmits());
            if (told.datagrams() != ThroughputDatagrams.NONE) {
                datagrams(told.datagrams(), name.equals("sent"));
            }
            ProtocolFigures.json(json, "protocolDetails", told.details());
            json.writeEndObject();
        });
    }

    private void datagrams(ThroughputDatagrams told, boolean sender) {
        json.writeNumberProperty("datagrams", told.packets());
        if (!sender) {
            json.writeNumberProperty("lost", told.lost());
            json.writeNumberProperty("outOfOrder", told.outOfOrder());
            json.writeNumberProperty("jitterNs", Math.round(told.jitterNs()));
            number("received", told.received());
            number("duplicates", told.duplicates());
        }
    }

    private void interval(ThroughputInterval interval) {
        json.writeStartObject();
        json.writeNumberProperty("startNs", interval.startNs());
        json.writeNumberProperty("endNs", interval.endNs());
        json.writeBooleanProperty("omitted", interval.omitted());
        array("parts", interval.parts(), part -> part(interval, part));
        json.writeEndObject();
    }

    private void part(ThroughputInterval interval, Part part) {
        json.writeStartObject();
        json.writeNumberProperty("stream", part.stream().id());
        json.writeStringProperty("direction", part.stream().sender() ? "up" : "down");
        json.writeNumberProperty("bytes", part.bytes());
        json.writeNumberProperty("bitsPerSecond", Math.round(interval.bitsPerSecond(part.bytes())));
        part.tcp().ifPresent(this::tcp);
        part.datagrams().ifPresent(told -> datagrams(told, part.stream().sender()));
        ProtocolFigures.json(json, "protocolDetails", part.details());
        json.writeEndObject();
    }

    private void tcp(ThroughputTcp tcp) {
        number("retransmits", tcp.retransmits());
        number("roundTripNs", us(tcp.rttUs()));
        number("roundTripVariationNs", us(tcp.rttVariationUs()));
        number("congestionWindowBytes", tcp.congestionWindowBytes());
        number("congestionWindowSegments", tcp.congestionWindowSegments());
        number("sendWindowBytes", tcp.sendWindowBytes());
        number("pathMtuBytes", tcp.pathMtu());
        number("reorderings", tcp.reorderings());
        number("deliveryBitsPerSecond", tcp.rates().delivery());
        number("pacingBitsPerSecond", tcp.rates().pacing());
        limits(tcp.limits().busyUs(), tcp.limits().receiveWindowLimitedUs(), tcp.limits().sendBufferLimitedUs());
    }

    private void way(ThroughputPlan plan, ThroughputReport report, ThroughputWay way) {
        json.writeStartObject();
        json.writeStringProperty("direction", way.name());
        json.writeNumberProperty("goodputBitsPerSecond", Math.round(way.bitsPerSecond()));
        json.writeStringProperty("countedBy", way.isReceived() ? "receiver" : "sender");
        json.writeNumberProperty("bytes", way.bytes());
        json.writeNumberProperty("durationNs", way.durationNs());
        number("sentBytes", way.sentBytes());
        number("retransmits", way.retransmits());
        if (plan.flow().protocol() == ThroughputProtocol.UDP || way.isNumbered()) {
            number("datagramsSent", way.datagramsSent());
            number("datagramsReceived", way.datagramsReceived());
            number("datagramsExpected", way.datagramsExpected());
            number("lost", way.lost());
            number("lostAtEnd", way.lostAtEnd());
            number("duplicates", way.duplicates());
            number("reordered", way.reordered());
            if (!Double.isNaN(way.jitterNs())) {
                json.writeNumberProperty("jitterNs", Math.round(way.jitterNs()));
            }
        }
        ThroughputVerdict verdict = ThroughputVerdict.of(plan, report, way);
        json.writeName("verdict").writeStartObject();
        json.writeStringProperty("limit", lower(verdict.limit()));
        array("reasons", verdict.reasons(), json::writeString);
        json.writeStringProperty("sentence", verdict.sentence(plan, way));
        json.writeEndObject();
        json.writeEndObject();
    }

    private void evidence(ThroughputReport report) {
        json.writeName("evidence").writeStartObject();
        json.writeName("here").writeStartObject();
        cpu(report.local());
        if (!Double.isNaN(report.here().busiestThread())) {
            json.writeNumberProperty("busiestThreadShare", report.here().busiestThread());
        }
        json.writeNumberProperty("refused", report.here().refused());
        json.writeNumberProperty("receiveOverflow", report.here().receiveOverflow());
        json.writeEndObject();
        report.remote().ifPresent(cpu -> {
            json.writeName("there").writeStartObject();
            cpu(cpu);
            json.writeEndObject();
        });
        text("senderCongestion", report.senderCongestion());
        text("receiverCongestion", report.receiverCongestion());
        HostConditions host = report.host();
        json.writeNumberProperty("gcCount", host.gcCount());
        json.writeNumberProperty("gcNs", host.gcNs());
        array("tunings", host.tunings(), tuning -> {
            json.writeStartObject();
            json.writeStringProperty("name", tuning.name());
            json.writeBooleanProperty("granted", tuning.granted());
            json.writeStringProperty("reason", tuning.reason());
            json.writeEndObject();
        });
        json.writeEndObject();
    }

    private void cpu(ThroughputCpu cpu) {
        json.writeNumberProperty("cpuPercent", cpu.total());
        json.writeNumberProperty("cpuUserPercent", cpu.user());
        json.writeNumberProperty("cpuSystemPercent", cpu.system());
    }

    private void number(String name, long value) {
        if (value >= 0) {
            json.writeNumberProperty(name, value);
        }
    }

    private void text(String name, String value) {
        if (!value.isEmpty()) {
            json.writeStringProperty(name, value);
        }
    }

    /** {@code SEND_BUFFER} as {@code sendBuffer}. */
    private static String lower(Enum<?> value) {
        StringBuilder name = new StringBuilder();
        for (String word : value.name().toLowerCase(Locale.ROOT).split("_")) {
            name.append(name.isEmpty() ? word : word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1));
        }
        return name.toString();
    }
}
