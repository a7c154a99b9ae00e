package io.venturi.cli.output;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.venturi.engine.api.RttListener;
import io.venturi.engine.api.RttTest;
import io.venturi.engine.api.Server;
import io.venturi.engine.metric.ClockRelation;
import io.venturi.engine.metric.Direction;
import io.venturi.engine.metric.Metric;
import io.venturi.engine.metric.RttReport;
import io.venturi.engine.metric.SyncState;
import io.venturi.engine.metric.SyncState.Source;
import io.venturi.engine.metric.Uncertainty;
import io.venturi.engine.metric.Uncertainty.Term;
import io.venturi.engine.plan.RttPlan;
import io.venturi.engine.plan.ServePlan;
import io.venturi.engine.plan.WaitRule;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** One-way delays of a real test over loopback, told as if its clocks were related in each of the ways there are. */
@Timeout(60)
class OneWayTextTest {
    private static final RttPlan.Precision PRECISION =
            new RttPlan.Precision(RttPlan.Wakeup.HYBRID, true, -1, 0, false, 0);
    private static RttReport measured;
    private static Schema schema;

    @BeforeAll
    static void measure() throws IOException {
        System.setProperty("slf4j.internal.verbosity", "ERROR"); // no logger is wanted
        schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(Files.readString(Path.of("..", "docs", "schema", "rtt.schema.json")));
        ServePlan plan = new ServePlan(List.of("127.0.0.1:0"), RttPlan.Family.ANY, ServePlan.Irtt.DEFAULT, 0,
                PRECISION);
        try (Server server = Server.start(plan, (_, _, _) -> { }); RttTest test = RttTest.prepare(new RttPlan(
                new RttPlan.Target("127.0.0.1:" + server.addresses().getFirst().getPort(), RttPlan.Family.ANY, "", ""),
                new RttPlan.Probes(200_000_000, 10_000_000, 100, "none", false), RttPlan.Replies.ALL,
                RttPlan.Marks.NONE, RttPlan.OPEN_TIMEOUTS, WaitRule.parse("50ms"), true, new byte[0], PRECISION, 0),
                RttListener.NONE)) {
            measured = test.run();
        }
    }

    @AfterAll
    static void close() {
        measured.close();
    }

    /** The same figures, with another relation and uncertainty of the one-way delays. */
    private static RttReport related(ClockRelation relation, Uncertainty uncertainty) {
        List<Metric> metrics = measured.metrics().stream().map(metric -> metric instanceof Metric.Delay delay
                && delay.direction() != Direction.ROUND_TRIP
                ? new Metric.Delay(delay.direction(), delay.stampedBy(), relation, delay.ns(), uncertainty) : metric)
                .toList();
        return new RttReport(measured.run().with(relation), metrics, measured.instrument(), measured.roundTrips());
    }

    private static String written(BiConsumer<RttReport, PrintWriter> how, RttReport report) {
        StringWriter text = new StringWriter();
        PrintWriter out = new PrintWriter(text);
        how.accept(report, out);
        out.flush();
        return text.toString();
    }

    private static String text(RttReport report) {
        String text = written(RttText::print, report);
        text.lines().forEach(line -> assertTrue(line.length() <= 80, line.length() + " columns: " + line));
        String json = written((from, out) -> RttJson.write(from, false, out), report);
        assertEquals(List.of(), schema.validate(json, InputFormat.JSON), json);
        return text.replaceAll("\\s+", " ");
    }

    private static ClockRelation.Estimated estimated(String rejected, int steps) {
        return new ClockRelation.Estimated(2_000, 1, steps, 29, 12_345_678, List.of(
                new ClockRelation.Piece(0, 1_000, 500, 12_345_678, 12.3e-6, 140_000, 134_000, 140_000, 0)), rejected);
    }

    @Test
    void shouldGiveAnEstimateWithItsErrorAndNoFinerDigits() {
        Uncertainty uncertainty = Uncertainty.of(29, List.of(new Term("corridor", 140_000), new Term("rate", 0)));
        String text = text(related(estimated("", 0), uncertainty));

        assertTrue(text.contains("one way +- 140 us (bound), 29 ns without asymmetry of the path (1 sigma)"), text);
        assertTrue(text.contains("clocks the other clock is 12.3 ms ahead and runs 12.30 ppm fast"), text);
        assertTrue(text.contains("from 2000 round trips"), text);
        assertTrue(text.contains("(p50, +- 140 us)"), text);
    }

    @Test
    void shouldTellStepsAndRejectedStatements() {
        Uncertainty uncertainty = Uncertainty.of(29, List.of(new Term("corridor", 140_000)));
        String text = text(related(estimated("the hosts follow different PTP grandmasters", 1), uncertainty));

        assertTrue(text.contains("clocks the hosts follow different PTP grandmasters"), text);
        assertTrue(text.contains("one of the clocks was set 1 time during the test"), text);
    }

    @Test
    void shouldNameBothStatementsAndFlagAContradiction() {
        SyncState own = new SyncState(Source.PTP, true, 700, "ptp4l on eth0 follows 525400.fffe.000001",
                "525400.fffe.000001");
        SyncState peer = new SyncState(Source.UNKNOWN, true, 300, "its error estimate", "");
        Uncertainty uncertainty = Uncertainty.of(0, List.of(new Term("clocks", 1_000), new Term("stamps", 2_000)));
        String good = text(related(new ClockRelation.Synchronised(own, peer, 1_000, false), uncertainty));
        String bad = text(related(new ClockRelation.Synchronised(own, peer, 1_000, true), uncertainty));

        assertTrue(good.contains("+- 3 us (bound), clocks synchronised within 1 us (here: ptp4l on eth0 follows"),
                good);
        assertFalse(good.contains("NOT TO BE TRUSTED"), good);
        assertTrue(bad.contains("NOT TO BE TRUSTED: packets seem to arrive before they were sent"), bad);
    }

    @Test
    void shouldSayWhyThereAreNoDelays() {
        String text = text(related(new ClockRelation.None("nobody knows"), Uncertainty.NONE));

        assertTrue(text.contains("one way delays are not shown: nobody knows"), text);
        assertFalse(text.contains("forward,"), text);
    }

    @Test
    void shouldPrintBoundsUpAndValuesNoFinerThanThem() {
        assertEquals("140 us", Figures.bound(134_001));
        assertEquals("1.3 us", Figures.bound(1_201));
        assertEquals("7 ns", Figures.bound(6.2));
        assertEquals("1 ns", Figures.bound(0));
        assertEquals("2 s", Figures.bound(1_999_999_999));
        assertEquals("400 us", Figures.within(423_456, 134_000));
        assertEquals("0 ns", Figures.within(-23, 134_000));
        assertEquals("-1.23 ms", Figures.within(-1_234_567, 12_000));
        assertEquals("0.4", Figures.Unit.MS.format(423_456, 134_000));
        assertEquals("420", Figures.Unit.US.format(423_456, 13_400));
        assertEquals("423.5", Figures.Unit.US.format(423_456, 134));
        assertEquals("0", Figures.Unit.US.format(-423, 13_400));
    }
}
