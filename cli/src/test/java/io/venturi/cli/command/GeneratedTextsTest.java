package io.venturi.cli.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.venturi.cli.completion.Shell;
import io.venturi.cli.man.ManPage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/** Completion scripts and manual pages: what other programs make of them. */
@Timeout(60)
class GeneratedTextsTest {
    @TempDir
    private Path folder;

    private static void need(String program) {
        boolean found = Stream.of(System.getenv("PATH").split(":"))
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, program)));
        assumeTrue(found, program + " is not installed: apt-get install " + program);
    }

    /** Both outputs of a program that ends with 0. */
    private static String run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(process.waitFor(30, TimeUnit.SECONDS), String.join(" ", command));
        assertEquals(0, process.exitValue(), said);
        return said;
    }

    /** With {@code -Dventuri.write=true} the file is brought up to date instead. */
    @Test
    void shouldKeepTheHelpOnFileAsTheCommandsAre() throws Exception {
        Path file = Path.of("src/main/resources/io/venturi/cli/command", HelpText.FILE);
        if (Boolean.getBoolean("venturi.write")) {
            Files.writeString(file, VenturiCommand.help());
        }

        assertEquals(VenturiCommand.help(), Files.readString(file),
                "bring it up to date: mvn -pl cli -am test -Dtest=GeneratedTextsTest -Dventuri.write=true");
    }

    /** The parser warns on standard error of texts with a single percent sign, which it takes for a format. */
    @Test
    void shouldShowTheHelpOfEachCommandWithoutAWarning() {
        PrintStream before = System.err;
        ByteArrayOutputStream warnings = new ByteArrayOutputStream();
        System.setErr(new PrintStream(warnings, true, StandardCharsets.UTF_8));
        try {
            VenturiCommand.program().getSubcommands().values().forEach(command -> {
                String help = command.getUsageMessage(CommandLine.Help.Ansi.OFF);
                assertTrue(help.lines().allMatch(line -> line.length() <= 80) && !help.contains("%%"), help);
            });
        } finally {
            System.setErr(before);
        }

        assertEquals("", warnings.toString(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @EnumSource
    void shouldWriteScriptsThatTheirShellsRead(Shell shell) throws Exception {
        String name = shell.name().toLowerCase(Locale.ROOT);
        need(name);
        Path script = Files.writeString(folder.resolve("script"), shell.script(VenturiCommand.program()));

        assertEquals("", run(name, "-n", script.toString()));
    }

    @Test
    void shouldKnowEachCommandByItsName() {
        VenturiCommand.program().getSubcommands().forEach((name, command) -> assertEquals(name,
                command.getCommandSpec().userObject().getClass().getAnnotation(CommandLine.Command.class).name()));
    }

    @Test
    void shouldCompleteCommandsOptionsAndValuesInBash() throws Exception {
        need("bash");
        Path script = Files.writeString(folder.resolve("script"), Shell.BASH.script(VenturiCommand.program()));
        String complete = ". " + script + "; COMP_WORDS=(venturi %s); COMP_CWORD=%d; _complete_venturi 2>/dev/null;"
                + " echo \"${COMPREPLY[@]}\"";

        assertEquals("capacity", run("bash", "-c", complete.formatted("cap", 1)).strip());
        assertEquals("--interval", run("bash", "-c", complete.formatted("rtt --interv", 2)).strip());
        assertEquals("stamp", run("bash", "-c", complete.formatted("rtt --protocol st", 3)).strip());
    }

    @Test
    void shouldCompleteCommandsOptionsAndValuesInFish() throws Exception {
        need("fish");
        Path script = Files.writeString(folder.resolve("script"), Shell.FISH.script(VenturiCommand.program()));
        String complete = "source " + script + "; complete -C 'venturi %s' | string split -f1 \\t";

        assertEquals("capacity", run("fish", "--no-config", "-c", complete.formatted("cap")).strip());
        assertEquals("--interval", run("fish", "--no-config", "-c", complete.formatted("rtt --interv")).strip());
        assertEquals("stamp", run("fish", "--no-config", "-c", complete.formatted("rtt --protocol st")).strip());
        assertEquals("check", run("fish", "--no-config", "-c", complete.formatted("config ch")).strip());
    }

    private static Stream<CommandLine> commands() {
        return Stream.concat(Stream.of(VenturiCommand.program()),
                VenturiCommand.program().getSubcommands().values().stream());
    }

    @ParameterizedTest
    @MethodSource("commands")
    void shouldWriteManualPagesThatGroffHasNothingToSayAbout(CommandLine command) throws Exception {
        need("groff");
        Path page = Files.writeString(folder.resolve("page.1"), ManPage.of(command.getCommandSpec(), "1.2.3"));

        assertEquals("", run("groff", "-ww", "-man", "-Tutf8", "-z", page.toString()));
    }

    @Test
    void shouldPutWhatTheHelpSaysIntoTheManualPage() {
        CommandLine rtt = VenturiCommand.program().getSubcommands().get("rtt");

        String page = ManPage.of(rtt.getCommandSpec(), "1.2.3");

        for (String part : List.of(".SH \"OPTIONS\"\n", ".SS \"Probes\"\n",
                "\\fB\\-i\\fR, \\fB\\-\\-interval\\fR=\\fIDUR\\fR",
                ".SH \"EXAMPLES\"\n", "venturi rtt host \\-i 1ms \\-d 1m", "\\fBVENTURI_RTT_OPTION\\fR",
                        "Default: 10ms.")) {
            assertTrue(page.contains(part), part + " is not in\n" + page);
        }
    }
}
