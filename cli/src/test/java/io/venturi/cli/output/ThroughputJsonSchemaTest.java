package io.venturi.cli.output;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.venturi.engine.api.ThroughputListener;
import io.venturi.engine.api.ThroughputServer;
import io.venturi.engine.api.ThroughputTest;
import io.venturi.engine.metric.EndState;
import io.venturi.engine.metric.ThroughputDirection;
import io.venturi.engine.metric.ThroughputProtocol;
import io.venturi.engine.metric.ThroughputReport;
import io.venturi.engine.plan.RttPlan;
import io.venturi.engine.plan.ServePlan;
import io.venturi.engine.plan.ThroughputPlan;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The outputs of throughput tests: JSON against {@code docs/schema/throughput.schema.json}, CSV, text. */
@Timeout(60)
class ThroughputJsonSchemaTest {
    private static Schema schema;

    @BeforeAll
    static void readSchema() throws IOException {
        System.setProperty("slf4j.internal.verbosity", "ERROR"); // no logger is wanted
        schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(Files.readString(Path.of("..", "docs", "schema", "throughput.schema.json")));
    }

    /** What {@code --jsonl} writes. */
    private static void assertLine(String line) throws IOException {
        String text = Files.readString(Path.of("..", "docs", "schema", "throughput.schema.json"));
        Schema lines = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12).getSchema(
                "{\"$ref\": \"#/$defs/line\", " + text.substring(text.indexOf("\"$defs\"")));

        assertEquals(List.of(), new ArrayList<>(lines.validate(line, InputFormat.JSON)), line);
    }

    private static void assertValid(String json) {
        List<Error> errors = schema.validate(json, InputFormat.JSON);
        assertTrue(errors.isEmpty(), () -> errors + "\n" + json);
    }

    private static void assertRefused(String json) {
        assertFalse(schema.validate(json, InputFormat.JSON).isEmpty(), json);
    }

    private static String text(Consumer<PrintWriter> content) {
        StringWriter text = new StringWriter();
        PrintWriter out = new PrintWriter(text);
        content.accept(out);
        out.flush();
        return text.toString();
    }

    private static String json(ThroughputPlan plan, ThroughputReport report) {
        return text(out -> ThroughputJson.write(List.of(plan), List.of(report), false, out));
    }

    @ParameterizedTest
    @CsvSource({"TCP,UP,2", "TCP,DOWN,1", "TCP,BOTH,1", "UDP,UP,1", "UDP,DOWN,2"})
    void shouldWriteWhatTheSchemaSaysOfARealTest(ThroughputProtocol protocol, ThroughputDirection direction,
                                                 int streams) {
        RttPlan.Precision precision = new RttPlan.Precision(RttPlan.Wakeup.SLEEP, true, -1, 0, false, 0);
        try (ThroughputServer server = ThroughputServer.start(ServePlan.Throughput.at(List.of("127.0.0.1:0")),
                RttPlan.Family.ANY, precision, _ -> ThroughputListener.NONE)) {
            ThroughputPlan plan = new ThroughputPlan(
                    new ThroughputPlan.Target("127.0.0.1:" + server.addresses().getFirst().getPort()),
                    new ThroughputPlan.Flow(protocol, direction, streams),
                    new ThroughputPlan.Limits(0, Duration.ofMillis(300), 0, 0),
                    new ThroughputPlan.Load(1000, 8_000_000, 0, 0, 1000, protocol == ThroughputProtocol.TCP, false,
                    false, false, false), ThroughputPlan.Socket.DEFAULT,
                    new ThroughputPlan.Reporting(10_000_000, "a title", "", false, -1), ThroughputPlan.Access.NONE,
                    ThroughputPlan.Timeouts.DEFAULT, precision);
            try (ThroughputTest test = ThroughputTest.prepare(plan, ThroughputListener.NONE)) {
                ThroughputReport report = test.run();

                assertEquals("", report.failure().text());
                assertValid(json(plan, report));
                assertTrue(report.intervals().size() > 3, report.intervals().toString());
                assertTrue(text(out -> ThroughputText.print(plan, report, out)).lines()
                        .allMatch(line -> line.length() <= 80));
            }
        }
    }

    @Test
    void shouldWriteWhatTheSchemaSaysOfEveryEnding() {
        for (EndState end : EndState.values()) {
            ThroughputReports reports = new ThroughputReports();
            reports.end = end;

            assertValid(json(reports.plan(), reports.report()));
        }
    }

    @Test
    void shouldWriteALineForEachIntervalAndEachTest() throws IOException {
        ThroughputReports reports = new ThroughputReports();

        String interval = text(out -> ThroughputJson.writeLine(reports.report().intervals().getFirst(), out));
        String test = text(out -> ThroughputJson.writeLine(reports.plan(), reports.report(), false, out));

        assertTrue(interval.startsWith("{\"startNs\":0,\"endNs\":10000000000,\"omitted\":false,\"parts\":"
                + "[{\"stream\":1,"), interval);
        assertEquals(1, interval.lines().count());
        assertLine(interval.strip());
        assertLine(test.strip());
        assertValid("{\"schema\":\"venturi.throughput/1\",\"venturi\":\"1\",\"host\":{\"system\":\"Linux\","
                + "\"kernel\":\"6\","
                + "\"architecture\":\"amd64\",\"cpus\":2,\"java\":\"25\"},\"tests\":[" + test.strip() + "]}");
    }

    @Test
    void shouldWriteAsManyFieldsAsTheCsvHeaderNames() {
        for (ThroughputProtocol protocol : ThroughputProtocol.values()) {
            for (ThroughputDirection direction : List.of(ThroughputDirection.UP, ThroughputDirection.DOWN)) {
                ThroughputReports reports = new ThroughputReports();
                reports.protocol = protocol;
                reports.direction = direction;

                List<String> lines = text(out -> ThroughputCsv.write(List.of(reports.report()), out)).lines().toList();

                assertEquals(2, lines.size());
                assertEquals(lines.getFirst().split(",", -1).length, lines.getLast().split(",", -1).length,
                        lines.getLast());
            }
        }
    }

    @Test
    void shouldTellTheTruthOfAReportInText() {
        ThroughputReports reports = new ThroughputReports();
        reports.windowShare = 0.8;

        String text = text(out -> ThroughputText.print(reports.plan(), reports.report(), out));

        String flowing = text.replaceAll("\\s+", " ");
        assertTrue(flowing.contains("100 Mbit/s of payload up, 125000000 bytes in 10.0 s, counted by the receiver"),
                text);
        assertTrue(flowing.contains("Verdict: 100 Mbit/s of TCP payload up. The receive window of the server was the"
                + " limit"), text);
        assertTrue(text.lines().allMatch(line -> line.length() <= 80), text);
    }

    @Test
    void shouldRefuseWhatTheSchemaDoesNotKnow() {
        ThroughputReports reports = new ThroughputReports();
        String json = json(reports.plan(), reports.report());

        assertValid(json);
        assertRefused(json.replaceFirst("\"schema\" :", "\"surprise\" : 1, \"schema\" :"));
        assertRefused(json.replaceFirst("\"busyNs\" :", "\"surprise\" : 1, \"busyNs\" :"));
        assertRefused(json.replaceFirst("\"limit\" : \"[a-zA-Z]+\"", "\"limit\" : \"luck\""));
        assertRefused(json.replaceFirst("venturi.throughput/1", "venturi.throughput/2"));
    }
}
