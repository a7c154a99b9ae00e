package io.venturi.cli.output;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.venturi.engine.api.RttListener;
import io.venturi.engine.api.RttTest;
import io.venturi.engine.api.Server;
import io.venturi.engine.metric.ClockChoice;
import io.venturi.engine.metric.Metric;
import io.venturi.engine.metric.RoundTrip;
import io.venturi.engine.metric.RttReport;
import io.venturi.engine.plan.RttPlan;
import io.venturi.engine.plan.ServePlan;
import io.venturi.engine.plan.StampExtensions;
import io.venturi.engine.plan.WaitRule;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The JSON of real tests over loopback against {@code docs/schema/rtt.schema.json}. */
@Timeout(30)
class RttJsonSchemaTest {
    private static final RttPlan.Precision PRECISION =
            new RttPlan.Precision(RttPlan.Wakeup.HYBRID, true, -1, 0, false, 0);
    private static final int KEEP_ALL = 0;
    private static Schema schema;

    @BeforeAll
    static void readSchema() throws IOException {
        System.setProperty("slf4j.internal.verbosity", "ERROR"); // no logger is wanted
        schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(Files.readString(Path.of("..", "docs", "schema", "rtt.schema.json")));
    }

    private static List<Error> validate(String json) {
        return schema.validate(json, InputFormat.JSON);
    }

    private static void assertValid(String json) {
        List<Error> errors = validate(json);
        assertTrue(errors.isEmpty(), () -> errors + "\n" + json);
    }

    private static void assertRefused(String json) {
        assertFalse(validate(json).isEmpty(), json);
    }

    private static final StampExtensions EVERYTHING =
            new StampExtensions(true, true, 10, true, 2, 1, true, true);

    private static String json(RttReport report, boolean withRows) {
        StringWriter text = new StringWriter();
        PrintWriter out = new PrintWriter(text);
        RttJson.write(report, withRows, out);
        out.flush();
        return text.toString();
    }

    private static RttReport measure(String host, long keepRows) {
        RttPlan plan = new RttPlan(new RttPlan.Target(host, RttPlan.Family.ANY, "", ""),
                new RttPlan.Probes(keepRows == KEEP_ALL ? 100_000_000 : RttPlan.ENDLESS, 5_000_000, 100, "none", false),
                RttPlan.Replies.ALL, RttPlan.Marks.NONE, RttPlan.OPEN_TIMEOUTS, WaitRule.parse("50ms"), true,
                new byte[0], PRECISION, keepRows);
        AtomicReference<RttTest> endless = new AtomicReference<>();
        RttListener stopper = new RttListener() {
            @Override
            public void onRoundTrip(RoundTrip row) {
                if (row.seq() >= 20 && endless.get() != null) {
                    endless.get().stop();
                }
            }
        };
        try (RttTest test = RttTest.prepare(plan, stopper)) {
            endless.set(keepRows == KEEP_ALL ? null : test);
            return test.run();
        }
    }

    private static RttReport measureServer(long keepRows) {
        ServePlan.Irtt any = ServePlan.Irtt.DEFAULT;
        ServePlan.Irtt policy = new ServePlan.Irtt(0, 0, 0, any.key(), any.timeoutNs(), any.packetBurst(), any.fill(),
                any.allowFills(), any.allowedStamps(), true, 1, 1);
        ServePlan plan = new ServePlan(List.of("127.0.0.1:0"), RttPlan.Family.ANY, policy, 0, PRECISION);
        try (Server server = Server.start(plan, (_, _, _) -> { })) {
            return measure("127.0.0.1:" + server.addresses().getFirst().getPort(), keepRows);
        }
    }

    @Test
    void shouldWriteWhatTheSchemaSays() {
        try (RttReport report = measureServer(KEEP_ALL)) {
            assertTrue(report.metric(Metric.Loss.class).orElseThrow().received() > 0);

            assertValid(json(report, false));
            assertValid(json(report, true));
        }
    }

    @Test
    void shouldWriteWhatTheSchemaSaysOfStamp() {
        ServePlan serving = new ServePlan(List.of(), RttPlan.Family.ANY, ServePlan.Irtt.DEFAULT,
                new ServePlan.Stamp(List.of("127.0.0.1:0"), true, new byte[0], 0), 0, PRECISION);
        try (Server server = Server.start(serving, (_, _, _) -> { })) {
            RttPlan plan = new RttPlan(new RttPlan.Target(RttPlan.Protocol.STAMP,
                    "127.0.0.1:" + server.addresses().getFirst().getPort(), RttPlan.Family.ANY, "", ""),
                    new RttPlan.Probes(100_000_000, 5_000_000, 0, "none", false), RttPlan.Replies.ALL,
                    RttPlan.Marks.NONE, RttPlan.OPEN_TIMEOUTS, WaitRule.DEFAULT, true, new byte[0], PRECISION,
                    KEEP_ALL, ClockChoice.AUTO, new RttPlan.Stamp(4711, EVERYTHING));
            try (RttTest test = RttTest.prepare(plan, RttListener.NONE); RttReport report = test.run()) {
                String json = json(report, true);

                assertTrue(json.contains("\"protocol\" : \"stamp\""), json);
                assertTrue(json.contains("\"ssid\" : 4711") && json.contains("\"location\"")
                        && json.contains("\"counters\"") && json.contains("\"timeSource\"")
                        && json.contains("\"marks\""), json);
                assertValid(json(report, false));
                assertValid(json);
            }
        }
    }

    @Test
    void shouldWriteWhatTheSchemaSaysWhenOnlyTheLastRowsAreKept() {
        try (RttReport report = measureServer(8)) {
            String json = json(report, true);

            assertTrue(json.contains("\"exact\" : false"), json);
            assertValid(json);
        }
    }

    @Test
    void shouldWriteWhatTheSchemaSaysWhenNothingCameBack() throws IOException {
        try (SilentServer server = new SilentServer(); RttReport report = measure(server.address(), KEEP_ALL)) {
            assertEquals(0, report.metric(Metric.Loss.class).orElseThrow().received());

            assertValid(json(report, false));
            assertValid(json(report, true));
        }
    }

    @Test
    void shouldRefuseWhatTheSchemaDoesNotKnow() {
        try (RttReport report = measureServer(KEEP_ALL)) {
            String json = json(report, true);

            assertRefused(json.replaceFirst("\"schema\" :", "\"surprise\" : 1, \"schema\" :"));
            assertRefused(json.replaceFirst("\"local\" :", "\"surprise\" : 1, \"local\" :"));
            assertRefused(json.replaceFirst("\"metric\" : \"loss\",", "\"metric\" : \"loss\", \"surprise\" : 1,"));
            assertRefused(json.replaceFirst("\"seq\" : 0,", "\"seq\" : 0, \"surprise\" : 1,"));
        }
    }

    @Test
    void shouldRefuseWhatLacksARequiredValueOrHasAnUnknownMetric() {
        try (RttReport report = measureServer(KEEP_ALL)) {
            String json = json(report, false);

            assertRefused(json.replaceFirst("\"waitNs\" : \\d+,", ""));
            assertRefused(json.replaceFirst("\"metric\" : \"loss\"", "\"metric\" : \"luck\""));
            assertRefused(json.replaceFirst("venturi.rtt/1", "venturi.rtt/2"));
        }
    }
}
