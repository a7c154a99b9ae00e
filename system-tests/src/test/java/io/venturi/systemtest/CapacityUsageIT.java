package io.venturi.systemtest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.venturi.systemtest.Needs.What;
import io.venturi.systemtest.Program.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What users of {@code venturi capacity} do wrong, and what becomes of a test that is stopped or piped. */
class CapacityUsageIT {

    /** The words, and after the bar what the message has to name. */
    private static final List<String> WRONG = List.of(
            "capacity --fixed-rate 875 | --fixed-rate",
            "capacity --up --down | --both",
            "capacity -d 4s | 5s",
            "capacity -c 25 | 24",
            "capacity --search luck | --search",
            "capacity -c many | 2-4",
            "capacity --fixed-rate 1Mbps --start-rate 1Mbps | --start-rate",
            "capacity --mtu 9000 | 1500",
            "capacity -i 120ms | feedback",
            "capacity --lower-delay 90ms --upper-delay 30ms | lower",
            "capacity --ce-threshold 5 | ECN",
            "capacity --key-id 5 | key",
            "capacity --max-rate 40Gbps | 32767",
            "capacity --algorithm D | --algorithm",
            "capacity a b c -c 2 | 3 servers",
            "capacity --latency on | HOST",
            "capacity --latency sometimes | --latency",
            "capacity --search loss --up | both ways",
            "capacity --search loss --duration 10s | --search loss",
            "capacity --repeat 3 | --search loss",
            "capacity --search loss --frame-sizes 63 | 64",
            "capacity --search loss --loss-ratio 2 | below 1",
            "serve --udpst-bandwidth 1Gbps | --udpst",
            "serve --udpst --udpst-tests 0 | 254");
    private static final int BY_DEFAULT = 5;

    @TempDir
    private Path folder;

    static List<String> wrong() {
        return What.full() ? WRONG : WRONG.subList(0, BY_DEFAULT);
    }

    @ParameterizedTest
    @MethodSource("wrong")
    void shouldNameWhatIsWrong(String line) {
        Outcome test = Program.run(Venturi.command(Venturi.SHORT, line.split(" \\| ")[0].split(" ")));

        assertEquals(2, test.exit(), test.toString());
        assertTrue(test.err().lines().findFirst().orElse("").contains(line.split(" \\| ")[1]), test.toString());
        assertEquals("", test.out(), test.toString());
        Told.noTrace(test);
    }

    @Test
    void shouldSayThatNoServerAnswersAndWhatToDo() {
        Outcome test = Venturi.run("capacity", "-q", "127.0.0.1:" + Irtt.freePort());

        assertEquals(4, test.exit(), test.toString());
        assertTrue(test.err().contains("did not answer") && test.err().contains("venturi serve --udpst"),
                test.toString());
        Told.noTrace(test);
    }

    @Test
    void shouldReportAndWriteTheFilesAfterCtrlC() throws IOException {
        Path json = folder.resolve("result.json");
        Path csv = folder.resolve("result.csv");
        Path lines = folder.resolve("result.jsonl");
        try (Program test = Venturi.start("capacity", "--fixed-rate", "2Mbps", "-d", "60s", "-o", json.toString(),
                "--csv",
                csv.toString(), "--jsonl", lines.toString())) {
            test.awaitOut(" [23]\\.\\d s  ");
            test.signal("INT");
            Outcome stopped = test.await();

            assertEquals(0, stopped.exit(), stopped.toString());
            assertTrue(stopped.out().replaceAll("\\s+", " ").contains("stopped before its time"), stopped.toString());
            assertFalse(stopped.out().contains("\u001b"), "no terminal, no escapes: " + stopped);
            assertTrue(stopped.out().lines().allMatch(line -> line.length() <= 200), stopped.toString());
        }
        assertTrue(Files.readString(json).contains("\"name\" : \"interrupted\""), () -> json + " lacks the ending");
        assertTrue(Files.readAllLines(csv).size() >= 3, () -> csv + " lacks rows");
        assertTrue(Files.readAllLines(lines).size() >= 3, () -> lines + " lacks lines");
    }

    @Test
    void shouldGiveStandardOutputToJsonAlone() {
        Outcome test = Venturi.run("capacity", "--up", "--fixed-rate", "1Mbps", "-d", "5s", "--json");

        assertEquals(0, test.exit(), test.toString());
        Map<?, ?> document = (Map<?, ?>) Json.parse(test.out()).value();
        assertEquals("venturi.capacity/1", document.get("schema"));
        assertTrue(test.err().contains("Verdict: "), test.toString());
    }

    @Test
    void shouldExplainItselfIn80Columns() {
        Outcome help = Program.run(Venturi.command(Venturi.SHORT, "capacity", "--help"));

        assertEquals(0, help.exit(), help.toString());
        assertTrue(help.out().lines().allMatch(text -> text.length() <= 80), help.toString());
        for (String part : List.of("Load:", "Rate:", "Path and packets:", "Server:", "Latency under load:",
                "Loss-free throughput (--search loss):", "This host:", "Output:",
                "Examples:")) {
            assertTrue(help.out().contains(part), part + " is missing: " + help);
        }
    }

    @Test
    void shouldServeTestsOfTheClassicToolsOptions() {
        try (Program server = Venturi.start("udpst", "-v", "-a", "secret", "-p", String.valueOf(Irtt.freePort()),
                "127.0.0.1")) {
            String port = server.awaitOut("Awaiting setup requests on 127\\.0\\.0\\.1:(\\d+)").group(1);

            BusyHost.permitting(() -> { // keys hold for 5 s
                Outcome test = Venturi.run("udpst", "-d", "-s", "-t", "5", "-I", "1", "-a", "secret", "-p", port,
                        "127.0.0.1");

                assertEquals(0, test.exit(), test.toString());
                assertTrue(test.out().contains("Downstream Maximum Mbps(L3/IP): "), test.toString());
            });
            Outcome refused = Venturi.run("udpst", "-u", "-t", "5", "-a", "wrong", "-p", port, "127.0.0.1");

            assertEquals(107, refused.exit(), refused.toString());
            server.signal("TERM");
            assertEquals(255, server.await().exit());
        }
    }
}
