package io.venturi.cli.result;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.venturi.engine.error.ConfigException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The files are output of the programs themselves, shortened. */
class ResultReaderTest {

    @Test
    void shouldReadRoundTripsWithTheirProbes() throws Exception {
        Result result = read("rtt-rows.json").getFirst();

        assertEquals(Kind.ROUND_TRIP, result.kind());
        assertEquals(18602, result.value("p50"));
        assertEquals(781307, result.value("p99"));
        assertEquals(0, result.value("loss"));
        assertEquals("kernel", result.setUp().get("stamps"));
        assertEquals("127.0.0.1", result.setUp().get("to"));
        assertEquals(60, result.delays().getFirst().size());
        assertEquals("round trip (kernel)", result.delays().getFirst().label());
        assertEquals(19757, result.delays().getFirst().delayNs()[5]);
        assertEquals(0.025, result.delays().getFirst().sentS()[5], 0.001);
    }

    @Test
    void shouldReadRoundTripsWithoutProbes() throws Exception {
        Result result = read("rtt.json").getFirst();

        assertTrue(result.delays().isEmpty());
        assertTrue(result.value("p50") > 0);
    }

    @Test
    void shouldReadBothDirectionsOfACapacityTest() throws Exception {
        List<Result> results = read("capacity.json");

        assertEquals(List.of("down", "up"), results.stream().map(Result::direction).toList());
        assertEquals(1433460000, results.getFirst().value("capacity"));
        assertEquals(6, results.getFirst().intervals().getFirst().pieces().size());
    }

    @Test
    void shouldReadLossFreeRates() throws Exception {
        Result result = read("losssearch.json").getFirst();

        assertEquals(List.of("64", "512", "1518"),
                result.steps().getFirst().steps().stream().map(Steps.Step::frame).toList());
        assertTrue(result.value("lossFree.1518") > result.value("lossFree.64"));
    }

    @Test
    void shouldReadIrtt() throws Exception {
        Result result = read("irtt.json").getFirst();

        assertEquals("irtt 0.9.0", result.tool());
        assertEquals(93832, result.value("p50"));
        assertEquals(99351, result.delays().getFirst().delayNs()[5]);
        assertEquals(1795200971194350151L, result.startNs());
    }

    @Test
    void shouldReadIperf3() throws Exception {
        Result tcp = read("iperf3-tcp.json").getFirst();
        Result udp = read("iperf3-udp.json").getFirst();

        assertEquals(14082616336.615112, tcp.value("goodput"));
        assertEquals(27, tcp.value("retransmits"));
        assertEquals(77000, tcp.value("tcpRtt"));
        assertTrue(Double.isNaN(tcp.value("loss")));
        assertEquals(0, udp.value("loss"));
        assertTrue(Double.isNaN(udp.intervals().getFirst().pieces().getFirst().lossPercent()));
        assertEquals(List.of("up", "down"), read("iperf3-bidir.json").stream().map(Result::direction).toList());
    }

    @Test
    void shouldReadUdpst() throws Exception {
        Result result = read("udpst.json").getFirst();

        assertEquals("udpst 9.0.0", result.tool());
        assertEquals("down", result.direction());
        assertEquals(5, result.intervals().getFirst().pieces().size());
        assertEquals(238.06e6, result.intervals().getFirst().pieces().getFirst().bitsPerSecond());
    }

    @Test
    void shouldReadThroughput() throws Exception {
        Result result = ResultReader.read("t", text("""
                {"schema": "venturi.throughput/1", "host": {"kernel": "6"}, "tests": [{"direction": "up",
                "transport": "tcp", "command": "c", "end": "completed", "endWallNs": 2, "local": "[::1]:5", "server":
                "[::1]:6", "streams": [{"stream": 1, "direction": "up", "kernel": {"meanRoundTripNs": 3000}}],
                "intervals": [{"startNs": 0, "endNs": 1000000000, "omitted": false, "parts": [{"stream": 1,
                "direction": "up", "bytes": 1, "bitsPerSecond": 8}]}], "ways": [{"direction": "up",
                "goodputBitsPerSecond": 8, "countedBy": "receiver", "bytes": 1, "durationNs": 1, "verdict":
                {"limit": "path", "reasons": [], "sentence": "Eight."}}],
                "evidence": {}, "notices": []}]}""")).getFirst();

        assertEquals(8, result.value("goodput"));
        assertEquals(3000, result.value("tcpRtt"));
        assertEquals("::1", result.setUp().get("to"));
        assertTrue(Double.isNaN(result.value("retransmits")));
        assertTrue(Double.isNaN(result.intervals().getFirst().pieces().getFirst().retransmits()));
    }

    @Test
    void shouldUnpackGzip() throws Exception {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed); InputStream plain = resource("irtt.json")) {
            plain.transferTo(gzip);
        }

        assertEquals("irtt 0.9.0", ResultReader.read("x", new ByteArrayInputStream(packed.toByteArray())).getFirst()
                .tool());
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {
        "'{\"a\":\n tru'; 2; this is not JSON",
        "'{\"schema\":\"venturi.rtt/1\",\"run\":{\"agreed\":{},\n\"startWallNs\":\"x\"},\"metrics\":[]}'; 2; a number"
            + " was",
        "'{\"schema\":\"venturi.rtt/1\"}'; 1; is missing",
        "'{\"schema\":\"venturi.rtt/9\"}'; 1; not a result this version",
        "'[]'; 1; an object was expected",
        "''; 0; empty",
        "'{}'; 0; no result is recognised",
        "'{\"schema\":\"venturi.rtt/1\"} {}'; 0; several documents",
    })
    void shouldNameFileAndLineWhenItIsNotUnderstood(String content, int line, String words) {
        BadResultException failure =
                assertThrows(BadResultException.class, () -> ResultReader.read("file.json", text(content)));

        assertEquals("file.json", failure.file());
        assertEquals(line, failure.line());
        assertTrue(failure.getMessage().contains(words), failure.getMessage());
    }

    @Test
    void shouldTakeStandardInputOnceOnly() {
        InputStream in = resource("udpst.json");

        assertEquals(1, ResultReader.readAll(List.of("-"), in).size());
        assertThrows(ConfigException.class, () -> ResultReader.readAll(List.of("-", "-"), in));
    }

    private static List<Result> read(String name) throws IOException {
        try (InputStream in = resource(name)) {
            return ResultReader.read(name, in);
        }
    }

    private static InputStream resource(String name) {
        return ResultReaderTest.class.getResourceAsStream(name);
    }

    private static InputStream text(String content) {
        return new ByteArrayInputStream(content == null ? new byte[0] : content.getBytes(StandardCharsets.UTF_8));
    }
}
