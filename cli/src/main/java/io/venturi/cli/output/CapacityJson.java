package io.venturi.cli.output;

import io.venturi.engine.metric.CapacityConnection;
import io.venturi.engine.metric.CapacityEvidence;
import io.venturi.engine.metric.CapacityHost;
import io.venturi.engine.metric.CapacityInterval;
import io.venturi.engine.metric.CapacityInterval.Part;
import io.venturi.engine.metric.CapacityLayer;
import io.venturi.engine.metric.CapacityReport;
import io.venturi.engine.metric.CapacitySettings;
import io.venturi.engine.metric.CapacityStatus;
import io.venturi.engine.metric.CapacityTally;
import io.venturi.engine.metric.CapacityTally.Variation;
import io.venturi.engine.metric.HostConditions;
import io.venturi.engine.plan.CapacityPlan;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.PrettyPrinter;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.DefaultPrettyPrinter;

/**
 * Reports of capacity tests as JSON, schema {@code docs/schema/capacity.schema.json}. Times are integer ns, rates
 * integer bits per second; what is not known is left out.
 */
public final class CapacityJson {
    private static final String SCHEMA = "venturi.capacity/1";
    private static final JsonFactory FACTORY =
            JsonFactory.builder().disable(StreamWriteFeature.AUTO_CLOSE_TARGET).build();

    private final JsonGenerator json;
    private final boolean own;

    private CapacityJson(JsonGenerator json, boolean own) {
        this.json = json;
        this.own = own;
    }

    /**
     * Write one document with all tests and a newline; the writer stays open.
     *
     * @param own the server was one of this process
     */
    public static void write(List<CapacityPlan> plans, List<CapacityReport> reports, boolean own,
                             PrintWriter to) {
        try (JsonGenerator generator = FACTORY.createGenerator(new Pretty(), to)) {
            CapacityJson writer = new CapacityJson(generator, own);
            generator.writeStartObject();
            generator.writeStringProperty("schema", SCHEMA);
            generator.writeStringProperty("venturi", BuildInfo.text());
            generator.writeName("tests").writeStartArray();
            for (int i = 0; i < reports.size(); i++) {
                writer.test(plans.get(i), reports.get(i));
            }
            generator.writeEndArray();
            generator.writeEndObject();
        }
        to.println();
    }

    /** Write a line for each sub-interval and one for each test, the same objects as in the document. */
    public static void writeLines(List<CapacityPlan> plans, List<CapacityReport> reports, boolean own,
                             PrintWriter to) {
        for (int i = 0; i < reports.size(); i++) {
            CapacityReport report = reports.get(i);
            report.intervals().forEach(interval -> line(to, own, writer -> {
                writer.json.writeStartObject();
                writer.json.writeStringProperty("direction", lower(report.direction()));
                writer.interval(interval);
                writer.json.writeEndObject();
            }));
            CapacityPlan plan = plans.get(i);
            line(to, own, writer -> writer.test(plan, report));
        }
    }

    private static void line(PrintWriter to, boolean own, Consumer<CapacityJson> content) {
        try (JsonGenerator generator = FACTORY.createGenerator(ObjectWriteContext.empty(), to)) {
            content.accept(new CapacityJson(generator, own));
        }
        to.println();
    }

    private static final class Pretty extends ObjectWriteContext.Base {
        @Override
        public PrettyPrinter getPrettyPrinter() {
            return new DefaultPrettyPrinter();
        }
    }

    private void test(CapacityPlan plan, CapacityReport report) {
        json.writeStartObject();
        json.writeStringProperty("direction", lower(report.direction()));
        json.writeStringProperty("command", CapacityRepeat.of(plan, own));
        json.writeNumberProperty("ident", report.mcIdent());
        json.writeNumberProperty("startWallNs", report.startWallNs());
        json.writeNumberProperty("endWallNs", report.endWallNs());
        status("status", report.status());
        settings("requested", report.requested());
        report.agreed().ifPresent(agreed -> settings("agreed", agreed));
        array("connections", report.connections(), this::connection);
        array("intervals", report.intervals(), interval -> {
            json.writeStartObject();
            interval(interval);
            json.writeEndObject();
        });
        report.maximum().ifPresent(maximum -> {
            json.writeName("maximum").writeStartObject();
            interval(maximum);
            json.writeEndObject();
        });
        summary(report);
        report.latency().ifPresent(latency -> LoadedLatencyJson.write(json, latency));
        evidence(report.evidence());
        array("incidents", report.incidents(), incident -> {
            json.writeStartObject();
            json.writeNumberProperty("connection", incident.connection());
            status("status", incident.status());
            address("server", incident.server());
            json.writeNumberProperty("number", incident.number());
            json.writeEndObject();
        });
        verdict(plan, report);
        json.writeEndObject();
    }

