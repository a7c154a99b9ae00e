package io.venturi.systemtest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.venturi.systemtest.NetworkNamespaces.Families;
import io.venturi.systemtest.Program.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Real multicast between two namespaces. */
@Needs(Needs.What.NAMESPACES)
@Timeout(180)
class DiscoverIT {
    /** Listening and taking leave come on top of starting. */
    private static final Duration PATIENCE = Duration.ofSeconds(45);

    private static Outcome discover(NetworkNamespaces.Host where, String... words) {
        List<String> all = new ArrayList<>(List.of("discover"));
        all.addAll(List.of(words));
        return Program.run(where.command(Venturi.command(all.toArray(String[]::new))), "", PATIENCE);
    }

    @Test
    void shouldFindAServerThatAnnouncesItself() {
        try (NetworkNamespaces hosts = new NetworkNamespaces(Families.BOTH);
                Venturi.Serving server = Venturi.Serving.on(hosts.far().enter(), ":2112", "--announce", "far server",
                        "--iperf3", ":5201")) {
            server.program().awaitOut("Announced as far server");

            Outcome json = discover(hosts.near(), "--json", "--timeout", "8s");
            Outcome text = discover(hosts.near(), "--timeout", "8s");

            assertEquals(0, json.exit(), json.toString());
            assertEquals("", json.err());
            Json found = Json.parse(json.out()).list("servers").getFirst();
            assertEquals("far server", found.text("instance"));
            assertTrue(json.out().contains("\"" + NetworkNamespaces.FAR_4 + "\""), json.toString());
            assertEquals(List.of("irtt", "iperf3"),
                    found.list("services").stream().map(service -> service.text("protocol")).toList());
            assertTrue(json.out().contains("\"auth\":\"none\""), json.toString());
            assertEquals(0, text.exit(), text.toString());
            assertTrue(text.out().contains("venturi rtt " + NetworkNamespaces.FAR_4 + ":2112"), text.toString());
            Told.noTrace(server.stop());
        }
    }

    @Test
    void shouldFindNothingWhenAServerDoesNotAnnounceItself() {
        try (NetworkNamespaces hosts = new NetworkNamespaces(Families.BOTH);
                Venturi.Serving _ = Venturi.Serving.on(hosts.far().enter(), ":2112")) {
            Told.once(discover(hosts.near(), "--timeout", "3s"), 1, "No server announced itself");
        }
    }
}
