package io.venturi.engine.protocol.iperf3.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.venturi.engine.protocol.iperf3.wire.Iperf3Json.MalformedException;
import io.venturi.engine.protocol.iperf3.wire.Iperf3Parameters.Flow;
import io.venturi.engine.protocol.iperf3.wire.Iperf3Parameters.Limits;
import io.venturi.engine.protocol.iperf3.wire.Iperf3Parameters.Load;
import io.venturi.engine.protocol.iperf3.wire.Iperf3Parameters.Socket;
import io.venturi.engine.protocol.iperf3.wire.Iperf3Parameters.Transport;
import io.venturi.engine.protocol.iperf3.wire.Iperf3Parameters.Wishes;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class Iperf3DocumentsTest {
    private static final Wishes NO_WISHES = new Wishes("", "", false, -1, "", "3.12", "", Map.of());
    private static final Socket PLAIN = new Socket(0, false, 0, 0, 0, "", false, false);

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    // ---- parameters ------------------------------------------------------------------------------------------------

    @Test
    void shouldWriteTheDocumentOfARealClient() {
        Iperf3Parameters parameters = new Iperf3Parameters(Transport.TCP, new Limits(0, 0, 2_097_152, 0),
                new Flow(1, false, false), new Load(131_072, 0, 0, 0, 1000, false, false, false, false, false), PLAIN,
                NO_WISHES);

        String document = new String(parameters.encode(), StandardCharsets.UTF_8);

        assertEquals("{\"tcp\":true,\"omit\":0,\"time\":0,\"num\":2097152,\"blockcount\":0,\"parallel\":1,"
                + "\"len\":131072,\"pacing_timer\":1000,\"client_version\":\"3.12\"}", document);
        assertEquals(129, document.length());
    }

    @Test
    void shouldReadBackWhatItWrites() throws Exception {
        Iperf3Parameters parameters = new Iperf3Parameters(Transport.UDP, new Limits(1, 10, 0, 7),
                new Flow(3, false, true), new Load(1400, 8_000_000, 10, 9_000_000, 1000, true, true, true, true,
                true),
                new Socket(1400, true, 65_536, 0xb8, 12, "bbr", true, true),
                new Wishes("title", "extra", true, 2, "token", "3.21", "kcp", Map.of("window", "64")));

        assertEquals(parameters, Iperf3Parameters.decode(parameters.encode()));
        assertEquals(6, parameters.streamsInAll());
        assertEquals(1400, parameters.blockBytes(1448));
    }

    @Test
    void shouldAskForTrainsAsARealClientDoes() throws Exception {
        String asked = "{\"udp\":true,\"omit\":0,\"time\":1,\"num\":0,\"blockcount\":0,\"parallel\":1,\"len\":1400,"
                + "\"pacing_timer\":1000,\"gso\":1,\"gso_dg_size\":1400,\"gso_bf_size\":64400,\"gro\":1,"
                + "\"gro_bf_size\":65507,\"client_version\":\"3.21+\"}";

        Iperf3Parameters parameters = Iperf3Parameters.decode(utf8(asked));

        assertTrue(parameters.load().segmentation());
        assertEquals(asked, new String(parameters.encode(), StandardCharsets.UTF_8));
    }

    @Test
    void shouldTakeAnEmptyDocumentForADefaultTest() throws Exception {
        Iperf3Parameters parameters = Iperf3Parameters.decode(utf8("{}"));

        assertEquals(Transport.TCP, parameters.transport());
        assertEquals(1, parameters.flow().streams());
        assertEquals(131_072, parameters.blockBytes(1448));
    }

    @Test
    void shouldTakeAFlagForSetByItsPresenceAndNamesWithoutRegardToCase() throws Exception {
        Iperf3Parameters parameters = Iperf3Parameters.decode(
                utf8("{\"UDP\":true,\"Reverse\":false,\"udp_counters_64bit\":0,\"get_server_output\":0,\"what\":[{}]}"));

        assertTrue(parameters.flow().reverse());
        assertTrue(parameters.load().counters64());
        assertTrue(parameters.wishes().serverOutput());
        assertFalse(parameters.load().zeroCopy());
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {"{\"parallel\":0};6", "{\"parallel\":129};6", "{\"len\":0};7",
            "{\"udp\":true,\"len\":15};20", "{\"udp\":true,\"len\":65508};20", "{\"omit\":601};12", "{\"time\":-1};5",
            "{\"time\":86401};5", "{\"num\":-1};114", "{\"TOS\":256};21", "{\"burst\":1001};15",
            "{\"MSS\":40000};10", "{\"reverse\":true,\"bidirectional\":true};25", "{\"flowlabel\":0};127",
            "{\"len\":18446744073709551615};7"})
    void shouldRefuseWhatIsOutOfRangeWithTheCodeOfThatParameter(String document, int code) {
        Iperf3RefusedException refused = assertThrows(Iperf3RefusedException.class,
                () -> Iperf3Parameters.decode(utf8(document)));

        assertEquals(code, refused.code());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "1", "{", "{\"a\":}", "{\"a\":1}x", "{\"a\":NaN}", "{a:1}"})
    void shouldRefuseWhatIsNoObject(String document) {
        assertThrows(MalformedException.class, () -> Iperf3Parameters.decode(utf8(document)));
    }

    @Test
    void shouldRefuseBottomlessNesting() {
        assertThrows(MalformedException.class, () -> Iperf3Json.read(utf8("{\"a\":" + "[".repeat(10_000))));
    }

    @Test
    void shouldSurviveRandomDocuments() {
        byte[] good = utf8("{\"udp\":true,\"len\":1400,\"streams\":[{\"id\":1,\"bytes\":2.5e3}],\"title\":\"x\\u00e9\"}");
        Random random = new Random(3);
        for (int i = 0; i < 20_000; i++) {
            byte[] document = good.clone();
            for (int k = random.nextInt(4); k >= 0; k--) {
                document[random.nextInt(document.length)] = (byte) random.nextInt(256);
            }
            try {
                Iperf3Parameters parameters = Iperf3Parameters.decode(document);
                assertTrue(parameters.flow().streams() > 0);
            } catch (MalformedException | Iperf3RefusedException e) {
                assertFalse(e.getMessage().isEmpty());
            }
        }
    }

    // ---- results ---------------------------------------------------------------------------------------------------

    @Test
    void shouldReadTheResultsOfAnOldServerWhoseMinusOneIsHuge() throws Exception {
        Iperf3Results results = Iperf3Results.decode(utf8("{\"cpu_util_total\":95.8391123439667,\"cpu_util_user\":3e-05,"
                + "\"cpu_util_system\":null,\"sender_has_retransmits\":18446744073709551615,\"congestion_used\":\"bbr\","
                + "\"streams\":[{\"id\":1,\"bytes\":2097152,\"retransmits\":18446744073709551615,\"jitter\":0,"
                + "\"errors\":0,\"packets\":0,\"start_time\":0,\"end_time\":0.001}]}"));

        assertEquals(-1, results.retransmitsKnown());
        assertEquals(new Iperf3Results.Stream(1, 2_097_152, -1, 0, 0, 0, -1, -1, 0.001), results.streams().getFirst());
        assertEquals("bbr", results.congestion());
    }

    @Test
    void shouldReadBackTheResultsItWrites() throws Exception {
        Iperf3Results results = new Iperf3Results(0.24, 0.1, 0.14, 0, "cubic",
                List.of(new Iperf3Results.Stream(1, 125_000, -1, 1.1e-5, 3, 125, 1, 20, 1.00011),
                        new Iperf3Results.Stream(3, 1, 7, 0, 0, 0, -1, -1, 2)),
                "line 1\nline 2\n", "{\"start\":{\"Version\":\"x\"}}");

        assertEquals(results, Iperf3Results.decode(results.encode()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"cpu_util_total", "cpu_util_user", "cpu_util_system", "sender_has_retransmits", "streams",
            "id", "bytes", "retransmits", "jitter", "errors", "packets"})
    void shouldMissWhatPeersAlwaysTell(String name) {
        String whole = new String(new Iperf3Results(0, 0, 0, 0, "", List.of(
                new Iperf3Results.Stream(1, 1, 0, 0, 0, 0, -1, -1, 1)), "", "").encode(), StandardCharsets.UTF_8);

        MalformedException missing = assertThrows(MalformedException.class,
                () -> Iperf3Results.decode(utf8(whole.replace('"' + name + '"', "\"other\""))));

        assertTrue(missing.getMessage().contains(name), missing.getMessage());
    }

    @Test
    void shouldLeaveOutTheSecondStreamNumber() {
        assertEquals(List.of(1, 3, 4, 5), List.of(Iperf3Results.streamId(0), Iperf3Results.streamId(1),
                Iperf3Results.streamId(2), Iperf3Results.streamId(3)));
    }

    @Test
    void shouldNameUnknownErrorsByNumber() {
        assertEquals("error 9999", Iperf3Error.describe(9999));
        assertEquals("authorisation failed", Iperf3Error.describe(142));
    }

    // ---- datagrams -------------------------------------------------------------------------------------------------

    @Test
    void shouldWriteTheHeadOfARealDatagram() {
        MemorySegment payload = Arena.ofAuto().allocate(16);

        Iperf3Datagram.write(payload, 975_879_781_000L, 1, false);
        assertEquals("000003cf000d6ca500000001", hex(payload, 12));
        assertEquals(975_879_781_000L, Iperf3Datagram.sentNs(payload));
        assertEquals(1, Iperf3Datagram.seq(payload, false));

        Iperf3Datagram.write(payload, 978_327_249_000L, 1, true);
        assertEquals("000003d20004fe510000000000000001", hex(payload, 16));
        assertEquals(1, Iperf3Datagram.seq(payload, true));
    }

    @Test
    void shouldKnowTheWordsOfAllReleases() {
        MemorySegment payload = Arena.ofAuto().allocate(16);
        for (String hello : List.of("39383736", "15cd5b07", "075bcd15", "36373839")) {
            MemorySegment.copy(HexFormat.of().parseHex(hello), 0, payload, java.lang.foreign.ValueLayout.JAVA_BYTE, 0, 4);
            int word = Iperf3Datagram.word(payload);
            assertTrue(Iperf3Datagram.isHello(word), hello);
            Iperf3Datagram.word(payload, Iperf3Datagram.answerTo(word));
            assertEquals(hello.equals("36373839") ? "39383736" : "36373839", hex(payload, 4));
        }
        for (String answer : List.of("36373839", "b168de3a", "3ade68b1", "39383736")) {
            MemorySegment.copy(HexFormat.of().parseHex(answer), 0, payload, java.lang.foreign.ValueLayout.JAVA_BYTE, 0, 4);
            assertTrue(Iperf3Datagram.isAnswer(Iperf3Datagram.word(payload)), answer);
        }
        assertFalse(Iperf3Datagram.isHello(0));
        assertFalse(Iperf3Datagram.isAnswer(1));
    }

    private static String hex(MemorySegment payload, int bytes) {
        return HexFormat.of().formatHex(payload.asSlice(0, bytes).toArray(java.lang.foreign.ValueLayout.JAVA_BYTE));
    }
}
