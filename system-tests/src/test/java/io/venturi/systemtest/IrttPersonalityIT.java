package io.venturi.systemtest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.venturi.systemtest.Needs.What;
import io.venturi.systemtest.Program.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code venturi irtt} in the place of irtt: what scripts that know irtt will meet. */
class IrttPersonalityIT {
    /** Text in 0.9.0, an object in later releases. */
    private static final Set<String> CHANGED_SINCE = Set.of("stats.start_time");

    private static Venturi.Serving server;

    @TempDir
    private Path folder;

    @BeforeAll
    static void serve() {
        server = Venturi.Serving.onLoopback();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static List<String> client(String... words) {
        List<String> all = new ArrayList<>(List.of("client", "127.0.0.1:" + server.port()));
        all.addAll(List.of(words));
        return all;
    }

    private static List<String> ours(List<String> words) {
        List<String> all = new ArrayList<>(List.of("irtt"));
        all.addAll(words);
        return Venturi.command(all.toArray(String[]::new));
    }

    @Test
    @Needs(What.IRTT)
    void shouldWriteEveryFieldOfIrttWithTheSameType() {
        List<String> words = client("-i", "5ms", "-d", "100ms", "-Q", "-o", "-", "--fill=rand", "--wait=100ms");
        Outcome theirs = Program.run(Irtt.command(words.toArray(String[]::new)));
        Outcome ours = Program.run(ours(words));

        Map<String, String> expected = shape(Json.parse(theirs.out()));
        Map<String, String> written = shape(Json.parse(ours.out()));
        expected.keySet().removeIf(path -> CHANGED_SINCE.stream().anyMatch(path::startsWith));
        expected.forEach((path, type) -> assertEquals(type, written.get(path), path + " in " + ours.out()));
    }

    private static Map<String, String> shape(Json json) {
        Map<String, String> types = new TreeMap<>();
        collect("", json.value(), types);
        return types;
    }

    private static void collect(String path, Object value, Map<String, String> types) {
        switch (value) {
            case Map<?, ?> object -> object.forEach((name, below) ->
                    collect(path.isEmpty() ? name.toString() : path + "." + name, below, types));
            case List<?> array -> array.forEach(below -> collect(path + "[]", below, types));
            case Double _ -> types.put(path, "number");
            case Long _ -> types.put(path, "number");
            default -> types.put(path, value.getClass().getSimpleName());
        }
    }

    @Test
    @Needs(What.IRTT)
    void shouldPrintASummaryWithTheLinesOfIrtt() {
        List<String> words = client("-i", "5ms", "-d", "100ms", "-q", "--wait=100ms");
        Outcome theirs = Program.run(Irtt.command(words.toArray(String[]::new)));
        Outcome ours = Program.run(ours(words));

        assertEquals(0, ours.exit(), ours.toString());
        for (String label : List.of("RTT", "send delay", "receive delay", "send call time", "server proc. time",
                "duration:", "packets sent/received:", "server packets received:", "bytes sent/received:",
                "send/receive rate:", "timer stats:")) {
            assertTrue(theirs.out().contains(label), "theirs has " + label + ": " + theirs);
            assertTrue(ours.out().contains(label), "ours has " + label + ": " + ours);
        }
    }

    @Test
    void shouldNameFilesAsIrttDoes() {
        for (String[] names : new String[][] {{"b.json", "b.json"}, {"d.gz", "d.json.gz"}}) {
            Outcome test = Program.run(ours(client("-i", "1ms", "-d", "10ms", "-Q", "--wait=100ms", "-o",
                    folder.resolve(names[0]).toString())));

            assertEquals(0, test.exit(), test.toString());
            assertTrue(Files.exists(folder.resolve(names[1])), names[1] + ": " + test);
        }
    }

    @Test
    void shouldEndWithZeroAndResultsWhenEverythingIsLost() {
        try (IrttResponder mute = new IrttResponder(IrttResponder::openOnly)) {
            Outcome test = Program.run(ours(List.of("client", "-i", "10ms", "-d", "100ms", "-o", "-", "--wait=100ms",
                    mute.address())));

            assertEquals(0, test.exit(), test.toString());
            Json result = Json.parse(test.out());
            assertEquals(0, result.number("stats.packets_received"));
            assertEquals(result.number("stats.packets_sent"), result.list("round_trips").stream()
                    .filter(trip -> trip.text("lost").startsWith("true")).count());
        }
    }

    @Test
    void shouldWriteResultsWhenInterrupted() {
        try (Program client = Program.start(ours(client("-i", "200ms", "-d", "1h", "-o", "-")))) {
            client.awaitErr("seq=0 ");
            client.signal("INT");
            Outcome test = client.await();

            assertEquals(0, test.exit(), test.toString());
            assertTrue(Json.parse(test.out()).number("stats.packets_received") >= 1, test.toString());
            Told.noTrace(test);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "irtt version, 0, irtt version: 0.9",
        "irtt help client, 0, --timeouts",
        "irtt client -n -Q --timeouts=200ms 127.0.0.1:9, 1, refused",
        "irtt client --timeouts=199ms 127.0.0.1, 1, 199ms",
        "irtt client --dscp 1 127.0.0.1, 2, dscp",
        "irtt client -d=10s 127.0.0.1, 2, =10s",
        "irtt client -l 70000 127.0.0.1, 2, 70000",
        "irtt, 2, client",
    })
    void shouldEndAsIrttDoes(String line, int exit, String words) {
        Outcome test = Program.run(Venturi.command(Venturi.SHORT, line.split(" ")));

        assertEquals(exit, test.exit(), test.toString());
        assertTrue((exit == 0 ? test.out() : test.err()).contains(words), test.toString());
        Told.noTrace(test);
    }

    /** A server under the other name, tested by the real client, and stopped. */
    @Test
    @Needs(What.IRTT)
    void shouldServeAsIrttServer() {
        int port = Irtt.freePort();
        try (Program program = Program.start(ours(List.of("server", "-i", "0", "-b", "127.0.0.1:" + port)))) {
            program.awaitOut("\\[ListenerStart]");
            Outcome test = Irtt.run("client", "-i", "2ms", "-d", "100ms", "--wait=200ms", "-Q", "-o", "-",
                    "127.0.0.1:" + port);
            program.awaitOut("\\[NewConn] new connection, token=[0-9a-f]{16}");
            program.awaitOut("\\[CloseConn] close connection, token=[0-9a-f]{16}");
            program.signal("TERM");

            assertEquals(0, test.exit(), test.toString());
            assertEquals(0, program.await().exit());
        }
    }
}
