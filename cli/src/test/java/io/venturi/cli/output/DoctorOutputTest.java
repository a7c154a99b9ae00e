package io.venturi.cli.output;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.venturi.engine.host.Change;
import io.venturi.engine.host.Concern;
import io.venturi.engine.host.Figure;
import io.venturi.engine.host.Finding;
import io.venturi.engine.host.HostReport;
import io.venturi.engine.host.Measurement;
import io.venturi.engine.host.Measurement.Spread;
import io.venturi.engine.host.Measurement.What;
import io.venturi.engine.host.Remedy;
import io.venturi.engine.host.Target;
import io.venturi.engine.host.Verdict;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A report that has everything a report can have, as text and as JSON against its schema. */
class DoctorOutputTest {
    private static final Figure LATE = new Figure(Figure.Kind.DEPARTURE, Optional.of(23_000L), "");
    private static final Figure UNKNOWN = new Figure(Figure.Kind.SYNCHRONISATION, Optional.empty(), "nobody tells");
    private static Schema schema;

    @BeforeAll
    static void readSchema() throws IOException {
        System.setProperty("slf4j.internal.verbosity", "ERROR"); // no logger is wanted
        schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(Files.readString(Path.of("..", "docs", "schema", "doctor.schema.json")));
    }

    private static HostReport report(Target target) {
        List<Finding> findings = new ArrayList<>();
        findings.add(new Finding.Limits(Concern.GOVERNOR, "governor powersave", "a CPU that slept begins slowly and"
                + " takes time to speed up, which is said here at some length, to fill more than a line", 50_000,
                List.of(new Remedy.Fix(List.of(new Change.Sysctl("kernel.timer_migration", "0"),
                        new Change.Sysctl("net.core.rmem_max", "4194304"))), new Remedy.Command("tc qdisc show"),
                        new Remedy.BootLine("idle=poll"), new Remedy.Advice("buy another"))));
        findings.add(new Finding.Limits(Concern.CLOCK_SYNC, "not synchronised", "off", 0, List.of()));
        findings.add(new Finding.Unknown(Concern.QDISC, "no interface"));
        findings.add(new Finding.Unknown(Concern.RINGS, "no interface"));
        for (Concern concern : Concern.values()) {
            findings.add(new Finding.Good(concern, "as it should be"));
        }
        List<Measurement> measurements = new ArrayList<>(Arrays.stream(What.values()).map(what ->
                new Measurement(what, Optional.of(new Spread(10, 23_000, 4_000_000)), "")).toList());
        measurements.set(What.SLEEP_FIFO.ordinal(), new Measurement(What.SLEEP_FIFO, Optional.empty(), "EPERM"));
        List<Verdict> verdicts = Arrays.stream(Target.values()).map(one -> new Verdict(one,
                one.ns() < 23_000 ? List.of(LATE) : List.of(), List.of(UNKNOWN))).toList();
        return new HostReport(target, "eth0", "igb", findings, measurements, List.of(LATE, UNKNOWN), verdicts);
    }

    private static String json(HostReport report, boolean oneWay) {
        StringWriter text = new StringWriter();
        PrintWriter out = new PrintWriter(text);
        DoctorJson.write(report, oneWay, out);
        out.flush();
        return text.toString();
    }

    private static String text(HostReport report, boolean oneWay, boolean colours) {
        StringWriter text = new StringWriter();
        PrintWriter out = new PrintWriter(text);
        DoctorText.print(report, oneWay, colours, out);
        out.flush();
        return text.toString();
    }

    private static void assertRefused(String json) {
        assertFalse(schema.validate(json, InputFormat.JSON).isEmpty(), json);
    }

    @Test
    void shouldWriteWhatTheSchemaSays() {
        for (Target target : Target.values()) {
            String json = json(report(target), target == Target.MS_1);
            List<Error> errors = schema.validate(json, InputFormat.JSON);

            assertTrue(errors.isEmpty(), () -> errors + "\n" + json);
        }
    }

    @Test
    void shouldRefuseWhatTheSchemaDoesNotKnow() {
        String json = json(report(Target.US_10), false);

        assertRefused(json.replaceFirst("\"schema\" :", "\"surprise\" : 1, \"schema\" :"));
        assertRefused(json.replaceFirst("\"figure\" : \"departure\",", "\"figure\" : \"luck\","));
        assertRefused(json.replaceFirst("\"state\" : \"good\"", "\"state\" : \"fine\""));
        assertRefused(json.replaceFirst("\"targetNs\" : \\d+,", ""));
        assertRefused(json.replaceFirst("venturi.doctor/1", "venturi.doctor/2"));
    }

    @Test
    void shouldStayWithin80ColumnsAndEndWithTheVerdict() {
        String text = text(report(Target.US_10), false, false);

        text.lines().forEach(line -> assertTrue(line.length() <= 80, line.length() + ": " + line));
        assertFalse(text.contains("\u001b"), text);
        assertTrue(text.endsWith("Verdict: not fit for 10us: departure of probes 23.0 us. It is fit for 100us.\n"),
                text);
    }

    @Test
    void shouldSayTheSameInColours() {
        String plain = text(report(Target.US_10), false, false);
        String coloured = text(report(Target.US_10), false, true);

        assertTrue(coloured.contains("\u001b[31m"), coloured);
        assertEquals(plain, coloured.replaceAll("\u001b\\[\\d+m", ""));
    }

    @Test
    void shouldCountSynchronisationForOneWayDelaysOnly() {
        assertTrue(text(report(Target.MS_1), false, false).endsWith("Verdict: fit for 1ms.\n"));
        assertTrue(text(report(Target.MS_1), true, false)
                .endsWith("Verdict: not fit for 1ms: clock's distance unknown.\n"));
    }

    @Test
    void shouldShowWhatMendsAFindingAndWhatWasMeasured() {
        String text = text(report(Target.US_10), false, false);

        assertTrue(text.contains("--fix: sysctl -w kernel.timer_migration=0"), text);
        assertTrue(text.contains("run: tc qdisc show"), text);
        assertTrue(text.contains("add to the kernel's command line: idle=poll"), text);
        assertTrue(text.contains("measured: sleep, then spin p99 23.0 us, max 4.00 ms"), text);
        assertTrue(text.contains("not measured: sleep, SCHED_FIFO: EPERM"), text);
    }
}
