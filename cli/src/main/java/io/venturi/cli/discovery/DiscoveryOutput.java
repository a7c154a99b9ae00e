package io.venturi.cli.discovery;

import io.venturi.cli.discovery.FoundServer.FoundService;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Locale;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** Found servers as text and JSON. */
public final class DiscoveryOutput {
    private static final int SCHEMA_VERSION = 1;

    private DiscoveryOutput() {
    }

    /** For people, each service with the command that tests with it. */
    public static void text(List<FoundServer> servers, PrintWriter out) {
        for (FoundServer server : servers) {
            out.println(printable(server.instance()) + "  " + printable(server.host()) + "  "
                    + String.join(", ", server.addresses()));
            for (FoundService service : server.services()) {
                String host = server.addresses().isEmpty() ? printable(server.host()) : server.addresses().getFirst();
                boolean keyed = "key".equals(service.details().get("auth"));
                out.println(String.format(Locale.ROOT, "  %-7s %s %-6d ", service.type().protocol(),
                        service.type().transport(), service.port()) + service.type().command(host, service.port())
                        + (keyed ? "  (needs its key)" : ""));
            }
        }
    }

    /** One document. */
    public static void json(List<FoundServer> servers, PrintWriter out) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(ObjectWriteContext.empty(), text)) {
            json.writeStartObject();
            json.writeNumberProperty("schemaVersion", SCHEMA_VERSION);
            json.writeArrayPropertyStart("servers");
            for (FoundServer server : servers) {
                json.writeStartObject();
                json.writeStringProperty("instance", server.instance());
                json.writeStringProperty("host", server.host());
                json.writeArrayPropertyStart("addresses");
                server.addresses().forEach(json::writeString);
                json.writeEndArray();
                json.writeArrayPropertyStart("services");
                server.services().forEach(service -> write(service, json));
                json.writeEndArray();
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        out.println(text);
    }

    private static void write(FoundService service, JsonGenerator json) {
        json.writeStartObject();
        json.writeStringProperty("protocol", service.type().protocol());
        json.writeStringProperty("transport", service.type().transport());
        json.writeNumberProperty("port", service.port());
        json.writeObjectPropertyStart("details");
        service.details().forEach(json::writeStringProperty);
        json.writeEndObject();
        json.writeEndObject();
    }

    /** What others chose to call themselves must not move our cursor. */
    static String printable(String text) {
        StringBuilder safe = new StringBuilder();
        text.codePoints().forEach(c -> safe.appendCodePoint(Character.isISOControl(c)
                || Character.getType(c) == Character.FORMAT ? '?' : c));
        return safe.toString();
    }
}
