package io.venturi.systemtest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.venturi.systemtest.Needs.What;
import io.venturi.systemtest.Program.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What users of {@code venturi throughput} do wrong, and what becomes of a test that is stopped or piped. */
class ThroughputUsageIT {

    /** The words, and after the bar what the message has to name. */
    private static final List<String> WRONG = List.of(
            "throughput --up --down | --both",
            "throughput -n 1M | MiB",
            "throughput -d 1s -n 1MB | one of them",
            "throughput -P 129 | 128",
            "throughput --udp --zero-copy | TCP",
            "throughput --segmentation | UDP",
            "throughput -i 5ms | 10ms",
            "throughput --omit 1500ms | whole seconds",
            "throughput -d 1ms | 10ms",
            "throughput --rate 50 | --rate",
            "throughput --udp -l 8 | 16",
            "throughput -l 2MiB | 1048576",
            "throughput --user somebody | --public-key",
            "throughput --dscp EF --tos 4 | --tos",
            "throughput --latency on | HOST");
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
        Outcome test = Venturi.run("throughput", "-q", "--latency", "off", "127.0.0.1:" + Irtt.freePort());

        assertEquals(4, test.exit(), test.toString());
        assertTrue(test.err().contains("nothing listens") && test.err().contains("venturi serve --iperf3"),
                test.toString());
        Told.noTrace(test);
    }

    @Test
    void shouldReportAndWriteTheFilesAfterCtrlC() throws IOException {
        Path json = folder.resolve("result.json");
        Path lines = folder.resolve("live.jsonl");
        Path csv = folder.resolve("rows.csv");
        try (Program test = Venturi.start("throughput", "--up", "-d", "1h", "-i", "100ms", "-o", json.toString(),
                "--jsonl", lines.toString(), "--csv", csv.toString())) {
            test.awaitOut("bit/s up");
            test.signal("INT");
            Outcome outcome = test.await();

            assertEquals(0, outcome.exit(), outcome.toString());
            assertTrue(outcome.out().replaceAll("\\s+", " ").contains("It was stopped early."), outcome.toString());
            assertEquals("interrupted", Json.parse(json).list("tests").getFirst().text("end"));
            List<String> live = Files.readAllLines(lines);
            assertTrue(live.size() >= 2, live.toString());
            assertEquals("interrupted", Json.parse(live.getLast()).text("end"));
            assertTrue(Files.readAllLines(csv).size() >= 2, csv.toString());
        }
    }
}
