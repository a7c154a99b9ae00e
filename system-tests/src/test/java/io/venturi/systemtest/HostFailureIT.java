package io.venturi.systemtest;

import static org.junit.jupiter.api.Assertions.assertAll;
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
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** This host refuses, stalls or lacks something. */
class HostFailureIT {
    private static Venturi.Serving server;

    @TempDir
    private Path folder;

    @BeforeAll
    static void serve() {
        server = Venturi.Serving.onLoopback();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static Program startRtt(String... words) {
        List<String> all = new ArrayList<>(List.of("rtt", "127.0.0.1:" + server.port()));
        all.addAll(List.of(words));
        return Venturi.start(all.toArray(String[]::new));
    }

    private static Outcome rtt(String... words) {
        try (Program program = startRtt(words)) {
            return program.await();
        }
    }

    // ---- files -----------------------------------------------------------------------------------------------------

    @ParameterizedTest
    @ValueSource(strings = {"/no-such-folder/result.json", "/proc/result.json", "/tmp"})
    void shouldRefuseAFileItCannotWriteBeforeMeasuring(String file) {
        try (IrttResponder untouched = new IrttResponder(IrttResponder::silence)) {
            Outcome test = Venturi.run("rtt", untouched.address(), "-o", file);

            Told.once(test, 3, "Cannot write " + file);
            assertEquals("", test.out(), "says nothing else");
            assertTrue(untouched.seen().isEmpty(), "nothing was sent");
        }
    }

    @Test
    void shouldPrintTheReportBeforeSayingThatTheDiskIsFull() {
        Outcome test = rtt("-n", "20", "-i", "1ms", "--warm-up", "0", "-o", "/dev/full");

        Told.report(test, 3);
        assertEquals(1, test.err().lines().count(), test.toString());
        assertTrue(test.err().contains("Writing /dev/full failed"), test.toString());
    }

    @Test
    void shouldSayThatStandardOutputIsFull() {
        String command = String.join(" ", Venturi.command("rtt", "127.0.0.1:" + server.port(), "-n", "20", "-i", "1ms",
                "--warm-up", "0", "--json"));
        Outcome test = Program.run("sh", "-c", command + " >/dev/full; echo exit=$? >&2");

        assertTrue(test.err().contains("exit=3"), test.toString());
    }

    @Test
    void shouldWriteCompressedJson() throws IOException {
        Path file = folder.resolve("result.json.gz");
        Outcome test = rtt("-n", "20", "-i", "1ms", "--warm-up", "0", "-o", file.toString(), "--rows");

        Told.report(test, 0);
        try (var stream = new java.util.zip.GZIPInputStream(Files.newInputStream(file))) {
            Json report = Json.parse(new String(stream.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8));
            assertEquals(report.metric("loss").number("sent"), report.list("roundTrips").size());
        }
    }

    @Test
    void shouldSayThatThePortIsTaken() {
        Told.once(Venturi.run("serve", "--bind", "127.0.0.1:" + server.port()), 3, "127.0.0.1:" + server.port());
    }

    // ---- signals ---------------------------------------------------------------------------------------------------

    @ParameterizedTest
    @ValueSource(strings = {"INT", "TERM", "HUP"})
    void shouldReportWhatWasMeasuredWhenInterrupted(String signal) {
        Path file = folder.resolve("result.json");
        try (Program client = startRtt("-i", "200ms", "-d", "1h", "-o", file.toString(), "--warm-up", "0")) {
            client.awaitOut("seq=0 rtt=");
            client.signal(signal);
            Outcome test = client.await();

            Told.report(test, 0);
            assertEquals("", test.err(), test.toString());
            assertTrue(test.out().contains("stopped before its time"), test.toString());
            assertEquals("interrupted", Json.parse(file).text("run.end"));
        }
    }

    @Test
    void shouldGiveUpOpeningWhenInterrupted() {
        try (IrttResponder silent = new IrttResponder(IrttResponder::silence);
                Program client = Venturi.start("rtt", silent.address(), "--warm-up", "0")) {
            silent.next();
            client.signal("INT");

            Told.once(client.await(), 4, "stopped before the server had answered");
        }
    }

    @Test
    void shouldStopWaitingForRepliesWhenInterrupted() {
        Path file = folder.resolve("result.json");
        try (IrttResponder mute = new IrttResponder(IrttResponder::openOnly);
                Program client = Venturi.start("rtt", mute.address(), "-n", "3", "-i", "1ms", "--wait", "1h", "-o",
                        file.toString(), "--warm-up", "0")) {
            client.awaitOut("Waiting up to");
            client.signal("INT");
            Outcome test = client.await();

            Told.report(test, 1);
            assertEquals(0, Json.parse(file).metric("loss").number("received"));
        }
    }

    /** The second signal cuts the wait short that the first one left; the report still comes. */
    @Test
    void shouldStillReportWhenInterruptedTwice() {
        try (IrttResponder mute = new IrttResponder(IrttResponder::openOnly);
                Program client = Venturi.start("rtt", mute.address(), "-d", "1h", "-i", "1ms", "--warm-up", "0")) {
            client.awaitOut("nothing received");
            client.signal("INT");
            client.signal("INT");

            Told.report(client.await(), 1);
        }
    }

    @Test
    void shouldStopTheServerInAnOrderlyWay() {
        try (Venturi.Serving ends = Venturi.Serving.onLoopback()) {
            ends.program().signal("INT");
            Outcome served = ends.program().await();

            assertEquals(0, served.exit(), served.toString());
            assertTrue(served.out().contains("Stopped. 0 sessions"), served.toString());
            assertEquals("", served.err());
        }
    }

    // ---- standing still --------------------------------------------------------------------------------------------

    @Test
    void shouldBlameItselfAndNotTheNetworkForItsOwnStall() {
        try (Program client = startRtt("-n", "300", "-i", "5ms", "--json")) {
            client.awaitErr("Measuring to");
            client.freeze(Duration.ofMillis(500));
            Outcome test = client.await();

            Told.report(test, 0);
            Json report = Json.parse(test.out());
            Json instrument = report.at("instrument");
            Json kernel = report.list("metrics").stream().filter(metric -> metric.text("metric").equals("delay")
                    && metric.text("direction").equals("roundTrip") && metric.text("stampedBy").equals("kernel"))
                    .findFirst().orElseThrow();
            assertAll(test.toString(),
                    () -> assertEquals(0, report.metric("loss").number("lost"), "no loss is invented"),
                    () -> assertTrue(instrument.is("degraded")),
                    () -> assertTrue(instrument.number("stalls") >= 1),
                    () -> assertTrue(instrument.number("stalledNs") >= 400_000_000),
                    () -> assertTrue(instrument.number("missedSlots") >= 80),
                    () -> assertTrue(kernel.number("ns.max") < 300_000_000, "kernel stamps do not see it"),
                    () -> assertTrue(test.err().contains(" of the measuring thread")),
                    () -> assertTrue(test.err().contains("this host disturbed the measurement")));
        }
    }

    // ---- rights and addresses --------------------------------------------------------------------------------------

    @Test
    @Needs({What.SETPRIV, What.NAMESPACES})
    void shouldMeasureWithoutTheRightsItWouldLikeToHave() {
        List<String> command = new ArrayList<>(List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups",
                "--inh-caps=-all", "--bounding-set=-all", "--no-new-privs"));
        Path jar = Venturi.jarForAnyone(folder);
        Venturi.command("rtt", "127.0.0.1:" + server.port(), "-n", "50", "-i", "1ms", "--json", "--cpu", "1000",
                "--fifo", "50", "--mlock").forEach(word -> command.add(word.endsWith(".jar") ? jar.toString() : word));

        Outcome test = Program.run(command);

        Told.report(test, 0);
        List<Json> refused = Json.parse(test.out()).list("instrument.host.tunings").stream()
                .filter(tuning -> !tuning.is("granted")).toList();
        assertTrue(refused.size() >= 3, "CPU, FIFO, mlock: " + test);
        assertTrue(test.err().contains("refused"), test.toString());
    }

    @Test
    @Needs(What.NAMESPACES)
    void shouldMeasureBetweenHostsThatHaveOnlyIpv6() {
        try (NetworkNamespaces net = new NetworkNamespaces(Families.IPV6_ONLY);
                Venturi.Serving _ = Venturi.Serving.on(net.far().enter(), ":2112")) {
            Outcome test = Program.run(net.near().command(Venturi.command("rtt", NetworkNamespaces.FAR_6, "-n", "20",
                    "-i", "1ms", "--json", "--warm-up", "0")));

            assertEquals(0, test.exit(), test.toString());
            assertEquals(0, Json.parse(test.out()).metric("loss").number("lost"), test.toString());
            assertFalse(test.err().contains("WARNING"), test.toString());
        }
    }

    @Test
    @Needs(What.NAMESPACES)
    void shouldMeasureItselfOnAHostThatHasOnlyIpv6() {
        try (NetworkNamespaces net = new NetworkNamespaces(Families.IPV6_ONLY)) {
            Outcome test = Program.run(net.near().command(Venturi.command("rtt", "-n", "20", "-i", "1ms")));

            assertEquals(0, test.exit(), test.toString());
        }
    }
}
