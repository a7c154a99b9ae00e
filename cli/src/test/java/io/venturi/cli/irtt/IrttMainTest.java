package io.venturi.cli.irtt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.venturi.engine.metric.EndState;
import io.venturi.engine.metric.Fate;
import io.venturi.engine.metric.RttReport;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IrttMainTest {
    private static final InetSocketAddress PEER = new InetSocketAddress("127.0.0.1", 2112);

    @TempDir
    private Path folder;
    private final ByteArrayOutputStream outBytes = new ByteArrayOutputStream();
    private final ByteArrayOutputStream errBytes = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(outBytes, false, StandardCharsets.UTF_8);
    private final PrintStream err = new PrintStream(errBytes, true, StandardCharsets.UTF_8);
    private InputStream in = InputStream.nullInputStream();
    private ScriptedEngine engine = new ScriptedEngine(listener -> {
        RttReport report = Samples.twoPackets(EndState.COMPLETED);
        FixedRoundTrips rows = (FixedRoundTrips) report.roundTrips();
        listener.onConnecting(PEER);
        listener.onRoundTrip(rows.at(0)); // of another thread, so it may be early
        listener.onConnected(PEER, report.run().agreed());
        listener.onDuplicate(rows.at(0));
        listener.onRoundTrip(rows.at(1));
        listener.onWaiting(562_345);
        return report;
    });

    private int run(String... args) {
        return new IrttMain(out, err, in, engine, engine).dispatch(args);
    }

    private String out() {
        return outBytes.toString(StandardCharsets.UTF_8);
    }

    private String err() {
        return errBytes.toString(StandardCharsets.UTF_8);
    }

    // ---- help and version --------------------------------------------------------------------------------------

    @ParameterizedTest
    @ValueSource(strings = {"client", "server", "report"})
    void shouldPrintHelpOnStandardOutputWhenAsked(String command) {
        assertEquals(0, run("help", command));

        assertTrue(out().startsWith("Usage: " + command));
        assertEquals("", err());
    }

    @Test
    void shouldNameEveryFlagInHelp() {
        run("help", "client");
        run("help", "server");

        for (String flag : List.of("stream-buflen", "stats", "tstamp", "clock", "dscp", "df", "wait", "timer", "tcomp",
                "fill", "fill-one", "sfill", "local", "hmac", "timeouts", "ttl", "loose", "thread", "version",
                "timeout", "pburst", "allow-fills", "no-dscp", "set-src-ip")) {
            assertTrue(out().contains("\n--" + flag) || out().contains(" --" + flag), flag);
        }
    }

    @ParameterizedTest
    @CsvSource({"'', Usage", "help, Usage", "foo, unknown command foo", "help foo, unknown command foo",
        "client, Usage: client", "client -h, Usage: client", "client --help, Usage: client",
        "client a b, Usage: client", "server -h, Usage: server", "report, Usage: report",
        "client --nope h, unknown flag: --nope", "bench, not available", "timer, not available"})
    void shouldRefuseOnStandardErrorWithStatus2(String line, String said) {
        assertEquals(2, run(line.isEmpty() ? new String[0] : line.split(" ")));

        assertTrue(err().contains(said), err());
        assertEquals("", out());
    }

    @ParameterizedTest
    @ValueSource(strings = {"version", "client -v", "client --version", "server -v"})
    void shouldPrintVersions(String line) {
        assertEquals(0, run(line.split(" ")));

        assertTrue(out().startsWith("irtt version: 0.9.2\nprotocol version: 1\njson format version: 1\nventuri"),
                out());
    }

    // ---- client ------------------------------------------------------------------------------------------------

    @Test
    void shouldPrintEventsRepliesAndSummary() {
        assertEquals(0, run("client", "127.0.0.1"));

        assertTrue(out().startsWith("""
                [Connecting] connecting to 127.0.0.1
                [127.0.0.1:2112] [Connected] connection established
                seq=0 rtt=81.9µs rd=35.5µs sd=46.4µs ipdv=n/a
                DUP! seq=0
                seq=1 rtt=118µs rd=39.5µs sd=78.4µs ipdv=36µs
                [127.0.0.1:2112] [WaitForPackets] waiting 562µs for final packets

                                        Min    Mean  Median     Max  Stddev
                """), out());
        assertTrue(out().endsWith("timer stats: 0/2 (0.00%) missed, 0.28% error\n"), out());
        assertEquals("", err());
    }

    @Test
    void shouldPrintOnlyTheSummaryWhenQuiet() {
        assertEquals(0, run("client", "-q", "127.0.0.1"));

        assertTrue(out().startsWith("\n                        Min"), out());
    }

    @Test
    void shouldPrintNothingWhenReallyQuiet() {
        assertEquals(0, run("client", "-Q", "127.0.0.1"));

        assertEquals("", out() + err());
    }

    @Test
    void shouldPrintRawLinesOnStandardOutputAndAllElseOnStandardError() {
        assertEquals(0, run("client", "-r", "127.0.0.1"));

        assertEquals("""
                0 0.081852 0.035483 0.046360 NaN 0 0
                0 NaN NaN NaN NaN 1 NaN
                1 0.117825 0.039459 0.078376 0.035973 0 0
                """, out());
        assertTrue(err().contains("[Connected]") && err().contains("packets sent/received: 2/2"), err());
    }

    @Test
    void shouldMarkLatePackets() {
        engine = new ScriptedEngine(listener -> {
            RttReport report = Samples.twoPackets(EndState.COMPLETED);
            listener.onConnected(PEER, report.run().agreed());
            listener.onRoundTrip(new FixedRoundTrips(List.of(new FixedRoundTrips.Row(Fate.ANSWERED, true, 0, 1, 0,
                    1_501_001, 0, 0, 0, 0))).at(0));
            return report;
        });

        run("client", "127.0.0.1");
        run("client", "-r", "127.0.0.1");

        assertTrue(out().contains("\nseq=0 rtt=1.5ms ipdv=n/a (LATE)\n"), out());
        assertTrue(out().endsWith("\n0 1.501000 NaN NaN NaN 0 1\n"), out());
    }

    @Test
    void shouldNegotiateOnlyWhenNoTestIsWanted() {
        assertEquals(0, run("client", "-n", "-o", folder.resolve("x").toString(), "127.0.0.1"));

        assertTrue(out().endsWith("[127.0.0.1:2112] [NoTest] skipping test at user request\n"), out());
        assertFalse(out().contains("Min"), out());
        assertFalse(Files.exists(folder.resolve("x.json.gz")));
    }

    @Test
    void shouldPrintNoSummaryWhenStreaming() {
        assertEquals(0, run("client", "-s", "127.0.0.1"));

        assertFalse(out().contains("Min"), out());
        assertTrue(out().contains("seq=1 "), out());
    }

    @Test
    void shouldReportAndWriteJsonWhenInterrupted() {
        engine = new ScriptedEngine(listener -> {
            listener.onConnected(PEER, Samples.run(EndState.COMPLETED, 0, 0).agreed());
            engine.interrupt();
            return Samples.twoPackets(EndState.INTERRUPTED);
        });

        assertEquals(0, run(Samples.TWO_PACKETS));

        assertEquals(1, engine.stops());
        assertTrue(err().contains("\ninterrupt\n\n"), err());
        assertTrue(err().contains("packets sent/received: 2/2"), err());
        assertTrue(out().startsWith("{\n") && out().contains("\n    \"send_err\": {},\n    \"stats\": {\n"), out());
    }

    @Test
    void shouldReportAndWriteJsonWhenNothingCameBack() {
        engine = new ScriptedEngine(_ -> Samples.allLost(2));

        assertEquals(0, run(Samples.TWO_PACKETS));

        assertTrue(err().contains("packets sent/received: 2/0 (100.00% loss)"), err());
        assertTrue(out().contains("\"packet_loss_percent\": 100,\n"), out());
    }

    @ParameterizedTest
    @CsvSource({"127.0.0.1:2112: no reply from server, [OpenTimeout] 127.0.0.1:2112: no reply from server",
        "h: server reduced duration from 5s to 1s, [ServerRestriction] h: server reduced duration from 5s to 1s",
        "Cannot resolve h., Error: Cannot resolve h."})
    void shouldNameTheErrorWhenTheServerDoesNotOpen(String message, String printed) {
        engine = ScriptedEngine.failing(message);

        assertEquals(1, run("client", "-Q", "h"));

        assertEquals(printed + "\n", err());
        assertEquals("", out());
    }

    // ---- files -------------------------------------------------------------------------------------------------

    @ParameterizedTest
    @CsvSource({"a, a.json.gz", "b.json, b.json", "c.json.gz, c.json.gz", "d.gz, d.json.gz", "e.txt, e.txt.json.gz"})
    void shouldNameFilesAsTheClassicToolDoes(String given, String name) throws Exception {
        assertEquals(0, run("client", "-Q", "-o", folder.resolve(given).toString(), "127.0.0.1"));

        byte[] content = Files.readAllBytes(folder.resolve(name));
        InputStream plain = new ByteArrayInputStream(content);
        String text = new String((name.endsWith(".gz") ? new GZIPInputStream(plain) : plain).readAllBytes(),
                StandardCharsets.UTF_8);
        assertTrue(text.startsWith("{\n    \"version\": {\n") && text.endsWith("\n}\n"), text);
    }

    @Test
    void shouldFailBeforeTheTestWhenTheFileCannotBeOpened() {
        engine = ScriptedEngine.failing("must not be reached");
        String name = folder.resolve("missing/x.json").toString();

        assertEquals(3, run("client", "-o", name, "127.0.0.1"));

        assertEquals("Error: cannot write " + name + ": no such file or directory\n", err());
        assertEquals("", out());
    }

    @Test
    void shouldPrintTheSummaryAndSayWhichFileWhenTheDiskIsFull() throws Exception {
        Path full = Files.createSymbolicLink(folder.resolve("full.json"), Path.of("/dev/full"));

        assertEquals(3, run("client", "-o", full.toString(), "127.0.0.1"));

        assertTrue(out().contains("packets sent/received: 2/2"), out());
        assertEquals("Error: cannot write " + full + ", it is not complete: No space left on device\n", err());
    }

    @Test
    void shouldFailWhenStandardOutputIsFull() throws Exception {
        try (PrintStream full = new PrintStream(new FileOutputStream("/dev/full"), false)) {
            assertEquals(3, new IrttMain(full, err, in, engine, engine).dispatch(Samples.TWO_PACKETS));
        }

        assertTrue(err().contains("packets sent/received: 2/2"), err());
        assertTrue(err().contains("Error: cannot write standard output"), err());
    }

    @Test
    void shouldStopWhenNobodyReadsTheLines() throws Exception {
        try (PrintStream full = new PrintStream(new FileOutputStream("/dev/full"), false)) {
            new IrttMain(full, err, in, engine, engine).dispatch("client", "127.0.0.1");
        }

        assertTrue(engine.stops() > 0);
    }

    @Test
    void shouldKeepTheOldFileWhenThereIsNoResult() throws Exception {
        Path old = Files.writeString(folder.resolve("old.json"), "old");
        engine = ScriptedEngine.failing("no reply from server");

        assertEquals(1, run("client", "-o", old.toString(), "127.0.0.1"));
        assertEquals(1, run("client", "-o", folder.resolve("new.json").toString(), "127.0.0.1"));

        assertEquals("old", Files.readString(old));
        assertFalse(Files.exists(folder.resolve("new.json")));
    }

    @Test
    void shouldReplaceALongerFile() throws Exception {
        Path old = Files.writeString(folder.resolve("old.json"), "x".repeat(100_000));

        assertEquals(0, run("client", "-Q", "-o", old.toString(), "127.0.0.1"));

        assertTrue(Files.readString(old).endsWith("]\n}\n"));
    }

    // ---- report and server -------------------------------------------------------------------------------------

    @Test
    void shouldReportWhatTheClientHadPrinted() throws Exception {
        Path file = folder.resolve("x.json.gz");
        run("client", "-q", "-o", file.toString(), "127.0.0.1");
        String printed = out();
        outBytes.reset();

        assertEquals(0, run("report", file.toString()));

        assertEquals(printed, out());
    }

    @Test
    void shouldReportFromStandardInput() throws Exception {
        Path file = folder.resolve("x.json");
        run("client", "-Q", "-o", file.toString(), "127.0.0.1");
        in = new FileInputStream(file.toFile());

        assertEquals(0, run("report", "-"));

        assertTrue(out().contains("packets sent/received: 2/2"), out());
    }

    @ParameterizedTest
    @CsvSource({"'', it is no JSON object", "[1], it is no JSON object", "{\"stats\":{}}, it holds no statistics",
        "{\"stats\":, it is no JSON"})
    void shouldSayWhyAFileCannotBeReported(String content, String reason) throws Exception {
        Path file = Files.writeString(folder.resolve("x.json"), content);

        assertEquals(1, run("report", file.toString()));

        assertTrue(err().startsWith("Error: cannot read " + file + ": " + reason), err());
    }

    @Test
    void shouldLogWhatTheServerDoesUntilStopped() {
        assertEquals(0, run("server", "-b", "127.0.0.1"));

        assertEquals("""
                [ServerStart] starting IRTT server version 0.9.2
                [127.0.0.1:9] [NewConn] new connection, token=1
                [Drop] many
                [ListenerStart] starting IPv4 listener on 127.0.0.1:2112
                interrupt
                [ListenerStop] stopped listener on 127.0.0.1:2112
                [ServerStop] stopped IRTT server
                """, out());
    }
}
