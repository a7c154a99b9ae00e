package io.venturi.cli.monitor;

import static io.venturi.cli.monitor.Samples.T0;
import static io.venturi.cli.monitor.Samples.window;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.venturi.engine.error.HostException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistoryTest {
    private static final long DAY_MS = 86_400_000;
    private static final HistoryUpkeep.Limits ROOMY = HistoryUpkeep.Limits.of(400, 500);

    @TempDir
    private Path folder;

    private Path file() {
        return folder.resolve("state").resolve("h.db");
    }

    private String report(HistoryReport.Form form, long stepMs) {
        StringWriter text = new StringWriter();
        PrintWriter out = new PrintWriter(text);
        new HistoryReport(file(), new HistoryReport.Query("", T0 - DAY_MS, T0 + 500 * DAY_MS, stepMs)).write(form, out);
        return text.toString();
    }

    @Test
    void shouldGiveBackWhatWasKept() {
        try (History history = History.open(file())) {
            history.append(List.of(window("a", T0, 1, 1000, 2000, 3000), window("b", T0, 0, 5000)));
            history.append(new LoadResult("a", T0, MonitorPlan.LoadKind.CAPACITY, "down", 1e9, 0.01, ""));
            history.append(new History.Event("a", T0, "alert", "firing: loss > 1%"));

            String text = report(HistoryReport.Form.TEXT, 0); // while it is being written

            assertTrue(text.contains("25.0 %") && text.contains("2.00 us") && text.contains("1.00 Gbit/s")
                    && text.contains("firing: loss > 1%"), text);
        }
        List<String> csv = report(HistoryReport.Form.CSV, 10_000).lines().toList();
        assertEquals(3, csv.size());
        assertTrue(csv.get(1).contains(",a,10000,false,4,3,1,1,0,0,0,0,1000,2000,"), csv.get(1));
        assertEquals(3, report(HistoryReport.Form.JSON, 0).lines().count());
    }

    @Test
    void shouldWriteLinesThatMatchTheSchema() {
        try (History history = History.open(file())) {
            history.append(List.of(window("a", T0, 1, 1000, 2000, 3000), window("a", T0 + 10_000, 0, 5000),
                    window("b", T0, 2), Window.failed("c", T0, 10_000, true, "nothing listens")));
            history.append(new LoadResult("a", T0, MonitorPlan.LoadKind.CAPACITY, "down", 1e9, 0.01, ""));
            history.append(new LoadResult("a", T0, MonitorPlan.LoadKind.THROUGHPUT, "up", 0, -1, "refused"));
        }

        List<String> lines = Stream.of(0, 60_000).flatMap(step -> report(HistoryReport.Form.JSON, step).lines())
                .toList();

        assertTrue(lines.size() >= 10, lines.toString());
        lines.forEach(MonitorJsonSchemaTest::assertValid);
        List<String> rows = report(HistoryReport.Form.CSV, 10_000).lines().toList();
        rows.forEach(row -> assertEquals(rows.getFirst().split(",", -1).length, row.split(",", -1).length, row));
    }

    @Test
    void shouldLetItsOwnerAloneReadAndOneProcessWrite() throws IOException {
        try (History _ = History.open(file())) {
            assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file())));

            HostException second = assertThrows(HostException.class, () -> History.open(file()));

            assertTrue(second.getMessage().contains("Another venturi monitor"), second.getMessage());
        }
    }

    @Test
    void shouldSayWhatToDoWhenTheFileIsNoHistory() throws IOException {
        Path other = Files.writeString(folder.resolve("x.db"),
                "this is a text and no database, for certain".repeat(50));

        HostException failure = assertThrows(HostException.class, () -> History.open(other));

        assertTrue(failure.getMessage().contains("move it away"), failure.getMessage());
        assertThrows(HostException.class, () -> History.read(folder.resolve("none.db")));
    }

    @Test
    void shouldRefuseAHistoryOfANewerFormat() throws Exception {
        History.open(file()).close();
        try (Connection raw = DriverManager.getConnection("jdbc:sqlite:" + file());
                Statement sql = raw.createStatement()) {
            sql.execute("PRAGMA user_version = 9");
        }

        assertThrows(HostException.class, () -> History.open(file()));
    }

    @Test
    void shouldKeepSumsAndPercentilesWhenOldIntervalsAreJoined() throws Exception {
        try (History history = History.open(file())) {
            List<Window> all = new ArrayList<>();
            for (int i = 0; i < 720; i++) { // two hours
                all.add(window("a", T0 + i * 10_000L, i % 2, 1000, 1_000_000));
            }
            history.append(all);
            HistoryUpkeep upkeep = new HistoryUpkeep(history, ROOMY);

            upkeep.run(T0 + 3 * DAY_MS);
            long minutes = History.number(history.connection(), "SELECT count(*) FROM window");
            upkeep.run(T0 + 3 * DAY_MS); // nothing is left to do
            upkeep.run(T0 + 40 * DAY_MS);
            long hours = History.number(history.connection(), "SELECT count(*) FROM window");

            assertEquals(120, minutes);
            assertTrue(hours <= 3, "rows " + hours);
            assertEquals(720 * 2 + 360, History.number(history.connection(), "SELECT sum(sent) FROM window"));
            upkeep.run(T0 + 500 * DAY_MS);
            assertEquals(0, History.number(history.connection(), "SELECT count(*) FROM window"));
        }
    }

    @Test
    void shouldDropTheOldestWhenTheFileBecomesTooLarge() throws Exception {
        Random random = new Random(1);
        try (History history = History.open(file())) {
            HistoryUpkeep upkeep = new HistoryUpkeep(history,
                    new HistoryUpkeep.Limits(DAY_MS, DAY_MS, DAY_MS, 1 << 20));
            for (int i = 0; i < 20; i++) {
                List<Window> many = new ArrayList<>();
                for (int k = 0; k < 100; k++) {
                    many.add(window("a", T0 + (i * 100L + k) * 10_000, 0, random.longs(400, 1000, 100_000_000)
                            .toArray()));
                }
                history.append(many);
                upkeep.run(T0 + i * 1_000_000L);
                assertTrue(history.bytes() <= 1 << 20, "bytes " + history.bytes());
            }

            long first = History.number(history.connection(), "SELECT min(start_ms) FROM window");
            long last = History.number(history.connection(), "SELECT max(start_ms) FROM window");
            assertTrue(first > T0, "the oldest are gone");
            assertEquals(T0 + 1999 * 10_000L, last);
            assertTrue(Files.size(file()) <= (1 << 20) + (1 << 16), "file of " + Files.size(file()));
        }
        assertFalse(Files.exists(Path.of(file() + "-wal")) && Files.size(Path.of(file() + "-wal")) > 5 << 20);
    }
}
