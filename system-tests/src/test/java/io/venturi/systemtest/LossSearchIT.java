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
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

/**
 * Loss-free throughput against a filter at the entrance of the far host that lets 500 packets a second through: what
 * that is in bits is known for each size. Before the far host, so that its delays do no harm.
 */
@Needs({What.NAMESPACES, What.NFT})
@Execution(ExecutionMode.SAME_THREAD)
@ResourceLock(Resources.GLOBAL)
class LossSearchIT {
    private static final int PER_SECOND = 500;
    private static final int BURST = 20;
    private static final Duration PATIENCE = Duration.ofMinutes(4);

    private static NetworkNamespaces network;
    private static Venturi.Serving server;

    @BeforeAll
    static void plug() {
        network = new NetworkNamespaces(Families.BOTH);
        network.far().nft("""
                table inet truth {
                    chain entrance {
                        type filter hook input priority 0;
                        udp dport 2112 limit rate over %d/second burst %d packets drop
                    }
                }
                """.formatted(PER_SECOND, BURST));
        server = Venturi.Serving.on(network.far().enter(), ":2112");
    }

    @AfterAll
    static void unplug() {
        server.close();
        network.close();
    }

    private static Outcome search(String target, String... options) {
        List<String> words = new ArrayList<>(List.of("capacity", target, "--search", "loss", "--json"));
        words.addAll(List.of(options));
        return Program.run(network.near().command(Venturi.command(words.toArray(String[]::new))), "", PATIENCE);
    }

    /** A busy host finds less and says that it was the limit; more than the filter lets through is never found. */
    @Test
    void shouldFindTheRateOfAFilterForEachFrameSize() {
        Outcome test = search(NetworkNamespaces.FAR_4, "--frame-sizes", "128,512,1518", "--trial", "1s", "--resolution",
                "0.05", "--start-rate", "1Mbps");

        assertEquals(0, test.exit(), test.toString());
        Json report = Json.parse(test.out());
        assertEquals("venturi.losssearch/1", report.text("schema"));
        assertEquals(3, report.list("results").size());
        for (Json result : report.list("results")) {
            assertEquals(8 * found(result) * result.number("frameBytes"), result.number("bitsPerSecond.l2"), 1);
            double truth = PER_SECOND;
            double most = PER_SECOND + BURST;
            double found = found(result);
            assertTrue(found <= most * 1.01, "more than the filter lets through: " + result);
            assertTrue(result.number("passed.lost") == 0, result::toString);
            if (result.text("limit").equals("loss")) {
                assertTrue(found >= truth * 0.9, "less than the filter lets through: " + result);
                assertEquals(0, result.number("failed.lostReverse"), result::toString);
            } else {
                assertEquals("here", result.text("limit"), result::toString);
                assertTrue(result.text("sentence").contains("at least"), result::toString);
            }
        }
    }

    private static double found(Json result) {
        return ((Number) result.at("framesPerSecond").value()).doubleValue();
    }

    @Test
    void shouldSayWhatIsImpossibleOverIpv6() {
        Outcome test = search("[" + NetworkNamespaces.FAR_6 + "]", "--frame-sizes", "64,256", "--trial", "200ms",
                "--resolution", "0.5", "--start-rate", "100kbps");

        assertEquals(0, test.exit(), test.toString());
        List<Json> results = Json.parse(test.out()).list("results");
        assertEquals("tooSmall", results.getFirst().text("limit"));
        assertFalse(results.getFirst().has("framesPerSecond"), test.out());
        assertTrue(results.get(1).has("framesPerSecond"), test.out());
    }

    @Test
    void shouldNameWhatTheServerDoesNotGrant() {
        try (Venturi.Serving careful = Venturi.Serving.on(network.far().enter(), ":2113", "--min-interval", "100ms")) {
            Outcome test = search(NetworkNamespaces.FAR_4 + ":" + careful.port(), "--frame-sizes", "512");

            assertEquals(4, test.exit(), test.toString());
            assertTrue(test.err().contains("--min-interval 0"), test.toString());
        }
    }

    @Test
    void shouldRefuseFramesThatDoNotFitTheMtu() {
        Outcome test = search(NetworkNamespaces.FAR_4, "--frame-sizes", "9018");

        assertEquals(2, test.exit(), test.toString());
        assertTrue(test.err().contains("1518"), test.toString());
    }
}
