package io.venturi.cli.output;

import io.venturi.engine.metric.ClockReport;
import io.venturi.engine.metric.ClockReport.Entry;
import io.venturi.engine.metric.ClockReport.Keeper;
import io.venturi.engine.metric.ClockReport.Measured;
import java.io.PrintWriter;
import tools.jackson.core.JsonGenerator;

/** The clocks of a host as JSON, schema {@code docs/schema/clock.schema.json}. */
public final class ClockJson {
    private static final String SCHEMA = "venturi.clock/1";

    private ClockJson() {
    }

    /** Write one document and a newline; the writer stays open. */
    public static void write(ClockReport report, PrintWriter to) {
        try (JsonGenerator json = JsonFormat.readable(to)) {
            json.writeStartObject();
            json.writeStringProperty("schema", SCHEMA);
            json.writeStringProperty("venturi", BuildInfo.text());
            json.writeStringProperty("clockSource", report.clockSource());
            json.writeBooleanProperty("userSpace", report.userSpace());
            json.writeNumberProperty("durationNs", report.durationNs());
            json.writeName("clocks").writeStartArray();
            report.clocks().forEach(entry -> entry(entry, json));
            json.writeEndArray();
            kernel(report.kernel(), json);
            json.writeName("keepers").writeStartArray();
            for (Keeper keeper : report.keepers()) {
                json.writeStartObject();
                json.writeStringProperty("name", keeper.name());
                json.writeBooleanProperty("answered", keeper.answered());
                json.writeStringProperty("detail", keeper.detail());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeName("programs").writeStartArray();
            report.programs().forEach(json::writeString);
            json.writeEndArray();
            new ClockRelationJson(json).syncState("wallClock", report.wallClock());
            json.writeEndObject();
        }
        to.println();
    }

    private static void entry(Entry entry, JsonGenerator json) {
        json.writeStartObject();
        json.writeStringProperty("name", entry.name());
        json.writeStringProperty("detail", entry.detail());
        if (!entry.why().isEmpty()) {
            json.writeStringProperty("why", entry.why());
        }
        entry.reading().ifPresent(measured -> measured(measured, json));
        json.writeEndObject();
    }

    private static void measured(Measured measured, JsonGenerator json) {
        json.writeNumberProperty("resolutionNs", measured.resolutionNs());
        json.writeNumberProperty("readMedianNs", measured.readMedianNs());
        json.writeNumberProperty("readP99Ns", measured.readP99Ns());
        json.writeNumberProperty("offsetNs", measured.offsetNs());
        json.writeNumberProperty("offsetBoundNs", measured.offsetBoundNs());
        json.writeNumberProperty("driftPpm", measured.driftPpm());
        json.writeNumberProperty("driftBoundPpm", measured.driftBoundPpm());
    }

    private static void kernel(ClockReport.Kernel kernel, JsonGenerator json) {
        json.writeName("kernel").writeStartObject();
        json.writeBooleanProperty("synchronised", kernel.synchronised());
        json.writeName("status").writeStartArray();
        kernel.status().forEach(json::writeString);
        json.writeEndArray();
        json.writeNumberProperty("offsetNs", kernel.offsetNs());
        json.writeNumberProperty("frequencyPpm", kernel.frequencyPpm());
        json.writeNumberProperty("maxErrorNs", kernel.maxErrorNs());
        json.writeNumberProperty("estErrorNs", kernel.estErrorNs());
        json.writeNumberProperty("taiOffsetS", kernel.taiOffsetS());
        json.writeNumberProperty("leapPending", kernel.leapPending());
        json.writeEndObject();
    }
}
