package io.venturi.cli.udpst;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.venturi.engine.api.StrfTime;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Names and sizes of the files that a server writes. */
class StrfTimeTest {
    @TempDir
    private Path folder;

    @Test
    void shouldPutTheTimeIntoTheName() {
        ZonedDateTime time = ZonedDateTime.of(2026, 3, 4, 5, 6, 7, 0, ZoneOffset.UTC);

        assertEquals("s_2026-03-04_050607_%q_100%.json", StrfTime.format("s_%F_%H%M%S_%q_100%%.json", time));
    }

    @Test
    void shouldBeginAnewWhenTheLogIsFull() throws IOException {
        Path log = folder.resolve("log");
        try (LogFile file = new LogFile(log, 100)) {
            for (int i = 0; i < 3; i++) {
                file.write("a line of some length, 40 bytes in all..\n".getBytes(StandardCharsets.US_ASCII));
            }
        }

        assertEquals(1, Files.readAllLines(log).size());
        assertEquals(2, Files.readAllLines(folder.resolve("log.old")).size());
        assertTrue(Files.readString(log).matches("\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d a line of.*\n"));
    }
}
