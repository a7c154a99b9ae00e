package io.venturi.cli.monitor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * SIGKILL to a writing process at random moments, many times over the same file: what it said was safe is there, once.
 * {@code -Dventuri.crash.rounds=100} for more rounds than the 12 of every build.
 */
@Timeout(1800)
class HistoryCrashTest {
    private static final int ROUNDS = Integer.getInteger("venturi.crash.rounds", 12);
    private static final int MOST_LINES = 400;

    @TempDir
    private Path folder;

    @Test
    void shouldLoseNothingAcknowledgedWhenTheWriterIsKilled() throws Exception {
        Path file = folder.resolve("h.db");
        Random random = new Random(7);
        long kept = 0;
        for (int round = 0; round < ROUNDS; round++) {
            long acknowledged = killedAfter(file, kept, random.nextInt(MOST_LINES), random.nextInt(3_000_000));

            long[] found = verify(file);

            assertTrue(found[0] == acknowledged + 1 || found[0] == acknowledged + 2, "round " + round
                    + ": acknowledged "
                    + acknowledged + ", so " + (acknowledged + 1) + " intervals or one more, but " + found[0]);
            assertEquals(found[0], found[1], "replies and delays are kept together");
            kept = found[0];
        }
        System.out.println("history: " + ROUNDS + " kills, " + kept + " intervals, none lost");
    }

    /** Write from this number on; SIGKILL some time after so many were acknowledged. Gives the last one that was. */
    private long killedAfter(Path file, long first, int lines, int thenNs) throws Exception {
        Process writer = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto", "--enable-native-access=ALL-UNNAMED",
                "-cp", System.getProperty("java.class.path"), HistoryWriter.class.getName(), file.toString(),
                Long.toString(first)).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(writer.getInputStream(), StandardCharsets.UTF_8))) {
            long last = first - 1;
            for (int i = 0; i <= lines; i++) {
                last = Long.parseLong(out.readLine());
            }
            long until = System.nanoTime() + thenNs; // somewhere within a write, not just behind one
            while (System.nanoTime() < until) {
                Thread.onSpinWait();
            }
            writer.toHandle().destroyForcibly(); // which, unlike that of the process, leaves its output open
            return drain(out, last);
        } finally {
            writer.destroyForcibly();
            assertTrue(writer.waitFor(20, TimeUnit.SECONDS), "killed");
        }
    }

    /** What it still said, whole lines only. */
    private static long drain(BufferedReader out, long last) throws IOException {
        StringBuilder rest = new StringBuilder();
        for (int c = out.read(); c >= 0; c = out.read()) {
            rest.append((char) c);
        }
        String[] lines = rest.substring(0, rest.lastIndexOf("\n") + 1).split("\n");
        return lines[lines.length - 1].isEmpty() ? last : Long.parseLong(lines[lines.length - 1]);
    }

    /** Sound, and how many intervals and delays there are, joined or not. */
    private static long[] verify(Path file) throws Exception {
        try (Connection raw = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement sql = raw.createStatement()) {
            try (ResultSet check = sql.executeQuery("PRAGMA integrity_check")) {
                assertEquals("ok", check.getString(1));
            }
            long delays = 0;
            try (ResultSet row = sql.executeQuery("SELECT * FROM window")) {
                while (row.next()) {
                    delays += History.window(row).delays().getTotalCount();
                }
            }
            return new long[] {History.number(raw, "SELECT sum(sent) FROM window"), delays};
        }
    }
}
