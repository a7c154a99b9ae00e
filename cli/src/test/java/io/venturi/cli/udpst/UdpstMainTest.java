package io.venturi.cli.udpst;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.venturi.engine.api.CapacityListener;
import io.venturi.engine.metric.CapacityEvent;
import io.venturi.engine.metric.CapacityEvent.Incident;
import io.venturi.engine.metric.CapacityInterval;
import io.venturi.engine.metric.CapacityReport;
import io.venturi.engine.metric.CapacityStatus;
import io.venturi.engine.plan.CapacityPlan;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Command lines and outputs against those of the classic tool. */
class UdpstMainTest {
    @TempDir
    private Path folder;
    private final ByteArrayOutputStream outBytes = new ByteArrayOutputStream();
    private final ByteArrayOutputStream errBytes = new ByteArrayOutputStream();
    private CapacityPlan planned;
    private ScriptedEngine engine = scripted(Samples.ofText(), 41_823);

    private ScriptedEngine scripted(List<Samples.Row> rows, int ident) {
        return new ScriptedEngine((plan, listener) -> {
            planned = plan;
            CapacityReport report = Samples.report(plan, ident, rows, CapacityStatus.COMPLETE);
            tell(report, listener);
            return report;
        });
    }

    private static void tell(CapacityReport report, CapacityListener listener) {
        InetSocketAddress local = report.connections().getFirst().local();
        listener.onEvent(new CapacityEvent.Created(1, local, 2_048_000, 2_048_000));
        listener.onEvent(new CapacityEvent.Exchanged(1, CapacityEvent.Message.SETUP_REQUEST, true, local,
                Samples.SERVER,
                0, report.mcIdent(), 0, 0, 0));
        listener.onEvent(new CapacityEvent.Activated(1, report.requested()));
        for (CapacityInterval interval : report.intervals()) {
            interval.parts().forEach(part -> listener.onEvent(new CapacityEvent.SubInterval(part)));
            listener.onEvent(new CapacityEvent.Interval(interval));
        }
        listener.onEvent(new CapacityEvent.Stopping(1, true));
        listener.onEvent(new CapacityEvent.Ended(1));
    }

    private int run(String... args) {
        return new UdpstMain(new PrintStream(outBytes, false, StandardCharsets.UTF_8),
                new PrintStream(errBytes, true, StandardCharsets.UTF_8), engine, engine).dispatch(args);
    }

    private String out() {
        return outBytes.toString(StandardCharsets.UTF_8);
    }

    private static String resource(String name) throws IOException {
        try (InputStream stream = UdpstMainTest.class.getResourceAsStream(name)) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private String withoutBanner() {
        return out().lines().skip(3).collect(Collectors.joining("\n", "", "\n"));
    }

    private static Stream<String> refusals() throws IOException {
        return resource("refusals.txt").lines();
    }

    // ---- what cannot be run ------------------------------------------------------------------------------------

    @ParameterizedTest
    @MethodSource("refusals")
    void shouldRefuseAsTheClassicToolDoes(String line) {
        String[] parts = line.split("\\|", 2);

        int exit = run(parts[0].split(" "));

        assertEquals(50, exit);
        assertTrue(parts[1].equals("help") ? out().startsWith("UDP Speed Test\nUsage: ")
                : out().equals(parts[1] + "\n"), () -> parts[1] + "\n" + out());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"''|No authentication keys found in key file",
        "#x|No authentication keys found in key file", "1,abc;1,def|Key file entry has duplicate ID (line 2)",
        "256,a|Key file entry has out-of-range ID (line 1)", "x,a|Key file entry has invalid numeric ID (line 1)",
        "1|Key file entry has insufficient field count (line 1)",
        "1,12345678901234567890123456789012345678901234567890123456789012345|Key file entry has oversized key (line 1)",
        "3,abc;4,def|Authentication key ID (0) not found in key file"})
    void shouldRefuseAKeyFileAsTheClassicToolDoes(String content, String message) throws IOException {
        Path file = Files.writeString(folder.resolve("keys"), content.replace(';', '\n'));

        assertEquals(51, run("-d", "h", "-K", file.toString()));

        assertEquals("ERROR: " + message + "\n", out());
    }

    @Test
    void shouldNameAMissingKeyFile() {
        assertEquals(51, run("-d", "h", "-K", "/none"));

        assertEquals("FOPEN ERROR: </none> No such file or directory\n", out());
    }

    @Test
    void shouldTakeTheOnlyKeyOfAFile() throws IOException {
        Path file = Files.writeString(folder.resolve("keys"), " 0x1f\tabc # of the lab\n\n");

        run("-d", "127.0.0.1", "-K", file.toString());

        assertEquals(31, planned.access().keyId());
        assertEquals("abc", new String(planned.access().key(), StandardCharsets.UTF_8));
    }

    @Test
    void shouldTellAnUnknownHostAfterTheBanner() {
        assertEquals(75, run("-d", "host.invalid"));

        assertEquals("GETADDRINFO ERROR[host.invalid]: Success (Name or service not known)\n", withoutBanner());
    }