    private <T> void array(String name, List<T> items, Consumer<T> content) {
        json.writeName(name).writeStartArray();
        items.forEach(content);
        json.writeEndArray();
    }

    private void status(String name, CapacityStatus status) {
        json.writeName(name).writeStartObject();
        json.writeNumberProperty("code", status.code());
        json.writeStringProperty("name", lower(status));
        json.writeStringProperty("message", status.message());
        json.writeEndObject();
    }

    private void settings(String name, CapacitySettings settings) {
        json.writeName(name).writeStartObject();
        json.writeNumberProperty("protocolVersion", settings.protocolVersion());
        json.writeNumberProperty("testNs", settings.testIntervalNs());
        json.writeNumberProperty("subIntervalNs", settings.subIntervalNs());
        json.writeNumberProperty("trialIntervalNs", settings.trialIntervalNs());
        json.writeStringProperty("algorithm", String.valueOf(settings.algorithm()));
        if (settings.row() != CapacitySettings.AUTOMATIC) {
            json.writeNumberProperty(settings.startRow() ? "startRow" : "fixedRow", settings.row());
        }
        json.writeNumberProperty("lowerThresholdNs", settings.lowerThresholdNs());
        json.writeNumberProperty("upperThresholdNs", settings.upperThresholdNs());
        json.writeBooleanProperty("oneWayDelay", settings.oneWayDelay());
        json.writeNumberProperty("sequenceErrors", settings.sequenceErrors());
        json.writeBooleanProperty("ignoreReordered", settings.ignoreReordered());
        json.writeNumberProperty("slowThreshold", settings.slowThreshold());
        json.writeNumberProperty("fastStepRows", settings.fastStepRows());
        json.writeNumberProperty("frozenSubIntervals", settings.frozenSubIntervals());
        json.writeBooleanProperty("randomPayload", settings.randomPayload());
        json.writeNumberProperty("trafficClass", settings.trafficClass());
        json.writeNumberProperty("ceThreshold", settings.ceThreshold());
        json.writeEndObject();
    }

    private void connection(CapacityConnection connection) {
        json.writeStartObject();
        json.writeNumberProperty("number", connection.number());
        json.writeStringProperty("target", connection.target());
        address("server", connection.server());
        address("remote", connection.remote());
        address("local", connection.local());
        json.writeBooleanProperty("activated", connection.agreed().isPresent());
        json.writeBooleanProperty("ecnBleached", connection.ecnBleached());
        status("status", connection.status());
        json.writeEndObject();
    }

    /** The members of an interval, its object being open. */
    private void interval(CapacityInterval interval) {
        json.writeNumberProperty("interval", interval.index());
        json.writeNumberProperty("endWallNs", interval.endWallNs());
        json.writeNumberProperty("endNs", interval.endNs());
        json.writeNumberProperty("lengthNs", interval.lengthNs());
        json.writeNumberProperty("activeConnections", interval.activeConnections());
        json.writeBooleanProperty("stalled", interval.stalled());
        rates("bitsPerSecond", interval::bitsPerSecond);
        tally(interval.tally());
        least("minOneWayDelayNs", interval.minOneWayDelayNs());
        least("minRoundTripNs", interval.minRoundTripNs());
        interval.highestRow().ifPresent(row -> json.writeNumberProperty("highestRow", row));
        if (interval.interfaceBitsPerSecond() > 0 || interval.interfaceOtherBitsPerSecond() > 0) {
            json.writeNumberProperty("interfaceBitsPerSecond", Math.round(interval.interfaceBitsPerSecond()));
            json.writeNumberProperty("interfaceOtherBitsPerSecond", Math.round(interval.interfaceOtherBitsPerSecond()));
        }
        host("here", interval.here());
        interval.there().ifPresent(there -> host("there", there));
        array("parts", interval.parts(), this::part);
    }

    private void part(Part part) {
        json.writeStartObject();
        json.writeNumberProperty("connection", part.connection());
        json.writeNumberProperty("interval", part.index());
        json.writeNumberProperty("lengthNs", part.lengthNs());
        json.writeNumberProperty("endNs", part.endNs());
        json.writeBooleanProperty("ipv6", part.ipv6());
        json.writeBooleanProperty("stalled", part.stalled());
        rates("bitsPerSecond", part::bitsPerSecond);
        tally(part.tally());
        json.writeEndObject();
    }

