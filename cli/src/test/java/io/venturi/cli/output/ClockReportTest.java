package io.venturi.cli.output;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.venturi.engine.api.HostClocks;
import io.venturi.engine.metric.ClockReport;
import io.venturi.engine.metric.ClockReport.Entry;
import io.venturi.engine.metric.ClockReport.Keeper;
import io.venturi.engine.metric.ClockReport.Measured;
import io.venturi.engine.metric.SyncState;
import io.venturi.engine.metric.SyncState.Source;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The clocks of a made-up host and of this one, as text of 80 columns and as JSON of the schema. */
@Timeout(30)
class ClockReportTest {
    private static final Path SCHEMA = Path.of("..", "docs", "schema", "clock.schema.json");

    private static String written(BiConsumer<ClockReport, PrintWriter> how, ClockReport report) {
        StringWriter text = new StringWriter();
        PrintWriter out = new PrintWriter(text);
        how.accept(report, out);
        out.flush();
        return text.toString();
    }

    private static void assertNarrow(String text) {
        text.lines().forEach(line -> assertTrue(line.length() <= 80, line.length() + " columns: " + line));
    }

    private static ClockReport report(SyncState wallClock, int taiOffsetS) {
        Measured system = new Measured(1, 24, 31, 0, 0, -12.345678, 0.08);
        Measured card = new Measured(1, 1_250, 4_800, 37_000_000_123L, 700, 3.2, 1.4);
        Measured boot = new Measured(1, 24, 31, -1_795_189_360_123_456_789L, 20, 0, 0.08);
        Measured coarse = new Measured(4_000_000, 5, 6, -123_456_789, 4_321, 1_234.5, 12_000);
        return new ClockReport("tsc", true, 1_000_000_000, List.of(
                new Entry("REALTIME", "UTC", Optional.of(system), ""),
                new Entry("TAI", "TAI", Optional.of(coarse), ""),
                new Entry("MONOTONIC", "from boot", Optional.of(boot), ""),
                new Entry("MONOTONIC_RAW", "from boot", Optional.of(boot), ""),
                new Entry("BOOTTIME", "from boot", Optional.of(boot), ""),
                new Entry("ptp0", "igb, of eth0", Optional.of(card), ""),
                new Entry("ptp11", "PTP hardware clock", Optional.empty(), "open(/dev/ptp11) failed: EACCES: permission"
                        + " denied. Reading a PTP hardware clock needs permission for that file.")),
                new ClockReport.Kernel(wallClock.synchronised(), List.of("PLL", "NANO"), -1_234, 12.3, 500_000, 20,
                taiOffsetS,
                        1), List.of(new Keeper("chronyd", true, "follows 192.0.2.1, stratum 2; offset -2507 ns, error"
                        + " up to 8538 ns, frequency -0.018 ppm"), new Keeper("ptp4l", false, "no ptp4l runs here")),
                List.of("chronyd", "ntpd"), wallClock);
    }

    @Test
    void shouldFitEightyColumnsAndSayHowWrongTheWallClockMayBe() {
        String text = written((report, out) -> ClockText.print(report, out),
                report(new SyncState(Source.CHRONY, true, 8_538, "chronyd follows 192.0.2.1, stratum 2", ""), 37));

        assertNarrow(text);
        assertTrue(text.contains("Verdict: this host's wall clock may be wrong by 8.6 us: chronyd follows"), text);
        assertTrue(text.contains("-12.35 +-0.08 ppm"), text);
        assertTrue(text.contains("TAI - UTC is 37 s"), text);
        assertTrue(text.contains("  running       ntpd\n"), text);
        assertTrue(text.contains("leap second   one is inserted"), text);
    }

    @Test
    void shouldSayWhatIsNotKnown() {
        String free = written((report, out) -> ClockText.print(report, out), report(
                new SyncState(Source.FREE_RUNNING, false, SyncState.UNBOUNDED, "nobody keeps it", ""), 0));
        String vague = written((report, out) -> ClockText.print(report, out), report(
                new SyncState(Source.PTP, true, SyncState.UNBOUNDED, "linuxptp says nothing", ""), 0));

        assertNarrow(free);
        assertTrue(free.contains("37 s apart"), free);
        assertTrue(free.replace('\n', ' ').contains("nothing is known of how wrong this host's wall clock is"), free);
        assertTrue(vague.replace('\n', ' ').contains("is kept, but how wrong it may be is not known"), vague);
    }

    @Test
    void shouldWriteWhatTheSchemaSays() throws IOException {
        System.setProperty("slf4j.internal.verbosity", "ERROR"); // no logger is wanted
        var schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(Files.readString(SCHEMA));
        ClockReport own = HostClocks.survey(20_000_000, "");
        assertNarrow(written((report, out) -> ClockText.print(report, out), own));
        for (ClockReport report : List.of(own,
                report(new SyncState(Source.PTP, true, 900, "ptp4l on eth0", "525400.fffe.000001"), 37))) {
            String json = written((from, out) -> ClockJson.write(from, out), report);
            List<Error> errors = schema.validate(json, InputFormat.JSON);

            assertEquals(List.of(), errors, json);
            assertTrue(!schema.validate(json.replaceFirst("\"schema\" :", "\"surprise\" : 1, \"schema\" :"),
                    InputFormat.JSON).isEmpty());
        }
    }
}
