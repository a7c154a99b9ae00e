package io.venturi.engine.spi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.venturi.engine.error.ConfigException;
import io.venturi.engine.testing.PluginJar;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProtocolsTest {
    @TempDir
    private Path directory;

    private String refusal(Path jar) {
        return assertThrows(ConfigException.class, () -> Protocols.load(List.of(jar.toString()))).getMessage();
    }

    private Path jar(String source, String service) {
        return PluginJar.of(directory.resolve("plugin.jar"), source, service);
    }

    @Test
    void shouldFindTheProtocolsOfTheClassPathAndOfJars() {
        Path jar = jar(PluginJar.protocol("mine", ""), "plugin.Mine");

        Protocols protocols = Protocols.load(List.of(jar.toString(), jar.toString()));

        assertEquals("kcp, mine", protocols.names());
        assertEquals("mine", protocols.find("mine").orElseThrow().description().name());
        assertTrue(protocols.find("other").isEmpty());
    }

    @Test
    void shouldSayWhatIsWrongWithAFile() throws IOException {
        Path text = Files.writeString(directory.resolve("text.jar"), "no jar");

        assertTrue(refusal(directory.resolve("none.jar")).endsWith("none.jar is not a file that can be read."));
        assertTrue(refusal(text).contains("text.jar is no jar: "), refusal(text));
    }

    @Test
    void shouldSayWhatIsMissingInAJar() {
        assertTrue(refusal(jar(PluginJar.protocol("mine", ""), ""))
                .contains("plugin.jar names no protocol: it has no " + PluginJar.SERVICE));
        String absent = refusal(jar(PluginJar.protocol("mine", ""), "plugin.Absent"));
        assertTrue(absent.contains("plugin.jar cannot be used") && absent.contains("plugin.Absent not found"), absent);
        String other = refusal(jar("package plugin; public class Mine { }", "plugin.Mine"));
        assertTrue(other.contains("plugin.Mine not a subtype"), other);
    }

    @Test
    void shouldSayThatAProtocolNeedsANewerJava() {
        Map<String, byte[]> entries = new LinkedHashMap<>(PluginJar.compile(PluginJar.protocol("mine", "")));
        entries.values().forEach(bytes -> bytes[7] += 40); // major version of the class file
        entries.put(PluginJar.SERVICE, "plugin.Mine".getBytes(StandardCharsets.UTF_8));
        Path jar = PluginJar.write(directory.resolve("plugin.jar"), entries);

        assertTrue(refusal(jar).contains("was compiled for a newer Java than this one, "
                + Runtime.version().feature()), refusal(jar));
    }

    @Test
    void shouldSayWhatAProtocolThrewOrDeclaredWrongly() {
        String thrown = refusal(jar(PluginJar.protocol("mine", "").replace("public int blockBytes",
                "public Mine() { throw new IllegalStateException(\"no licence\"); } public int blockBytes"),
                "plugin.Mine"));
        assertTrue(thrown.contains("no licence"), thrown);
        String name = refusal(jar(PluginJar.protocol("udp", ""), "plugin.Mine"));
        assertTrue(name.contains("a protocol cannot be called 'udp'"), name);
        String twice = refusal(jar(PluginJar.protocol("kcp", ""), "plugin.Mine"));
        assertTrue(twice.startsWith("Protocol kcp is in the class path and in plugin "), twice);
    }
}
