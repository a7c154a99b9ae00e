package io.venturi.cli.discovery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.venturi.cli.discovery.FoundServer.FoundService;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class DiscoveryOutputTest {
    private static final FoundServer SERVER = new FoundServer("lab \u001b[2Jx", "alpha.local",
            List.of("192.0.2.7", "fe80::1"), List.of(
            new FoundService(ServiceType.IRTT, 2112, new TreeMap<>(Map.of("auth", "key"))),
            new FoundService(ServiceType.IPERF3, 5201, new TreeMap<>(Map.of("auth", "none")))));

    @Test
    void shouldShowHowToTestAndNeverPassOnControlCharacters() {
        StringWriter text = new StringWriter();
        DiscoveryOutput.text(List.of(SERVER), new PrintWriter(text, true));

        assertEquals("""
                lab ?[2Jx  alpha.local  192.0.2.7, fe80::1
                  irtt    udp 2112   venturi rtt 192.0.2.7:2112  (needs its key)
                  iperf3  tcp 5201   venturi iperf3 -c 192.0.2.7 -p 5201
                """, text.toString());
    }

    @Test
    void shouldWriteOneDocumentOfJson() {
        StringWriter text = new StringWriter();
        DiscoveryOutput.json(List.of(SERVER), new PrintWriter(text, true));

        assertTrue(text.toString().contains("\"services\":[{\"protocol\":\"irtt\",\"transport\":\"udp\",\"port\":2112,"
                + "\"details\":{\"auth\":\"key\"}}"), text.toString());
        assertFalse(text.toString().contains("\u001b"));
    }

    @Test
    void shouldWriteWhatTheSchemaSays() throws IOException {
        Schema schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(Files.readString(Path.of("..", "docs", "schema", "discover.schema.json")));
        FoundServer unknown = new FoundServer("x", "x.local", List.of(),
                List.of(new FoundService(ServiceType.UDPST, 24601, new TreeMap<>())));

        for (List<FoundServer> found : List.of(List.<FoundServer>of(), List.of(SERVER, unknown))) {
            StringWriter text = new StringWriter();
            DiscoveryOutput.json(found, new PrintWriter(text, true));
            String json = text.toString();

            assertEquals(List.of(), new ArrayList<>(schema.validate(json, InputFormat.JSON)), json);
            assertFalse(schema.validate(json.replace("schemaVersion", "version"), InputFormat.JSON).isEmpty());
        }
    }

    @Test
    void shouldUseServiceNamesThatAreAllowed() {
        for (ServiceType type : ServiceType.values()) {
            assertTrue(type.dnsName().matches("_[a-z0-9-]{1,15}\\._(udp|tcp)\\.local\\."), type.dnsName());
            assertEquals(type, ServiceType.of(type.dnsName()).orElseThrow());
        }
    }
}
