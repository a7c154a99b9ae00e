package io.venturi.systemtest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.venturi.systemtest.Needs.What;
import io.venturi.systemtest.NetworkNamespaces.Families;
import io.venturi.systemtest.Program.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** venturi doctor, with rights and without, where there is much to examine and where there is nothing. */
@Timeout(240) // an examination takes ten seconds, on a busy host more
class DoctorIT {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final List<String> NOBODY = List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups",
            "--inh-caps=-all", "--bounding-set=-all", "--no-new-privs");

    @TempDir
    private Path folder;

    private static Outcome run(List<String> command) {
        return Program.run(command, "", PATIENCE);
    }

    private static Outcome doctor(String... words) {
        List<String> all = new ArrayList<>(List.of("doctor"));
        all.addAll(List.of(words));
        return run(Venturi.command(all.toArray(String[]::new)));
    }

    private List<String> asNobody(String... words) {
        Path jar = Venturi.jarForAnyone(folder);
        List<String> command = new ArrayList<>(NOBODY);
        Venturi.command(words).forEach(word -> command.add(word.endsWith(".jar") ? jar.toString() : word));
        return command;
    }

    /** The report, after checking that it is whole and that its exit status says what it says. */
    private static Json report(Outcome outcome) {
        Told.noTrace(outcome);
        Json report = Json.parse(outcome.out());
        assertEquals(report.is("fit") ? 0 : 1, outcome.exit(), outcome.toString());
        assertEquals(18, report.list("findings").size(), outcome.toString());
        for (Json verdict : report.list("verdicts")) {
            assertEquals(verdict.list("limitedBy").isEmpty(), verdict.is("fit"), outcome.toString());
        }
        return report;
    }

    private static Map<String, Json> findings(Json report) {
        return report.list("findings").stream().collect(Collectors.toMap(one -> one.text("concern"), one -> one,
                (a, _) -> a, TreeMap::new));
    }

    private static Json measurement(Json report, String name) {
        return report.list("measurements").stream().filter(one -> one.text("measurement").equals(name)).findFirst()
                .orElseThrow();
    }

    @Test
    void shouldExamineTheLoopbackInterface() {
        Outcome outcome = doctor("--interface", "lo", "--json", "-q");

        Json report = report(outcome);
        assertEquals("", outcome.err());
        assertEquals("lo", report.text("interface"));
        assertTrue(measurement(report, "loopbackKernel").number("p99Ns") > 0, outcome.toString());
        assertTrue(measurement(report, "clockReading").number("p50Ns") > 0, outcome.toString());
        assertFalse(findings(report).get("stamping").text("state").equals("unknown"), outcome.toString());
        assertEquals("noqueue", findings(report).get("qdisc").text("found"), outcome.toString());
    }

    @Test
    void shouldPrintAReportThatEndsWithAVerdict() {
        Outcome outcome = doctor("--interface", "lo", "--target", "1ms");

        Told.noTrace(outcome);
        assertEquals("", outcome.err());
        assertEquals(outcome.out().contains("Verdict: fit for 1ms.") ? 0 : 1, outcome.exit(), outcome.toString());
        assertTrue(outcome.out().contains("Verdict: "), outcome.toString());
        assertFalse(outcome.out().contains("\u001b"), "no colours into a pipe");
        outcome.out().lines().forEach(line -> assertTrue(line.length() <= 80, line));
    }

    @ParameterizedTest
    @CsvSource({"--interface nowhere0, 3, nowhere0", "--dry-run, 2, --fix", "--fix --undo, 2, exclude",
        "--undo /no-such-file, 3, There is nothing to undo"})
    void shouldRefuseWhatMakesNoSense(String words, int exit, String said) {
        Told.once(doctor(words.split(" ")), exit, said);
    }

    @Test
    void shouldRefuseAnotherTarget() {
        Outcome outcome = doctor("--target", "5us");

        assertEquals(2, outcome.exit(), outcome.toString());
        assertTrue(outcome.err().contains("1us, 10us, 100us, 1ms"), outcome.toString());
        Told.noTrace(outcome);
    }

    @Test
    @Needs({What.SETPRIV, What.NAMESPACES})
    void shouldExamineWithoutAnyRightAndSayWhatItCouldNotLearn() {
        Outcome outcome = run(asNobody("doctor", "--interface", "lo", "--json", "-q"));

        Json report = report(outcome);
        assertTrue(measurement(report, "sleepFifo").text("unavailable").contains("CAP_SYS_NICE"), outcome.toString());
        assertTrue(measurement(report, "sleepSlack").has("p99Ns"), outcome.toString());
        assertEquals("limits", findings(report).get("privileges").text("state"), outcome.toString());
    }

    @Test
    @Needs({What.SETPRIV, What.NAMESPACES})
    void shouldChangeNothingWithoutTheRight() {
        Outcome refused = run(asNobody("doctor", "--interface", "lo", "--fix"));

        Told.once(refused, 3, "nothing was changed");
        assertEquals("", refused.out());
    }

    @Test
    @Needs(What.NAMESPACES)
    void shouldExamineANamespaceWithNothingInIt() {
        try (NetworkNamespaces net = new NetworkNamespaces(Families.BOTH)) {
            net.near().must("ip", "link", "delete", "cable");
            net.near().must("ip", "link", "set", "lo", "down");

            Outcome outcome = run(net.near().command(Venturi.command("doctor", "--json", "-q")));

            Json report = report(outcome);
            assertEquals(1, outcome.exit(), "what cannot be shown is not fit: " + outcome);
            assertFalse(report.has("interface"));
            assertTrue(measurement(report, "loopbackKernel").text("unavailable").contains("ip link set lo up"));
            assertEquals("unknown", findings(report).get("stamping").text("state"));
        }
    }

    @Test
    @Needs(What.NAMESPACES)
    void shouldFindTheInterfaceOfTheNamespaceItIsIn() {
        try (NetworkNamespaces net = new NetworkNamespaces(Families.BOTH)) {
            Outcome outcome = run(net.near().command(Venturi.command("doctor", "--json", "-q")));

            Json report = report(outcome);
            assertEquals("cable", report.text("interface"));
            assertEquals("veth", report.text("driver"));
            assertEquals("unknown", findings(report).get("interrupts").text("state"), outcome.toString());
        }
    }

    /** Changes settings of this host for a moment: those that --fix finds wanting. */
    @Test
    @Needs(What.NAMESPACES)
    void shouldFixAndUndoInANamespace() throws IOException {
        Path undo = folder.resolve("undo");
        try (NetworkNamespaces net = new NetworkNamespaces(Families.BOTH)) {
            List<String> planned = run(net.near().command(Venturi.command("doctor", "--target", "1us", "--fix",
                    "--dry-run"))).out().lines().filter(line -> !line.startsWith("#")).toList();
            Outcome fixed = run(net.near().command(Venturi.command("doctor", "--target", "1us", "--fix", "--undo-list",
                    undo.toString(), "-q", "--json")));
            List<String> applied = fixed.err().lines().filter(line -> line.startsWith("Applied: "))
                    .map(line -> line.substring("Applied: ".length())).toList();
            long refused = fixed.err().lines().filter(line -> line.startsWith("Refused: ")).count();

            report(fixed);
            assertEquals(planned.size(), applied.size() + refused, planned + " " + fixed);
            assertTrue(planned.containsAll(applied), fixed.toString());
            assertEquals(!applied.isEmpty(), Files.exists(undo), fixed.toString());
            if (!applied.isEmpty()) {
                assertTrue(fixed.err().contains("To undo: venturi doctor --undo " + undo), fixed.toString());
                Outcome undone = run(net.near().command(Venturi.command("doctor", "--undo", undo.toString())));
                assertEquals(0, undone.exit(), undone.toString());
                assertEquals(applied.size(), undone.out().lines().filter(line -> line.startsWith("Undone: ")).count(),
                        undone.toString());
                assertFalse(Files.exists(undo));
            }
            assertEquals(planned, run(net.near().command(Venturi.command("doctor", "--target", "1us", "--fix",
                    "--dry-run"))).out().lines().filter(line -> !line.startsWith("#")).toList(), "all is as it was");
        }
    }
}
