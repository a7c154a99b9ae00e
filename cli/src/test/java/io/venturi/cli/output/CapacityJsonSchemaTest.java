package io.venturi.cli.output;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.venturi.engine.api.CapacityListener;
import io.venturi.engine.api.CapacityServer;
import io.venturi.engine.api.CapacityTest;
import io.venturi.engine.metric.CapacityDirection;
import io.venturi.engine.metric.CapacityReport;
import io.venturi.engine.metric.CapacityStatus;
import io.venturi.engine.plan.CapacityPlan;
import io.venturi.engine.plan.RttPlan;
import io.venturi.engine.plan.ServePlan;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The JSON of capacity tests against {@code docs/schema/capacity.schema.json}. */
@Timeout(60)
class CapacityJsonSchemaTest {
    private static Schema schema;

    @BeforeAll
    static void readSchema() throws IOException {
        System.setProperty("slf4j.internal.verbosity", "ERROR"); // no logger is wanted
        schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(Files.readString(Path.of("..", "docs", "schema", "capacity.schema.json")));
    }

    private static List<Error> validate(String json) {
        return schema.validate(json, InputFormat.JSON);
    }

    /** What {@code --jsonl} writes. */
    private static void assertLine(String line) throws IOException {
        String text = Files.readString(Path.of("..", "docs", "schema", "capacity.schema.json"));
        Schema lines = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12).getSchema(
                "{\"$ref\": \"#/$defs/line\", " + text.substring(text.indexOf("\"$defs\"")));