    @Test
    void shouldTellAFailureToStartInJson() {
        assertEquals(255, run("-d", "-4", "-f", "jsonb", "::1"));

        assertEquals("{\"ErrorStatus\":255,\"ErrorMessage\":\"ERROR: Specified IP address does not match address"
                + " family\",\"ErrorMessage2\":\"\"}\n", out());
    }

    // ---- options -----------------------------------------------------------------------------------------------

    @Test
    void shouldPassOnEveryOption() {
        run("-u", "-C2-5", "-t", "20", "-P", "2000", "-F100", "-i-3", "-jTXn", "-A", "c", "-L20", "-U", "60", "-o",
                "-R",
                "-q5", "-c", "7", "-h20", "-I@30", "-m0x2", "-Z9", "-B", "300", "-b0", "-aKEY", "-y7", "-E", "lo", "-M",
                "-r", "-6", "[::1]:5000", "::1");

        assertEquals(List.of("[::1]:5000", "[::1]:24601"), planned.targets());
        assertEquals(new CapacityPlan.Connections(2, 5), planned.connections());
        assertEquals(new CapacityPlan.Timing(20_000_000_000L, 2_000_000_000L, 100_000_000L, 3), planned.timing());
        assertEquals(new CapacityPlan.Search(CapacityPlan.Algorithm.C, CapacityPlan.Start.ROW, 30, 3, 20_000_000,
                60_000_000, true, 5, false, 7, 20), planned.search());
        assertEquals(new CapacityPlan.Datagrams(false, true, true, false, false), planned.datagrams());
        assertEquals(new CapacityPlan.Marks(2, 9), planned.marks());
        assertEquals(7, planned.access().keyId());
        assertEquals(300, planned.access().maxRateMbps());
        assertEquals(0, planned.path().socketBufferBytes());
        assertEquals("lo", planned.watch().rateOf());
    }

    @Test
    void shouldServeWithTheLimitsGiven() {
        assertEquals(255, run("-B", "5000", "-t", "30", "-m", "0xb8", "-I", "500", "-a", "KEY", "-j", "127.0.0.1"));

        assertEquals(List.of("127.0.0.1:24601"), engine.served.binds());
        assertEquals(5_000, engine.served.limits().bandwidthMbps());
        assertEquals(30_000_000_000L, engine.served.limits().testNs());
        assertEquals(0xb8, engine.served.limits().trafficClass());
        assertEquals(500, engine.served.limits().row());
        assertEquals("KEY", new String(engine.served.access().key(), StandardCharsets.UTF_8));
    }

    // ---- outputs -----------------------------------------------------------------------------------------------

    private static Stream<String> rateTables() throws IOException {
        return resource("rate-tables.txt").lines();
    }

