package io.venturi.cli.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.Model.OptionSpec;

/** Variables, files and profiles, from their text to what a command would do. */
@Timeout(60)
class ConfigurationTest {
    private final ByteArrayOutputStream outBytes = new ByteArrayOutputStream();
    private final ByteArrayOutputStream errBytes = new ByteArrayOutputStream();
    private final PrintStream realOut = System.out;
    private final PrintStream realErr = System.err;
    private final Map<String, String> environment = new HashMap<>();

    @TempDir
    private Path folder;

    @BeforeEach
    void listen() {
        System.setOut(new PrintStream(outBytes, true, StandardCharsets.UTF_8));
        System.setErr(new PrintStream(errBytes, true, StandardCharsets.UTF_8));
        environment.put("XDG_CONFIG_HOME", folder.toString());
    }

    @AfterEach
    void restore() {
        System.setOut(realOut);
        System.setErr(realErr);
    }

    private void file(String text) throws IOException {
        Path file = folder.resolve("venturi/config.toml");
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private int run(String line) {
        return VenturiCommand.run(environment, line.split(" "));
    }

    private String dryRun(String line) {
        assertEquals(0, run(line + " --dry-run"), this::err);
        return out();
    }

    private String out() {
        return outBytes.toString(StandardCharsets.UTF_8);
    }

    private String err() {
        return errBytes.toString(StandardCharsets.UTF_8);
    }

    private static void assertGiven(String text, String option, String value, String from) {
        assertTrue(text.lines().anyMatch(line -> line.matches(" +" + option + " +" + value + " +.*" + from)), text);
    }

    @Test
    void shouldTakeEachValueFromWhereItCountsMost() throws IOException {
        file("""
                [rtt]
                interval = "5ms"
                length = 200
                ttl = 7
                dscp = "CS1"
                [profile.lab.rtt]
                interval = "4ms"
                length = 300
                ttl = 8
                """);
        environment.put("VENTURI_RTT_LENGTH", "400");
        environment.put("VENTURI_RTT_TTL", "9");

        String told = dryRun("rtt --profile lab --ttl 10 host");

        assertGiven(told, "--dscp", "CS1", "config.toml:5:1");
        assertGiven(told, "--interval", "4ms", "config.toml:7:1");
        assertGiven(told, "--length", "400", "VENTURI_RTT_LENGTH");
        assertGiven(told, "--ttl", "10", "command line");
        assertTrue(told.contains("--df default"), told);
        assertTrue(told.lines().anyMatch(line -> line.matches(" +probes.interval +4ms")), told);
    }

    @Test
    void shouldTakeOnlyTheFileAskedFor() throws IOException {
        file("[rtt]\ninterval = \"5ms\"\nttl = 7\n");
        Path other = Files.writeString(folder.resolve("other.toml"), "[rtt]\nttl = 9\n");

        String told = dryRun("rtt --config " + other);

        assertGiven(told, "--ttl", "9", "other.toml:2:1");
        assertTrue(told.contains("--interval 10ms"), told);
    }

    @Test
    void shouldLetOneThatIsGivenStandAgainstThoseItExcludes() throws IOException {
        file("[rtt]\nduration = \"30s\"\ndscp = \"EF\"\n");

        String told = dryRun("rtt -n 5 --tos 3");

        assertGiven(told, "--count", "5", "command line");
        assertFalse(told.contains("30s"), told);
        assertFalse(told.contains("EF"), told);
    }

    @Test
    void shouldTakeOptionsWhoseValueMayBeLeftOutAsTrueAndFalse() throws IOException {
        file("""
                [serve]
                stamp = true
                udpst = ":3000"
                bind = [":2000", "127.0.0.1:2001"]
                udpst-jumbo = false
                [profile.plain.serve]
                stamp = false
                """);

        String told = dryRun("serve");
        outBytes.reset();
        String plain = dryRun("serve --profile plain");

        assertGiven(told, "--stamp", ":862", "config.toml:2:1");
        assertGiven(told, "--udpst", ":3000", "config.toml:3:1");
        assertGiven(told, "--bind", ":2000,127.0.0.1:2001", "config.toml:4:1");
        assertTrue(told.lines().anyMatch(line -> line.matches(" +udpst.datagrams.jumbo +false")), told);
        assertTrue(plain.lines().anyMatch(line -> line.matches(" +stamp.binds +none")), plain);
    }

    @Test
    void shouldKeepSwitchesOnThatAreAlsoConfigured() throws IOException {
        file("[rtt]\nquiet = true\n");

        assertGiven(dryRun("rtt --quiet"), "--quiet", "true", "command line");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            [rtt]~intervall = "5ms"           | config.toml:2:1: venturi rtt has no option --intervall | mean interval?
            [rt]~interval = "5ms"             | config.toml:1:1: there is no command rt                | mean rtt?
            [profile.a.rrt]                   | config.toml:1:1: there is no command rrt               | mean rtt?
            [profile.a.rtt]~x = 1             | config.toml:2:1: venturi rtt has no option --x         | interval
            [rtt]~  interval = 5              | config.toml:2:3: Invalid value for option '--interval' | no duration
            [rtt]~json = "yes"                | config.toml:2:1: [rtt] json is true or false           | "yes"
            [rtt]~interval = true             | config.toml:2:1: [rtt] interval is DUR                 | true
            [rtt]~interval = 2026-01-01       | config.toml:2:1: [rtt] interval cannot be 2026-01-01   | quotes
            [rtt]~ttl = [1, 2]                | config.toml:2:1: [rtt] ttl takes one value             | 2
            [rtt~json = true                  | config.toml:1:5                                        | ]
            rtt = 5                           | config.toml:1:1: rtt is a table                        | [rtt]
            version = 2                       | config.toml:1:1: version is 1                          | 1
            [access]~allows = "10.0.0.0/8"    | config.toml:2:1: [access] has no key allows            | mean allow?
            [access.udpst]~key = "x"          | config.toml:2:1: [access] has no key udpst.key         | udpst.key-file
            access = 5                        | config.toml:1:1: access is a table                     | [access]
            [rtt]~interval = "0s" | The interval must be above 0 | config.toml:2:1 says --interval 0s
            [rtt]~duration = "1s"~count = 5 | exclude each other | config.toml:3:1 says --count 5
            """)
    void shouldSayWhereWhatIsWrong(String text, String where, String what) throws IOException {
        file(text.replace('~', '\n'));

        assertEquals(2, run("rtt host --dry-run"));

        assertTrue(err().contains(where) && err().contains(what), err());
        assertEquals("", out());
    }

    @Test
    void shouldSayWhatIsWrongWithVariables() {
        environment.put("VENTURI_RTT_INTERVALL", "1s");

        assertEquals(2, run("rtt --dry-run"));

        assertTrue(err().contains("Did you mean VENTURI_RTT_INTERVAL?"), err());
    }

    @Test
    void shouldSayThatTheFileOrProfileAskedForIsNotThere() {
        assertEquals(2, run("rtt --config nowhere.toml --dry-run"));
        assertEquals(2, run("rtt --profile nobody --dry-run"));

        assertTrue(err().contains("There is no configuration file nowhere.toml"), err());
        assertTrue(err().contains("There is no profile nobody"), err());
    }

    @Test
    void shouldShowHelpWhateverTheFileSays() throws IOException {
        file("[rtt");

        assertEquals(0, run("rtt --help"), this::err);
        assertTrue(out().contains("--dry-run"), out());
    }

    @Test
    void shouldHideSecrets() throws IOException {
        file("[rtt]\nkey = \"open sesame\"\n");

        String told = dryRun("rtt");

        assertTrue(told.contains("(secret)"), told);
        assertFalse(told.contains("sesame"), told);
    }

    @ParameterizedTest
    @ValueSource(strings = {"rtt host", "rtt --continuous --schedule poisson --protocol stamp host",
            "capacity --both host", "capacity --search loss host", "throughput --udp --rate 5Mbps host",
            "monitor alpha=192.0.2.1 --alert silent --load throughput --no-history"})
    void shouldWriteTheDryRunAsJsonThatMatchesItsSchema(String line) throws IOException {
        Schema schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(Files.readString(Path.of("..", "docs", "schema", "plan.schema.json")));

        String json = dryRun(line + " --json");

        assertEquals(List.of(), new ArrayList<>(schema.validate(json, InputFormat.JSON)), json);
    }

    @Test
    void shouldShowTheProgramAsIfAllCommandsHadBeenRead() {
        assertEquals(0, run("--help"));
        assertEquals(VenturiCommand.program().getUsageMessage(), out());
    }

    @Test
    void shouldCheckEveryTableAndProfile() throws IOException {
        Path file = Files.writeString(folder.resolve("some.toml"),
                "[rtt]\nttl = 3\n[capacity]\nmtu = \"x\"\n[profile.a.serve]\nttl = \"y\"\n");

        assertEquals(2, run("config check " + file));
        assertTrue(err().contains("some.toml:4:1: Invalid value for option '--mtu'"), err());
        Files.writeString(file, "[rtt]\nttl = 3\n[profile.a.serve]\nttl = \"y\"\n");
        assertEquals(2, run("config check " + file));
        assertTrue(err().contains("some.toml:4:1: Invalid value for option '--ttl'"), err());
        Files.writeString(file, "[rtt]\nttl = 3\n[profile.a.serve]\nttl = 4\n");
        assertEquals(0, run("config check " + file), this::err);
    }

    @Test
    void shouldShowWhatIsConfigured() throws IOException {
        Path file = Files.writeString(folder.resolve("some.toml"), "[rtt]\nttl = 3\n[profile.a.serve]\nttl = 4\n");

        assertEquals(0, run("config show --config " + file), this::err);
        assertTrue(out().contains("Profiles: a"), out());
        assertTrue(out().contains("--ttl 3"), out());
        assertFalse(out().contains("--ttl 4"), out());
        outBytes.reset();
        assertEquals(0, run("config show serve --profile a --config " + file), this::err);
        assertGiven(out(), "--ttl", "4", "some.toml:4:1");
    }

    @Test
    void shouldShowItAsJsonThatMatchesItsSchema() throws IOException {
        Schema schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(Files.readString(Path.of("..", "docs", "schema", "config.schema.json")));
        Path file = Files.writeString(folder.resolve("some.toml"), "[rtt]\nttl = 3\n[profile.a.serve]\nttl = 4\n");
        Path comment = Files.writeString(folder.resolve("comment.toml"), "# nothing\n");

        for (String words : List.of("--config " + file, "serve --profile a --config " + file, "--config " + comment,
                "rtt")) {
            outBytes.reset();
            assertEquals(0, run("config show --json " + words), this::err);
            assertEquals(List.of(), new ArrayList<>(schema.validate(out(), InputFormat.JSON)), out());
        }
    }

    @Test
    void shouldSpeakOfJsonOnlyWhereThereIsJson() {
        VenturiCommand.program().getSubcommands().forEach((name, command) -> {
            OptionSpec dryRun = command.getCommandSpec().findOption("--dry-run");
            if (dryRun != null && dryRun.description()[0].startsWith("Only show")) { // doctor has another
                assertEquals(command.getCommandSpec().findOption("--json") != null,
                        dryRun.description()[0].contains("--json"), name);
            }
        });
    }
}