    private void rates(String name, ToDoubleFunction<CapacityLayer> rate) {
        json.writeName(name).writeStartObject();
        json.writeNumberProperty("goodput", Math.round(rate.applyAsDouble(CapacityLayer.GOODPUT)));
        json.writeNumberProperty("ip", Math.round(rate.applyAsDouble(CapacityLayer.IP)));
        json.writeNumberProperty("ethernetWithoutFcs",
                Math.round(rate.applyAsDouble(CapacityLayer.ETHERNET_WITHOUT_FCS)));
        json.writeNumberProperty("ethernet", Math.round(rate.applyAsDouble(CapacityLayer.ETHERNET)));
        json.writeNumberProperty("ethernetVlan", Math.round(rate.applyAsDouble(CapacityLayer.ETHERNET_VLAN)));
        json.writeNumberProperty("wire", Math.round(rate.applyAsDouble(CapacityLayer.WIRE)));
        json.writeEndObject();
    }

    private void tally(CapacityTally tally) {
        json.writeNumberProperty("datagrams", tally.datagrams());
        json.writeNumberProperty("bytes", tally.bytes());
        json.writeNumberProperty("lost", tally.lost());
        json.writeNumberProperty("reordered", tally.reordered());
        json.writeNumberProperty("duplicates", tally.duplicates());
        json.writeNumberProperty("ceMarked", tally.ceMarked());
        variation("oneWayVariationNs", tally.oneWayVariation());
        variation("roundTripVariationNs", tally.roundTripVariation());
    }

    private void variation(String name, Variation variation) {
        if (variation.present()) {
            json.writeName(name).writeStartObject();
            json.writeNumberProperty("n", variation.n());
            json.writeNumberProperty("min", variation.minNs());
            if (variation.n() > 0) {
                json.writeNumberProperty("mean", Math.round(variation.meanNs()));
            }
            json.writeNumberProperty("max", variation.maxNs());
            json.writeEndObject();
        }
    }

    private void least(String name, long ns) {
        if (ns != Part.ABSENT) {
            json.writeNumberProperty(name, ns);
        }
    }

    private void summary(CapacityReport report) {
        int all = report.intervals().size();
        json.writeName("summary").writeStartObject();
        json.writeNumberProperty("intervals", all);
        rates("meanBitsPerSecond", layer -> report.meanBitsPerSecond(layer, 0, all));
        tally(report.tally(0, all));
        json.writeBooleanProperty("ecnBleached", report.ecnBleached());
        json.writeEndObject();
    }

    private void evidence(CapacityEvidence evidence) {
        json.writeName("evidence").writeStartObject();
        host("here", evidence.here());
        evidence.there().ifPresent(there -> host("there", there));
        evidence.highestRow().ifPresent(row -> {
            json.writeNumberProperty("highestRow", row);
            json.writeNumberProperty("highestRowBitsPerSecond", Math.round(evidence.highestRowBitsPerSecond()));
        });
        json.writeNumberProperty("topRow", evidence.topRow());
        json.writeNumberProperty("topRowBitsPerSecond", Math.round(evidence.topRowBitsPerSecond()));
        HostConditions host = evidence.host();
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

    private void host(String name, CapacityHost host) {
        json.writeName(name).writeStartObject();
        json.writeNumberProperty("refused", host.refused());
        json.writeNumberProperty("missedSlots", host.missedSlots());
        json.writeNumberProperty("receiveOverflow", host.receiveOverflow());
        json.writeNumberProperty("stalls", host.stalls());
        json.writeNumberProperty("stalledNs", host.stalledNs());
        if (!Double.isNaN(host.laneBusyShare())) {
            json.writeNumberProperty("laneBusyShare", host.laneBusyShare());
        }
        json.writeEndObject();
    }

    private void verdict(CapacityPlan plan, CapacityReport report) {
        CapacityVerdict verdict = CapacityVerdict.of(plan, report);
        json.writeName("verdict").writeStartObject();
        json.writeStringProperty("limit", lower(verdict.limit()));
        array("reasons", verdict.reasons(), json::writeString);
        json.writeStringProperty("sentence", verdict.sentence(report));
        json.writeEndObject();
    }

    private void address(String name, InetSocketAddress address) {
        if (address != null) {
            json.writeStringProperty(name, Figures.address(address));
        }
    }

    /** {@code TOP_ROW} as {@code topRow}. */
    private static String lower(Enum<?> value) {
        StringBuilder name = new StringBuilder();
        for (String word : value.name().toLowerCase(Locale.ROOT).split("_")) {
            name.append(name.isEmpty() ? word : word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1));
        }
        return name.toString();
    }
}
