package io.venturi.cli.irtt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.venturi.cli.irtt.FixedRoundTrips.Row;
import io.venturi.engine.metric.EndState;
import io.venturi.engine.metric.Fate;
import io.venturi.engine.metric.RttReport;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

class IrttJsonTest {
    private static final String REAL = "irtt-0.9.0.json";

    private static String json(RttReport report, String... args) {
        List<String> flags = Arrays.asList(args).subList(1, args.length);
        ClientOptions options = ClientOptions.of(GoFlags.parse(ClientOptions.SWITCHES, ClientOptions.VALUED, flags));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        IrttJson.write(report, IrttStats.of(report), options, bytes);
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private static InputStream resource(String name) {
        return IrttJsonTest.class.getResourceAsStream(name);
    }

    /** What differs between hosts is replaced. */
    private static String neutral(String json) {
        return json.replaceAll("\"(os|go_version|hostname)\": \".*\"", "\"$1\": \"...\"")
                .replaceFirst("\"cpus\": \\d+", "\"cpus\": 0");
    }

    @Test
    void shouldWriteTheClassicDocument() throws Exception {
        try (InputStream golden = resource("two-packets.json")) {
            assertEquals(new String(golden.readAllBytes(), StandardCharsets.UTF_8),
                    neutral(json(Samples.twoPackets(EndState.COMPLETED), Samples.TWO_PACKETS)));
        }
    }

    @Test
    void shouldHaveEveryNameOfARealDocumentInItsOrderAndWithItsType() throws Exception {
        List<String> real;
        try (InputStream in = resource(REAL)) {
            real = names(in);
        }
        RttReport mixed = withRows(List.of(((FixedRoundTrips) Samples.twoPackets(EndState.COMPLETED).roundTrips())
                .rows().get(0), ((FixedRoundTrips) Samples.twoPackets(EndState.COMPLETED).roundTrips()).rows().get(1),
                Row.lost(Fate.LOST_REVERSE, 1, 1)));
        List<String> ours = names(new ByteArrayInputStream(
                json(mixed, Samples.TWO_PACKETS).getBytes(StandardCharsets.UTF_8)));

        // What later releases changed, and the median that we write even if there was nothing to take it from.
        real.remove("/stats/start_time VALUE_STRING");
        List<String> common = new ArrayList<>(ours);
        common.retainAll(real);
        assertEquals(real, common);
        Set<String> added = new TreeSet<>(ours);
        added.removeAll(real);
        assertEquals(new TreeSet<>(Set.of("/config/time_source VALUE_STRING",
                "/config/supplied/time_source VALUE_STRING", "/stats/start_time START_OBJECT",
                "/stats/start_time/wall VALUE_NUMBER_INT", "/stats/start_time/monotonic VALUE_NUMBER_INT",
                "/stats/expected_packets_sent VALUE_NUMBER_INT", "/round_trips/*/timestamps/late BOOLEAN")), added);
    }

    /** Each path once, with the type of its value, in the order in which paths first appear. */
    private static List<String> names(InputStream in) {
        Set<String> names = new LinkedHashSet<>();
        try (JsonParser json = JsonFactory.builder().build().createParser(ObjectReadContext.empty(), in)) {
            while (json.nextToken() != null) {
                JsonToken token = json.currentToken();
                if (token == JsonToken.PROPERTY_NAME || token == JsonToken.END_OBJECT || token == JsonToken.END_ARRAY) {
                    continue;
                }
                String path = json.streamReadContext().pathAsPointer().toString().replaceAll("/\\d+", "/*")
                        .replaceAll("/\\*$", "");
                names.add(path + " " + type(path, token));
            }
        }
        return new ArrayList<>(names);
    }

    private static String type(String path, JsonToken token) {
        if (token.isBoolean()) {
            return "BOOLEAN";
        }
        return path.endsWith("_percent") ? "NUMBER" : token.toString();
    }

    private static RttReport withRows(List<Row> rows) {
        RttReport sample = Samples.twoPackets(EndState.COMPLETED);
        return new RttReport(sample.run(), sample.metrics(), sample.instrument(), new FixedRoundTrips(rows));
    }

    @Test
    void shouldWriteLostPacketsWithWhatIsKnown() {
        String json = json(withRows(List.of(Row.lost(Fate.LOST_FORWARD, 7, 8))), Samples.TWO_PACKETS);

        assertTrue(json.replaceAll("\\s", "").endsWith("\"round_trips\":[{\"seqno\":0,\"lost\":\"true_up\","
                + "\"timestamps\":{\"client\":{\"receive\":{},\"send\":{\"wall\":7,\"monotonic\":8}},"
                + "\"server\":{\"receive\":{},\"send\":{}},\"late\":false},\"delay\":{},\"ipdv\":{}}]}"), json);
    }

    @Test
    void shouldTellOnWhichWayPacketsWereLost() {
        String json = json(withRows(List.of(Row.lost(Fate.LOST_FORWARD, 1, 1), Row.lost(Fate.LOST_REVERSE, 2, 2),
                Row.lost(Fate.UNANSWERED, 3, 3), Row.lost(Fate.NOT_RECORDED, 0, 0))), Samples.TWO_PACKETS);

        assertEquals(List.of("true_up", "true_down", "true"), Pattern.compile("\"lost\": \"(\\w+)\"")
                .matcher(json).results().map(match -> match.group(1)).toList());
    }

    @Test
    void shouldEscapeMarkup() {
        assertTrue(json(Samples.twoPackets(EndState.COMPLETED), "client", "--local=<a&b>", "h")
                .contains("\"local_address\": \"\\u003ca\\u0026b\\u003e\""));
    }

    @Test
    void shouldNameWhatWasSupplied() {
        String json = json(Samples.twoPackets(EndState.COMPLETED), "client", "-6", "--timer=hybrid", "--wait=3r1s",
                "--stats=window", "--clock=monotonic", "--tstamp=send", "--dscp=46", "--df=true", "--ttl=7",
                "--fill=rand", "--fill-one", "--sfill=rand", "--loose", "--thread", "--timeouts=1s,1m", "h:9")
                .replaceAll("\\s", "");

        assertTrue(json.contains("\"supplied\":{\"local_address\":\":0\",\"remote_address\":\"h:9\","
                + "\"open_timeouts\":\"1s,1m0s\",\"params\":{\"proto_version\":1,\"duration\":60000000000,"
                + "\"interval\":1000000000,\"length\":0,\"received_stats\":\"window\",\"stamp_at\":\"send\","
                + "\"clock\":\"monotonic\",\"dscp\":46,\"server_fill\":\"rand\"},\"loose\":true,"
                + "\"ip_version\":\"IPv6\",\"df\":2,\"ttl\":7,\"timer\":\"hybrid:0.900000\",\"time_source\":\"java\","
                + "\"waiter\":\"3r1s\",\"filler\":\"rand\",\"fill_one\":true,\"server_fill\":\"rand\","
                + "\"thread_lock\":true}"), json);
    }

    @ParameterizedTest
    @EnumSource(value = EndState.class, names = {"ENDED_BY_PEER", "SEND_FAILED", "RECEIVE_FAILED", "INTERRUPTED"})
    void shouldReadBackWhyATestEnded(EndState end) throws Exception {
        RttReport report = Samples.twoPackets(end);

        IrttStats read = ReportFile.read(new ByteArrayInputStream(
                json(report, Samples.TWO_PACKETS).getBytes(StandardCharsets.UTF_8)));

        assertEquals(switch (end) {
            case SEND_FAILED -> "write udp4: network is down";
            default -> "";
        }, read.sendError());
        assertEquals(switch (end) {
            case ENDED_BY_PEER -> IrttStats.CLOSED_BY_SERVER;
            case RECEIVE_FAILED -> "read udp4: network is down";
            default -> "";
        }, read.receiveError());
        assertEquals(IrttStats.of(report).series(), read.series());
        assertEquals(IrttStats.of(report).totals(), read.totals());
    }

    @Test
    void shouldReadARealDocument() throws Exception {
        try (InputStream in = resource(REAL)) {
            IrttStats stats = ReportFile.read(in);

            assertEquals(5, stats.totals().sent());
            assertEquals(3, stats.totals().replies());
            assertEquals(40, stats.totals().lossPercent());
            assertEquals(20, stats.totals().upstreamLossPercent());
            assertEquals(60, stats.totals().lengthBytes());
            assertEquals(20_000_000, stats.totals().intervalNs());
            assertEquals(3, stats.of(Series.RTT).n());
            assertTrue(stats.of(Series.RTT).median() > 0);
            assertTrue(stats.totals().sendBps() > 0);
        }
    }

    @Test
    void shouldReadDocumentsWithImpossiblePercentages() throws Exception {
        String json = "{\"stats\":{\"packets_sent\":5,\"packets_received\":10,\"duplicates\":5,"
                + "\"server_packets_received\":5,\"downstream_loss_percent\":36893488147419103000},"
                + "\"receive_err\":{\"Code\":-2070,\"Detail\":null}}";

        IrttStats stats = ReportFile.read(new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)));

        assertEquals(0, stats.totals().downstreamLossPercent());
        assertEquals(0, stats.totals().lossPercent());
        assertEquals(IrttStats.CLOSED_BY_SERVER, stats.receiveError());
    }

    @Test
    void shouldWriteRowsWhileItReadsThem() {
        Row row = ((FixedRoundTrips) Samples.twoPackets(EndState.COMPLETED).roundTrips()).rows().getFirst();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        List<Integer> written = new ArrayList<>();
        RttReport report = withRows(new AbstractList<>() {
            @Override
            public Row get(int index) {
                written.add(bytes.size());
                return row;
            }

            @Override
            public int size() {
                return 1_000;
            }
        });
        ClientOptions options = ClientOptions.of(GoFlags.parse(ClientOptions.SWITCHES, ClientOptions.VALUED,
                List.of("h")));

        IrttJson.write(report, IrttStats.of(report), options, bytes);

        assertTrue(bytes.size() - written.getLast() < 20_000, "held back " + (bytes.size() - written.getLast()));
    }
}
