package io.venturi.systemtest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.venturi.systemtest.Needs.What;
import io.venturi.systemtest.NetworkNamespaces.Families;
import io.venturi.systemtest.NetworkNamespaces.Host;
import io.venturi.systemtest.Program.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Latency under load against a queue whose length is known: a shaper of 20 Mbit/s that drops what waits too long. */
@Needs(What.NAMESPACES)
@Execution(ExecutionMode.SAME_THREAD)
@ResourceLock(Resources.GLOBAL)
class CapacityLatencyIT {
    private static final int BURST_BYTES = 5_000;
    private static final double BITS_PER_SECOND = 20e6;
    private static final double MS = 1e6;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private NetworkNamespaces network;

    private void connect(int queueMs) {
        network = new NetworkNamespaces(Families.BOTH);
        for (Host host : List.of(network.near(), network.far())) {
            host.must("tc", "qdisc", "add", "dev", "cable", "root", "tbf", "rate", "20mbit", "burst",
                    String.valueOf(BURST_BYTES), "latency", queueMs + "ms");
        }
    }

    @AfterEach
    void disconnect() {
        network.close();
    }

    private Program serve(String... options) {
        List<String> words = new ArrayList<>(List.of("serve", "--udpst"));
        words.addAll(List.of(options));
        Program server = Program.start(network.far().command(Venturi.command(words.toArray(String[]::new))));
        server.awaitOut("for capacity tests");
        return server;
    }

    private Outcome measure(String... options) {
        List<String> words = new ArrayList<>(List.of("capacity", NetworkNamespaces.FAR_4, "-4", "-d", "5s",
                "--no-jumbo", "--json"));
        words.addAll(List.of(options));
        return Program.run(network.near().command(Venturi.command(words.toArray(String[]::new))), "", PATIENCE);
    }

    /**
     * The load is three times what the shaper lets through, so its queue is full: that is the increase. Where this host
     * was too busy to fill it, which the delay of the load itself tells, there is no truth to compare with.
     */
    @ParameterizedTest
    @CsvSource({"--down, 100, C", "--up, 100, C", "--down, 10, A", "--up, 10, A"})
    void shouldFindTheDelayOfAFullQueue(String direction, int queueMs, String grade) {
        connect(queueMs);
        try (Program _ = serve("--no-udpst-jumbo")) {
            Outcome test = measure(direction, "--fixed-rate", "60Mbps", "--latency", "on");

            assertEquals(0, test.exit(), test.toString());
            Json report = Json.parse(test.out()).list("tests").getFirst();
            Json latency = report.at("latency");
            double fullMs = queueMs + 8e3 * BURST_BYTES / BITS_PER_SECOND;
            double increaseMs = latency.number("increaseNs.median") / MS;
            assertTrue(increaseMs < 1.2 * fullMs, increaseMs + " of " + fullMs + " ms");
            requireFull(report, 0.9 * fullMs);
            assertTrue(increaseMs > 0.8 * fullMs, increaseMs + " of " + fullMs + " ms");
            assertTrue(latency.number("loadedOneWayVariationNs.p50") / MS > 0.8 * fullMs, "that way: " + latency);
            assertEquals(grade, latency.text("bufferbloat.grade"));
            assertEquals("DSLReports", latency.text("bufferbloat.scale"));
            assertTrue(test.err().replaceAll("\\s+", " ").contains("Bufferbloat grade " + grade), test.err());
        }
    }

    private static void requireFull(Json report, double leastMs) {
        double ms = report.number("maximum.oneWayVariationNs.mean") / MS;
        Assumptions.assumeTrue(ms >= leastMs, () -> {
            System.out.println("Skipped: this host was too busy to fill a queue: the load was delayed by " + ms
                    + " ms, not by " + leastMs);
            return "the queue was not full";
        });
    }

    @Test
    void shouldNotGradeALoadThatFillsNothing() {
        connect(100);
        try (Program _ = serve("--no-udpst-jumbo")) {
            Outcome test = measure("--fixed-rate", "2Mbps");

            assertEquals(0, test.exit(), test.toString());
            Json latency = Json.parse(test.out()).list("tests").getFirst().at("latency");
            assertEquals("neverSaturated", latency.text("bufferbloat.ungraded"));
            assertFalse(latency.at("bufferbloat").has("grade"), latency.toString());
        }
    }

    @Test
    void shouldMeasureCapacityAloneWhereNothingAnswersRoundTrips() {
        connect(100);
        try (Program _ = serve("--no-udpst-jumbo", "--bind", ":2113")) {
            Outcome automatic = measure("--fixed-rate", "2Mbps");
            Outcome demanded = measure("--fixed-rate", "2Mbps", "--latency", "on");

            assertEquals(0, automatic.exit(), automatic.toString());
            assertTrue(automatic.err().contains("latency under load is not measured"), automatic.toString());
            assertFalse(Json.parse(automatic.out()).list("tests").getFirst().has("latency"), automatic.out());
            assertEquals(4, demanded.exit(), demanded.toString());
            assertTrue(demanded.err().contains("--latency-port"), demanded.toString());
        }
    }
}
