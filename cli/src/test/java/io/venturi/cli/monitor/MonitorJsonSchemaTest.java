package io.venturi.cli.monitor;

import static io.venturi.cli.monitor.Samples.T0;
import static io.venturi.cli.monitor.Samples.window;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.venturi.cli.monitor.MonitorPlan.LoadKind;
import io.venturi.engine.api.Server;
import io.venturi.engine.plan.RttPlan;
import io.venturi.engine.plan.ServePlan;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Every kind of line against {@code docs/schema/monitor.schema.json}, and those of a real run over loopback. */
@Timeout(60)
class MonitorJsonSchemaTest {
    private static final Schema SCHEMA = readSchema();

    private static Schema readSchema() {
        try {
            return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                    .getSchema(Files.readString(Path.of("..", "docs", "schema", "monitor.schema.json")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void assertValid(String line) {
        assertTrue(SCHEMA.validate(line, InputFormat.JSON).isEmpty(),
                () -> SCHEMA.validate(line, InputFormat.JSON) + "\n" + line);
        assertFalse(line.contains("\n"));
    }

    @Test
    void shouldDescribeEveryKindOfLine() {
        TargetWatch watch = new TargetWatch("a", Samples.plan(List.of(Samples.target("a")), "loss > 1%"));
        Window window = window("a", T0, 1, 1000, 2000);

        assertValid(MonitorJson.line(window));
        watch.take(window).forEach(event -> assertValid(MonitorJson.line(event)));
        assertValid(MonitorJson.line(new MonitorEvent.Interval(window, watch.rolling())));
        assertValid(MonitorJson.line(Window.failed("a", T0, 10, true, "nothing listens")));
        assertValid(MonitorJson.line(new MonitorEvent.LevelChange("a", T0,
                new ChangeDetector.Change(T0 - 300_000, 1e6, 2e6))));
        assertValid(MonitorJson.line(new MonitorEvent.Load(
                new LoadResult("a", T0, LoadKind.CAPACITY, "down", 1e9, 0.5, ""))));
        assertValid(MonitorJson.line(new MonitorEvent.Load(
                new LoadResult("a", T0, LoadKind.THROUGHPUT, "up", 0, -1, "refused"))));
        assertValid(MonitorJson.line(new MonitorEvent.Notice(T0, "disk full")));
        assertValid(MonitorJson.line(new MonitorEvent.Summary(T0, T0 - 1, List.of(watch.summary(T0 - 1, T0)))));
    }

    @Test
    void shouldRefuseWhatIsNoLineOfOurs() {
        assertFalse(SCHEMA.validate("{}", InputFormat.JSON).isEmpty());
        assertFalse(SCHEMA.validate(MonitorJson.line(window("a", T0, 0, 5)).replace("\"lost\"", "\"loss\""),
                InputFormat.JSON).isEmpty());
    }

    @Test
    void shouldMeasureATargetAndOneThatDoesNotAnswer() throws InterruptedException {
        RttPlan.Precision precision = new RttPlan.Precision(RttPlan.Wakeup.HYBRID, true, -1, 0, false, 0);
        List<MonitorEvent> events = new ArrayList<>();
        try (Server server = Server.start(new ServePlan(List.of("127.0.0.1:0"), RttPlan.Family.ANY,
                ServePlan.Irtt.DEFAULT,
                new ServePlan.Stamp(List.of(), true, new byte[0], 0), 0, precision), (who, code, detail) -> { })) {
            int port = server.addresses().getFirst().getPort();
            MonitorPlan plan = new MonitorPlan(List.of(MonitorTarget.parse("here=127.0.0.1:" + port,
                    RttPlan.Protocol.IRTT, new byte[0]), MonitorTarget.parse("none=127.0.0.1:9", RttPlan.Protocol.IRTT,
                    new byte[0])), RttPlan.Family.ANY, 5_000_000_000L, 100_000_000, List.of(AlertRule.parse("silent")),
                    List.of(AlertRule.parse("silent")), Optional.empty(), true);
            Monitor monitor = new Monitor(plan, null, HistoryUpkeep.Limits.of(1, 1), events::add);

            monitor.run();

            assertTrue(monitor.anyAnswer() && monitor.failed());
        }
        events.forEach(event -> assertValid(MonitorJson.line(event)));
        Window here = events.stream().filter(MonitorEvent.Interval.class::isInstance)
                .map(event -> ((MonitorEvent.Interval) event).window()).filter(window -> window.target().equals("here"))
                .findFirst().orElseThrow();
        assertEquals(here.counts().sent(), here.counts().received() + here.counts().lost()
                + here.counts().unobserved());
        assertTrue(here.counts().sent() > 10 && here.delays().getTotalCount() > 0, here.counts().toString());
    }
}
