package io.venturi.systemtest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.venturi.systemtest.NetworkNamespaces.Families;
import io.venturi.systemtest.NetworkNamespaces.Host;
import io.venturi.systemtest.Needs.What;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code venturi throughput} over a cable between two hosts of our own, whose truth the kernel sets or counts. */
@Needs(What.NAMESPACES)
class ThroughputIT {
    private static final double SHAPED = 20e6;
    /**
     * Frames as the shaper counts them, without FCS: 14 of Ethernet, 20 of IPv4, 20 of TCP and 12 of its timestamps.
     */
    private static final double TCP_PAYLOAD = 1448 / 1514.0;
    private static final double UDP_PAYLOAD = 1400 / 1442.0;
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private NetworkNamespaces network;
    private Program server;

    @BeforeEach
    void serve() {
        network = new NetworkNamespaces(Families.BOTH);
        server = Program.start(network.far().command(Venturi.command("serve", "--iperf3")));
        server.awaitOut("for throughput tests");
    }

    @AfterEach
    void disconnect() {
        server.close();
        network.close();
    }

    private void shape(Host host, String latency) {
        host.must("tc", "qdisc", "add", "dev", "cable", "root", "tbf", "rate", "20mbit", "burst", "20k", "latency",
                latency);
    }

    private Json test(String options) {
        List<String> words = new ArrayList<>(List.of("throughput", "--json", "-q"));
        words.addAll(List.of(options.split(" ")));
        Program.Outcome outcome = Program.run(network.near().command(Venturi.command(words.toArray(String[]::new))), "",
                PATIENCE);
        assertEquals(0, outcome.exit(), outcome::toString);
        return Json.parse(outcome.out()).list("tests").getFirst();
    }

    private static Json way(Json test) {
        return test.list("ways").getFirst();
    }

    /** The receiver counts; the time until the queue stands does not count. */
    @ParameterizedTest
    @CsvSource({"--up --congestion cubic,TCP", "--down --congestion cubic,TCP",
            "--down --udp --rate 30Mbps --length 1400,UDP"})
    void shouldMeasureWhatAShaperLetsThrough(String options, String transport) {
        shape(network.near(), "300ms");
        shape(network.far(), "300ms");

        BusyHost.permitting(() -> {
            Json test = test(options + " --latency off --omit 2s -d 6s " + NetworkNamespaces.FAR_4);

            double truth = SHAPED * (transport.equals("TCP") ? TCP_PAYLOAD : UDP_PAYLOAD);
            double goodput = way(test).number("goodputBitsPerSecond");
            assertEquals(truth, goodput, 0.005 * truth, test.toString());
        });
    }

    @Test
    void shouldCountWhatAFilterDropsOnTheWayUp() {
        drop(network.far(), "udp dport 5201");

        Json test = test("--up --udp --rate 20Mbps --length 1000 --blocks 5000 --latency off "
                + NetworkNamespaces.FAR_4);

        assertEquals(5000, way(test).number("datagramsSent"));
        assertEquals(500, network.far().counted("dropped"));
        assertEquals(500, way(test).number("lost"), test.toString());
        assertEquals("path", way(test).text("verdict.limit"));
    }

    /** The server goes on until it is told: what it sent behind the last one that counts is not lost. */
    @Test
    void shouldCountWhatAFilterDropsOnTheWayDown() {
        drop(network.near(), "udp sport 5201");

        Json test = test("--down --udp --rate 20Mbps --length 1000 --blocks 4500 --latency off "
                + NetworkNamespaces.FAR_4);

        assertEquals(4500, way(test).number("datagramsReceived"), test.toString());
        assertEquals(500, way(test).number("lost"), 1, test.toString());
        assertEquals(0, way(test).number("duplicates"));
    }

    private static void drop(Host host, String what) {
        host.nft("""
                table inet truth {
                    counter dropped {}
                    chain in {
                        type filter hook input priority 0;
                        %s meta length > 500 numgen inc mod 10 == 9 counter name dropped drop
                    }
                }
                """.formatted(what));
    }

    @ParameterizedTest
    @CsvSource({"--up", "--down", "--up --zero-copy -P 3", "-6 --up"})
    void shouldCarryExactlyTheBytesAskedFor(String options) {
        Json test = test(options + " --bytes 3000001 --latency off "
                + (options.startsWith("-6") ? "[" + NetworkNamespaces.FAR_6 + "]" : NetworkNamespaces.FAR_4));

        assertEquals(3_000_001, way(test).number("bytes"), test.toString());
    }

    @Test
    @Needs(What.NETEM)
    void shouldNameTheWindowAsTheLimitWhenItIsSmall() {
        for (Host host : List.of(network.near(), network.far())) {
            host.must("tc", "qdisc", "add", "dev", "cable", "root", "netem", "delay", "20ms");
        }

        String limit = way(test("--up --window 32KiB --latency off -d 4s " + NetworkNamespaces.FAR_4))
                .text("verdict.limit");

        assertTrue(List.of("sendBuffer", "receiveWindow").contains(limit), limit);
    }

    @Test
    void shouldNameThePathAsTheLimitBehindAShaper() {
        shape(network.near(), "50ms");

        BusyHost.permitting(() -> {
            Json way = way(test("--up --latency off --congestion cubic -d 5s " + NetworkNamespaces.FAR_4));

            assertTrue(List.of("path", "loss").contains(way.text("verdict.limit")), way.toString());
        });
    }

    @Test
    void shouldNameTheRateAskedForAsTheLimit() {
        BusyHost.permitting(() -> {
            Json test = test("--up --rate 8Mbps -P 2 --latency off -d 4s " + NetworkNamespaces.FAR_4);

            assertEquals(4_000_000, test.number("settings.streamBitsPerSecond"));
            assertEquals("askedRate", way(test).text("verdict.limit"), test.toString());
        });
    }

    @Test
    void shouldGradeTheLatencyUnderLoad() {
        shape(network.near(), "300ms");

        Json test = test("--up -d 5s --congestion cubic " + NetworkNamespaces.FAR_4);

        long idle = test.number("latency.idleRoundTripNs.p50");
        long loaded = test.number("latency.loadedRoundTripNs.p50");
        assertTrue(loaded > idle + 30_000_000, test.toString());
        assertTrue(test.at("latency.bufferbloat").has("grade"), test.toString());
    }
}
