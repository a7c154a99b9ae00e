package io.venturi.systemtest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.venturi.systemtest.Program.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A test during which the JVM is made to stand still, with the log that the launcher gives it. */
@Timeout(180)
class SafepointsIT {
    private static final Path JCMD = Path.of(System.getProperty("java.home"), "bin", "jcmd");

    @TempDir
    private Path folder;

    private List<String> watched(Path log, Path report) throws IOException {
        Files.createFile(log);
        return Venturi.command(List.of("-Xlog:safepoint=info:file=\"" + log + "\":timenanos:filecount=0",
                "-Dventuri.safepoints=" + log), "rtt", "-i", "50ms", "-d", "1h", "-o", report.toString());
    }

    @Test
    void shouldNameEverySafepointThatFellIntoTheTest() throws IOException {
        assumeTrue(Files.isExecutable(JCMD), "this Java has no jcmd");
        Path log = folder.resolve("safepoints");
        Path file = folder.resolve("result.json");
        try (Program client = Program.start(watched(log, file))) {
            client.awaitOut("sent \\d+, received \\d+; rtt");
            String pid = Long.toString(client.pid());
            for (int i = 0; i < 2; i++) {
                Program.must(List.of(JCMD.toString(), pid, "GC.run"), "");
                Program.must(List.of(JCMD.toString(), pid, "Thread.print"), "");
            }
            client.signal("INT");
            Outcome test = client.await();

            Told.report(test, 0);
            Json safepoints = Json.parse(file).at("instrument.host.safepoints");
            List<Json> all = safepoints.list("all");
            assertEquals(2, count(all, "SerialGCCollect"), all.toString());
            assertEquals(2, count(all, "PrintThreads"), all.toString());
            assertEquals(all.size(), safepoints.number("count"));
            assertEquals(all.stream().mapToLong(one -> one.number("lengthNs")).sum(), safepoints.number("totalNs"));
            assertTrue(test.out().contains("of the JVM:") && test.out().contains("SerialGCCollect"), test.toString());
        }
    }

    private static long count(List<Json> safepoints, String name) {
        return safepoints.stream().filter(one -> one.text("name").equals(name)).count();
    }
}
