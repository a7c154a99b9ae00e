package io.venturi.cli.output;

import io.venturi.engine.host.Change;
import io.venturi.engine.host.Figure;
import io.venturi.engine.host.Finding;
import io.venturi.engine.host.HostReport;
import io.venturi.engine.host.Measurement;
import io.venturi.engine.host.Remedy;
import io.venturi.engine.host.Verdict;
import java.io.PrintWriter;
import java.util.List;
import tools.jackson.core.JsonGenerator;

/**
 * An examination of this host as JSON, schema {@code docs/schema/doctor.schema.json}. Times are integer ns, absent
 * values are left out.
 */
public final class DoctorJson {
    private static final String SCHEMA = "venturi.doctor/1";

    private final JsonGenerator json;

    private DoctorJson(JsonGenerator json) {
        this.json = json;
    }

    /** Write one document and a newline; the writer stays open. */
    public static void write(HostReport report, boolean oneWay, PrintWriter to) {
        try (JsonGenerator generator = JsonFormat.readable(to)) {
            new DoctorJson(generator).document(report, oneWay);
        }
        to.println();
    }

    private void document(HostReport report, boolean oneWay) {
        json.writeStartObject();
        json.writeStringProperty("schema", SCHEMA);
        json.writeStringProperty("venturi", BuildInfo.text());
        json.writeStringProperty("target", report.target().label());
        json.writeBooleanProperty("oneWay", oneWay);
        json.writeBooleanProperty("fit", oneWay ? report.verdict().isFitOneWay() : report.verdict().isFit());
        if (!report.device().isEmpty()) {
            json.writeStringProperty("interface", report.device());
        }
        if (!report.driver().isEmpty()) {
            json.writeStringProperty("driver", report.driver());
        }
        json.writeName("verdicts").writeStartArray();
        report.verdicts().forEach(this::verdict);
        json.writeEndArray();
        json.writeName("figures").writeStartArray();
        report.figures().forEach(this::figure);
        json.writeEndArray();
        json.writeName("measurements").writeStartArray();
        report.measurements().forEach(this::measurement);
        json.writeEndArray();
        json.writeName("findings").writeStartArray();
        report.findings().forEach(finding -> finding(finding, report.measurements()));
        json.writeEndArray();
        json.writeEndObject();
    }

    private void verdict(Verdict verdict) {
        json.writeStartObject();
        json.writeStringProperty("target", verdict.target().label());
        json.writeNumberProperty("targetNs", verdict.target().ns());
        json.writeBooleanProperty("fit", verdict.isFit());
        json.writeBooleanProperty("fitOneWay", verdict.isFitOneWay());
        names("limitedBy", verdict.limiting().stream().map(figure -> DoctorText.camel(figure.kind())).toList());
        names("oneWayLimitedBy", verdict.oneWay().stream().map(figure -> DoctorText.camel(figure.kind())).toList());
        json.writeEndObject();
    }

    private void figure(Figure figure) {
        json.writeStartObject();
        json.writeStringProperty("figure", DoctorText.camel(figure.kind()));
        figure.ns().ifPresentOrElse(ns -> json.writeNumberProperty("p99Ns", ns),
                () -> json.writeStringProperty("unknown", figure.why()));
        json.writeEndObject();
    }

    private void measurement(Measurement measurement) {
        json.writeStartObject();
        json.writeStringProperty("measurement", DoctorText.camel(measurement.what()));
        measurement.spread().ifPresentOrElse(spread -> {
            json.writeNumberProperty("p50Ns", spread.p50Ns());
            json.writeNumberProperty("p99Ns", spread.p99Ns());
            json.writeNumberProperty("maxNs", spread.maxNs());
        }, () -> json.writeStringProperty("unavailable", measurement.why()));
        json.writeEndObject();
    }

    private void finding(Finding finding, List<Measurement> measurements) {
        json.writeStartObject();
        json.writeStringProperty("concern", DoctorText.camel(finding.concern()));
        switch (finding) {
            case Finding.Good good -> {
                json.writeStringProperty("state", "good");
                json.writeStringProperty("found", good.found());
            }
            case Finding.Unknown unknown -> {
                json.writeStringProperty("state", "unknown");
                json.writeStringProperty("why", unknown.why());
            }
            case Finding.Limits limits -> {
                json.writeStringProperty("state", "limits");
                json.writeStringProperty("found", limits.found());
                json.writeStringProperty("why", limits.why());
                json.writeNumberProperty("errorNs", limits.errorNs());
                names("measured", measurements.stream().filter(one -> one.what().shows(limits.concern()))
                        .filter(one -> one.spread().isPresent()).map(one -> DoctorText.camel(one.what())).toList());
                json.writeName("remedies").writeStartArray();
                limits.remedies().forEach(this::remedy);
                json.writeEndArray();
            }
        }
        json.writeEndObject();
    }

    private void remedy(Remedy remedy) {
        json.writeStartObject();
        switch (remedy) {
            case Remedy.Fix fix -> {
                json.writeStringProperty("kind", "fix");
                names("commands", fix.changes().stream().map(Change::command).toList());
            }
            case Remedy.Command(String text) -> text("command", text);
            case Remedy.BootLine(String text) -> text("bootLine", text);
            case Remedy.Advice(String text) -> text("advice", text);
        }
        json.writeEndObject();
    }

    private void text(String kind, String text) {
        json.writeStringProperty("kind", kind);
        json.writeStringProperty("text", text);
    }

    private void names(String name, List<String> values) {
        json.writeName(name).writeStartArray();
        values.forEach(json::writeString);
        json.writeEndArray();
    }
}
