package io.venturi.systemtest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.venturi.systemtest.Needs.What;
import io.venturi.systemtest.NetworkNamespaces.Families;
import io.venturi.systemtest.Program.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** flent takes the program it finds under the name irtt, and reads what that writes: here, ours. */
@Needs({What.FULL, What.FLENT, What.NAMESPACES})
class FlentIT {
    private static final Duration LONGEST = Duration.ofSeconds(60);

    @TempDir
    private Path folder;

    /** voip sends every 20 ms and reads one-way delays too; neither test needs netperf. In a namespace: port 2112. */
    @ParameterizedTest
    @CsvSource({"ping, 10.77.0.2, Ping (ms) UDP", "voip, 10.77.0.2, VoIP", "voip, fd77::2, VoIP"})
    void shouldServeFlent(String test, String target, String series) throws IOException {
        irttInFolder();
        try (NetworkNamespaces net = new NetworkNamespaces(Families.BOTH);
                Venturi.Serving _ = Venturi.Serving.on(net.far().enter(), ":2112")) {
            List<String> command = new ArrayList<>(net.near().enter());
            command.addAll(List.of("env", "PATH=" + folder + ":" + System.getenv("PATH"), "flent", test, "-H", target,
                    "-l", "3", "-D", folder.toString()));

            Outcome flent = Program.run(command, "", LONGEST);

            assertEquals(0, flent.exit(), flent.toString());
            assertFalse((flent.out() + flent.err()).contains("Missing expected key"), flent.toString());
            Map<?, ?> all = result().object("metadata.SERIES_META");
            Json meta = new Json(all.get(series));
            assertTrue(meta.text("COMMAND").startsWith(folder.toString()), "our program ran: " + meta);
            assertEquals(meta.number("PACKETS_SENT"), meta.number("PACKETS_RECEIVED"), meta.toString());
            assertTrue(meta.number("PACKETS_SENT") >= 10, meta.toString());
        }
    }

    /** The words that start our program, with what flent adds, under the name irtt. */
    private void irttInFolder() throws IOException {
        Path irtt = folder.resolve("irtt");
        Files.writeString(irtt, "#!/bin/sh\nexec " + String.join(" ", Venturi.command("irtt")) + " \"$@\"\n");
        Files.setPosixFilePermissions(irtt, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private Json result() throws IOException {
        try (var files = Files.newDirectoryStream(folder, "*.flent.gz")) {
            try (GZIPInputStream stream = new GZIPInputStream(Files.newInputStream(files.iterator().next()))) {
                return Json.parse(new String(stream.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8));
            }
        }
    }
}
