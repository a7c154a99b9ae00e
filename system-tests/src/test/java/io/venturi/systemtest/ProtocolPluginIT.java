package io.venturi.systemtest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.venturi.systemtest.Program.Outcome;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Protocols of the provider interface by the shipped jar: the example as a plugin, and KCP. */
class ProtocolPluginIT {
    private static final String PLUGIN = Path.of(System.getProperty("venturi.work"),
            "../../examples/target/venturi-examples.jar").normalize().toString();
    private static final String LISTENING = "TCP and UDP ([0-9.:]+) for throughput tests";
    private static final int BYTES = 2_000_000;

    private static Program serve(String... options) {
        List<String> words = new ArrayList<>(List.of("serve", "--bind", "127.0.0.1:0", "--iperf3", "127.0.0.1:0"));
        words.addAll(List.of(options));
        return Venturi.start(words.toArray(String[]::new));
    }

    private static String address(Program server) {
        return server.awaitOut(LISTENING).group(1);
    }

    private static Outcome run(String server, String options) {
        List<String> words = new ArrayList<>(List.of("throughput", server, "-q", "--latency", "off"));
        words.addAll(List.of(options.split(" ")));
        return Venturi.run(words.toArray(String[]::new));
    }

    private static double figure(Json stream, String end, String name) {
        return ((Number) stream.at(end + ".protocolDetails." + name + ".value").value()).doubleValue();
    }

    @ParameterizedTest
    @CsvSource({"--up", "--down"})
    void shouldRunTheExampleAsAPlugin(String direction) {
        try (Program server = serve("--plugin", PLUGIN)) {
            Outcome outcome = run(address(server), direction + " --json --protocol parity --plugin " + PLUGIN
                    + " -O drop=7 -O group=4 -O verify=yes --rate 20Mbps -n " + BYTES);

            assertEquals(0, outcome.exit(), outcome::toString);
            Json test = Json.parse(outcome.out()).list("tests").getFirst();
            assertEquals("parity", test.text("protocol.name"));
            assertEquals("7", test.text("protocol.options.drop"));
            Json stream = test.list("streams").getFirst();
            assertTrue(stream.number("sent.bytes") >= BYTES, outcome::toString);
            assertEquals(BYTES, stream.number("received.bytes"), "parity repairs single losses");
            assertEquals(0, figure(stream, "received", "corruptPieces"));
            assertTrue(figure(stream, "received", "repaired") > 100, outcome::toString);
            assertTrue(stream.number("received.lost") > 100, outcome::toString);
        }
    }

    @Test
    void shouldRunKcpAndShowItsFigures() {
        try (Program server = serve()) {
            Outcome outcome = run(address(server), "--protocol kcp -O interval=5 -P 2 --down -O verify=yes -n "
                    + BYTES);

            assertEquals(0, outcome.exit(), outcome::toString);
            assertTrue(outcome.out().contains("interval=5") && outcome.out().contains("segments sent")
                    && outcome.out().contains("rtt most"), outcome::toString);
            assertTrue(outcome.out().lines().allMatch(line -> line.length() <= 80), outcome::toString);
        }
    }

    @Test
    void shouldNameWhatTheServerDoesNotHave() {
        try (Program server = serve()) {
            Outcome outcome = run(address(server), "--protocol parity --plugin " + PLUGIN);

            assertEquals(4, outcome.exit(), outcome::toString);
            assertTrue(outcome.err().contains("There is no protocol 'parity' here"), outcome::toString);
        }
    }

    @Test
    void shouldListProtocols() {
        Outcome outcome = Venturi.run("throughput", "--list-protocols", "--plugin", PLUGIN);

        assertEquals(0, outcome.exit(), outcome::toString);
        for (String part : List.of("kcp", "parity", "send-window", "1 to 32768 segments; default 1024", "repaired")) {
            assertTrue(outcome.out().contains(part), part + " in " + outcome);
        }
        assertTrue(outcome.out().lines().allMatch(line -> line.length() <= 80), outcome::toString);
    }

    @Test
    void shouldRefuseAJarWithoutProtocol() {
        Outcome outcome = Venturi.run("throughput", "--protocol", "parity", "--plugin",
                System.getProperty("venturi.jar") + ".no");

        assertEquals(2, outcome.exit(), outcome::toString);
        assertTrue(outcome.err().contains("is not a file that can be read"), outcome::toString);
    }
}
