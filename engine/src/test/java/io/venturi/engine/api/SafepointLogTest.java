package io.venturi.engine.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.venturi.engine.metric.Safepoints;
import io.venturi.engine.metric.Safepoints.Safepoint;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Lines as a JVM 25 writes them. */
class SafepointLogTest {
    private static final String LOG = """
            [1000000000ns] Safepoint "Cleanup", Time since last: 900 ns, Reaching safepoint: 5658 ns, \
            At safepoint: 40 ns, Leaving safepoint: 30 ns, Total: 200000000 ns, Threads: 0 runnable, 10 total
            [2000000000ns] Safepoint "SerialGCCollect", Time since last: 900 ns, Reaching safepoint: 8 ns, \
            At safepoint: 4 ns, Leaving safepoint: 3 ns, Total: 1000 ns, Threads: 1 runnable, 10 total
            [3000000000ns] something else
            [3100000000ns] Safepoint "ThreadDump", Total:       70 ns
            [3200000000ns] Safepoint "ThreadDu""";

    @Test
    void shouldNameThoseThatFellIntoTheTest() {
        assertEquals(new Safepoints(true, 2, 200_001_000,
                List.of(new Safepoint("Cleanup", -100_000_000, 200_000_000),
                        new Safepoint("SerialGCCollect", 1_099_999_000, 1_000))),
                SafepointLog.parse(LOG, 900_000_000, 3_000_000_000L));
        assertEquals(new Safepoints(true, 0, 0, List.of()),
                SafepointLog.parse(LOG, 4_000_000_000L, 5_000_000_000L));
    }

    @Test
    void shouldReadWhatIsWrittenAfterItWasOpened(@TempDir Path directory) throws Exception {
        Path file = Files.writeString(directory.resolve("log"), "");
        try (var writer = Files.newBufferedWriter(file)) {
            SafepointLog log = SafepointLog.open(file.toString());
            assertEquals(0, log.between(0, Long.MAX_VALUE).count());

            writer.write(LOG);
            writer.flush();

            assertEquals(3, log.between(0, Long.MAX_VALUE).count());
        }
    }

    @Test
    void shouldSayThatNobodyWatched(@TempDir Path directory) {
        assertSame(Safepoints.UNKNOWN, SafepointLog.open(null).between(0, 1));
        assertSame(Safepoints.UNKNOWN, SafepointLog.open(directory.resolve("none").toString()).between(0, 1));
    }
}
