package io.venturi.cli.monitor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.venturi.engine.error.ConfigException;
import io.venturi.engine.plan.RttPlan.Protocol;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MonitorFileTest {
    @TempDir
    private Path folder;

    private MonitorFile read(String toml) throws IOException {
        return MonitorFile.read(Files.writeString(folder.resolve("m.toml"), toml), new byte[] {7});
    }

    @Test
    void shouldReadTargetsAndRules() throws IOException {
        Files.writeString(folder.resolve("k"), "secret\n");
        Files.setPosixFilePermissions(folder.resolve("k"), PosixFilePermissions.fromString("rw-------"));

        MonitorFile file = read("""
                alerts = ["loss > 1% for 1m", "change"]
                fail-on = ["silent for 30s"]
                [[target]]
                host = "192.0.2.1:2113"
                [[target]]
                name = "router"
                host = "2001:db8::1"
                protocol = "stamp"
                load-host = "192.0.2.9:5201"
                key-file = "k"
                """);

        assertEquals(2, file.alerts().size());
        assertEquals(1, file.failOn().size());
        assertEquals("192.0.2.1:2113", file.targets().getFirst().name());
        assertEquals("192.0.2.1", file.targets().getFirst().loadTarget());
        assertArrayEquals(new byte[] {7}, file.targets().getFirst().key());
        MonitorTarget router = file.targets().getLast();
        assertEquals(Protocol.STAMP, router.protocol());
        assertEquals("192.0.2.9:5201", router.loadTarget());
        assertEquals("secret", new String(router.key()));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"interval = 5|no setting interval", "[[target]]\\nname = 'a'|host is missing",
        "[[target]]\\nhost = 5|text in quotes", "[[target]]\\nhost = 'a'\\nprotocol = 'tcp'|protocol is",
        "alerts = ['p98 > 1ms']|no alert rule", "alerts = 'change'|list of texts", "target = 5|tables",
        "[[target]]\\nhost = 'a b'|no name", "[[target]|line 1", "[[target]]\\nhots = 'a'|no setting hots"})
    void shouldSayWhatIsWrong(String toml, String words) {
        ConfigException failure =
                assertThrows(ConfigException.class, () -> read(toml.replace("\\n", "\n").replace('\'', '"')));

        assertTrue(failure.getMessage().contains(words), failure.getMessage());
    }
}
