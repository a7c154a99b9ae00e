package io.venturi.cli.output;

import io.venturi.cli.config.DryRun;
import io.venturi.cli.config.Setting;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JsonGenerator;

/** What would be done, for programs; see {@code docs/schema/plan.schema.json}. */
public final class PlanJson {
    private static final String SCHEMA = "venturi.plan/1";
    private static final long ENDLESS = Long.MAX_VALUE;

    private final JsonGenerator json;

    private PlanJson(JsonGenerator json) {
        this.json = json;
    }

    /** Write one document and a line break. */
    public static void write(DryRun run, PrintWriter to) {
        try (JsonGenerator generator = JsonFormat.readable(to)) {
            new PlanJson(generator).document(run);
        }
        to.println();
        to.flush();
    }

    private void document(DryRun run) {
        json.writeStartObject();
        json.writeStringProperty("schema", SCHEMA);
        json.writeStringProperty("venturi", BuildInfo.text());
        json.writeStringProperty("command", run.command());
        json.writeName("arguments").writeStartArray();
        run.arguments().forEach(json::writeString);
        json.writeEndArray();
        options(json, run.options());
        json.writeName("plans").writeStartArray();
        run.plans().forEach(plan -> value(PlanFields.of(plan)));
        json.writeEndArray();
        json.writeEndObject();
    }

    static void options(JsonGenerator json, List<DryRun.Choice> options) {
        json.writeName("options").writeStartArray();
        for (DryRun.Choice choice : options) {
            Setting setting = choice.setting();
            json.writeStartObject();
            json.writeStringProperty("name", choice.option());
            json.writeStringProperty("value", setting.value());
            json.writeStringProperty("source", setting.source().label());
            if (!setting.place().isEmpty()) {
                json.writeStringProperty("place", setting.place());
            }
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void value(Object value) {
        switch (value) {
            case null -> json.writeNull();
            case Map<?, ?> fields -> {
                json.writeStartObject();
                fields.forEach((name, field) -> field(name.toString(), field));
                json.writeEndObject();
            }
            case List<?> all -> {
                json.writeStartArray();
                all.forEach(this::value);
                json.writeEndArray();
            }
            case Boolean yes -> json.writeBoolean(yes);
            case Integer number -> json.writeNumber(number);
            case Long number -> json.writeNumber(number);
            case Double number -> json.writeNumber(number);
            default -> json.writeString(value.toString());
        }
    }

    /** What has no end is left out, as in results. */
    private void field(String name, Object value) {
        if (!(value instanceof Long number && number == ENDLESS)) {
            json.writeName(name);
            value(value);
        }
    }
}
