package io.venturi.cli.output;

import io.venturi.cli.config.ConfigSurvey;
import java.io.PrintWriter;
import tools.jackson.core.JsonGenerator;

/** Where configuration is, and what it says, for programs. */
public final class ConfigJson {
    private static final String SCHEMA = "venturi.config/1";

    private ConfigJson() {
    }

    /** Write one document and a line break. */
    public static void write(ConfigSurvey survey, PrintWriter to) {
        try (JsonGenerator json = JsonFormat.readable(to)) {
            json.writeStartObject();
            json.writeStringProperty("schema", SCHEMA);
            json.writeStringProperty("venturi", BuildInfo.text());
            json.writeName("files").writeStartArray();
            for (ConfigSurvey.Place file : survey.files()) {
                json.writeStartObject();
                json.writeStringProperty("path", file.path().toString());
                json.writeStringProperty("state", file.state());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeName("profiles").writeStartArray();
            survey.profiles().forEach(json::writeString);
            json.writeEndArray();
            json.writeName("commands").writeStartArray();
            survey.commands().forEach((command, choices) -> {
                json.writeStartObject();
                json.writeStringProperty("command", command);
                PlanJson.options(json, choices);
                json.writeEndObject();
            });
            json.writeEndArray();
            json.writeEndObject();
        }
        to.println();
        to.flush();
    }
}