        assertEquals(List.of(), new ArrayList<>(lines.validate(line, InputFormat.JSON)), line);
    }

    private static void assertValid(String json) {
        List<Error> errors = validate(json);
        assertTrue(errors.isEmpty(), () -> errors + "\n" + json);
    }

    private static void assertRefused(String json) {
        assertFalse(validate(json).isEmpty(), json);
    }

    private static String text(Consumer<PrintWriter> content) {
        StringWriter text = new StringWriter();
        PrintWriter out = new PrintWriter(text);
        content.accept(out);
        out.flush();
        return text.toString();
    }

    private static String json(CapacityReports reports) {
        return text(out -> CapacityJson.write(List.of(reports.plan()), List.of(reports.report()), false,
                        out));
    }

    @Test
    void shouldWriteWhatTheSchemaSaysOfARealTest() {
        RttPlan.Precision precision = new RttPlan.Precision(RttPlan.Wakeup.SLEEP, true, -1, 0, false, 0);
        ServePlan.Udpst serving = new ServePlan.Udpst(List.of("127.0.0.1:0"), CapacityPlan.Datagrams.DEFAULT,
                ServePlan.UdpstAccess.OPEN, ServePlan.UdpstLimits.DEFAULT, 0, "", false, false);
        try (CapacityServer server = CapacityServer.start(serving, RttPlan.Family.ANY, precision, _ -> { })) {
            CapacityPlan.Search slow = new CapacityPlan.Search(CapacityPlan.Algorithm.B, CapacityPlan.Start.FIXED, 1, 0,
                    30_000_000, 90_000_000, false, 10, true, 3, 10);
            CapacityPlan plan = new CapacityPlan(
                    List.of("127.0.0.1:" + server.addresses().getFirst().getPort()), CapacityDirection.UP,
                    CapacityPlan.Connections.ONE, new CapacityPlan.Timing(5_000_000_000L, 500_000_000, 50_000_000, 0),
                    slow, CapacityPlan.Datagrams.DEFAULT, CapacityPlan.Marks.NONE, CapacityPlan.Access.NONE,
                    CapacityPlan.Path.DEFAULT, CapacityPlan.Watch.NONE, precision);
            try (CapacityTest test = CapacityTest.prepare(plan, CapacityListener.NONE)) {
                CapacityReport report = test.run();

                assertTrue(report.status().completed(), report.status().message());
                assertValid(text(out -> CapacityJson.write(List.of(plan), List.of(report), false, out)));
            }
        }
    }

    @Test
    void shouldWriteWhatTheSchemaSaysOfEveryEnding() {
        for (CapacityStatus status : CapacityStatus.values()) {
            CapacityReports reports = new CapacityReports();
            reports.status = status;

            assertValid(json(reports));
        }
    }

    @Test
    void shouldWriteWhatTheSchemaSaysWhenNothingWasMeasured() {
        CapacityReports reports = new CapacityReports();
        reports.datagrams = new long[0];
        reports.status = CapacityStatus.INTERRUPTED;

        String json = json(reports);

        assertValid(json);
        assertFalse(json.contains("\"maximum\""), json);
    }

    @Test
    void shouldWriteALineForEachIntervalAndEachTest() throws IOException {
        CapacityReports reports = new CapacityReports();

        List<String> lines = text(out ->
                CapacityJson.writeLines(List.of(reports.plan()), List.of(reports.report()), false,
                        out)).lines().toList();

        assertEquals(5, lines.size());
        assertTrue(lines.getFirst().startsWith("{\"direction\":\"down\",\"interval\":1,"), lines.getFirst());
        for (String line : lines) {
            assertLine(line);
        }
        assertValid("{\"schema\":\"venturi.capacity/1\",\"tests\":[" + lines.getLast() + "]}");
    }

    @Test
    void shouldWriteAsManyFieldsAsTheCsvHeaderNames() {
        CapacityReports reports = new CapacityReports();

        List<String> lines = text(out -> CapacityCsv.write(List.of(reports.report()), out)).lines().toList();

        assertEquals(5, lines.size());
        assertEquals(lines.getFirst().split(",", -1).length, lines.get(1).split(",", -1).length);
        assertTrue(lines.get(2).startsWith("down,2,1002000000000,2000000000,1000000000,1,10000,12220000,0,0,0,0,"
                + "97760000,100000000,101440000,103040000,0,0,500000,1000000,0,500000,1000000,100,"), lines.get(2));
    }

    @Test
    void shouldWriteWhatTheSchemaSaysOfLatencyWithAndWithoutAGrade() {
        CapacityReports reports = new CapacityReports();
        for (boolean saturated : List.of(true, false)) {
            CapacityReport report = reports.report().with(reports.latency(saturated));
            String json = text(out -> CapacityJson.write(List.of(reports.plan()), List.of(report), false, out));

            assertValid(json);
            assertTrue(json.contains(saturated ? "\"grade\" : \"C\"" : "\"ungraded\" : \"neverSaturated\""), json);
            assertRefused(json.replaceFirst("\"scale\" :", "\"surprise\" : 1, \"scale\" :"));
            assertRefused(json.replaceFirst("\"(grade|ungraded)\" : \"[A-Za-z+]+\",", ""));
        }
    }

    @Test
    void shouldRefuseWhatTheSchemaDoesNotKnow() {
        String json = json(new CapacityReports());

        assertRefused(json.replaceFirst("\"schema\" :", "\"surprise\" : 1, \"schema\" :"));
        assertRefused(json.replaceFirst("\"direction\" :", "\"surprise\" : 1, \"direction\" :"));
        assertRefused(json.replaceFirst("\"goodput\" :", "\"surprise\" : 1, \"goodput\" :"));
        assertRefused(json.replaceFirst("\"refused\" :", "\"surprise\" : 1, \"refused\" :"));
    }

    @Test
    void shouldRefuseWhatLacksARequiredValueOrHasAnUnknownOne() {
        String json = json(new CapacityReports());

        assertRefused(json.replaceFirst("\"ident\" : \\d+,", ""));
        assertRefused(json.replaceFirst("\"limit\" : \"[a-zA-Z]+\"", "\"limit\" : \"luck\""));
        assertRefused(json.replaceFirst("venturi.capacity/1", "venturi.capacity/2"));
    }
}
