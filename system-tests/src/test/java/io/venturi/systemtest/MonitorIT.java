package io.venturi.systemtest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.venturi.systemtest.Program.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code venturi monitor} as its users see it. */
@Timeout(180)
class MonitorIT {
    @TempDir
    private Path folder;

    private String history() {
        return folder.resolve("monitor.db").toString();
    }

    @Test
    void shouldWatchUntilCtrlCAndKeepAHistory() {
        try (Venturi.Serving server = Venturi.Serving.on("127.0.0.1:0")) {
            try (Program monitor = Venturi.start("monitor", "alpha=127.0.0.1:" + server.port(), "none=127.0.0.1:9",
                    "--every", "5s", "-i", "50ms", "--history", history(), "--alert", "silent for 1s")) {
                monitor.awaitOut("alpha +p50 .* lost \\d+/\\d+");
                monitor.awaitOut("none +ALERT silent for 1s");
                monitor.signal("INT");
                Outcome outcome = monitor.await();

                assertEquals(0, outcome.exit(), outcome.toString());
                assertTrue(outcome.out().contains("Verdict: no reply ever from none"), outcome.toString());
                assertTrue(outcome.out().lines().filter(line -> !line.contains("no reply: "))
                        .allMatch(line -> line.length() <= 80 || line.contains("History")), outcome.toString());
                Told.noTrace(outcome);
            }
            Outcome shown = Venturi.run("monitor", "history", "--history", history(), "--json");
            assertEquals(0, shown.exit(), shown.toString());
            Json line = shown.out().lines().map(Json::parse).filter(json -> json.text("target").equals("alpha"))
                    .findFirst().orElseThrow();
            assertTrue(line.number("received") > 10, shown.toString());
        }
    }

    @Test
    void shouldKeepWhatItHadToldWhenItIsKilled() {
        try (Venturi.Serving server = Venturi.Serving.on("127.0.0.1:0")) {
            try (Program monitor = Venturi.start("monitor", "alpha=127.0.0.1:" + server.port(), "--every", "5s",
                    "--json", "--history", history())) {
                monitor.awaitOut("\"type\":\"interval\".*\\n");
                monitor.kill();
            }
            Outcome shown = Venturi.run("monitor", "history", "--history", history(), "--csv");

            assertEquals(0, shown.exit(), shown.toString());
            assertTrue(shown.out().lines().count() >= 2, shown.toString());
        }
    }

    @Test
    void shouldEndWithOneWhenARuleOfFailOnHolds() {
        try (Venturi.Serving server = Venturi.Serving.on("127.0.0.1:0")) {
            String host = "127.0.0.1:" + server.port();

            Outcome fine = Venturi.run("monitor", host, "--once", "--every", "5s", "--no-history", "--fail-on",
                    "loss > 90%");
            Outcome slow = Venturi.run("monitor", host, "--once", "--every", "5s", "--no-history", "--fail-on",
                    "max > 1ns for 1h");

            assertEquals(0, fine.exit(), fine.toString());
            assertEquals(1, slow.exit(), slow.toString());
        }
        Outcome dead = Venturi.run("monitor", "127.0.0.1:9", "--once", "--every", "5s", "--no-history");
        assertEquals(4, dead.exit(), dead.toString());
    }

    @Test
    void shouldLoadNoLargeLibraryWhenItIsNotNeeded() {
        for (String[] words : new String[][] {{"--help"}, {"serve", "--help"}, {"monitor", "--help"}}) {
            Outcome outcome = Program.run(Venturi.command(List.of("-Xlog:class+load:stderr"), words));

            assertEquals(0, outcome.exit(), outcome.toString());
            assertTrue(outcome.err().contains("io.venturi.cli.Main"), "classes are told");
            for (String library : List.of("org.sqlite", "org.tomlj", "io.prometheus", "io.opentelemetry", "javax.jmdns",
                    "java.net.http", "com.sun.net.httpserver")) {
                assertFalse(outcome.err().contains(" " + library + "."), library);
            }
        }
    }

    /** picocli knows how to read the times of java.sql, and so loads it. */
    /** Without the start-up cache, which the JVM takes over whole. */
    @Test
    void shouldAnswerWithoutReadingTheCommandLineWhenAskedForHelpAlone() {
        Outcome outcome = Program.run(Venturi.command(List.of("-XX:AOTMode=off", "-Xlog:class+load:stderr"), "--help"));

        assertEquals(0, outcome.exit(), outcome.toString());
        assertFalse(outcome.err().contains(" picocli."), "picocli");
        assertFalse(outcome.err().contains(" java.sql."), "java.sql");
    }

    @Test
    void shouldSayWhatIsWrongWithTheCommandLine() throws Exception {
        Path file = Files.writeString(folder.resolve("t.toml"), "[[target]]\nname = \"a\"\n");

        Told.once(run(), 2, "Nothing to monitor");
        Told.once(run("--config", file.toString()), 2, "host is missing");
        Told.once(run("h", "h"), 2, "Two targets are called h");
        Told.once(run("h", "--alert", "p98 > 1ms"), 2, "is no alert rule");
        Told.once(run("h", "--every", "1s"), 2, "interval of results");
        Told.once(run("h", "--metrics", "x"), 2, "no place for metrics");
        Told.once(run("h", "--otlp", "host"), 2, "no address of a collector");
        Told.once(run("h", "--webhook", "host"), 2, "no web address");
        Told.once(Venturi.run("monitor", "history", "--history", folder + "/none.db"), 3, "There is no history");
        Told.once(run("h", "--history", "/proc/x/h.db"), 3, "--no-history");
    }

    private static Outcome run(String... words) {
        List<String> all = new ArrayList<>(List.of("monitor"));
        all.addAll(List.of(words));
        if (!all.contains("--history")) {
            all.add("--no-history");
        }
        return Venturi.run(all.toArray(String[]::new));
    }
}
