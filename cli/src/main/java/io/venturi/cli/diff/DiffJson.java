package io.venturi.cli.diff;

import io.venturi.cli.diff.Comparison.Line;
import io.venturi.cli.output.JsonFormat;
import io.venturi.cli.result.Result;
import java.io.PrintWriter;
import java.util.List;
import tools.jackson.core.JsonGenerator;

/** A comparison as JSON, schema {@code docs/schema/diff.schema.json}. What is not known is left out. */
public final class DiffJson {

    private DiffJson() {
    }

    /** Write one document and a newline; the writer stays open. */
    public static void print(Comparison comparison, PrintWriter to) {
        try (JsonGenerator json = JsonFormat.readable(to)) {
            json.writeStartObject();
            json.writeStringProperty("schema", "venturi.diff/1");
            json.writeStringProperty("basis", switch (comparison.basis()) {
                case RUNS -> "runs";
                case PROBES -> "probes";
                case SINGLE -> "single";
            });
            json.writeNumberProperty("level", comparison.level());
            json.writeBooleanProperty("worse", comparison.worse());
            json.writeStringProperty("sentence", DiffText.verdict(comparison));
            files(json, "a", comparison.a());
            files(json, "b", comparison.b());
            json.writeName("metrics").writeStartArray();
            comparison.lines().forEach(line -> line(json, line));
            json.writeEndArray();
            texts(json, "unlike", comparison.unlike());
            texts(json, "notes", comparison.notes());
            json.writeEndObject();
        }
        to.println();
    }

    private static void files(JsonGenerator json, String name, List<Result> results) {
        texts(json, name, results.stream().map(Result::file).distinct().toList());
    }

    private static void texts(JsonGenerator json, String name, List<String> texts) {
        json.writeName(name).writeStartArray();
        texts.forEach(json::writeString);
        json.writeEndArray();
    }

    private static void line(JsonGenerator json, Line line) {
        json.writeStartObject();
        json.writeStringProperty("test", line.test());
        json.writeStringProperty("metric", line.metric().name());
        json.writeStringProperty("unit", switch (line.metric().unit()) {
            case NS -> "ns";
            case BITS_PER_SECOND -> "bitsPerSecond";
            case PERCENT -> "percent";
            case COUNT -> "count";
            case FRAMES_PER_SECOND -> "framesPerSecond";
        });
        json.writeBooleanProperty("higherIsWorse", line.metric().higherIsWorse());
        numbers(json, "a", line.valuesA());
        numbers(json, "b", line.valuesB());
        known(json, "medianA", line.medianA());
        known(json, "medianB", line.medianB());
        known(json, "shift", line.shift().estimate());
        known(json, "shiftLow", line.shift().low());
        known(json, "shiftHigh", line.shift().high());
        known(json, "relative", line.relative());
        known(json, "p", line.shift().p());
        known(json, "adjustedP", line.adjustedP());
        known(json, "relativeThreshold", line.metric().relative());
        known(json, "absoluteThreshold", line.metric().absolute());
        json.writeStringProperty("verdict", switch (line.verdict()) {
            case WORSE -> "worse";
            case BETTER -> "better";
            case SMALL -> "small";
            case NOT_PROVED -> "notProved";
            case UNDECIDABLE -> "undecidable";
        });
        json.writeEndObject();
    }

    private static void numbers(JsonGenerator json, String name, double[] values) {
        json.writeName(name).writeStartArray();
        for (double value : values) {
            json.writeNumber(value);
        }
        json.writeEndArray();
    }

    private static void known(JsonGenerator json, String name, double value) {
        if (!Double.isNaN(value)) {
            json.writeNumberProperty(name, value);
        }
    }
}
