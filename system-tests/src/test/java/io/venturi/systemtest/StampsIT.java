package io.venturi.systemtest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.venturi.systemtest.Needs.What;
import io.venturi.systemtest.NetworkNamespaces.Families;
import io.venturi.systemtest.Program.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What stamps below the program are worth, and whose they really were, over a cable between two namespaces. */
@Needs(What.NAMESPACES)
@Execution(ExecutionMode.SAME_THREAD)
class StampsIT {
    /** The parts of a round trip may miss the whole by as much as a clock is read apart from another. */
    private static final long TOLERANCE_NS = 100;
    private static final Duration LONGEST = Duration.ofSeconds(60);
    private static final String TARGET = NetworkNamespaces.FAR_4;

    private static NetworkNamespaces net;
    private static Venturi.Serving server;

    @BeforeAll
    static void plug() {
        net = new NetworkNamespaces(Families.BOTH);
        server = Venturi.Serving.on(net.far().enter(), ":2112", "--stamp", ":862,:319");
    }

    @AfterAll
    static void unplug() {
        server.close();
        net.close();
    }

    private static Outcome run(String... words) {
        List<String> all = new ArrayList<>(List.of("rtt"));
        all.addAll(List.of(words));
        return Program.run(net.near().command(Venturi.command(all.toArray(String[]::new))), "", LONGEST);
    }

    private static Json measure(String... words) {
        List<String> all = new ArrayList<>(List.of(words));
        all.addAll(List.of("--json", "--rows"));
        Outcome test = run(all.toArray(String[]::new));
        assertEquals(0, test.exit(), test.err());
        return Json.parse(test.out());
    }

    private static Json metric(Json report, String name, String... pairs) {
        return report.list("metrics").stream().filter(metric -> {
            boolean wanted = metric.text("metric").equals(name);
            for (int i = 0; i < pairs.length; i += 2) {
                wanted &= metric.has(pairs[i]) && metric.text(pairs[i]).equals(pairs[i + 1]);
            }
            return wanted;
        }).findFirst().orElseThrow(() -> new AssertionError("no " + name + " " + List.of(pairs)));
    }

    private static long medianRoundTrip(Json report, String stampedBy) {
        return metric(report, "delay", "direction", "roundTrip", "stampedBy", stampedBy).number("ns.p50");
    }

    /** Every single packet: what the kernel's stamps leave out is the residence that is reported, on each side. */
    @ParameterizedTest
    @ValueSource(strings = {"irtt", "stamp"})
    void shouldMeasureLessByTheKernelsStampsAndShowTheRestAsHostResidence(String protocol) {
        Json report = measure(TARGET, "--protocol", protocol, "-n", "2000", "-i", "1ms");

        long apart = 0;
        int rows = 0;
        for (Json row : report.list("roundTrips")) {
            if (row.has("roundTripKernelNs")) {
                long sum = row.number("sendResidenceNs") + row.number("roundTripKernelNs")
                        + row.number("receiveResidenceNs");
                apart = Math.max(apart, Math.abs(row.number("roundTripUserNs") - sum));
                assertTrue(apart <= TOLERANCE_NS, apart + " ns apart: " + row);
                assertTrue(row.number("sendResidenceNs") > 0 && row.number("receiveResidenceNs") > 0, "" + row);
                rows++;
            }
        }
        System.out.println("StampsIT: " + protocol + ", " + rows + " packets add up to within " + apart
                + " ns; p50 user "
                + medianRoundTrip(report, "user") + " ns, kernel " + medianRoundTrip(report, "kernel") + " ns");
        assertTrue(rows > report.list("roundTrips").size() / 2, rows + " rows with stamps of the kernel");
        assertTrue(medianRoundTrip(report, "kernel") < medianRoundTrip(report, "user"));
        for (String part : List.of("send", "receive", "both")) {
            assertTrue(metric(report, "hostResidence", "host", "here", "part", part).number("ns.p50") > 0, part);
        }
        assertTrue(metric(report, "peerResidence").number("ns.p50") > 0);
        assertEquals("kernel", report.text("instrument.stamps.roundTrip"));
        assertEquals("best", report.text("instrument.stamps.asked"));
        assertFalse(report.object("instrument.stamps").containsKey("card"), "veth has none");
    }

    @Test
    void shouldUseTheStampsThatWereForcedAndSayWhoseTheyWere() {
        Json user = measure(TARGET, "-n", "100", "-i", "2ms", "--stamps", "user", "--warm-up", "0");
        assertEquals("user", user.text("instrument.stamps.roundTrip"));
        assertEquals(0, user.number("instrument.stamps.socketFlags"));
        assertFalse(user.list("roundTrips").stream().anyMatch(row -> row.has("sentKernelNs")));
        assertEquals("kernel", user.text("instrument.stamps.peerReceived"), "that is the server's affair");
        assertEquals("user", user.text("instrument.stamps.peerSent"));

        Json kernel = measure(TARGET, "-n", "100", "-i", "2ms", "--stamps", "kernel", "--warm-up", "0");
        assertEquals("kernel", kernel.text("instrument.stamps.sent"));
        assertEquals("kernel", kernel.text("instrument.stamps.received"));

        Outcome none = run(TARGET, "-n", "10", "--stamps", "hw", "--warm-up", "0");
        Told.once(none, 3, "cable has no clock to stamp packets with");
    }

    @Test
    void shouldTellThatAServersReceiveStampsAreItsOwn() {
        try (Venturi.Serving plain = Venturi.Serving.on(net.far().enter(), ":2115", "--stamps", "user")) {
            Json report = measure(TARGET + ":2115", "-n", "50", "-i", "2ms", "--warm-up", "0");

            assertEquals("user", report.text("instrument.stamps.peerReceived"));
        }
        Outcome text = run(TARGET, "-n", "50", "-i", "2ms", "-q");
        String said = text.out().replaceAll("\\s+", " ");
        assertTrue(said.contains("the server received by its kernel, sent at user level"), text.toString());
        assertTrue(said.contains("host residence, not part of the round trip:"), text.toString());
    }

    @Test
    void shouldLearnFromAReflectorWhenItsRepliesLeft() {
        Json report = measure(TARGET, "--protocol", "stamp", "--tlvs", "-n", "100", "-i", "20ms");

        Json leaving = metric(report, "hostResidence", "host", "peer", "part", "send");
        assertTrue(leaving.number("ns.n") > 10, "a burst of requests has one such stamp: " + leaving);
        assertTrue(leaving.number("ns.min") > 0, leaving.toString());
        assertEquals("user", report.text("instrument.stamps.peerSent"), "whoever tells the one tells the other");
        assertTrue(report.metric("loss").is("byDirection.exact"));
    }

    @Test
    void shouldMeasureWithProbesThatLookLikePtpEvents() {
        Json report = measure(TARGET, "--protocol", "stamp", "--ptp-event", "-n", "100", "-i", "2ms", "--warm-up", "0");

        assertEquals(0, report.metric("loss").number("lost"));
        assertEquals(TARGET + ":319", report.text("run.remote"));
        assertTrue(report.text("run.local").endsWith(":319"));
        assertEquals(44, report.number("run.agreed.lengthBytes"));
        Told.once(run(TARGET, "--ptp-event", "-n", "5"), 2, "--protocol stamp");
    }
}
