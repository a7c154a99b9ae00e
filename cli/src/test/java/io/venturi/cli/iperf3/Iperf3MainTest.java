package io.venturi.cli.iperf3;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.venturi.engine.metric.EndState;
import io.venturi.engine.metric.ThroughputDirection;
import io.venturi.engine.metric.ThroughputFailure;
import io.venturi.engine.metric.ThroughputProtocol;
import io.venturi.engine.plan.ThroughputPlan;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** Options, text, JSON and exit statuses, as the classic tool has them; layouts are those of real runs. */
class Iperf3MainTest {
    private static final String SEPARATOR = "- - - - - - - - - - - - - - - - - - - - - - - - -\n";
    @TempDir
    private Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private int run(ScriptedEngine engine, String... args) {
        return new Iperf3Main(new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8), engine, _ -> { }).dispatch(args);
    }

    private String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private String err() {
        return err.toString(StandardCharsets.UTF_8);
    }

    private static ScriptedEngine playing(boolean server, ThroughputProtocol protocol, ThroughputDirection direction,
                                          int streams, int seconds) {
        Samples samples = new Samples(server, protocol, direction, streams);
        return new ScriptedEngine(samples.events(seconds), samples.report(seconds));
    }

    private static ScriptedEngine tcp() {
        return playing(false, ThroughputProtocol.TCP, ThroughputDirection.UP, 1, 1);
    }

    @Test
    void shouldRefuseWrongCommandLinesInTheWordsOfTheClassicTool() throws IOException {
        List<Executable> checks = new ArrayList<>();
        try (InputStream table = Iperf3MainTest.class.getResourceAsStream("refusals.txt")) {
            new String(table.readAllBytes(), StandardCharsets.UTF_8).lines().filter(line -> !line.startsWith("#"))
                    .forEach(line -> checks.add(() -> assertRefused(line)));
        }
        assertTrue(checks.size() > 90, "table of " + checks.size());
        assertAll(checks);
    }

    private void assertRefused(String line) {
        int bar = line.indexOf(" | ");
        String words = line.substring(0, bar);
        err.reset();
        ScriptedEngine engine = tcp();
        int status = run(engine, words.isEmpty() ? new String[0] : words.split(" "));
        assertEquals(line.substring(bar + 3), err().lines().findFirst().orElse("").stripTrailing(), words);
        assertEquals(1, status, words);
        assertTrue(engine.plans().isEmpty(), words);
        assertTrue(err().endsWith("Try `iperf3 --help' for more information.\n"), words);
    }

    @Test
    void shouldRefuseWhatItCannotDoInsteadOfIgnoringIt() {
        for (String option : List.of("--file=x", "--debug", "--cntl-ka=10/2/3")) {
            err.reset();
            assertEquals(1, run(tcp(), "-c", "h", option), option);
            assertTrue(err().startsWith("iperf3: parameter error - "
                    + option.replaceAll("=.*", "") + " cannot be had here"), err());
        }
    }

    @Test
    void shouldPlanWhatTheOptionsSay() {
        ScriptedEngine engine = tcp();
        assertEquals(0, run(engine, "-uc", "h", "-p", "5300", "-b", "1.5M/10", "-k", "2K", "-l1000", "--para", "3",
                "--bidir",
                "-O", "2", "-i", "0.5", "--dscp", "ef", "-w", "1M", "--cport=6000", "-6", "-A", "1,2", "-C", "reno",
                "-L", "0x12345"));
        ThroughputPlan plan = engine.plans().getFirst();
        assertEquals(new ThroughputPlan.Flow(ThroughputProtocol.UDP, ThroughputDirection.BOTH, 3), plan.flow());
        assertEquals(new ThroughputPlan.Limits(2, 0, 0, 2048), plan.limits());
        assertEquals(1_500_000, plan.load().bitsPerSecond());
        assertEquals(10, plan.load().burstBlocks());
        assertEquals(1000, plan.load().blockBytes());
        assertEquals(new ThroughputPlan.Socket(false, 0, 1_048_576, 184, "reno", false, false, 0x12345), plan.socket());
        assertEquals(500_000_000, plan.reporting().intervalNs());
        assertEquals(2, plan.reporting().serverCpu());
        assertEquals(1, plan.precision().cpu());
        assertEquals(5300, plan.target().defaultPort());
        assertEquals(6000, plan.target().streamPort());
    }

    @Test
    void shouldLastTenSecondsWhenNothingElseIsSaid() {
        ScriptedEngine engine = tcp();
        run(engine, "-c", "h");
        assertEquals(new ThroughputPlan.Limits(0, 10, 0, 0), engine.plans().getFirst().limits());
    }

    @Test
    void shouldPrintATcpTestLikeTheClassicTool() {
        assertEquals(0, run(tcp(), "-c", "127.0.0.1"));
        assertEquals("""
                Connecting to host 127.0.0.1, port 5201
                [  5] local 127.0.0.1 port 40000 connected to 127.0.0.1 port 5201
                [ ID] Interval           Transfer     Bitrate         Retr  Cwnd
                [  5]   0.00-1.00   sec  1.25 MBytes  10.5 Mbits/sec    0   1.12 MBytes      \s
                """ + SEPARATOR + """
                [ ID] Interval           Transfer     Bitrate         Retr
                [  5]   0.00-1.00   sec  1.25 MBytes  10.5 Mbits/sec    0             sender
                [  5]   0.00-1.00   sec  1.25 MBytes  10.5 Mbits/sec                  receiver

                iperf Done.
                """, out());
    }

    @Test
    void shouldPrintSumsAndSeparatorsOfParallelStreams() {
        assertEquals(0, run(playing(false, ThroughputProtocol.TCP, ThroughputDirection.DOWN, 2, 2), "-c", "h", "-R"));
        assertEquals("""
                Connecting to host h, port 5201
                Reverse mode, remote host 127.0.0.1 is sending
                [  5] local 127.0.0.1 port 40000 connected to 127.0.0.1 port 5201
                [  7] local 127.0.0.1 port 40001 connected to 127.0.0.1 port 5201
                [ ID] Interval           Transfer     Bitrate         Retr  Cwnd
                [  5]   0.00-1.00   sec  1.25 MBytes  10.5 Mbits/sec                 \s
                [  7]   0.00-1.00   sec  1.25 MBytes  10.5 Mbits/sec                 \s
                [SUM]   0.00-1.00   sec  2.50 MBytes  21.0 Mbits/sec                 \s
                """ + SEPARATOR + """
                [  5]   1.00-2.00   sec  1.25 MBytes  10.5 Mbits/sec                 \s
                [  7]   1.00-2.00   sec  1.25 MBytes  10.5 Mbits/sec                 \s
                [SUM]   1.00-2.00   sec  2.50 MBytes  21.0 Mbits/sec                 \s
                """ + SEPARATOR, out().substring(0, out().lastIndexOf("[ ID]")));
        assertTrue(out().endsWith("""
                [SUM]   0.00-2.00   sec  5.00 MBytes  21.0 Mbits/sec    0             sender
                [SUM]   0.00-2.00   sec  5.00 MBytes  21.0 Mbits/sec                  receiver

                iperf Done.
                """), out());
    }

    @Test
    void shouldPrintAUdpTestOfBothDirections() {
        assertEquals(0, run(playing(false, ThroughputProtocol.UDP, ThroughputDirection.BOTH, 1, 1), "-c", "h", "-u",
                "--bidir"));
        assertEquals("""
                [ ID][Role] Interval           Transfer     Bitrate         Jitter    Lost/Total Datagrams
                [  5][TX-C]   0.00-1.00   sec   122 KBytes  1.00 Mbits/sec            125 \s
                [  7][RX-C]   0.00-1.00   sec   122 KBytes  1.00 Mbits/sec  0.011 ms  1/125 (0.8%) \s
                """ + SEPARATOR + """
                [ ID][Role] Interval           Transfer     Bitrate         Jitter    Lost/Total Datagrams
                [  5][TX-C]   0.00-1.00   sec   122 KBytes  1.00 Mbits/sec  0.000 ms  0/125 (0%)  sender
                [  5][TX-C]   0.00-1.00   sec   122 KBytes  1.00 Mbits/sec  0.011 ms  1/125 (0.8%)  receiver
                [  7][RX-C]   0.00-1.00   sec   122 KBytes  1.00 Mbits/sec  0.000 ms  0/125 (0%)  sender
                [  7][RX-C]   0.00-1.00   sec   122 KBytes  1.00 Mbits/sec  0.011 ms  1/125 (0.8%)  receiver

                iperf Done.
                """, out().substring(out().indexOf("[ ID]")));
    }

    @Test
    void shouldPrintOnlyItsOwnEndAtAServerAndTellTheClientTheSame() {
        ScriptedEngine engine = playing(true, ThroughputProtocol.TCP, ThroughputDirection.UP, 1, 1);
        assertEquals(0, run(engine, "-s", "-1"));
        String test = """
                Accepted connection from 127.0.0.1, port 39999
                [  5] local 127.0.0.1 port 5201 connected to 127.0.0.1 port 40000
                [ ID] Interval           Transfer     Bitrate
                [  5]   0.00-1.00   sec  1.25 MBytes  10.5 Mbits/sec                 \s
                """ + SEPARATOR + """
                [ ID] Interval           Transfer     Bitrate
                [  5]   0.00-1.00   sec  1.25 MBytes  10.5 Mbits/sec                  receiver
                """;
        String ruler = "-".repeat(59) + "\n";
        assertEquals(ruler + "Server listening on 5201 (test #1)\n" + ruler + test, out());
        assertEquals(List.of(test + "\n"), engine.outputs());
    }

    @Test
    void shouldPrintWhatThereIsAndFailWhenInterrupted() {
        Samples samples = new Samples(false, ThroughputProtocol.TCP, ThroughputDirection.UP, 1);
        ScriptedEngine engine = new ScriptedEngine(samples.events(1),
                samples.report(1, EndState.INTERRUPTED, new ThroughputFailure(119, "stopped")));
        assertEquals(1, run(engine, "-c", "h"));
        assertTrue(out().endsWith("[  5]   0.00-1.00   sec  0.00 Bytes  0.00 bits/sec                  receiver\n"),
                out());
        assertEquals("iperf3: interrupt - the client has terminated\n", err());
    }

    @Test
    void shouldFailWithTheServersReasonWhenItIsBusy() {
        Samples samples = new Samples(false, ThroughputProtocol.TCP, ThroughputDirection.UP, 1);
        ScriptedEngine engine = new ScriptedEngine(List.of(),
                samples.report(0, EndState.ENDED_BY_PEER, new ThroughputFailure(121, "busy")));
        assertEquals(1, run(engine, "-c", "h", "-J"));
        assertTrue(out().contains("\"error\" : \"the server is busy running a test. try again later\""), out());
        assertEquals("", err());
    }

    @Test
    void shouldPutTitleAndTimeInFrontOfEachLineOfTheLogFile() throws IOException {
        Path log = folder.resolve("log");
        assertEquals(0, run(tcp(), "-c", "h", "-T", "title", "--timestamps=now ", "--logfile", log.toString()));
        List<String> lines = Files.readAllLines(log);
        assertEquals(10, lines.size());
        lines.forEach(line -> assertTrue(line.startsWith("now title:  "), line));
        assertEquals("", out());
    }

    @Test
    void shouldWriteALineForEachEvent() {
        assertEquals(0, run(playing(false, ThroughputProtocol.UDP, ThroughputDirection.UP, 1, 2), "-c", "h", "-u",
                "--json-stream"));
        List<String> events = out().lines().map(line -> line.replaceAll("\\{\"event\":\"(\\w+)\",\"data\":\\{.*", "$1"))
                .toList();
        assertEquals(List.of("start", "interval", "interval", "end"), events);
    }

    @Test
    void shouldWriteTheMembersThatReadersExpect() {
        assertEquals(0, run(playing(false, ThroughputProtocol.UDP, ThroughputDirection.BOTH, 1, 1), "-c", "h", "-J"));
        int at = 0;
        for (String name : Arrays.asList("start", "connected", "version", "system_info", "timestamp", "connecting_to",
                "cookie", "target_bitrate", "sock_bufsize", "test_start", "intervals", "streams", "sum",
                "sum_bidir_reverse", "end", "streams", "udp", "lost_percent", "out_of_order", "sum", "sum_sent",
                "sum_received", "sum_bidir_reverse", "sum_sent_bidir_reverse", "sum_received_bidir_reverse",
                "cpu_utilization_percent", "host_total", "remote_system")) {
            int found = out().indexOf("\"" + name + "\"", at);
            assertTrue(found >= at, name + " behind " + at + " of " + out());
            at = found + 1;
        }
    }

    @Test
    void shouldGiveNumbersTheWidthsOfTheClassicTool() {
        assertEquals("0.00 Bytes", Units.transfer(0));
        assertEquals(" 122 KBytes", Units.transfer(125_000));
        assertEquals("1.00 KBytes", Units.transfer(1024));
        assertEquals("1000 Kbits/sec", Units.rate(999_960, Units.ADAPTIVE));
        assertEquals("1.00 Mbits/sec", Units.rate(1_000_000, Units.ADAPTIVE));
        assertEquals("1280 KBytes/sec", Units.rate(10_485_760, 'K'));
        assertEquals("0.01 Gbits/sec", Units.rate(10_485_760, 'g'));
        assertEquals(List.of("0", "18", "0.021", "1e+02", "1.2e+02", "0.8"),
                List.of(Units.percent(0), Units.percent(18.2),
                Units.percent(0.0213), Units.percent(100), Units.percent(120), Units.percent(0.8)));
    }
}