    @ParameterizedTest
    @MethodSource("rateTables")
    void shouldPrintTheRateTableOfTheClassicTool(String line) throws NoSuchAlgorithmException {
        assertEquals(0, run(line.split(" ")[0]));

        assertEquals(line.split(" ")[1], HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256")
                .digest(withoutBanner().getBytes(StandardCharsets.UTF_8))));
    }

    @Test
    void shouldPrintTheTextOfTheClassicTool() throws IOException {
        assertEquals(0, run("-d", "-t", "5", "-i", "-2", "127.0.0.1"));

        assertEquals(resource("bimodal.txt"), withoutBanner());
    }

    @Test
    void shouldWriteTheJsonOfTheClassicTool() throws IOException {
        engine = scripted(Samples.ofJson(), 24_715);

        assertEquals(0, run("-d", "-t", "5", "-i", "2", "-f", "jsonf", "-p", "24715", "127.0.0.1"));

        String ports = "\"(ID|Port|ClientPort)\":\t\\d+";
        assertEquals(resource("bimodal.json").replaceAll(ports, ""), out().replaceAll(ports, ""));
    }

    @Test
    void shouldLeaveOutInputAndWhiteSpaceInBriefJson() {
        run("-d", "-t", "5", "-s", "-f", "jsonb", "127.0.0.1");

        assertTrue(out().startsWith("{\"Output\":{\"BOMTime\":\"2026-11-20T16:05:25.381448Z\",\"TmaxUsed\":1000,"
                + "\"TestInterval\":5,\"TmaxRTTUsed\":3000,\"TimestampResolutionUsed\":1,\"Summary\":{"), out());
        assertTrue(out().endsWith(",\"Status\":\"Complete\"},\"ErrorStatus\":0,\"ErrorMessage\":\"\","
                + "\"ErrorMessage2\":\"\"}\n"), out());
    }

    @Test
    void shouldPutTheConnectionBeforeEachLineWhenVerbose() {
        run("-d", "-v", "-r", "-t", "5", "127.0.0.1");

        List<String> lines = withoutBanner().lines().toList();
        assertEquals("[1]Connection created (SNDBUF/RCVBUF: 2048000/2048000) and assigned 127.0.0.1:40000",
                lines.get(0));
        assertEquals("[1]Setup request (0.41823) sent from 127.0.0.1:40000 to 127.0.0.1:24715", lines.get(1));
        assertEquals("[1]Sub-Interval[1](sec):   1.0, LossRatio: 0.00E+00, Loss/OoO/Dup: 0/0/0, OWDVar(ms): 0/0/0,"
                + " RTTVar(ms): 0/1/3, Mbps(L3/IP): 0.02", lines.get(4));
        assertTrue(lines.get(5).startsWith("[0]Sub-Interval[1]"));
        assertEquals("[1]Test stop received", lines.get(14));
        assertTrue(lines.get(16).startsWith("[0]Downstream Summary LossRatio: 2.94E-02, Loss/OoO/Dup: 3/0/0,"));
        assertEquals("[0]End time reached", lines.getLast());
    }

    @Test
    void shouldShowCeMarksAndTheInterface() {
        run("-d", "-t", "5", "-E", "lo", "-m1", "-Z5", "127.0.0.1");

        assertTrue(out().contains("DSCP+ECN: 1, CE Th: 5, [lo]\n"), out());
        assertTrue(out().contains("Loss/OoO/Dup/CE: 3/0/0/0, "), out());
        assertTrue(out().contains("Mbps(L3/IP): 0.02 [0.00]\n"), out());
    }

    @Test
    void shouldKeepWhatWasMeasuredWhenATestDies() {
        engine = new ScriptedEngine((plan, listener) -> {
            Incident stopped = new Incident(1, CapacityStatus.TRAFFIC_STOPPED_HERE, Samples.SERVER, 0);
            Incident fewer = new Incident(0, CapacityStatus.TOO_FEW_CONNECTIONS, null, 1);
            CapacityReport whole = Samples.report(plan, 7, Samples.ofText().subList(0, 2),
                    CapacityStatus.TOO_FEW_CONNECTIONS);
            return new CapacityReport(whole.mcIdent(), whole.startWallNs(), whole.endWallNs(), whole.requested(),
                    whole.connections(), whole.intervals(), whole.evidence(), List.of(stopped, fewer), whole.status());
        });

        assertEquals(200, run("-d", "-t", "5", "-f", "json", "127.0.0.1"));

        assertTrue(out().contains("\"IncrementalResult\":[{\"Interval\":1,"), out());
        assertTrue(out().contains("}],\"EOMTime\":\"2026-11-20T16:05:30.842031Z\",\"Status\":\"Error_Other\"},"
                + "\"ErrorStatus\":200,\"ErrorMessage\":\"ERROR: Minimum required connections (1) unavailable\","
                + "\"ErrorMessage2\":\"LOCAL WARNING: Incoming traffic has completely stopped [Server"
                + " 127.0.0.1:24715]\"}"), out());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "SERVER_SILENT|0|WARNING: Timeout awaiting response from server 127.0.0.1:24715",
        "STATUS_LOST_HERE|3|LOCAL WARNING: Incoming status feedback messages lost (3) [Server 127.0.0.1:24715]",
        "STATUS_LOST_THERE|65535|REMOTE WARNING: Incoming status feedback messages lost (OoO/Dup) [Server"
            + " 127.0.0.1:24715]",
        "TRAFFIC_STOPPED_THERE|0|REMOTE WARNING: Incoming traffic has completely stopped [Server 127.0.0.1:24715]",
        "BLEACHING_HERE|0|LOCAL WARNING: Incoming ECN bleaching detected [Server 127.0.0.1:24715]",
        "SETUP_UNEXPECTED|77|ERROR: Unexpected CRSP (77) in setup response from server 127.0.0.1:24715",
        "BAD_VERSION|11|ERROR: Client protocol version (20) not accepted by server (11) 127.0.0.1:24715",
        "BAD_JUMBO|0|ERROR: Client jumbo datagram size option does not match server 127.0.0.1:24715",
        "BAD_MTU|0|ERROR: Client traditional MTU option does not match server 127.0.0.1:24715",
        "AUTHENTICATION_REQUIRED|0|ERROR: Authentication required by server 127.0.0.1:24715",
        "AUTHENTICATION_FAILED|7|ERROR: Authentication verification failed at server 127.0.0.1:24715",
        "AUTHENTICATION_FAILED|0|ERROR: Authentication failure of setup response from server 127.0.0.1:24715",
        "BANDWIDTH_EXCEEDED|0|ERROR: Required max bandwidth exceeds available capacity on server 127.0.0.1:24715",
        "BAD_CONNECTION|0|ERROR: Multi-connection parameters rejected by server 127.0.0.1:24715",
        "SERVER_FULL|0|ERROR: Connection allocation failure on server 127.0.0.1:24715",
        "BAD_PARAMETER|2|ERROR: Requested test parameter(s) rejected by server 127.0.0.1:24715",
        "ACTIVATION_UNEXPECTED|5|ERROR: Unexpected CRSP (5) in test activation response from server 127.0.0.1:24715"})
    void shouldTellIncidentsInTheWordsOfTheClassicTool(CapacityStatus status, long number, String line) {
        assertEquals(line, Wording.of(new Incident(1, status, Samples.SERVER, number)));
    }
}
